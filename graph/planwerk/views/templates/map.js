/* The map's behaviour. Imported text is only ever set as textContent or painted as text; the only
   things taken from the address are names that this page already knows, and numbers. */
(() => {
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const { nodes, edges } = data;
const { kinds, views, strings } = data.page;
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
const LEGIBLE = 9 / 13; // the label is 13 units high and should open at 9 px or more
const THEMES = ["auto", "light", "dark"];
const DASHES = { asserted: [], curated: [14, 4], inferred: [2, 4] };

function t(key, values = {}) {
  return strings[key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/* Build an element. Text children become text nodes, never markup. */
function make(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name === "className") element.className = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}
function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/* ---- the graph ---- */

const nodeAt = new Map(nodes.map((node, index) => [node.id, index]));
const edgeAt = new Map(edges.map((edge, index) => [edge.id, index]));
const kindOf = new Map(kinds.map((kind) => [kind.id, kind]));
const viewOf = new Map(views.map((view) => [view.id, view]));
const linesOf = nodes.map(() => []);
edges.forEach((edge, index) => {
  edge.ends = [nodeAt.get(edge.from), nodeAt.get(edge.to)];
  linesOf[edge.ends[0]].push(index);
  if (edge.ends[1] !== edge.ends[0]) linesOf[edge.ends[1]].push(index);
});
const findingsOf = nodes.map((_, index) =>
  linesOf[index].filter((line) => edges[line].finding === "gap" && edges[line].ends[1] === index).map((line) => edges[line].ends[0]));
const usedKinds = kinds.filter((kind) => nodes.some((node) => node.kind === kind.id));

function around(starts, steps) {
  const reached = new Set(starts);
  let edge = [...starts];
  for (let step = 0; step < steps; step += 1) {
    const next = [];
    for (const index of edge) for (const line of linesOf[index]) for (const end of edges[line].ends) {
      if (!reached.has(end)) { reached.add(end); next.push(end); }
    }
    edge = next;
  }
  return reached;
}

/* ---- state ---- */

const initialTheme = root.dataset.theme;
const state = { view: "structure", hidden: new Set(), steps: 0, node: null, edge: null, cursor: null, table: false, theme: initialTheme, camera: null };
let shown = new Set(); // indices of visible nodes
let shownLines = [];

function chosen() {
  return state.node !== null ? [state.node] : state.edge !== null ? [...new Set(edges[state.edge].ends)] : [];
}
function findVisible() {
  const starts = chosen();
  const near = state.steps && starts.length ? around(starts, state.steps) : null;
  shown = new Set(nodes.keys());
  nodes.forEach((node, index) => {
    if (state.hidden.has(node.kind) || (near && !near.has(index))) shown.delete(index);
  });
  shownLines = [...edges.keys()].filter((line) => edges[line].ends.every((end) => shown.has(end)));
}
const place = (index, view = state.view) => viewOf.get(view).places[index];

/* ---- colours ---- */

const ink = {};
const prefersDark = matchMedia("(prefers-color-scheme: dark)");
function setScheme(forced) {
  root.dataset.theme = state.theme;
  root.dataset.scheme = forced || (state.theme === "auto" ? (prefersDark.matches ? "dark" : "light") : state.theme);
  const style = getComputedStyle(root);
  for (const name of ["ground", "card", "text", "muted", "line", "edge", "selected", "focus", "accent", "font"]) {
    ink[name] = style.getPropertyValue(`--${name}`).trim();
  }
  for (const kind of kinds) ink[kind.id] = style.getPropertyValue(`--kind-${kind.id}`).trim();
  byId("theme").textContent = t("theme", { name: t(`theme_${state.theme}`) });
}

/* ---- painting: one set of strokes for the canvas, the PNG and the SVG ---- */

const paths = new Map();
function pathOf(text) {
  if (!paths.has(text)) paths.set(text, new Path2D(text));
  return paths.get(text);
}
class CanvasSurface {
  constructor(context) { this.context = context; }
  group() { return this; }
  path(d, { fill, stroke, width = 1, dash = [], alpha = 1, move, scale = 1 }) {
    const c = this.context;
    c.save();
    c.globalAlpha = alpha;
    if (move) c.translate(move[0], move[1]);
    if (scale !== 1) c.scale(scale, scale);
    if (fill) { c.fillStyle = fill; c.fill(pathOf(d)); }
    if (stroke) { c.strokeStyle = stroke; c.lineWidth = width; c.setLineDash(dash); c.stroke(pathOf(d)); }
    c.restore();
  }
  text(text, x, y, { size, fill, bold = false, middle = false, room }) {
    const c = this.context;
    c.font = `${bold ? "bold " : ""}${size}px ${ink.font}`;
    c.fillStyle = fill;
    c.textBaseline = "alphabetic";
    c.textAlign = middle ? "center" : "left";
    c.fillText(text, x, y, room);
  }
}
class SvgSurface {
  constructor(parent) { this.parent = parent; }
  group(attributes, title) {
    const group = draw("g", attributes);
    if (title) { const name = draw("title"); name.textContent = title; group.append(name); }
    this.parent.append(group);
    return new SvgSurface(group);
  }
  path(d, { fill, stroke, width = 1, dash = [], alpha = 1, move, scale = 1 }) {
    this.parent.append(draw("path", {
      d, fill: fill || "none", stroke: stroke || null, "stroke-width": stroke ? width : null,
      "stroke-dasharray": stroke && dash.length ? dash.join(" ") : null, opacity: alpha === 1 ? null : alpha,
      transform: move ? `translate(${move[0]} ${move[1]})${scale === 1 ? "" : ` scale(${scale})`}` : null,
    }));
  }
  text(text, x, y, { size, fill, bold = false, middle = false }) {
    const element = draw("text", { x, y, fill, "font-size": size, "font-weight": bold ? 700 : null, "text-anchor": middle ? "middle" : null });
    element.textContent = text;
    this.parent.append(element);
  }
}
function roundedBox(width, height, radius, grow = 0) {
  const w = width + 2 * grow, h = height + 2 * grow, r = radius + grow, x = -w / 2, y = -h / 2;
  return `M${x + r} ${y}H${x + w - r}A${r} ${r} 0 0 1 ${x + w} ${y + r}V${y + h - r}A${r} ${r} 0 0 1 ${x + w - r} ${y + h}H${x + r}A${r} ${r} 0 0 1 ${x} ${y + h - r}V${y + r}A${r} ${r} 0 0 1 ${x + r} ${y}Z`;
}
function paintSign(surface, kind, x, y, size) {
  const look = kindOf.get(kind);
  const style = { move: [x, y], scale: size / 16 };
  if (look.dashed) surface.path(look.sign, { ...style, stroke: ink[kind], width: 2.4, dash: [3.4, 2.4] });
  else surface.path(look.sign, { ...style, fill: ink[kind] });
}
function paintCard(surface, index, { selected = false, cursor = false, plain = false, still = false } = {}) {
  const node = nodes[index], card = node.card, [x, y] = place(index);
  const look = kindOf.get(node.kind);
  const s = surface.group({ class: "node", "data-id": node.id, "data-kind": node.kind }, node.label);
  const left = x - card.width / 2, top = y - card.height / 2;
  if (selected) s.path(roundedBox(card.width, card.height, 7, 4), { move: [x, y], stroke: ink.selected, width: 4 });
  if (cursor) s.path(roundedBox(card.width, card.height, 7, 8), { move: [x, y], stroke: ink.focus, width: 3, dash: [3, 3] });
  s.path(roundedBox(card.width, card.height, 7), {
    move: [x, y], fill: ink.card, stroke: ink[node.kind], width: look.dashed ? 2.4 : 1.7,
    dash: node.kind === "gap" ? [8, 5] : node.kind === "undecided" ? [2, 4] : [],
  });
  if (plain) { paintSign(s, node.kind, x - card.height * 0.3, y - card.height * 0.3, card.height * 0.6); return; }
  paintSign(s, node.kind, left + 10, top + 9, 15);
  let line = top + 20;
  card.kind.forEach((text, i) => {
    s.text(text, left + 31, line, { size: 11, bold: i === 0 || look.dashed, fill: i === 0 || look.dashed ? ink[node.kind] : ink.muted, room: card.width - 39 });
    line += 13.5;
  });
  line += 5.5;
  for (const text of card.label) {
    s.text(text, left + 10, line, { size: 13, fill: ink.text, bold: look.dashed, room: card.width - 18 });
    line += 16;
  }
  const gaps = findingsOf[index].length;
  if (gaps) {
    s.path("M0 -10A10 10 0 1 1 0 10A10 10 0 1 1 0 -10Z", { move: [left + card.width - 2, top + 2], fill: ink.card, stroke: ink.gap, width: 2, dash: [4, 3] });
    s.text(String(gaps), left + card.width - 2, top + 6.2, { size: 11.5, bold: true, middle: true, fill: ink.gap });
  }
}
function paintLine(surface, line, emphasis = false) {
  const edge = edges[line], [path, x, y, angle] = viewOf.get(state.view).routes[line];
  const colour = emphasis ? ink.selected : edge.finding ? ink[edge.finding] : ink.edge;
  const s = surface.group({ class: "edge", "data-id": edge.id }, `${nodes[edge.ends[0]].label} – ${edge.label} → ${nodes[edge.ends[1]].label}`);
  const quiet = !emphasis && chosen().length ? 0.45 : 1;
  s.path(path, {
    stroke: colour, width: emphasis ? 2.6 : 1.4, alpha: quiet,
    dash: edge.finding === "gap" ? [7, 5] : edge.finding ? [2, 4] : DASHES[edge.origin],
  });
  const turn = (a, r) => `${(x - Math.cos(angle + a) * r).toFixed(1)} ${(y - Math.sin(angle + a) * r).toFixed(1)}`;
  s.path(`M${x} ${y}L${turn(0.42, 10)}L${turn(-0.42, 10)}Z`, { fill: colour, alpha: quiet });
}
/* Labels of lines stand in the gutter between two columns: narrow, in up to three lines. */
function lineLabel(line) {
  const [, , , , x, y] = viewOf.get(state.view).routes[line], rows = [""];
  for (const word of edges[line].label.slice(0, 120).split(" ")) {
    const longer = `${rows[rows.length - 1]} ${word}`.trim();
    if (rows[rows.length - 1] && measure(longer, 12) > 84) rows.push(word); else rows[rows.length - 1] = longer;
  }
  const kept = rows.slice(0, 3);
  return { x, y, rows: kept, width: Math.max(...kept.map((row) => measure(row, 12))) + 10, height: kept.length * 14 + 6 };
}
function paintLineLabel(surface, { x, y, rows, width, height }) {
  surface.path(roundedBox(width, height, 4), { move: [x, y], fill: ink.card, stroke: ink.selected, width: 1 });
  rows.forEach((row, i) => surface.text(row, x, y - height / 2 + 14 + 14 * i, { size: 12, middle: true, fill: ink.text }));
}
const ruler = document.createElement("canvas").getContext("2d");
function measure(text, size, bold = false) {
  ruler.font = `${bold ? "bold " : ""}${size}px ${ink.font}`;
  return ruler.measureText(text).width;
}
function paintHeadings(surface) {
  if (!shown.size) return;
  const top = Math.min(...[...shown].map((index) => place(index)[1] - nodes[index].card.height / 2));
  for (const [layer, left, right] of viewOf.get(state.view).headings) {
    if (![...shown].some((index) => place(index)[0] > left && place(index)[0] < right)) continue;
    surface.text(t(`layer_${layer}`), (left + right) / 2, top - 22, { size: 14, bold: true, middle: true, fill: ink.muted });
  }
}
function emphasised() {
  if (state.edge !== null) return new Set([state.edge]);
  if (state.node !== null) return new Set(linesOf[state.node].filter((line) => shownLines.includes(line)));
  return new Set();
}
let hovered = null; // a line under the pointer
function paintBelow(surface) {
  paintHeadings(surface);
  const strong = emphasised();
  for (const line of shownLines) if (!strong.has(line)) paintLine(surface, line, line === hovered);
  for (const line of strong) if (shownLines.includes(line)) paintLine(surface, line, true);
}
function paintAbove(surface) {
  const strong = emphasised(), taken = [];
  const apart = (a, b, room) => Math.abs(a.x - b.x) * 2 >= a.width + b.width - room || Math.abs(a.y - b.y) * 2 >= a.height + b.height;
  for (const line of strong) {
    if (!shownLines.includes(line) || strong.size > 12) continue;
    const label = lineLabel(line);
    // A label that would cover a card or another label is left to the panel; a chosen line always has its own.
    const free = taken.every((other) => apart(label, other, 0))
      && [...shown].every((index) => apart(label, { x: place(index)[0], y: place(index)[1], ...nodes[index].card }, 26));
    if (free || strong.size === 1) { taken.push(label); paintLineLabel(surface, label); }
  }
  if (hovered !== null && !strong.has(hovered)) paintLineLabel(surface, lineLabel(hovered));
}
function bounds(indices = shown, view = state.view) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const index of indices) {
    const [x, y] = place(index, view), { width, height } = nodes[index].card;
    left = Math.min(left, x - width / 2); right = Math.max(right, x + width / 2);
    top = Math.min(top, y - height / 2); bottom = Math.max(bottom, y + height / 2);
  }
  if (!Number.isFinite(left)) return { x: 0, y: 0, width: 1, height: 1 };
  if (viewOf.get(view).headings.length) top -= 34;
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}

/* ---- the renderer ---- */

const map = byId("map");
const shapes = new vis.DataSet(nodes.map((node, index) => ({
  id: index, label: "", shape: "custom", x: node.x, y: node.y,
  ctxRenderer: ({ ctx }) => ({
    drawNode() {
      paintCard(new CanvasSurface(ctx), index, {
        selected: index === state.node, cursor: index === state.cursor && document.activeElement === map,
        plain: network.getScale() < 0.3,
      });
    },
    nodeDimensions: { width: node.card.width, height: node.card.height },
  }),
})));
root.dataset.script = "";
byId("app").hidden = false;
setScheme();
const network = new vis.Network(map, { nodes: shapes, edges: [] }, { ...JSON.parse(data.options), autoResize: false });
const frame = map.querySelector(".vis-network");
if (frame) frame.tabIndex = -1; // the map itself takes the focus
network.on("beforeDrawing", (context) => paintBelow(new CanvasSurface(context)));
network.on("afterDrawing", (context) => {
  paintAbove(new CanvasSurface(context));
  if (!root.dataset.ready) root.dataset.ready = "true";
});

function fitting(least = 0) {
  const box = bounds(), width = map.clientWidth || 1, height = map.clientHeight || 1, margin = 24;
  const scale = Math.min((width - 2 * margin) / box.width, (height - 2 * margin) / box.height, 1.5);
  const z = Math.max(scale, least, 0.02);
  // What does not fit legibly begins where one reads: Struktur at its upper left, Netz in its middle.
  const corner = state.view === "structure";
  return {
    x: corner && box.width * z > width ? box.x - box.width / 2 + (width / 2 - margin) / z : box.x,
    y: corner && box.height * z > height ? box.y - box.height / 2 + (height / 2 - margin) / z : box.y,
    z,
  };
}
function look(camera) { network.moveTo({ position: { x: camera.x, y: camera.y }, scale: camera.z, animation: false }); }
function current() { const { x, y } = network.getViewPosition(); return { x, y, z: network.getScale() }; }
function settle() { look(state.camera || fitting(state.steps && chosen().length ? 0.55 : LEGIBLE)); }
function moved() { state.camera = current(); remember(); }
function zoom(factor) { const now = current(); look({ ...now, z: Math.min(4, Math.max(0.03, now.z * factor)) }); moved(); }
function fitAll() { look(fitting()); moved(); }
/* Turn a chosen card to the middle as far as the drawing reaches, so that no empty ground comes in. */
function centre(indices) {
  const now = current(), box = bounds(), half = { x: map.clientWidth / 2 / now.z - 24, y: map.clientHeight / 2 / now.z - 24 };
  const covered = coveredHeight() / 2 / now.z;
  const at = (axis, size) => {
    const wish = indices.reduce((sum, index) => sum + place(index)[axis === "x" ? 0 : 1], 0) / indices.length;
    const slack = box[size] / 2 - half[axis];
    return slack <= 0 ? now[axis] : Math.min(Math.max(wish, box[axis] - slack), box[axis] + slack);
  };
  look({ z: now.z, x: at("x", "width"), y: at("y", "height") + covered });
}
function coveredHeight() { return innerWidth <= 760 && !byId("panel").hidden ? byId("panel").offsetHeight : 0; }
function bring(indices) {
  const now = current(), box = { x: [], y: [] };
  for (const index of indices) { const [x, y] = place(index); box.x.push(x); box.y.push(y); }
  const covered = coveredHeight();
  const half = { x: map.clientWidth / 2 / now.z - 110, y: (map.clientHeight - covered) / 2 / now.z - 60 };
  const shift = covered / 2 / now.z;
  const clamp = (at, least, most, reach) => (reach <= 0 ? (least + most) / 2 : Math.min(Math.max(at, most - reach), least + reach));
  const next = { z: now.z, x: clamp(now.x, Math.min(...box.x), Math.max(...box.x), half.x), y: clamp(now.y - shift, Math.min(...box.y), Math.max(...box.y), half.y) + shift };
  if (Math.abs(next.x - now.x) + Math.abs(next.y - now.y) > 1) { look(next); moved(); }
}
network.on("zoom", moved);
network.on("dragEnd", moved);
/* Left to itself the renderer scales what it shows; here the upper left corner stays where it is. */
const size = { width: 0, height: 0 };
function resize() {
  const { clientWidth: width, clientHeight: height } = map;
  if (!width || (width === size.width && height === size.height)) return;
  const now = size.width && (state.camera || chosen().length) ? current() : null;
  const shift = { x: (width - size.width) / 2, y: (height - size.height) / 2 };
  Object.assign(size, { width, height });
  network.setSize(`${width}px`, `${height}px`);
  if (now) look({ x: now.x + shift.x / now.z, y: now.y + shift.y / now.z, z: now.z }); else settle();
  if (state.camera) state.camera = current();
  network.redraw();
}
new ResizeObserver(resize).observe(map);

/* ---- showing the state ---- */

function say(text) { byId("live").textContent = text; }
function refresh({ refit = false } = {}) {
  findVisible();
  shapes.update(nodes.map((_, index) => ({ id: index, hidden: !shown.has(index), x: place(index)[0], y: place(index)[1] })));
  if (state.cursor !== null && !shown.has(state.cursor)) state.cursor = null;
  byId("count").textContent = t("count", { visible: shown.size, all: nodes.length });
  const total = (kind) => nodes.filter((node) => node.kind === kind).length;
  byId("gaps").textContent = total("gap") ? t("count_gaps", { count: total("gap") }) : "";
  byId("undecided").textContent = total("undecided") ? t("count_undecided", { count: total("undecided") }) : "";
  byId("nothing").hidden = shown.size > 0 || state.table;
  for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === state.view && !state.table));
  for (const button of document.querySelectorAll(".class")) button.setAttribute("aria-pressed", String(!state.hidden.has(button.dataset.kind)));
  byId("show-all").hidden = !state.hidden.size;
  byId("steps").value = String(state.steps);
  byId("as-table").setAttribute("aria-pressed", String(state.table));
  byId("tables").hidden = !state.table;
  map.hidden = state.table;
  document.querySelector(".zoom").hidden = state.table;
  if (state.table) byId("tables").replaceChildren(...tables());
  showPanel();
  resize();
  if (refit) { state.camera = null; if (!state.table) settle(); }
  network.redraw();
  remember();
}
function select({ node = null, edge = null }, { focus = false } = {}) {
  let widened = false;
  const wanted = node !== null ? [node] : edge !== null ? edges[edge].ends : [];
  for (const index of wanted) if (state.hidden.delete(nodes[index].kind)) widened = true;
  const whole = state.steps > 0 && wanted.length > 0;
  Object.assign(state, { node, edge });
  if (node !== null) state.cursor = node;
  refresh({ refit: (widened || whole) && !state.camera });
  if (wanted.length && !state.table) bring(wanted);
  if (node !== null) say(t("selected", { label: nodes[node].label }));
  else if (edge !== null) say(t("selected", { label: edges[edge].label }));
  if (focus && wanted.length) byId("panel").querySelector("h2").focus();
}
function clear() {
  const any = chosen().length > 0, inPanel = byId("panel").contains(document.activeElement);
  Object.assign(state, { node: null, edge: null });
  refresh({ refit: any && state.steps > 0 });
  if (any) say(t("cleared"));
  if (inPanel) (state.table ? byId("tables") : map).focus();
}
function setView(view) {
  Object.assign(state, { view, table: false });
  refresh({ refit: true });
  if (chosen().length) bring(chosen());
  say(t("in_view", { name: t(`view_${view}`) }));
}

