// Question: Which parties may be one, what speaks for it, and what keeps it open?
// Parameters:
//   party (party, default ""): only doubts that this party has a part in
// Columns:
//   one: an entity's id
//   one_name: its name
//   other: the other entity's id
//   other_name: its name
//   reason: what speaks for one party, and what against
//   author: the rule that left it open, or the person who judged it unsure
//   one_party: the key of the party that the reason speaks of, for `knockon` judgements
//   other_party: the key of the other
// Note: These are for a person to judge. The rules join by anchors, identifiers and exact names, and leave open what ties
//   a name to several parties. Who is in doubt stays apart, so a path through one of them does not go through the other.
MATCH (j:Judgement)
WHERE j.verdict = 'unsure'
MATCH (a:Party)
WHERE a.id = j.leftParty
MATCH (b:Party)
WHERE b.id = j.rightParty
MATCH (a)-[:REFERS_TO]->(x)
MATCH (b)-[:REFERS_TO]->(y)
WHERE x.id <> y.id AND ($party = '' OR x.id = $party OR y.id = $party)
RETURN x.id AS one, x.name AS one_name, y.id AS other, y.name AS other_name, j.reason AS reason,
  j.author AS author, a.id AS one_party, b.id AS other_party
ORDER BY one, other, one_party, other_party
