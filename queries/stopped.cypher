// Question: Who stopped supplying whom, when, and who says so?
// Parameters:
//   party (party, default ""): only where this party is the supplier or the customer
// Columns:
//   supplier: the former supplier's id
//   supplier_name: its name
//   customer: the customer's id
//   customer_name: its name
//   since: when the supply stopped; null is unknown
//   modality: asserted, reported or possible, as this claim has it
//   grade: official, stated or inferred
//   attributed_to: whom the text quotes
//   quote: the source's words
//   document: the document's name
//   claim: the claim's id
MATCH (s)-[r:STOPPED_SUPPLYING]->(t)
WHERE $party = '' OR s.id = $party OR t.id = $party
MATCH (c:Claim)-[:SUBJECT]->(s)
WHERE c.id IN r.claims
MATCH (c)-[:STATED_IN]->(d:Document)
RETURN s.id AS supplier, s.name AS supplier_name, t.id AS customer, t.name AS customer_name, c.validFrom AS since,
  c.modality AS modality, c.grade AS grade, c.attributedTo AS attributed_to, c.quote AS quote, d.name AS document,
  c.id AS claim
ORDER BY supplier, customer, claim