/* ---- legend ---- */

function sign(kind) {
  const look = kindOf.get(kind), svg = draw("svg", { class: "sign", viewBox: "0 0 16 16", "aria-hidden": "true" });
  const colour = `var(--kind-${kind})`;
  svg.append(look.dashed ? draw("path", { d: look.sign, fill: "none", stroke: colour, "stroke-width": 2.2, "stroke-dasharray": "3.4 2.4" }) : draw("path", { d: look.sign, fill: colour }));
  return svg;
}
for (const kind of usedKinds) {
  const name = t(`kind_${kind.id}`);
  byId("legend").append(make("li", {}, make("button", {
    type: "button", className: "class", "aria-pressed": "true", dataset: { kind: kind.id },
    on: { click() {
      const hide = !state.hidden.delete(kind.id);
      if (hide) state.hidden.add(kind.id);
      if (chosen().some((index) => nodes[index].kind === kind.id)) Object.assign(state, { node: null, edge: null });
      refresh();
      say(t(hide ? "hid" : "shown", { label: name }));
    } },
  }, sign(kind.id), make("span", { className: "name" }, name), make("span", { className: "total" }, String(nodes.filter((node) => node.kind === kind.id).length)))));
}
for (const origin of Object.keys(DASHES)) {
  const svg = draw("svg", { viewBox: "0 0 44 10", "aria-hidden": "true" }, draw("path", { d: "M0 5H44", stroke: "var(--edge)", "stroke-width": 2, "stroke-dasharray": DASHES[origin].join(" ") || "none" }));
  byId("lines").append(make("li", {}, svg, make("span", {}, t(`origin_${origin}`))));
}

