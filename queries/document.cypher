// Question: What does one document say?
// Parameters:
//   document (document): its id, the start of its id, or its name
// Columns:
//   place: where the quote starts in the document's text, or the row of a table
//   predicate: what the claim says
//   subject_name: who
//   object_name: whom or what; null where the claim gives a value
//   value: the value given
//   modality: asserted, reported, possible or negated
//   grade: official, stated or inferred
//   attributed_to: whom the text quotes
//   valid_from: since when; null is unknown
//   valid_to: until when; null is unknown or open
//   quantity_low: a share, amount or count, exact; the least
//   quantity_high: the greatest
//   quantity_unit: of what
//   quote: the source's words
//   claim: the claim's id
MATCH (c:Claim)-[:STATED_IN]->(d:Document)
WHERE d.id = $document AND c.supersededAt IS NULL
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
RETURN coalesce(c.quoteStart, c.tableRow) AS place, c.predicate AS predicate, s.name AS subject_name,
  o.name AS object_name, c.value AS value, c.modality AS modality, c.grade AS grade, c.attributedTo AS attributed_to,
  c.validFrom AS valid_from, c.validTo AS valid_to, c.quantityLow AS quantity_low, c.quantityHigh AS quantity_high,
  c.quantityUnit AS quantity_unit, c.quote AS quote, c.id AS claim
ORDER BY place, predicate, claim
