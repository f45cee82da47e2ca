"use strict";
/* The canvas: vis-network draws nodes and lines where Python put them; rings, crosses and the veil are drawn here. */

const canvas = document.getElementById("canvas");
const PADDING = { side: 74, end: 46 };  // pixels kept free for labels when all is fitted in
const [SMALLEST, LARGEST, MOST_STRETCH] = [0.2, 1.3, 1.7];  // of the points Python placed
const RING = { dot: [1, 4], star: [0.9, 4], diamond: [1, 4], square: [1.3, 4], hexagon: [1, 4], triangle: [1, 4], triangleDown: [1, 4] };

let colours = {};

const side = () => Math.min(PADDING.side, canvas.clientWidth * 0.14);
const isDark = () => getComputedStyle(document.documentElement).colorScheme === "dark";

/* The colours of the theme, read from network.css. */
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["page", "ink", "faint", "ring", "veil", "choice",
    "measure", "consequence", "trade", "capital", "people", "other", "place"];
  colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

/* What the points need to fill this window at scale 1: a wide picture is turned in a tall window, and stretched a
   little. Python placed the points for no window in particular; directions mean nothing in the picture. */
function windowFit(points) {
  const spread = (axis) => Math.max(...points.map((p) => p[axis])) - Math.min(...points.map((p) => p[axis]));
  let [across, down] = [Math.max(spread("x"), 1), Math.max(spread("y"), 1)];
  const turn = canvas.clientHeight > canvas.clientWidth && across > down;
  if (turn) [across, down] = [down, across];
  const [x, y] = [(canvas.clientWidth - 2 * side()) / across, (canvas.clientHeight - 2 * PADDING.end) / down];
  const least = Math.min(Math.max(Math.min(x, y), SMALLEST), LARGEST);
  return { turn, x: Math.min(x, least * MOST_STRETCH, LARGEST), y: Math.min(y, least * MOST_STRETCH, LARGEST) };
}

function drawnNode(node, number, fit) {
  const { label, ...rest } = node;
  const [x, y] = fit.turn ? [node.y, node.x] : [node.x, node.y];
  return { ...rest, x: x * fit.x, y: y * fit.y, size: node.size * grain, color: nodeColour(number), hidden: !entityShown(number) };
}

function nodeColour(number) {
  const { fill, border, glow } = words.labels[entities[number].label];
  const colour = { background: fill, border: isDark() ? glow : border };
  return { ...colour, highlight: colour, hover: colour };
}

function edgeColour(number) {
  const colour = colours[words.families[relations[number].type]];
  return { color: colour, highlight: colour, hover: colour, inherit: false };
}

function drawnEdge(edge, number) {
  const arrows = edge.arrows ? { to: { enabled: true, scaleFactor: crowded ? 0.32 : 0.45 } } : undefined;
  return { ...edge, arrows, width: crowded ? 0.7 : 1.2, color: edgeColour(number), hidden: !relationShown(number) };
}

readColours();
const crowded = picture.first.length > 120;

/* Many nodes in a small window are drawn smaller, so that they stay apart. */
const grain = Math.min(1, Math.max(0.4, Math.sqrt(canvas.clientWidth * canvas.clientHeight / picture.first.length) / 85));
const windowed = windowFit(picture.first.filter(entityShown).map((number) => picture.nodes[number]));
const nodes = new vis.DataSet(picture.nodes.map((node, number) => drawnNode(node, number, windowed)));
const edges = new vis.DataSet(picture.edges.map(drawnEdge));
const network = new vis.Network(canvas, { nodes, edges }, {
  ...JSON.parse(picture.options),
});
if (entities.length > 800) network.setOptions({ interaction: { hideEdgesOnDrag: true, hideEdgesOnZoom: true } });
const drawn = network.body;  // vis-network's own nodes and edges, by number

/* Tell vis-network what is hidden; only what changed. */
function applyFilters() {
  const changed = (set, isShown) => set.get().filter((one) => one.hidden === isShown(one.id))
    .map((one) => ({ id: one.id, hidden: !one.hidden }));
  nodes.update(changed(nodes, entityShown));
  edges.update(changed(edges, relationShown));
}

function applyTheme() {
  readColours();
  nodes.update(picture.nodes.map((_, number) => ({ id: number, color: nodeColour(number) })));
  edges.update(picture.edges.map((_, number) => ({ id: number, color: edgeColour(number) })));
  network.redraw();
}

/* What the choice lights up: entities and relations, or null where nothing is chosen. */
function lit() {
  if (chosen.relation !== null) {
    const { from, to } = picture.edges[chosen.relation];
    return { entities: new Set([from, to]), relations: [chosen.relation] };
  }
  if (chosen.entity !== null) {
    const around = relationsAt[chosen.entity].filter(relationShown);
    return { entities: new Set([chosen.entity, ...neighbours(chosen.entity)]), relations: around };
  }
  return chosen.path ? litPath(picture.path) : null;
}