/* ---- search ---- */

function fold(text) {
  return text.toLowerCase().replace(/ß/g, "ss").normalize("NFKD").replace(/[\u0300-\u036f\u00ad\u2010-\u2015-]/g, "")
    .replace(/([aou])e/g, "$1").replace(/\s+/g, " ").trim();
}
const folded = nodes.map((node) => {
  const label = fold(node.label), number = fold(node.number || "");
  return { label, number, tight: number.replace(/[^\p{L}\p{N}]/gu, ""), all: `${label} ${number} ${fold(node.kindLabel)}` };
});
function find(query) {
  const wanted = fold(query), words = wanted.split(" ").filter(Boolean), tight = wanted.replace(/[^\p{L}\p{N}]/gu, "");
  if (!words.length) return [];
  const hits = [];
  folded.forEach((text, index) => {
    const number = tight && text.tight.includes(tight);
    if (!number && !words.every((word) => text.all.includes(word))) return;
    const rank = text.label === wanted || (tight && text.tight === tight) ? 0 : text.label.startsWith(wanted) ? 1 : text.label.includes(` ${wanted}`) ? 2 : words.every((word) => text.label.includes(word)) ? 3 : 4;
    hits.push([rank, index]);
  });
  return hits.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, 50).map(([, index]) => index);
}
const search = byId("search"), hitList = byId("hits");
let hits = [], hit = 0;
function showHits() {
  const query = search.value.trim();
  hits = find(query);
  hit = 0;
  hitList.replaceChildren(...hits.map((index, position) => make("li", {
    role: "option", id: `hit-${position}`, "aria-selected": String(position === 0), dataset: { id: nodes[index].id },
    on: { pointerdown(event) { event.preventDefault(); take(position); } },
  }, nodes[index].label, make("small", {}, [nodes[index].kindLabel, nodes[index].number, shown.has(index) ? null : t("hidden_mark")].filter(Boolean).join(" · ")))));
  hitList.hidden = !hits.length;
  byId("no-hits").hidden = !query || hits.length > 0;
  byId("no-hits").textContent = query && !hits.length ? t("search_none", { query }) : "";
  if (query) say(hits.length ? t("search_count", { count: hits.length }) : t("search_none", { query }));
  mark();
}
function mark() {
  search.setAttribute("aria-expanded", String(hits.length > 0));
  if (hits.length) search.setAttribute("aria-activedescendant", `hit-${hit}`); else search.removeAttribute("aria-activedescendant");
  [...hitList.children].forEach((item, position) => item.setAttribute("aria-selected", String(position === hit)));
  if (hitList.children[hit]) hitList.children[hit].scrollIntoView({ block: "nearest" });
}
function noHits() { hits = []; hitList.replaceChildren(); hitList.hidden = true; byId("no-hits").hidden = true; mark(); }
function take(position) {
  const index = hits[position];
  search.value = "";
  noHits();
  if (innerWidth < 1200) toggleSide(false);
  select({ node: index }, { focus: true });
}
search.addEventListener("input", showHits);
search.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { event.stopPropagation(); if (search.value) { search.value = ""; noHits(); } else { clear(); } return; }
  if (!hits.length) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) { event.preventDefault(); hit = (hit + step + hits.length) % hits.length; mark(); }
  else if (event.key === "Enter") { event.preventDefault(); take(hit); }
});
search.addEventListener("blur", noHits);

