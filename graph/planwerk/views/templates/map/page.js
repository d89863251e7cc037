/* The page: what it carries besides the graph, and how elements are made of it. Imported text is only ever set as textContent
   or painted as text; the only things taken from the address are names that this page already knows, and numbers. */
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
const LEGIBLE = 9 / 13; // the label is 13 units high and should open at 9 px or more
const THEMES = ["auto", "light", "dark"];
const DASHES = { asserted: [], curated: [14, 4], inferred: [2, 4] };

const page = JSON.parse(byId("page").textContent);
const { kinds, fields, days, strings, mostLegible } = page;
const kindOf = new Map(kinds.map((kind) => [kind.id, kind]));

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
