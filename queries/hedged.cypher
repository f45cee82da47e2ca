// Question: Which claims are hedged or denied, and who says them?
// Parameters:
//   modality (text, default ""): only this one: reported, possible or negated
//   party (party, default ""): only claims in which this party stands
// Columns:
//   modality: reported, possible or negated
//   predicate: what the claim says
//   subject_name: who
//   object_name: whom or what; null where the claim gives a value
//   value: the value given
//   attributed_to: whom the text quotes
//   quote: the source's words
//   document: the document's name
//   claim: the claim's id
MATCH (c:Claim)-[:SUBJECT]->(s)
WHERE c.supersededAt IS NULL AND c.modality <> 'asserted' AND ($modality = '' OR c.modality = $modality)
MATCH (c)-[:STATED_IN]->(d:Document)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
WITH c, s, d, o
WHERE $party = '' OR s.id = $party OR o.id = $party
RETURN c.modality AS modality, c.predicate AS predicate, s.name AS subject_name, o.name AS object_name,
  c.value AS value, c.attributedTo AS attributed_to, c.quote AS quote, d.name AS document, c.id AS claim
ORDER BY modality, predicate, document, claim