/* ---- details ---- */

function webLink(item) {
  if (!item.href) return null;
  let url;
  try { url = new URL(item.href); } catch { return null; }
  if (!["http:", "https:"].includes(url.protocol)) return null;
  return make("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, t("open_source", { host: url.host }));
}
function originMark(origin) { return make("span", { className: "origin", dataset: { origin } }, t(`origin_${origin}`)); }
function citation(item) {
  const place = t("cite_place", item), cite = item.quote ? t("cite_quote", { place, quote: item.quote }) : place;
  const dated = item.known ? t("cite_known", { cite, known: t("known_from", { date: item.known }) }) : cite;
  return item.href ? `${dated} ${item.href}` : dated;
}
async function copy(text, button) {
  let done = false;
  try { await navigator.clipboard.writeText(text); done = true; } catch {
    const area = make("textarea", { className: "unseen" });
    area.value = text;
    document.body.append(area);
    area.select();
    try { done = document.execCommand("copy"); } catch { done = false; }
    area.remove();
    button.focus();
  }
  button.dataset.copied = text;
  say(t(done ? "cited" : "cite_failed"));
  button.textContent = t(done ? "cited" : "cite_failed");
  setTimeout(() => { button.textContent = t("cite"); }, 2000);
}
function proof(item) {
  const known = item.known ? ` · ${t("known_from", { date: item.known })}` : "";
  const button = make("button", { type: "button", on: { click: () => copy(citation(item), button) } }, t("cite"));
  const link = webLink(item);
  return make("div", { className: "proof", dataset: { origin: item.origin } },
    item.quote ? make("blockquote", {}, make("q", {}, item.quote)) : make("p", {}, t("no_quote", { locator: item.locator })),
    make("p", {}, `${item.source}${item.quote ? `, ${item.locator}` : ""}${known}`),
    originMark(item.origin), link ? make("p", {}, link) : null, make("div", {}, button));
}
function proofs(list) {
  return [make("h3", {}, t("evidence")), ...(list.length ? list.map(proof) : [make("p", { className: "hint" }, t("evidence_none"))])];
}
/* A label whose long words may break between the parts of a compound; read or copied it is the bare label.
   The places are counted in characters, as Python does, not in UTF-16 units. */
function label(index) {
  const characters = Array.from(nodes[index].label), parts = [];
  let start = 0;
  for (const joint of nodes[index].joints) { parts.push(characters.slice(start, joint).join(""), make("wbr")); start = joint; }
  return [...parts, characters.slice(start).join("")];
}
function nodeButton(index) {
  return make("button", { type: "button", className: "link", dataset: { node: nodes[index].id }, on: { click: () => select({ node: index }, { focus: true }) } }, ...label(index));
}
function facts(pairs) {
  const known = pairs.filter(([, value]) => value);
  return known.length ? make("dl", {}, ...known.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])) : null;
}
function relation(line, index) {
  const edge = edges[line], away = edge.ends[0] === index, other = edge.ends[away ? 1 : 0];
  return make("li", { className: "relation", dataset: { edge: edge.id } },
    make("button", { type: "button", className: "link", "aria-label": t("relation_open", { label: edge.label }), on: { click: () => select({ edge: line }, { focus: true }) } }, away ? `${edge.label} →` : `← ${edge.label}`),
    nodeButton(other), shown.has(other) ? null : make("span", { className: "hint" }, t("hidden_mark")));
}
function panelTop(kind, label) {
  return make("div", { className: "top" }, make("span", {}, kind ? sign(kind) : "", label),
    make("button", { type: "button", id: "close", on: { click: () => { clear(); } } }, t("close")));
}
let open = "";
function showPanel() {
  const panel = byId("panel"), key = `${state.node} ${state.edge} ${[...shown].length} ${[...state.hidden]}`;
  panel.hidden = !chosen().length;
  if (key === open) return;
  open = key;
  if (panel.hidden) { panel.replaceChildren(); return; }
  if (state.node !== null) {
    const node = nodes[state.node];
    panel.replaceChildren(
      panelTop(node.kind, node.kindLabel),
      make("h2", { tabindex: "-1" }, ...label(state.node)),
      ...(findingsOf[state.node].length ? [make("div", { className: "finding" }, t("gap_badge", { count: findingsOf[state.node].length }))] : []),
      facts([[t("number"), node.number], [t(kindOf.get(node.kind).dashed ? "reason" : "summary"), node.summary], ...node.details]) || "",
      ...proofs(node.evidence),
      make("h3", {}, t("relations")),
      linesOf[state.node].length ? make("ul", {}, ...linesOf[state.node].map((line) => relation(line, state.node))) : make("p", { className: "hint" }, t("relations_none")));
  } else {
    const edge = edges[state.edge];
    panel.replaceChildren(
      panelTop(null, t("relation")),
      make("h2", { tabindex: "-1" }, edge.label),
      make("dl", {}, make("dt", {}, t("from")), make("dd", {}, nodeButton(edge.ends[0])), make("dt", {}, t("to")), make("dd", {}, nodeButton(edge.ends[1])), make("dt", {}, t("origin")), make("dd", {}, originMark(edge.origin))),
      ...proofs(edge.evidence));
  }
  panel.scrollTop = 0;
}

