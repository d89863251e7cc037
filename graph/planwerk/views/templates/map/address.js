/* The exact view in the address. */
let writing = 0;
function address() {
  const parts = new URLSearchParams();
  if (state.slide !== null) parts.set("slide", String(state.slide + 1));
  if (state.view !== "structure" && state.slide === null) parts.set("view", state.view);
  if (state.field !== null) parts.set("field", fields[state.field].id || "-");
  if (state.part !== null) parts.set("part", state.part);
  if (state.raw) parts.set("all", "1");
  for (const name of FILTERS) if (state.only[name] !== null) parts.set(name, state.only[name]);
  if (state.month !== null) parts.set("month", months[state.month].slice(0, 7));
  if (state.before !== null) parts.set("before", months[state.before].slice(0, 7));
  if (state.hidden.size) parts.set("hide", [...state.hidden].sort().join("."));
  if (state.node !== null) parts.set("node", nodes[state.node].id);
  if (state.edge !== null) parts.set("edge", edges[state.edge].id);
  if (state.to !== null) parts.set("to", nodes[state.to].id);
  if (state.falls) parts.set("falls", "1");
  if (state.steps) parts.set("steps", String(state.steps));
  if (state.table) parts.set("table", "1");
  if (state.theme !== initialTheme) parts.set("theme", state.theme);
  if (state.camera) parts.set("at", [state.camera.x, state.camera.y, state.camera.z].map((n) => Number(n.toFixed(4))).join(","));
  return parts.toString();
}
let seen = location.hash; // an address that is neither this nor written by us came from outside, and is read, not overwritten
function write() {
  clearTimeout(writing);
  if (location.hash !== seen) return;
  try { history.replaceState(null, "", `#${address()}`); } catch { /* a frame without an address of its own */ }
  seen = location.hash;
}
function remember() { clearTimeout(writing); writing = setTimeout(write, 120); }
function readAddress(first = false) {
  seen = location.hash;
  const next = blank(), own = seen.slice(1);
  let parts;
  try { parts = new URLSearchParams(own || (first ? page.start : "")); } catch { parts = new URLSearchParams(); }
  if (viewOf.has(parts.get("view")) || parts.get("view") === "overview") next.view = parts.get("view");
  const field = parts.has("field") ? fields.findIndex(({ id }) => id === (parts.get("field") === "-" ? "" : parts.get("field"))) : -1;
  if (field >= 0) next.field = field;
  if (field >= 0 && nodes.some((node, index) => node.field === field && partOf(index) === parts.get("part"))) next.part = parts.get("part");
  next.raw = parts.get("all") === "1";
  for (const name of FILTERS) if (parts.get(name) && offers(name, parts.get(name))) next.only[name] = parts.get(name);
  const monthAt = (name) => months.findIndex((day) => day.slice(0, 7) === parts.get(name));
  if (monthAt("month") >= 0 && monthAt("month") < months.length - 1) next.month = monthAt("month");
  if (monthAt("before") >= 0) next.before = monthAt("before");
  const slide = Number(parts.get("slide"));
  if (Number.isInteger(slide) && slide >= 1 && slide <= slides.length) Object.assign(next, { slide: slide - 1, view: slides[slide - 1].view });
  for (const name of (parts.get("hide") || "").split(".")) if (kindOf.has(name)) next.hidden.add(name);
  if (nodeAt.has(parts.get("node"))) next.node = nodeAt.get(parts.get("node"));
  else if (edgeAt.has(parts.get("edge"))) next.edge = edgeAt.get(parts.get("edge"));
  if (next.node !== null && nodeAt.has(parts.get("to"))) next.to = nodeAt.get(parts.get("to"));
  next.falls = next.node !== null && next.to === null && parts.get("falls") === "1";
  if (["1", "2", "3"].includes(parts.get("steps"))) next.steps = Number(parts.get("steps"));
  next.table = parts.get("table") === "1";
  if (THEMES.includes(parts.get("theme"))) next.theme = parts.get("theme");
  const at = (parts.get("at") || "").split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (at.length === 3 && at.every(Number.isFinite) && at.every((n) => Math.abs(n) < 1e6) && at[2] >= 0.01 && at[2] <= 10) next.camera = { x: at[0], y: at[1], z: at[2] };
  for (const index of next.node !== null ? [next.node] : next.edge !== null ? edges[next.edge].ends : []) next.hidden.delete(nodes[index].kind);
  Object.assign(state, next, { camera: null });
  const wanted = chosen();
  if (state.slide === null && wanted.length) { findVisible(); if (bubbles.length || !wanted.every((index) => shown.has(index))) widen(wanted); }
  setScheme();
  refresh();
  state.camera = next.camera;
  if (!state.table) settle();
  if (!state.table && !state.camera && !state.steps && !bubbles.length && chosen().length && chosen().every((index) => shown.has(index))) centre(chosen());
}
addEventListener("hashchange", () => { if (location.hash !== seen) readAddress(); });
