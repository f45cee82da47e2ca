// Question: Whom do the listed parties supply, and who stands to lose a source?
// Parameters:
//   party (party, default ""): only of this party, listed or not; without it, of every listed party, and of sets that a
//     listing action listed ("some of the now-listed firms")
//   country (country, default ""): only customers with their seat there
//   as_of (date, default ""): leave out what began later or was over by then; what has no date stays
// Columns:
//   listed: the listed party's id
//   listed_name: its name
//   customer: the id of the customer
//   customer_name: its name
//   countries: where it has its seat; empty is unknown
//   sectors: its sectors; empty is unknown
//   stopped: whether a source says that the supply has stopped
//   valid_from: since when; null is unknown
//   valid_to: until when; null is unknown or open
//   grade: the best grade of the edge's claims
//   modality: the firmest modality of the edge's claims
//   contested: whether a live claim denies or contradicts it
//   sources: how many independent sources
//   edge: the edge's id, for the question "evidence"
MATCH (l)-[r:SUPPLIES]->(o)
WHERE (($party <> '' AND l.id = $party) OR ($party = '' AND EXISTS { MATCH (l)-[:LISTED_BY]->(k) })
    OR ($party = '' AND l.id STARTS WITH 'group:'
      AND EXISTS { MATCH (l)-[:PART_OF|MEMBER_OF]->(v:Event) WHERE v.kind = 'listing action' }))
  AND ($country = '' OR $country IN o.countries)
  AND ($as_of = '' OR r.validFrom IS NULL OR r.validFrom <= $as_of + '-99')
  AND ($as_of = '' OR r.validTo IS NULL OR r.validTo + '-99' >= $as_of)
RETURN l.id AS listed, l.name AS listed_name, o.id AS customer, o.name AS customer_name, o.countries AS countries,
  o.sectors AS sectors, r.stopped AS stopped, r.validFrom AS valid_from, r.validTo AS valid_to, r.grade AS grade, r.modality AS modality,
  r.contested AS contested, r.sources AS sources, r.id AS edge
ORDER BY listed, customer, edge