/* ---- tables: the same content without a drawing ---- */

function place_(item) {
  const words = [item.quote ? make("q", {}, item.quote) : null, ` ${t("cite_place", item)}${item.known ? `, ${t("known_from", { date: item.known })}` : ""} (${t(`origin_${item.origin}`)}) `, webLink(item)];
  return make("div", {}, ...words);
}
function table(caption, className, heads, rows) {
  return make("table", { className }, make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))), make("tbody", {}, ...rows));
}
function tables() {
  const cell = (...children) => make("td", {}, ...children);
  const elements = [...shown].map((index) => {
    const node = nodes[index];
    return make("tr", { dataset: { id: node.id } }, cell(sign(node.kind), node.kindLabel), make("th", { scope: "row" }, nodeButton(index)), cell(node.number || ""),
      cell(node.summary || "", ...node.details.map(([name, value]) => make("div", {}, `${name}: ${value}`))), cell(...node.evidence.map(place_)));
  });
  const relations = shownLines.map((line) => {
    const edge = edges[line];
    return make("tr", { dataset: { id: edge.id } }, cell(nodeButton(edge.ends[0])),
      cell(make("button", { type: "button", className: "link", on: { click: () => select({ edge: line }, { focus: true }) } }, edge.label)),
      cell(nodeButton(edge.ends[1])), cell(originMark(edge.origin)), cell(...edge.evidence.map(place_)));
  });
  return [
    table(t("elements"), "elements", [t("class"), t("label"), t("number"), t("more"), t("evidence")], elements),
    table(t("relations"), "relations", [t("from"), t("relation"), t("to"), t("origin"), t("evidence")], relations),
  ];
}

