// Question: Which claims cannot both hold?
// Parameters:
//   kind (text, default ""): only of this kind: action, count, country, date, denial, listing, name,
//     ownership, parentage, share
// Columns:
//   kind: what they disagree on
//   about: the id of the entity or edge that they are about
//   why: one sentence
//   left_quote: the words of one source
//   left_document: its name
//   left_modality: how firmly it says so
//   right_quote: the words of the other
//   right_document: its name
//   right_modality: how firmly it says so
//   left: the one claim's id
//   right: the other's
MATCH (a:Claim)-[r:CONTRADICTS]->(b:Claim)
WHERE $kind = '' OR r.kind = $kind
MATCH (a)-[:STATED_IN]->(d:Document)
MATCH (b)-[:STATED_IN]->(f:Document)
RETURN r.kind AS kind, r.about AS about, r.why AS why, a.quote AS left_quote, d.name AS left_document,
  a.modality AS left_modality, b.quote AS right_quote, f.name AS right_document, b.modality AS right_modality,
  a.id AS left, b.id AS right
ORDER BY kind, about, left, right
