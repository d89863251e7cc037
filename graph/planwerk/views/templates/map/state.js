/* What is shown: the state of the page, what of the graph is visible in it, and where that stands. */
const initialTheme = root.dataset.theme;
const FILTERS = ["domain", "party", "law", "status"];
const blank = () => ({
  view: "structure", field: null, part: null, raw: false, hidden: new Set(), only: { domain: null, party: null, law: null, status: null },
  steps: 0, node: null, edge: null, to: null, falls: false, month: null, before: null, slide: null, table: false, theme: initialTheme, camera: null,
});
const state = { ...blank(), cursor: null };
let shown = new Set(); // indices of visible nodes
let shownLines = [];
let bubbles = []; // when too much is visible: groups of it, painted instead
let scene = null; // where things stand
let numbered = 0; // so many findings stand as numbers at their cards, where with them there would be too much to read

function chosen() {
  return state.node !== null ? [state.node] : state.edge !== null ? [...new Set(edges[state.edge].ends)] : [];
}

/* Time: months from the first source to the as-of day; each shows the moment that held at its end. */
const months = [];
if (days.length > 1) {
  const [lastYear, lastMonth] = page.asOf.split("-").map(Number);
  let [year, month] = days[0].split("-").map(Number);
  for (; year < lastYear || (year === lastYear && month <= lastMonth); month === 12 ? (year += 1, month = 1) : (month += 1)) {
    const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
    months.push(last < page.asOf ? last : page.asOf);
  }
}
const momentOf = (day) => days.reduce((found, known, place) => (known <= day ? place : found), -1);
const slideDay = () => (state.slide === null ? null : slides[state.slide].day); // a slide with a day is judged on that day
const momentNow = () => (slideDay() && days.length ? Math.max(0, momentOf(slideDay())) : state.month === null ? days.length - 1 : momentOf(months[state.month]));
const presentIn = (element, moment) => !element.during || element.during.some(([start, end]) => start <= moment && moment < end);
function changeOf(element) {
  if (state.before === null || !days.length) return null;
  const was = presentIn(element, momentOf(months[state.before])), is = presentIn(element, momentNow());
  return was === is ? null : is ? "new" : "gone";
}
function present(element) {
  return !days.length || presentIn(element, momentNow()) || (state.before !== null && presentIn(element, momentOf(months[state.before])));
}

const gapsOf = (index) => findingsOf[index].filter((finding) => present(nodes[finding]));

/* A filter keeps a thing, what is directly related to it, what is stated to lie in it, and the findings about these. */
function keptBy(name, value) {
  const kept = new Set();
  if (name === "status") nodes.forEach((node, index) => { if (node.status === value) kept.add(index); });
  else {
    const centre = nodeAt.get(value);
    kept.add(centre);
    for (const line of linesOf[centre]) kept.add(otherEnd(line, centre));
    if (name === "domain") nodes.forEach((node, index) => { if (node.domain === value) kept.add(index); });
  }
  for (const index of [...kept]) for (const line of linesOf[index]) if (edges[line].finding) kept.add(edges[line].ends[0]);
  return kept;
}

function partOf(index) { return `${nodes[index].kind}:${(nodes[index].day || "").slice(0, 4)}`; }
function findVisible() {
  bubbles = [];
  pointedAt = null;
  numbered = 0;
  if (state.slide !== null) {
    scene = slides[state.slide].scene;
    shown = new Set(scene.members);
    shownLines = scene.lines.filter((line) => present(edges[line]));
    return;
  }
  const starts = chosen();
  const near = state.steps && starts.length ? around(starts, state.steps) : null;
  const filters = FILTERS.filter((name) => state.only[name] !== null).map((name) => keptBy(name, state.only[name]));
  shown = new Set();
  nodes.forEach((node, index) => {
    if (state.hidden.has(node.kind) || (near && !near.has(index)) || !present(node)) return;
    if (state.field !== null && node.field !== state.field) return;
    if (state.part !== null && partOf(index) !== state.part) return;
    if (filters.every((kept) => kept.has(index))) shown.add(index);
  });
  const many = !state.raw && state.part === null && shown.size > mostLegible, overview = state.view === "overview" && state.field === null;
  const things = many && !overview ? [...shown].filter((index) => !isFinding(index)) : [];
  const foldable = things.length > 0 && things.length <= mostLegible;
  if (foldable && !state.table) { numbered = shown.size - things.length; shown = new Set(things); } // a table reads at any length
  shownLines = [];
  edges.forEach((edge, line) => { if (shown.has(edge.ends[0]) && shown.has(edge.ends[1]) && present(edge)) shownLines.push(line); });
  scene = viewOf.get(state.view) || views[0];
  if ((many && !foldable) || (overview && !state.raw && state.part === null)) bubbles = grouped();
  else if (numbered && scene.folded) scene = scene.folded;
  else if (state.field !== null && fields[state.field].scene && state.view !== "time" && state.view !== "net") scene = fields[state.field].scene;
  else if (nodes.length > 300 && shown.size <= 300) scene = arranged();
}

