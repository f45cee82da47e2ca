// Question: Which documents were withdrawn, when, and how many claims went with them?
// Columns:
//   document: the document's id
//   document_name: its name
//   publisher: who published it
//   recorded: when this graph learned it
//   withdrawn: when this graph unlearned it
//   claims: how many claims went
MATCH (d:Document)
WHERE d.supersededAt IS NOT NULL
OPTIONAL MATCH (c:Claim)-[:STATED_IN]->(d)
RETURN d.id AS document, d.name AS document_name, d.publisher AS publisher, d.recordedAt AS recorded,
  d.supersededAt AS withdrawn, count(c) AS claims
ORDER BY withdrawn, document_name, document
