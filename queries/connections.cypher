// Question: What connects two parties?
// Parameters:
//   one (party): a party
//   other (party): another
//   hops (integer 1 to 4, default 3): at most this many steps
// Columns:
//   hops: how many steps the path has
//   path: the nodes and edges from the one to the other; each edge carries its claims' ids, grade and modality
// Reading: simple
// Note: A connection is no exposure: it may run through a rival, a list or a supply that has stopped. The reading keeps
//   paths that meet no party twice. The number of steps cannot be a parameter of a Cypher pattern: its bound is fixed
//   at four and the length is compared with hops.
MATCH p = (a)-[:LISTED_BY|SUPPLIES|STOPPED_SUPPLYING|INVESTED_IN|OWNS|CONTROLS|AFFILIATED_WITH|LINKED_TO|PARTNERS_WITH|COMPETES_WITH|LICENSED_BY|BOARD_MEMBER_OF|MEMBER_OF|EMPLOYED_BY*1..4]-(b)
WHERE a.id = $one AND b.id = $other AND length(p) <= $hops
RETURN length(p) AS hops, p AS path
ORDER BY hops
