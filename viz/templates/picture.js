"use strict";
/* The picture as Python wrote it, and what is shown of it just now. No drawing, no page elements. */

const picture = JSON.parse(document.getElementById("picture").textContent);
const { conflicts, documents, words } = picture;

/* Rows of places in one list of values, where 0 is nothing: each quote, name and word is in the file once. */
function unpacked({ fields, rows }) {
  return rows.map((row) => Object.fromEntries(fields.map((field, at) => [field, picture.values[row[at]]])
    .filter(([, value]) => value !== null)));
}
const entities = unpacked(picture.entities);
const relations = unpacked(picture.relations);
const claims = unpacked(picture.claims);

/* For each entity: the numbers of its relations, and of the claims about it. */
const relationsAt = entities.map(() => []);
const claimsAt = entities.map(() => []);
picture.edges.forEach(({ from, to }, number) => {
  relationsAt[from].push(number);
  relationsAt[to].push(number);
});
claims.forEach(({ subject, object }, number) => {
  if (subject != null) claimsAt[subject].push(number);
  if (object != null && object !== subject) claimsAt[object].push(number);
});

const rank = new Array(entities.length);
picture.order.forEach((entity, place) => { rank[entity] = place; });

/* What the reader has chosen. `unticked` holds the values switched off in each group of the legend. */
const chosen = {
  unticked: { label: new Set(), type: new Set(picture.unticked), modality: new Set(), grade: new Set() },
  opened: new Set(picture.first),
  entity: null,
  relation: null,
  path: picture.path.length > 1,
};

const modalityOf = (relation) => relation.modality;
const isFirm = (relation) => relation.modality === "asserted" && !relation.contested;

function relationTicked(number) {
  const { type, modality, grade } = relations[number];
  const off = chosen.unticked;
  return !off.type.has(type) && !off.modality.has(modality) && !off.grade.has(grade);
}

/* An entity goes with its last relation; one that never had any stays, and so does the one chosen. */
function entityShown(number) {
  if (!chosen.opened.has(number) || chosen.unticked.label.has(entities[number].label)) return false;
  const at = relationsAt[number];
  return !at.length || number === chosen.entity || at.some(relationTicked);
}

function relationShown(number) {
  const { from, to } = picture.edges[number];
  return relationTicked(number) && entityShown(from) && entityShown(to);
}

/* Neighbours by the relations shown, each once, the most important first. */
function neighbours(entity) {
  const found = new Set();
  for (const number of relationsAt[entity]) {
    if (!relationShown(number)) continue;
    const { from, to } = picture.edges[number];
    found.add(from === entity ? to : from);
  }
  found.delete(entity);
  return [...found].sort((a, b) => rank[a] - rank[b]);
}

/* How a relation reads between its ends: "possibly supplies". A stopped supply never reads as a running one. */
function phrase(relation) {
  const said = relation.stopped && relation.type === "SUPPLIES" ? words.stopped : words.relations[relation.type];
  return [words.adverbs[relation.modality], said].filter(Boolean).join(" ");
}

function sentence(number) {
  const { from, to } = picture.edges[number];
  return `${entities[from].name} ${phrase(relations[number])} ${entities[to].name}`;
}

/* "2019-10-07", "from 2017", "2017 to 2019-10", or "date unknown". */
function period({ valid_from: from, valid_to: to }) {
  if (from && to) return from === to ? from : `${from} to ${to}`;
  if (from) return `from ${from}`;
  return to ? `until ${to}` : "date unknown";
}

/* Letters without accents or case, in any script, so that "Muller" finds "Müller". */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

const spellings = entities.map((entity) =>
  [entity.name, ...(entity.aliases ?? []), ...(entity.identifiers ?? [])].map((name) => ({ name, key: folded(name) })));

/* Entities one of whose names holds the text: those that start with it first, then by importance. */
function search(text, most = 12) {
  const wanted = folded(text.trim());
  if (!wanted) return [];
  const hits = [];
  spellings.forEach((names, entity) => {
    const hit = names.find(({ key }) => key.startsWith(wanted)) ?? names.find(({ key }) => key.includes(wanted));
    if (hit) hits.push({ entity, name: hit.name, starts: hit.key.startsWith(wanted) });
  });
  hits.sort((a, b) => b.starts - a.starts || rank[a.entity] - rank[b.entity]);
  return hits.slice(0, most);
}

/* Open entities that a large picture kept back. */
function open(numbers) {
  for (const number of numbers) chosen.opened.add(number);
}

function countShown() {
  return {
    entities: entities.reduce((sum, _, number) => sum + entityShown(number), 0),
    relations: relations.reduce((sum, _, number) => sum + relationShown(number), 0),
  };
}