/* ---- the exact view in the address ---- */

let writing = 0;
function address() {
  const parts = new URLSearchParams();
  if (state.view !== "structure") parts.set("view", state.view);
  if (state.hidden.size) parts.set("hide", [...state.hidden].sort().join("."));
  if (state.node !== null) parts.set("node", nodes[state.node].id);
  if (state.edge !== null) parts.set("edge", edges[state.edge].id);
  if (state.steps) parts.set("steps", String(state.steps));
  if (state.table) parts.set("table", "1");
  if (state.theme !== initialTheme) parts.set("theme", state.theme);
  if (state.camera) parts.set("at", [state.camera.x, state.camera.y, state.camera.z].map((n) => Number(n.toFixed(4))).join(","));
  return parts.toString();
}
let written = "";
function write() {
  clearTimeout(writing);
  written = address();
  try { history.replaceState(null, "", `#${written}`); } catch { /* a frame without an address of its own */ }
}
function remember() { clearTimeout(writing); writing = setTimeout(write, 120); }
function readAddress() {
  const next = { view: "structure", hidden: new Set(), steps: 0, node: null, edge: null, table: false, theme: initialTheme, camera: null };
  let parts;
  try { parts = new URLSearchParams(location.hash.slice(1)); } catch { parts = new URLSearchParams(); }
  if (viewOf.has(parts.get("view"))) next.view = parts.get("view");
  for (const name of (parts.get("hide") || "").split(".")) if (kindOf.has(name)) next.hidden.add(name);
  if (nodeAt.has(parts.get("node"))) next.node = nodeAt.get(parts.get("node"));
  else if (edgeAt.has(parts.get("edge"))) next.edge = edgeAt.get(parts.get("edge"));
  if (["1", "2", "3"].includes(parts.get("steps"))) next.steps = Number(parts.get("steps"));
  next.table = parts.get("table") === "1";
  if (THEMES.includes(parts.get("theme"))) next.theme = parts.get("theme");
  const at = (parts.get("at") || "").split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (at.length === 3 && at.every(Number.isFinite) && at.every((n) => Math.abs(n) < 1e6) && at[2] >= 0.01 && at[2] <= 10) next.camera = { x: at[0], y: at[1], z: at[2] };
  for (const index of next.node !== null ? [next.node] : next.edge !== null ? edges[next.edge].ends : []) next.hidden.delete(nodes[index].kind);
  Object.assign(state, next, { camera: null });
  setScheme();
  refresh();
  state.camera = next.camera;
  if (!state.table) settle();
  if (!state.table && !state.camera && !state.steps && chosen().length) centre(chosen());
}
addEventListener("hashchange", () => { if (location.hash.slice(1) !== written) readAddress(); });

