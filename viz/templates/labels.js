"use strict";
/* Labels, drawn after the nodes in pixels of the window: the most important first, and never one over another. */

const FONT = '12.5px system-ui, "Segoe UI", "DejaVu Sans", sans-serif';
const LINE_HEIGHT = 14.5;
const MOST_LABELS = 500;
const sizes = new Map();
let hovered = null;
let labelBoxes = [];  // what the last drawing placed: {left, top, right, bottom, text}

/* A label is one line or more; its size in pixels. */
function sizeOf(context, text) {
  if (!sizes.has(text)) {
    const lines = text.split("\n");
    sizes.set(text, { width: Math.max(...lines.map((l) => context.measureText(l).width)), height: lines.length * LINE_HEIGHT });
  }
  return sizes.get(text);
}

/* Boxes taken, kept by cells of the window so that a look-up stays short. */
class Taken {
  constructor() { this.cells = new Map(); }

  *cellsOf({ left, top, right, bottom }) {
    for (let x = Math.floor(left / 64); x <= Math.floor(right / 64); x += 1)
      for (let y = Math.floor(top / 64); y <= Math.floor(bottom / 64); y += 1) yield `${x},${y}`;
  }

  add(box) {
    for (const cell of this.cellsOf(box)) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push(box);
    }
  }

  hits(box) {
    for (const cell of this.cellsOf(box))
      for (const other of this.cells.get(cell) ?? [])
        if (box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top) return true;
    return false;
  }
}

/* Below, right, left, above. */
function places({ x, y }, reach, { width, height }) {
  const at = (left, top) => ({ left, top, right: left + width, bottom: top + height });
  return [
    at(x - width / 2, y + reach + 1),
    at(x + reach + 3, y - height / 2),
    at(x - reach - 3 - width, y - height / 2),
    at(x - width / 2, y - reach - 1 - height),
  ];
}

function inWindow({ left, top, right, bottom }) {
  return left >= 2 && top >= 2 && right <= canvas.clientWidth - 2 && bottom <= canvas.clientHeight - 2;
}

/* The buttons and the count that lie over the canvas. */
function coverings() {
  const origin = canvas.getBoundingClientRect();
  return [...document.querySelectorAll("#shown, .zoom")].map((one) => {
    const box = one.getBoundingClientRect();
    return { left: box.left - origin.left - 4, top: box.top - origin.top - 4,
      right: box.right - origin.left + 4, bottom: box.bottom - origin.top + 4 };
  });
}

function visibleNodes(light) {
  const numbers = light ? [...light.entities].sort((a, b) => rank[a] - rank[b]) : picture.order;
  const first = [hovered, chosen.entity].filter((n) => n !== null);
  const scale = network.getScale();
  return [...new Set([...first, ...numbers])].filter(entityShown).map((number) => {
    const point = network.canvasToDOM(drawn.nodes[number]);
    const reach = entities[number].standing ? ringAround(number) + 1 : drawn.nodes[number].options.size;
    return { number, point, reach: reach * scale };
  }).filter(({ point: { x, y } }) => x > -20 && y > -20 && x < canvas.clientWidth + 20 && y < canvas.clientHeight + 20);
}

function write(context, text, { left, right, top }, colour) {
  context.strokeStyle = colours.page;
  context.fillStyle = colour;
  text.split("\n").forEach((line, number) => {
    const base = top + (number + 1) * LINE_HEIGHT - 3.5;
    context.strokeText(line, (left + right) / 2, base);
    context.fillText(line, (left + right) / 2, base);
  });
}

/* Write a text on the first of its places that is free; false where none is. */
function label(context, taken, text, colour, placesFor) {
  const box = placesFor(sizeOf(context, text)).find((one) => inWindow(one) && !taken.hits(one));
  if (!box) return false;
  taken.add(box);
  labelBoxes.push({ ...box, text });
  write(context, text, box, colour);
  return true;
}

function drawNames(context, taken, around) {
  for (const { number, point, reach } of around) {
    if (labelBoxes.length >= MOST_LABELS) return;
    label(context, taken, picture.nodes[number].label, colours.ink, (size) => places(point, reach, size));
  }
}

/* What the relations lit up say, on their middles. */
function drawPhrases(context, taken, numbers) {
  if (numbers.length > 16) return;
  for (const number of numbers) {
    const { x, y } = network.canvasToDOM(middle(number));
    const colour = colours[words.families[relations[number].type]];
    label(context, taken, phrase(relations[number]), colour, ({ width, height }) => [0, -18, 18].map((shift) => ({
      left: x - width / 2, right: x + width / 2, top: y - height / 2 + shift, bottom: y + height / 2 + shift,
    })));
  }
}

function drawLabels(context, light) {
  labelBoxes = [];
  const taken = new Taken();
  coverings().forEach((box) => taken.add(box));
  const around = visibleNodes(light);
  for (const { point: { x, y }, reach } of around)
    taken.add({ left: x - reach, right: x + reach, top: y - reach, bottom: y + reach });
  const ratio = context.canvas.width / canvas.clientWidth;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = FONT;
  context.lineWidth = 3.5;
  context.lineJoin = "round";
  context.textAlign = "center";
  drawNames(context, taken, around);
  if (light) drawPhrases(context, taken, light.relations);
  context.restore();
}
