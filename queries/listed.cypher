// Question: Who is listed, by whom, since when and under which citation?
// Parameters:
//   party (party, default ""): only this party
//   list (list, default ""): only this list, or the agency where no list is named
//   as_of (date, default ""): leave out what began later or was over by then; what has no date stays
// Columns:
//   party: the listed party's id
//   party_name: its name
//   list: the id of the list, or of the agency where no list is named
//   list_name: its name
//   agency: who keeps the list, where known
//   action: the action that made the listing, where known
//   announced: when it was announced; null is unknown
//   published: when it was published in the Federal Register
//   effective: when it took effect
//   ended: when a notice removed it
//   citations: the citations of the listing
//   valid_from: the first date that any claim of the edge gives
//   grade: the best grade of the edge's claims
//   modality: the firmest modality of the edge's claims
//   contested: whether a live claim denies or contradicts it
//   sources: how many independent sources
//   edge: the edge's id, for the question "evidence"
// Note: Who is on an older version of a list and not on the newest is here too; the question "missing" names them.
MATCH (p)-[r:LISTED_BY]->(l)
WHERE ($party = '' OR p.id = $party)
  AND ($list = '' OR l.id = $list)
  AND ($as_of = '' OR r.validFrom IS NULL OR r.validFrom <= $as_of + '-99')
  AND ($as_of = '' OR r.validTo IS NULL OR r.validTo + '-99' >= $as_of)
OPTIONAL MATCH (l)-[:ADMINISTERED_BY]->(a)
OPTIONAL MATCH (p)<-[:LISTING_OF]-(g:Listing)-[:ON_LIST]->(l)
OPTIONAL MATCH (g)-[:PART_OF]->(e:Event)
RETURN p.id AS party, p.name AS party_name, l.id AS list, l.name AS list_name, a.name AS agency, e.name AS action,
  coalesce(g.announced, e.announced) AS announced, coalesce(g.published, e.published) AS published,
  coalesce(g.effective, e.effective) AS effective, g.ended AS ended, g.citations AS citations,
  r.validFrom AS valid_from, r.grade AS grade, r.modality AS modality, r.contested AS contested, r.sources AS sources,
  r.id AS edge
ORDER BY party, list, agency, effective, g.id, action