/* ---- pictures and paper ---- */

function drawing() {
  const box = bounds(), margin = 24;
  const left = box.x - box.width / 2 - margin, top = box.y - box.height / 2 - margin;
  return { left, top, width: box.width + 2 * margin, height: box.height + 2 * margin };
}
function svgDrawing(ground = ink.ground) {
  const { left, top, width, height } = drawing();
  const svg = draw("svg", { xmlns: SVG, viewBox: [left, top, width, height].map((n) => n.toFixed(1)).join(" "), width: width.toFixed(0), height: height.toFixed(0), "font-family": ink.font, role: "img", lang: root.lang });
  const title = draw("title");
  title.textContent = document.title;
  svg.append(title, draw("rect", { x: left, y: top, width, height, fill: ground }));
  const surface = new SvgSurface(svg);
  paintBelow(surface);
  for (const index of shown) paintCard(surface, index, { selected: index === state.node });
  paintAbove(surface);
  return svg;
}
function pngDrawing() {
  const { left, top, width, height } = drawing();
  const scale = Math.min(Math.max(2, 1600 / width), 16000 / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  const context = canvas.getContext("2d");
  context.fillStyle = ink.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  context.translate(-left, -top);
  const surface = new CanvasSurface(context);
  paintBelow(surface);
  for (const index of shown) paintCard(surface, index, { selected: index === state.node });
  paintAbove(surface);
  return canvas;
}
function save(blob, ending) {
  const url = URL.createObjectURL(blob);
  make("a", { href: url, download: `planwerk-${state.view}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
byId("svg").addEventListener("click", () => save(new Blob([new XMLSerializer().serializeToString(svgDrawing())], { type: "image/svg+xml" }), "svg"));
byId("png").addEventListener("click", () => pngDrawing().toBlob((blob) => blob && save(blob, "png"), "image/png"));
byId("print-page").addEventListener("click", () => print());
addEventListener("beforeprint", () => {
  setScheme("light");
  const key = make("ul", {}, ...usedKinds.map((kind) => make("li", {}, sign(kind.id), t(`kind_${kind.id}`))));
  const about = [...byId("facts").children].map((part) => part.textContent).filter(Boolean).join(" · ");
  byId("paper").replaceChildren(
    make("div", { className: "figure" }, make("h1", {}, document.title), make("p", {}, about), svgDrawing("none"), key),
    ...tables());
});
addEventListener("afterprint", () => { setScheme(); byId("paper").replaceChildren(); network.redraw(); });

/* ---- pointer ---- */

function cardAt({ x, y }) {
  for (const index of shown) {
    const [cx, cy] = place(index), { width, height } = nodes[index].card;
    if (Math.abs(x - cx) <= width / 2 && Math.abs(y - cy) <= height / 2) return index;
  }
  return null;
}
function lineAt({ x, y }) {
  if (shownLines.length > 800) return null;
  ruler.lineWidth = Math.max(9, 9 / network.getScale());
  for (const line of shownLines) if (ruler.isPointInStroke(pathOf(viewOf.get(state.view).routes[line][0]), x, y)) return line;
  return null;
}
network.on("click", ({ pointer }) => {
  const node = cardAt(pointer.canvas), edge = node === null ? lineAt(pointer.canvas) : null;
  map.focus({ preventScroll: true });
  if (node === null && edge === null) clear(); else select({ node, edge });
});
const tip = byId("tip");
map.addEventListener("pointermove", (event) => {
  const frame = map.getBoundingClientRect();
  const at = network.DOMtoCanvas({ x: event.clientX - frame.left, y: event.clientY - frame.top });
  const node = event.buttons ? null : cardAt(at), line = event.buttons || node !== null ? null : lineAt(at);
  map.style.cursor = node !== null || line !== null ? "pointer" : "grab";
  tip.hidden = node === null;
  if (node !== null) {
    tip.textContent = [nodes[node].kindLabel, nodes[node].number, nodes[node].label].filter(Boolean).join(" · ");
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${event.clientY + 18 + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 10 : event.clientY + 18}px`;
  }
  if (line !== hovered) { hovered = line; network.redraw(); }
});
map.addEventListener("pointerleave", () => { tip.hidden = true; if (hovered !== null) { hovered = null; network.redraw(); } });

/* ---- keyboard ---- */

/* The cards as lines of a text: columns in Struktur, rows in Netz. Along a line the arrow keys go on
   into the next one, so every card is reached; across lines they go to the nearest card. */
function bands() {
  const upright = state.view === "structure", across = upright ? 0 : 1, along = upright ? 1 : 0;
  const sorted = [...shown].sort((a, b) => place(a)[across] - place(b)[across] || place(a)[along] - place(b)[along]);
  const lines = [];
  let start = null;
  for (const index of sorted) {
    const at = place(index)[across];
    if (start === null || at - start > (upright ? 20 : 60)) { lines.push([]); start = at; }
    lines[lines.length - 1].push(index);
  }
  for (const line of lines) line.sort((a, b) => place(a)[along] - place(b)[along] || a - b);
  return { lines, along, keys: upright ? { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] } : { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] } };
}
function name(index) {
  const gaps = findingsOf[index].length;
  return `${t("focus", { class: nodes[index].kindLabel, label: nodes[index].label, relations: linesOf[index].length })}${gaps ? ` ${t("focus_gaps", { count: gaps })}` : ""}`;
}
function walk(key) {
  if (!shown.size) { say(t("nothing")); return; }
  const { lines, along, keys } = bands(), order = lines.flat();
  if (state.cursor === null) state.cursor = chosen().find((index) => shown.has(index)) ?? order[0];
  else {
    const [forward, sideways] = keys[key], own = lines.findIndex((line) => line.includes(state.cursor));
    if (forward) state.cursor = order[(order.indexOf(state.cursor) + forward + order.length) % order.length];
    else {
      const at = place(state.cursor)[along], line = lines[(own + sideways + lines.length) % lines.length];
      state.cursor = line.reduce((best, index) => (Math.abs(place(index)[along] - at) < Math.abs(place(best)[along] - at) ? index : best));
    }
  }
  bring([state.cursor]);
  say(name(state.cursor));
  network.redraw();
}
map.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  if (key.startsWith("Arrow")) walk(key);
  else if (key === "Enter" || key === " ") { if (state.cursor !== null) select({ node: state.cursor }, { focus: true }); }
  else if (key === "+") zoom(1.25);
  else if (key === "-") zoom(0.8);
  else if (key === "0") fitAll();
  else return;
  event.preventDefault();
});
map.addEventListener("focus", () => { if (state.cursor !== null) say(name(state.cursor)); network.redraw(); });
map.addEventListener("blur", () => network.redraw());
function toggleSide(wanted) {
  byId("side").classList.toggle("open", wanted);
  byId("menu").setAttribute("aria-expanded", String(wanted));
}
addEventListener("keydown", (event) => {
  const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName);
  if (event.key === "/" && !typing) {
    event.preventDefault();
    if (innerWidth < 1200) toggleSide(true);
    search.focus();
  } else if (event.key === "Escape") {
    if (innerWidth < 1200 && byId("side").classList.contains("open")) { toggleSide(false); byId("menu").focus(); } else clear();
  }
});

