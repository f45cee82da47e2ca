"use strict";
/* The legend is the filter: each mark explains itself and can be switched off. */

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  square: "M3 3h10v10H3z",
  diamond: "M8 1.5 14.5 8 8 14.5 1.5 8z",
  triangle: "M8 2 14.5 13.5h-13z",
  triangleDown: "M8 14 1.5 2.5h13z",
  hexagon: "M4.5 2h7L15 8l-3.5 6h-7L1 8z",
  star: "M8 .8l2.2 4.7 5.1.6-3.8 3.5 1 5.1L8 12.2l-4.5 2.5 1-5.1L.7 6.1l5.1-.6z",
  dot: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z",
};

function shape(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function drawing(width, ...shapes) {
  const made = shape("svg", { viewBox: `0 0 ${width} 16`, width, height: 16, "aria-hidden": "true" });
  made.append(...shapes);
  return made;
}

function icon(label) {
  const { shape: name, fill, border } = words.labels[label];
  const dashes = label === "Group" ? { "stroke-dasharray": "2.5 1.5" } : {};
  return drawing(16, shape("path", { d: SHAPES[name], fill, stroke: border, "stroke-width": 1.2, ...dashes }));
}

function line(family, dashes = "none") {
  const drawn = shape("path", { d: "M1 8h21", "stroke-width": 2.4, "stroke-dasharray": dashes });
  drawn.classList.add("line", family);
  return drawing(23, drawn);
}

function ring(dashes) {
  const drawn = shape("circle", { cx: 8, cy: 8, r: 6, "stroke-width": 2, "stroke-dasharray": dashes });
  drawn.classList.add("ring");
  return drawing(16, drawn);
}

/* One group of ticks over the values that occur, with how often. */
function group(title, name, values, wordOf, markOf) {
  const entry = ([value, count]) => {
    const box = make("input", { type: "checkbox", checked: !chosen.unticked[name].has(value), value, "data-group": name });
    return make("li", {}, make("label", {}, box, markOf(value), make("span", {}, wordOf(value)),
      make("span", { class: "count" }, String(count))));
  };
  const all = (ticked) => make("button", { type: "button", class: "link", onclick: () => tickAll(name, ticked) },
    ticked ? "all" : "none");
  return make("fieldset", {}, make("legend", {}, title, " ", all(true), " ", all(false)),
    make("ul", { class: "entries" }, values.map(entry)));
}

function counted(values) {
  const found = new Map();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return [...found];
}

const inOrder = (order) => ([a], [b]) => order.indexOf(a) - order.indexOf(b);
const often = ([a, m], [b, n]) => n - m || (a < b ? -1 : 1);

function marks() {
  const rows = [[ring("none"), "on a list"], [ring("4 2.5"), "listing hedged or contested"], [ring("1.5 2.5"), "since removed"],
    [line("other", "6 4"), "hedged or contested"], [line("other", "2 3.5"), "stopped"]];
  return make("fieldset", {}, make("legend", {}, "Marks"),
    make("ul", { class: "entries marks" }, rows.map(([mark, text]) => make("li", {}, mark, make("span", {}, text)))));
}

function showLegend() {
  const nothing = () => null;
  const modalities = Object.keys(words.modalities);
  const grades = Object.keys(words.grades);
  document.getElementById("legend").replaceChildren(
    group("Types", "label", counted(entities.map((e) => e.label)).sort(often), (l) => words.labels[l].word, icon),
    group("Relations", "type", counted(relations.map((r) => r.type)).sort(often), (t) => words.relations[t],
      (type) => line(words.families[type])),
    group("How firmly", "modality", counted(relations.map((r) => r.modality)).sort(inOrder(modalities)),
      (m) => words.modalities[m], nothing),
    group("On whose word", "grade", counted(relations.map((r) => r.grade)).sort(inOrder(grades)), (g) => words.grades[g], nothing),
    marks());
}

function tickAll(name, ticked) {
  for (const box of document.querySelectorAll(`input[data-group="${name}"]`)) {
    box.checked = ticked;
    chosen.unticked[name][ticked ? "delete" : "add"](box.value);
  }
  filtersChanged();
}

document.getElementById("legend").addEventListener("change", ({ target }) => {
  chosen.unticked[target.dataset.group][target.checked ? "delete" : "add"](target.value);
  filtersChanged();
});
