"use strict";
/* What happens on a click, a key or a word in the search. */

const byId = (id) => document.getElementById(id);
const narrow = matchMedia("(max-width: 760px)");
const walk = { anchor: null, back: [] };  // the arrows go round the anchor's neighbours

function showCounts() {
  const { entities: parties, relations: facts } = countShown();
  const { of } = picture;
  byId("shown").replaceChildren(`${parties} of ${of.entities} parties · ${facts} of ${of.relations} facts`,
    ...(chosen.opened.size < entities.length ? [" ", make("button", { type: "button", class: "link", id: "show-all",
      onclick: showAll }, `show all ${entities.length}`)] : []));
}

function showAll() {
  open(entities.keys());
  filtersChanged();
  fitAll();
}

function filtersChanged() {
  applyFilters();
  network.redraw();
  showCounts();
  showFacts();
  showEvidence();
}

function announce(text) {
  byId("announcement").textContent = text;
}

function choose({ entity = null, relation = null }) {
  chosen.entity = entity;
  chosen.relation = relation;
  chosen.path = false;
  applyFilters();
  showEvidence();
  showTab("evidence");
  network.redraw();
}

/* Choose an entity, opening and ticking whatever hides it. */
function chooseEntity(entity) {
  revealEntity(entity);
  choose({ entity });
  walk.anchor = entity;
  bringIntoView(entity);
  const { name, label } = entities[entity];
  announce(`${name}, ${words.labels[label].word}, ${neighbours(entity).length} neighbours`);
}

function revealEntity(entity) {
  const { label } = entities[entity];
  if (entityShown(entity)) return;
  if (chosen.opened.has(entity) && !chosen.unticked.label.has(label)) return;  // shown once it is chosen
  chosen.unticked.label.delete(label);
  const box = document.querySelector(`input[data-group="label"][value="${label}"]`);
  box.checked = true;
  expand(entity);
}

/* Show an entity and all its neighbours. */
function expand(entity) {
  open([entity, ...relationsAt[entity].map((number) => other(number, entity))]);
  applyFilters();
  showCounts();
  showFacts();
}

function chooseRelation(relation) {
  const { from, to } = picture.edges[relation];
  choose({ relation });
  bringIntoView(from);
  bringIntoView(to);
  announce(sentence(relation));
}

function clearChoice() {
  chosen.entity = chosen.relation = walk.anchor = null;
  chosen.path = false;
  walk.back = [];
  showEvidence();
  network.redraw();
}

/* → and ← go round the anchor's neighbours, ↓ steps into one, ↑ steps back out. */
function walkRound(step) {
  if (walk.anchor === null) return chooseEntity(picture.order.find(entityShown));
  const around = neighbours(walk.anchor);
  if (!around.length) return announce("no neighbours");
  const at = around.indexOf(chosen.entity);
  const place = at < 0 ? (step > 0 ? 0 : around.length - 1) : (at + step + around.length) % around.length;
  const { anchor } = walk;
  choose({ entity: around[place] });
  bringIntoView(around[place]);
  announce(`${entities[around[place]].name}, neighbour ${place + 1} of ${around.length} of ${entities[anchor].name}`);
  return undefined;
}

function stepIn() {
  if (chosen.entity === null || chosen.entity === walk.anchor) return walkRound(1);
  walk.back.push(walk.anchor);
  return chooseEntity(chosen.entity);
}

function stepBack() {
  if (walk.back.length) chooseEntity(walk.back.pop());
  else if (walk.anchor !== null) chooseEntity(walk.anchor);
}

/* Tabs of the panel; on a phone they are sheets, and the legend is one of them. */
function showTab(name, asked = false) {
  for (const tab of document.querySelectorAll('[role="tab"]')) {
    const selected = tab.getAttribute("aria-controls") === name;
    tab.setAttribute("aria-selected", String(selected));
    tab.tabIndex = selected ? 0 : -1;
    byId(tab.getAttribute("aria-controls")).hidden = !selected;
  }
  if (narrow.matches && (asked || chosen.entity !== null || chosen.relation !== null)) showSheet(name);
}

function showSheet(name) {
  document.body.dataset.sheet = name ?? "";
  for (const button of byId("sheets").children)
    button.setAttribute("aria-pressed", String(button.dataset.sheet === name));
}

function toggleSheet(name) {
  if (document.body.dataset.sheet === name) return showSheet("");
  if (name === "legend") return showSheet("legend");
  return showTab(name, true);
}

/* Search: a list of hits under the field, walked with the arrows. */
const found = { hits: [], at: -1 };

function showHits() {
  found.hits = search(byId("search").value);
  found.at = found.hits.length ? 0 : -1;
  const empty = byId("search").value.trim() && !found.hits.length;
  byId("hits").replaceChildren(...found.hits.map(hitEntry), ...(empty ? [make("li", { class: "quiet" }, "nothing by that name")] : []));
  byId("hits").hidden = !found.hits.length && !empty;
  markHit();
}

