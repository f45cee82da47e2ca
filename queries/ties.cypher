// Question: Which single supplier, investor or owner ties the most listed parties?
// Parameters:
//   country (country, default ""): only those with their seat there
//   limit (integer 1 to 10000, default 25): at most this many rows
// Columns:
//   party: the supplier's, investor's or owner's id
//   party_name: its name
//   countries: where it has its seat; empty is unknown
//   listed_parties: how many listed parties it supplies, invested in or owns; a set that an action listed is one
//   edges: by how many edges; supplies that have stopped do not count
MATCH (e)-[r:SUPPLIES|INVESTED_IN|OWNS]->(l)
WHERE (EXISTS { MATCH (l)-[:LISTED_BY]->(k) }
    OR (l.id STARTS WITH 'group:'
      AND EXISTS { MATCH (l)-[:PART_OF|MEMBER_OF]->(v:Event) WHERE v.kind = 'listing action' }))
  AND NOT r.stopped AND r.validTo IS NULL
  AND ($country = '' OR $country IN e.countries)
RETURN e.id AS party, e.name AS party_name, e.countries AS countries, count(DISTINCT l.id) AS listed_parties,
  count(r) AS edges
ORDER BY listed_parties DESC, edges DESC, party
LIMIT $limit
