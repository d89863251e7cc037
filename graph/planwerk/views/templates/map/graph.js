/* The graph: what the page carries, and who stands beside whom. Imported text is only ever set as textContent
   or painted as text; the only things taken from the address are names that this page already knows, and numbers. */
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
const LEGIBLE = 9 / 13; // the label is 13 units high and should open at 9 px or more
const THEMES = ["auto", "light", "dark"];
const DASHES = { asserted: [], curated: [14, 4], inferred: [2, 4] };

async function carried() {
  const block = byId("data");
  if (!("packed" in block.dataset)) return JSON.parse(block.textContent);
  const text = atob(block.textContent), bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
}
const data = await carried();
const { nodes, edges } = data;
const { kinds, views, fields, slides, days, strings, mostLegible } = data.page;

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
const isFinding = (index) => kindOf.get(nodes[index].kind).dashed;
const otherEnd = (line, index) => edges[line].ends[edges[line].ends[0] === index ? 1 : 0];
/* Findings without evidence about a thing; for a Handlungsfeld also those about what is stated to lie in it. */
const findingsOf = nodes.map(() => []);
edges.forEach(({ finding, ends }) => {
  if (finding !== "gap") return;
  const domain = nodeAt.get(nodes[ends[1]].domain);
  for (const about of new Set([ends[1], domain])) {
    if (about !== undefined && !findingsOf[about].includes(ends[0])) findingsOf[about].push(ends[0]);
  }
});
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