function hitEntry({ entity, name }, place) {
  const { name: main, label } = entities[entity];
  const entry = make("li", { role: "option", id: `hit-${place}`, onclick: () => takeHit(place) }, icon(label),
    make("span", { dir: "auto" }, main), name === main ? "" : make("span", { class: "quiet", dir: "auto" }, name));
  entry.addEventListener("mousedown", (event) => event.preventDefault());
  return entry;
}

function markHit() {
  [...byId("hits").children].forEach((entry, place) => entry.setAttribute("aria-selected", String(place === found.at)));
  byId("search").setAttribute("aria-expanded", String(!byId("hits").hidden));
  if (found.at >= 0) byId("search").setAttribute("aria-activedescendant", `hit-${found.at}`);
  else byId("search").removeAttribute("aria-activedescendant");
}

function takeHit(place) {
  if (!found.hits[place]) return;
  const { entity } = found.hits[place];
  byId("search").value = "";
  byId("hits").hidden = true;
  byId("search").blur();
  canvas.focus({ preventScroll: true });
  chooseEntity(entity);
}

const SEARCH_KEYS = {
  ArrowDown: () => { found.at = Math.min(found.at + 1, found.hits.length - 1); markHit(); },
  ArrowUp: () => { found.at = Math.max(found.at - 1, 0); markHit(); },
  Enter: () => takeHit(found.at),
  Escape: () => { byId("search").value = ""; byId("hits").hidden = true; canvas.focus({ preventScroll: true }); },
};

const CANVAS_KEYS = {
  ArrowRight: () => walkRound(1),
  ArrowLeft: () => walkRound(-1),
  ArrowDown: stepIn,
  ArrowUp: stepBack,
  Enter: () => chosen.entity !== null && byId("evidence").focus(),
  "+": () => zoom(1.25),
  "-": () => zoom(0.8),
};

const PAGE_KEYS = {
  "/": () => byId("search").focus(),
  f: () => fitAll(),
  t: turnTheme,
  Escape: () => { showSheet(""); clearChoice(); },
};

function pressed(keys, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return false;
  event.preventDefault();
  keys[event.key]();
  return true;
}

function turnTheme() {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  applyTheme();
}

/* The tabs are one stop for the Tab key; arrows go from one to the next. */
function walkTabs(event) {
  const tabs = [...document.querySelectorAll('[role="tab"]')];
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
  showTab(next.getAttribute("aria-controls"), true);
  next.focus();
}

function listen() {
  canvas.firstElementChild.tabIndex = -1;  // vis-network's own stop; the canvas around it is ours
  byId("search").addEventListener("input", showHits);
  byId("search").addEventListener("blur", () => { byId("hits").hidden = true; markHit(); });
  byId("search").addEventListener("focus", showHits);
  byId("search").addEventListener("keydown", (event) => pressed(SEARCH_KEYS, event) && event.stopPropagation());
  canvas.addEventListener("keydown", (event) => pressed(CANVAS_KEYS, event) && event.stopPropagation());
  document.addEventListener("keydown", (event) => {
    if (event.target.matches('input[type="search"]')) return;
    pressed(PAGE_KEYS, event);
  });
  byId("theme").addEventListener("click", turnTheme);
  byId("fit").addEventListener("click", () => fitAll());
  byId("closer").addEventListener("click", () => zoom(1.25));
  byId("further").addEventListener("click", () => zoom(0.8));
  for (const tab of document.querySelectorAll('[role="tab"]')) {
    tab.addEventListener("click", () => showTab(tab.getAttribute("aria-controls"), true));
    tab.addEventListener("keydown", walkTabs);
  }
  for (const button of byId("sheets").children)
    button.addEventListener("click", () => toggleSheet(button.dataset.sheet));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
  addEventListener("beforeprint", () => { document.documentElement.dataset.printed = ""; applyTheme(); });
  addEventListener("afterprint", () => { delete document.documentElement.dataset.printed; applyTheme(); });
}

network.on("click", ({ nodes: [entity], edges: [relation] }) => {
  walk.back = [];
  if (entity !== undefined) chooseEntity(entity);
  else if (relation !== undefined) chooseRelation(relation);
  else clearChoice();
});
network.on("doubleClick", ({ nodes: [entity] }) => {
  if (entity !== undefined) { expand(entity); fitIn([entity, ...neighbours(entity)]); }
});
network.on("hoverNode", ({ node }) => { hovered = node; canvas.classList.add("pointing"); });
network.on("blurNode", () => { hovered = null; canvas.classList.remove("pointing"); });

showLegend();
showCounts();
showFacts();
showConflicts();
showEvidence();
showTab("evidence");
listen();
byId("sheets").lastElementChild.textContent = byId("tab-conflicts").textContent;
byId("counts").textContent = `${documents.length} document${documents.length === 1 ? "" : "s"} · ${claims.length} claims, `
  + "each with its exact words";
fitAll(false);
if (chosen.path) fitIn(picture.path, false);
document.documentElement.dataset.ready = "";