/* ---- controls ---- */

for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => setView(button.dataset.view));
byId("as-table").addEventListener("click", () => { state.table = !state.table; refresh(); if (!state.table) settle(); });
byId("theme").addEventListener("click", () => { state.theme = THEMES[(THEMES.indexOf(state.theme) + 1) % 3]; setScheme(); network.redraw(); remember(); });
byId("menu").addEventListener("click", () => toggleSide(!byId("side").classList.contains("open")));
byId("show-all").addEventListener("click", () => { state.hidden.clear(); refresh(); });
byId("steps").addEventListener("change", (event) => { state.steps = Number(event.target.value); refresh({ refit: chosen().length > 0 }); });
byId("zoom-in").addEventListener("click", () => zoom(1.25));
byId("zoom-out").addEventListener("click", () => zoom(0.8));
byId("fit").addEventListener("click", fitAll);
prefersDark.addEventListener("change", () => { setScheme(); network.redraw(); });

/* What a notebook or a test may ask and do; everything else stays inside. */
window.planwerkMap = Object.freeze({
  visible: () => ({ nodes: [...shown].map((index) => nodes[index].id), edges: shownLines.map((line) => edges[line].id) }),
  state: () => ({ address: address(), view: state.view, theme: state.theme, scheme: root.dataset.scheme, node: state.node === null ? null : nodes[state.node].id, edge: state.edge === null ? null : edges[state.edge].id, cursor: state.cursor === null ? null : nodes[state.cursor].id, table: state.table, steps: state.steps, scale: network.getScale() }),
  places: () => [...shown].map((index) => { const [x, y] = place(index), dom = network.canvasToDOM({ x, y }); return [nodes[index].id, x, y, dom.x, dom.y]; }),
  select: (id) => select(nodeAt.has(id) ? { node: nodeAt.get(id) } : edgeAt.has(id) ? { edge: edgeAt.get(id) } : {}),
  show: (view) => { if (viewOf.has(view)) setView(view); },
  around: (id, steps) => (nodeAt.has(id) ? [...around([nodeAt.get(id)], steps)].map((index) => nodes[index].id) : []),
});

readAddress();
})();
