// Question: Who is on an older version of a list and not on the newest, and what says that they were removed?
// Parameters:
//   list (list, default ""): only this list
//   as_of (date, default ""): leave out versions of after this date
// Columns:
//   party: the party's id
//   party_name: its name
//   list: the list's id
//   list_name: its name
//   series: the feed or list whose versions are compared
//   last_on: the day of its last version that has the party
//   missing_since: the day of the first version after that
//   ended: when a notice removed the party; null where none says so
//   edge: the edge's id, for the question "evidence"
// Note: A row that disappears is no removal. Versions without a day are not compared, nor are versions that have no
//   entry of the list. Whoever is missing counts as listed until a notice says otherwise.
MATCH ()-[o:LISTED_BY]->(l:List)
WHERE $list = '' OR l.id = $list
UNWIND o.documentIds AS covering
WITH DISTINCT l, covering
MATCH (n:Document)
WHERE n.id = covering AND n.series IS NOT NULL AND n.published IS NOT NULL
  AND ($as_of = '' OR n.published <= $as_of + '-99')
WITH DISTINCT l, n.series AS series, n.published AS version
MATCH (p)-[r:LISTED_BY]->(l)
WHERE r.modality <> 'negated'
UNWIND r.documentIds AS own
MATCH (d:Document)
WHERE d.id = own AND d.series = series AND d.published IS NOT NULL AND ($as_of = '' OR d.published <= $as_of + '-99')
WITH p, r, l, series, version, max(d.published) AS last_on
WHERE version > last_on
WITH p, r, l, series, last_on, min(version) AS missing_since
OPTIONAL MATCH (p)<-[:LISTING_OF]-(g:Listing)-[:ON_LIST]->(l)
RETURN p.id AS party, p.name AS party_name, l.id AS list, l.name AS list_name, series AS series,
  last_on AS last_on, missing_since AS missing_since, max(g.ended) AS ended, r.id AS edge
ORDER BY list, party, series, edge
