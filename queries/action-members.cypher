// Question: Which parties did an action put on a list, and what does each listing say?
// Parameters:
//   action (action, default ""): only this one
// Columns:
//   action: the action's id
//   action_name: its name
//   party: the listed party's id
//   party_name: its name
//   list: the list's id
//   announced: when it was announced
//   effective: when it took effect
//   ended: when a notice removed the party
//   citations: the citations of the listing
//   licence_requirement: which items need a licence
//   licence_policy: how applications are reviewed
//   footnotes: the footnotes of the listing
// Note: These are listings that an official table gives. A text's own members of an action are edges MEMBER_OF.
MATCH (g:Listing)-[:PART_OF]->(e:Event)
WHERE $action = '' OR e.id = $action
MATCH (g)-[:LISTING_OF]->(p)
OPTIONAL MATCH (g)-[:ON_LIST]->(l:List)
RETURN e.id AS action, e.name AS action_name, p.id AS party, p.name AS party_name, l.id AS list,
  coalesce(g.announced, e.announced) AS announced, coalesce(g.effective, e.effective) AS effective, g.ended AS ended,
  g.citations AS citations, g.licenceRequirement AS licence_requirement, g.licencePolicy AS licence_policy,
  g.footnotes AS footnotes
ORDER BY action, party, list, effective, g.id
