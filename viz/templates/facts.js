"use strict";
/* The facts as a table, which says what the canvas draws; and the conflicts. */

const MOST_ROWS = 150;

function factRow(number) {
  const { from, to } = picture.edges[number];
  const relation = relations[number];
  const notes = [words.modalities[relation.modality], relation.contested ? "contested" : "", relation.stopped ? "stopped" : ""];
  return make("tr", { class: isFirm(relation) ? "" : "hedged" },
    make("td", {}, make("button", { type: "button", class: "link", onclick: () => chooseRelation(number) },
      make("span", { dir: "auto" }, entities[from].name), make("em", {}, ` ${phrase(relation)} `),
      make("span", { dir: "auto" }, entities[to].name))),
    make("td", {}, notes.filter(Boolean).join(", ")),
    make("td", {}, words.grades[relation.grade]),
    make("td", {}, period(relation).split(" ").flatMap((word) => [make("span", { class: "whole" }, word), " "])));
}

function factOrder(a, b) {
  const [one, two] = [picture.edges[a], picture.edges[b]];
  const nearest = ({ from, to }) => Math.min(rank[from], rank[to]);
  return familyOrder(a) - familyOrder(b) || nearest(one) - nearest(two) || a - b;
}

function showFacts(all = false) {
  const shown = relations.map((_, number) => number).filter(relationShown).sort(factOrder);
  const rows = all ? shown : shown.slice(0, MOST_ROWS);
  const head = ["Fact", "How firmly", "On whose word", "When"].map((text) => make("th", { scope: "col" }, text));
  const more = make("button", { type: "button", class: "more", onclick: () => showFacts(true) }, `Show all ${shown.length}`);
  document.getElementById("facts").replaceChildren(
    make("table", {},
      make("caption", {}, `${rows.length} of the ${shown.length} facts in the picture; ${picture.of.relations} in all`),
      make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows.map(factRow))),
    ...(rows.length < shown.length ? [more] : []));
}

function showConflicts() {
  const none = quiet("No two claims in this picture contradict each other.");
  document.getElementById("conflicts").replaceChildren(
    make("h2", {}, "What the sources disagree on"),
    ...(conflicts.length ? longList(conflicts, conflictCard) : [none]));
  document.getElementById("tab-conflicts").textContent = conflicts.length ? `Conflicts ${conflicts.length}` : "Conflicts";
}
