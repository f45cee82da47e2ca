// Question: What is the evidence behind one edge, and what speaks against it?
// Parameters:
//   edge (text): the edge's id, as other questions give it
// Columns:
//   supports: whether the edge rests on this claim; the others deny something between the same two parties
//   predicate: what the claim says
//   subject_name: who
//   object_name: whom or what
//   modality: asserted, reported, possible or negated
//   grade: official, stated or inferred
//   attributed_to: whom the text quotes
//   rule: the rule that concluded it, where it is inferred
//   premises: the ids of the claims that the rule went by
//   valid_from: since when; null is unknown
//   valid_to: until when; null is unknown or open
//   quote: the source's words
//   document: the document's name
//   place: where the quote starts in the document's text, or the row of a table
//   url: the document's address
//   claim: the claim's id
MATCH (a)-[r:LISTED_BY|ADMINISTERED_BY|SUPPLIES|STOPPED_SUPPLYING|INVESTED_IN|OWNS|CONTROLS|AFFILIATED_WITH|LINKED_TO|PARTNERS_WITH|COMPETES_WITH|LICENSED_BY|BOARD_MEMBER_OF|MEMBER_OF|EMPLOYED_BY|RESTRICTED_BY|AFFECTED_BY|STATEMENT_BY|LOCATED_IN|LISTING_OF|ON_LIST|PART_OF|AMENDED_BY]->(b)
WHERE r.id = $edge
MATCH (c:Claim)-[:SUBJECT]->(s)
WHERE s.id = a.id OR s.id = b.id
MATCH (c)-[:OBJECT]->(o)
WHERE c.id IN r.claims
  OR (c.supersededAt IS NULL AND c.modality = 'negated'
    AND ((s.id = a.id AND o.id = b.id) OR (s.id = b.id AND o.id = a.id)))
MATCH (c)-[:STATED_IN]->(d:Document)
RETURN c.id IN r.claims AS supports, c.predicate AS predicate, s.name AS subject_name, o.name AS object_name,
  c.modality AS modality, c.grade AS grade, c.attributedTo AS attributed_to, c.rule AS rule, c.premises AS premises,
  c.validFrom AS valid_from, c.validTo AS valid_to, c.quote AS quote, d.name AS document,
  coalesce(c.quoteStart, c.tableRow) AS place, d.url AS url, c.id AS claim
ORDER BY supports DESC, document, place, claim
