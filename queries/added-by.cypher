// Question: Whom did which action put on which list, and who says otherwise?
// Parameters:
//   action (action, default ""): only this one, and the actions that are part of it
//   list (list, default ""): only this list
//   party (party, default ""): only this party
// Columns:
//   action: the id of the action that the earliest citation of the entry names
//   action_name: its name
//   party: the listed party's id
//   party_name: its name
//   list: the list's id
//   effective: when the listing took effect, by itself or by its action
//   ended: when a notice removed it
//   said_by: the documents that say so
//   decided: whether this counts: not where a newer document names another action for the party on this list;
//     null where a document without a date does, and nothing tells which is newer
//   otherwise: the actions that other documents name, by id
// Reading: additions
// Note: Sources that name two actions are also in the question "contradictions", of kind action, with both sides' words.
MATCH (g:Listing)-[o:PART_OF]->(e:Event)
MATCH (g)-[:LISTING_OF]->(p)
MATCH (g)-[:ON_LIST]->(l:List)
WHERE ($list = '' OR l.id = $list) AND ($party = '' OR p.id = $party)
OPTIONAL MATCH (e)-[:PART_OF]->(w:Event)
UNWIND o.documentIds AS told
MATCH (d:Document) WHERE d.id = told
RETURN e.id AS action, e.name AS action_name, p.id AS party, p.name AS party_name, l.id AS list,
  coalesce(g.effective, e.effective) AS effective, g.ended AS ended, d.name AS document, d.published AS published,
  g.id AS listing, w.id AS whole, $action AS asked
ORDER BY action, party, list, effective, listing, document, whole
