// Question: Which paths of up to N steps lead from a listed party to one that is exposed to it?
// Parameters:
//   party (party, default ""): from this party, as if it were listed; without it, from every listed party
//   country (country, default ""): only exposed parties with their seat there
//   sector (sector, default ""): only exposed parties in this sector
//   hops (integer 1 to 4, default 3): at most this many steps
//   as_of (date, default ""): leave out what began later or was over by then; what has no date stays
// Columns:
//   listed: the listed party's id
//   listed_name: its name
//   exposed: the exposed party's id
//   exposed_name: its name
//   hops: how many steps the path has
//   path: the nodes and edges, from the listed party on; each edge carries its claims' ids, grade and modality
// Reading: channels
// Note: The text finds every trail along edges that can carry harm. Of these the reading keeps the paths that
//   graph/channels.py takes for exposure: no party twice, and channels in their order (down to what is owned, along one
//   kind of trade, up to owners and people). Run it by name to have that done; a database's own browser shows the
//   trails. A set that a listing action listed counts as listed, and a listing counts from its announcement on. The
//   bound of a pattern cannot be a parameter: run by name it is drawn in to hops, elsewhere the length is compared.
MATCH (l)
WITH l, $as_of AS asOf
WHERE ($party <> '' AND l.id = $party)
  OR ($party = '' AND EXISTS { MATCH (l)-[b:LISTED_BY]->(k)
    WHERE (asOf = '' AND b.validTo IS NULL)
      OR (asOf <> '' AND (b.validFrom IS NULL OR b.validFrom <= asOf + '-99')
        AND (b.validTo IS NULL OR b.validTo + '-99' >= asOf)) })
  OR ($party = '' AND EXISTS { MATCH (v:Event)<-[:PART_OF]-(g:Listing)-[:LISTING_OF]->(l)
    WHERE asOf <> '' AND coalesce(g.announced, v.announced) <= asOf + '-99'
      AND (g.ended IS NULL OR g.ended > asOf) })
  OR ($party = '' AND l.id STARTS WITH 'group:' AND EXISTS { MATCH (l)-[m:PART_OF|MEMBER_OF]->(v:Event)
    WHERE v.kind = 'listing action' AND m.modality <> 'negated'
      AND ((asOf = '' AND v.ended IS NULL)
        OR (asOf <> '' AND (v.ended IS NULL OR v.ended > asOf)
          AND ((v.announced IS NULL AND v.published IS NULL AND v.effective IS NULL)
            OR v.announced <= asOf + '-99' OR v.published <= asOf + '-99' OR v.effective <= asOf + '-99'))) })
WITH l, asOf
MATCH p = (l)-[:SUPPLIES|INVESTED_IN|OWNS|CONTROLS|PARTNERS_WITH|BOARD_MEMBER_OF|EMPLOYED_BY*1..4]-(e)
WHERE length(p) <= $hops
  AND l.id <> e.id
  AND ($country = '' OR $country IN e.countries)
  AND ($sector = '' OR $sector IN e.sectors)
  AND all(n IN nodes(p) WHERE n.id = l.id OR n.id = e.id
    OR NOT (n.id STARTS WITH 'group:' OR n.id STARTS WITH 'country:'))
  AND all(r IN relationships(p) WHERE r.modality <> 'negated'
    AND ((asOf = '' AND NOT r.stopped AND r.validTo IS NULL)
      OR (asOf <> '' AND (r.validFrom IS NULL OR r.validFrom <= asOf + '-99')
        AND (r.validTo IS NULL OR r.validTo + '-99' >= asOf)
        AND (NOT r.stopped OR r.validTo > asOf))))
RETURN l.id AS listed, l.name AS listed_name, e.id AS exposed, e.name AS exposed_name, length(p) AS hops, p AS path
ORDER BY hops, listed, exposed
