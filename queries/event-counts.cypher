// Question: How many parties did each action list, according to whom?
// Parameters:
//   action (action, default ""): only this one
// Columns:
//   action: the action's id
//   action_name: its name
//   announced: when it was announced
//   effective: when it took effect
//   count: how many, exact
//   count_most: the greatest number, where the source gives a range
//   counted: what was counted, in the source's word
//   class: the kind of thing counted, as this graph compares it
//   modality: asserted, reported, possible or negated
//   quote: the source's words
//   document: the document's name
//   claim: the claim's id
MATCH (c:Claim)-[:SUBJECT]->(e:Event)
WHERE c.predicate = 'ADDED_COUNT' AND c.supersededAt IS NULL AND ($action = '' OR e.id = $action)
MATCH (c)-[:STATED_IN]->(d:Document)
RETURN e.id AS action, e.name AS action_name, e.announced AS announced, e.effective AS effective,
  c.quantityLow AS count, c.quantityHigh AS count_most, c.quantityUnit AS counted, c.value AS class,
  c.modality AS modality, c.quote AS quote, d.name AS document, c.id AS claim
ORDER BY action, class, count, claim
