// Question: Who said what about a topic?
// Parameters:
//   topic (topic, default ""): a party, list or action; without it, any
//   speaker (party, default ""): only what this one said
// Columns:
//   topic: the id of what the statement is about
//   topic_name: its name
//   speaker: the speaker's id
//   speaker_name: the speaker's name
//   modality: asserted where the document quotes the speaker itself, reported where it takes it from elsewhere
//   grade: official, stated or inferred
//   attributed_to: whom the text quotes
//   quote: the source's words
//   document: the document's name
//   claim: the claim's id
MATCH (t)-[r:STATEMENT_BY]->(s)
WHERE ($topic = '' OR t.id = $topic) AND ($speaker = '' OR s.id = $speaker)
MATCH (c:Claim)-[:SUBJECT]->(t)
WHERE c.id IN r.claims
MATCH (c)-[:STATED_IN]->(d:Document)
RETURN t.id AS topic, t.name AS topic_name, s.id AS speaker, s.name AS speaker_name, c.modality AS modality,
  c.grade AS grade, c.attributedTo AS attributed_to, c.quote AS quote, d.name AS document, c.id AS claim
ORDER BY topic, speaker, claim