function litPath(path) {
  const steps = new Set(path.slice(1).map((to, place) => [path[place], to].sort().join()));
  const along = picture.edges.filter(({ from, to }) => steps.has([from, to].sort().join())).map(({ id }) => id);
  return { entities: new Set(path), relations: along.filter(relationShown) };
}

function drawVeil(context) {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = colours.veil;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.restore();
}

function drawLit(context, { entities: within, relations: along }) {
  for (const number of along) {
    drawn.edges[number].draw(context);
    drawn.edges[number].drawArrows(context);
  }
  for (const number of within) if (entityShown(number)) drawn.nodes[number].draw(context);
}

function ringAround(number) {
  const { shape, size } = drawn.nodes[number].options;
  const [times, more] = RING[shape];
  return size * times + more * grain;
}

/* A listed party wears a ring; a broken ring where its listing is hedged or has ended. */
function drawRings(context, numbers) {
  context.save();
  context.lineWidth = crowded ? 1.4 : 2;
  context.strokeStyle = colours.ring;
  for (const number of numbers) {
    const { standing } = entities[number];
    if (!standing || !entityShown(number)) continue;
    const { x, y } = drawn.nodes[number];
    context.setLineDash(standing === "listed" ? [] : standing === "hedged" ? [4, 3] : [1.5, 3.5]);
    context.beginPath();
    context.arc(x, y, ringAround(number), 0, 2 * Math.PI);
    context.stroke();
  }
  context.restore();
}

function drawChoice(context) {
  if (chosen.entity === null || !entityShown(chosen.entity)) return;
  const { x, y } = drawn.nodes[chosen.entity];
  context.save();
  context.lineWidth = 3;
  context.strokeStyle = colours.choice;
  context.beginPath();
  context.arc(x, y, ringAround(chosen.entity) + 4, 0, 2 * Math.PI);
  context.stroke();
  context.restore();
}

/* The middle of a relation as it is drawn, straight or bent. */
function middle(number) {
  return drawn.edges[number].edgeType.getPoint(0.5);
}

/* A cross on the middle of every stopped supply. */
function drawCrosses(context, numbers) {
  context.save();
  context.lineWidth = 2.2;
  for (const number of numbers) {
    if (!relations[number].stopped || !relationShown(number)) continue;
    const { x, y } = middle(number);
    context.strokeStyle = edgeColour(number).color;
    context.beginPath();
    for (const side of [-1, 1]) {
      context.moveTo(x - 5, y - 5 * side);
      context.lineTo(x + 5, y + 5 * side);
    }
    context.stroke();
  }
  context.restore();
}

network.on("afterDrawing", (context) => {
  const light = lit();
  if (light) {
    drawVeil(context);
    drawLit(context, light);
  }
  drawRings(context, light ? light.entities : entities.keys());
  drawCrosses(context, light ? light.relations : relations.keys());
  drawChoice(context);
  drawLabels(context, light);
});

/* Bring entities into view, with room for their labels; all that are shown when none are given. */
function fitIn(numbers, animated = true) {
  const shown = numbers.filter(entityShown).map((number) => drawn.nodes[number]);
  if (!shown.length) return;
  const [left, right] = [Math.min(...shown.map((n) => n.x)), Math.max(...shown.map((n) => n.x))];
  const [top, bottom] = [Math.min(...shown.map((n) => n.y)), Math.max(...shown.map((n) => n.y))];
  const scale = Math.min(
    (canvas.clientWidth - 2 * side()) / Math.max(right - left, 1),
    (canvas.clientHeight - 2 * PADDING.end) / Math.max(bottom - top, 1), 1.6);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches || !animated;
  network.moveTo({
    position: { x: (left + right) / 2, y: (top + bottom) / 2 },
    scale: Math.max(scale, 0.02),
    animation: still ? false : { duration: 250, easingFunction: "easeInOutQuad" },
  });
}
const fitAll = (animated = true) => fitIn([...entities.keys()], animated);

function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: { duration: 150, easingFunction: "linear" } });
}

/* How much of the canvas a sheet covers from below. */
function covered() {
  const sheet = ["legend", "panel"].map((id) => document.getElementById(id).getBoundingClientRect())
    .find(({ top, height, width }) => height && width >= canvas.clientWidth && top > canvas.getBoundingClientRect().top);
  return sheet ? canvas.getBoundingClientRect().bottom - sheet.top : 0;
}

/* Keep an entity in sight when it is chosen from outside the picture, or a sheet comes to lie over it. */
function bringIntoView(entity) {
  const { x, y } = network.canvasToDOM(drawn.nodes[entity]);
  const below = covered();
  const inside = x > 60 && y > 40 && x < canvas.clientWidth - 60 && y < canvas.clientHeight - below - 40;
  if (below && !inside) {
    const animation = { duration: 250, easingFunction: "easeInOutQuad" };
    network.moveTo({ position: { x: drawn.nodes[entity].x, y: drawn.nodes[entity].y }, offset: { x: 0, y: -below / 2 }, animation });
  } else if (!inside) fitIn([entity, ...neighbours(entity)]);
}