/* The page arranges for itself only what nobody could foresee: some cards out of a crowd, in columns by class. */
function arranged() {
  const columns = new Map();
  for (const index of shown) {
    const layer = kindOf.get(nodes[index].kind).layer;
    if (!columns.has(layer)) columns.set(layer, []);
    columns.get(layer).push(index);
  }
  const order = new Map([...columns.values()].flatMap((column) => column.map((index, row) => [index, row / column.length])));
  for (let sweep = 0; sweep < 4; sweep += 1) for (const column of columns.values()) {
    const wish = new Map(column.map((index) => {
      const near = linesOf[index].map((line) => order.get(otherEnd(line, index))).filter((row) => row !== undefined);
      return [index, near.length ? near.reduce((sum, row) => sum + row, 0) / near.length : order.get(index)];
    }));
    column.sort((a, b) => wish.get(a) - wish.get(b) || a - b);
    column.forEach((index, row) => order.set(index, row / column.length));
  }
  const rows = Math.max(6, Math.ceil(Math.sqrt(shown.size * 1.4))), places = [], members = [], headings = [];
  let left = 0;
  for (const layer of [...columns.keys()].sort()) {
    const column = columns.get(layer), across = Math.ceil(column.length / rows), first = left;
    for (let part = 0; part < across; part += 1) {
      let top = 0;
      for (const index of column.slice(part * rows, (part + 1) * rows)) {
        const { width, height } = nodes[index].card;
        members.push(index);
        places.push([left + width / 2, top + height / 2]);
        top += height + 16;
      }
      left += 166 + (part === across - 1 ? 90 : 24);
    }
    headings.push([layer, first, left - 90]);
  }
  return { members, places, routes: [], headings };
}
function prepare() {
  if (scene.members && !scene.at) {
    scene.at = new Map(scene.members.map((index, row) => [index, row]));
    scene.lineAt = new Map((scene.lines || []).map((line, row) => [line, row]));
  }
}
/* Items are nodes by their index, or bubbles: the first is -1, the second -2 … */
const items = () => (bubbles.length ? bubbles.map((_, at) => -1 - at) : [...shown]);
function place(item) {
  if (item < 0) return bubbles[-1 - item].place;
  return scene.at ? scene.places[scene.at.get(item)] : scene.places[item];
}
const cardOf = (index) => (scene.whole && nodes[index].full) || nodes[index].card;
const sizeOf = (item) => (item < 0 ? bubbles[-1 - item] : cardOf(item));
/* A prepared line, or a straight one from edge to edge: [path, tip x, tip y, angle, middle x, middle y]. */
function routeOf(line) {
  if (scene.routes.length) return scene.routes[scene.lineAt ? scene.lineAt.get(line) : line];
  const [from, to] = edges[line].ends, [ax, ay] = place(from), [bx, by] = place(to);
  const reach = (index, dx, dy) => Math.min(cardOf(index).width / 2 / (Math.abs(dx) || 1e-9), cardOf(index).height / 2 / (Math.abs(dy) || 1e-9), 0.5);
  const [s, e] = [reach(from, bx - ax, by - ay), reach(to, bx - ax, by - ay)];
  const start = [ax + (bx - ax) * s, ay + (by - ay) * s], end = [bx - (bx - ax) * e, by - (by - ay) * e];
  return [`M${start[0].toFixed(1)} ${start[1].toFixed(1)}L${end[0].toFixed(1)} ${end[1].toFixed(1)}`, end[0], end[1], Math.atan2(by - ay, bx - ax), (start[0] + end[0]) / 2, (start[1] + end[1]) / 2];
}
