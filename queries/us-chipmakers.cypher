// Question: Which US chipmakers are affected, on what evidence and how firmly? (Or parties of any country and sector.)
// Parameters:
//   country (country, default "US"): where the parties have their seat; "" for any
//   sector (sector, default "semiconductors"): their sector; "" for any
//   party (party, default ""): only what ties them to this party
// Columns:
//   party: the affected party's id
//   party_name: its name
//   predicate: what the claim says: AFFECTED_BY and RESTRICTED_BY are consequences that the text states itself
//   subject_name: who, in the claim
//   object_name: whom or what, in the claim
//   listed: the id of the other side: a listed party, or the list, action or agency named as the cause
//   modality: asserted, reported or possible
//   grade: official, stated or inferred
//   attributed_to: whom the text quotes
//   stopped: whether a source says that the supply has stopped
//   valid_from: since when; null is unknown
//   valid_to: until when; null is unknown or open
//   quote: the source's words
//   document: the document's name
//   claim: the claim's id
// Note: A set that a listing action listed ("some of the now-listed firms") counts as listed; no member of it is meant.
//   Denials are left out: see the questions contradictions and evidence.
MATCH (c:Claim)-[:SUBJECT]->(s)
WHERE c.supersededAt IS NULL AND c.modality <> 'negated'
  AND c.predicate IN ['AFFECTED_BY', 'RESTRICTED_BY', 'SUPPLIES', 'STOPPED_SUPPLYING', 'INVESTED_IN', 'OWNS',
    'PARTNERS_WITH']
MATCH (c)-[:OBJECT]->(o)
MATCH (c)-[:SUBJECT|OBJECT]->(e)
MATCH (c)-[:SUBJECT|OBJECT]->(x)
WHERE e.id <> x.id
  AND ($country = '' OR $country IN e.countries)
  AND ($sector = '' OR $sector IN e.sectors)
  AND ($party = '' OR x.id = $party)
  AND ((c.predicate IN ['AFFECTED_BY', 'RESTRICTED_BY'] AND s.id = e.id)
    OR (NOT c.predicate IN ['AFFECTED_BY', 'RESTRICTED_BY'] AND EXISTS { MATCH (x)-[:LISTED_BY]->(k) })
    OR (NOT c.predicate IN ['AFFECTED_BY', 'RESTRICTED_BY']
      AND x.id STARTS WITH 'group:'
      AND EXISTS { MATCH (x)-[:PART_OF|MEMBER_OF]->(v:Event) WHERE v.kind = 'listing action' }))
MATCH (c)-[:STATED_IN]->(d:Document)
OPTIONAL MATCH (s)-[r:SUPPLIES]->(o)
RETURN e.id AS party, e.name AS party_name, c.predicate AS predicate, s.name AS subject_name, o.name AS object_name,
  x.id AS listed, c.modality AS modality, c.grade AS grade, c.attributedTo AS attributed_to,
  coalesce(r.stopped, false) AS stopped, c.validFrom AS valid_from, c.validTo AS valid_to, c.quote AS quote,
  d.name AS document, c.id AS claim
ORDER BY party, predicate, listed, claim
