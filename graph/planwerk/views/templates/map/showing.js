/* Showing the state. */
function say(text) { byId("live").textContent = text; }
function refresh({ refit = false } = {}) {
  findVisible();
  prepare();
  followPath();
  reshape();
  if (state.cursor !== null && !(state.cursor < 0 ? bubbles[-1 - state.cursor] : !bubbles.length && shown.has(state.cursor))) state.cursor = null;
  byId("count").textContent = t("count", { visible: shown.size, all: nodes.length });
  const counted = new Map();
  for (const node of nodes) if (present(node)) counted.set(node.kind, (counted.get(node.kind) || 0) + 1);
  const total = (kind) => counted.get(kind) || 0;
  byId("gaps").textContent = total("gap") ? t("count_gaps", { count: total("gap") }) : "";
  byId("undecided").textContent = total("undecided") ? t("count_undecided", { count: total("undecided") }) : "";
  byId("nothing").hidden = shown.size > 0 || state.table;
  for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === (bubbles.length ? "overview" : state.view) && !state.table));
  for (const button of document.querySelectorAll(".class")) {
    button.setAttribute("aria-pressed", String(!state.hidden.has(button.dataset.kind)));
    button.querySelector(".total").textContent = String(total(button.dataset.kind));
  }
  byId("show-all").hidden = !state.hidden.size;
  byId("steps").value = String(state.steps);
  byId("as-table").setAttribute("aria-pressed", String(state.table));
  byId("tables").hidden = !state.table;
  map.hidden = state.table;
  document.querySelector(".zoom").hidden = state.table;
  byId("trail").hidden = state.field === null && !bubbles.length && !numbered;
  byId("trail-name").textContent = [trail(), numbered ? t("folded", { count: numbered }) : bubbles.length && state.field === null ? t("too_many", { count: shown.size }) : ""].filter(Boolean).join(": ");
  byId("back").hidden = state.field === null;
  byId("raw").hidden = (!bubbles.length && !numbered) || state.view === "overview";
  showFilters();
  showTime();
  showStory();
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
  if (state.slide !== null && !wanted.every((index) => shown.has(index))) { state.slide = null; widened = true; }
  for (const index of wanted) if (state.hidden.delete(nodes[index].kind)) widened = true;
  if (wanted.length && widen(wanted)) widened = true;
  const whole = state.steps > 0 && wanted.length > 0;
  Object.assign(state, { node, edge, to: null, falls: false });
  if (node !== null) state.cursor = node;
  if (widened) state.camera = null;
  refresh({ refit: (widened || whole) && !state.camera });
  if (wanted.length && !state.table && !bubbles.length) bring(wanted.filter((index) => shown.has(index)));
  if (node !== null) say(t("selected", { label: nodes[node].label }));
  else if (edge !== null) say(t("selected", { label: edges[edge].label }));
  if (focus && wanted.length) byId("panel").querySelector("h2").focus();
}
function clear() {
  const any = chosen().length > 0, inPanel = byId("panel").contains(document.activeElement);
  Object.assign(state, { node: null, edge: null, to: null, falls: false });
  picking = false;
  refresh({ refit: any && state.steps > 0 });
  if (any) say(t("cleared"));
  if (inPanel) (state.table ? byId("tables") : map).focus();
}
/* Open what hides these: filters, another day, another field. Tells whether anything had to change. */
function widen(wanted) {
  const near = state.steps ? around(wanted, state.steps) : null, before = JSON.stringify([state.only, state.month, state.field, state.part]);
  for (const name of FILTERS) if (state.only[name] !== null && !wanted.every((index) => keptBy(name, state.only[name]).has(index))) state.only[name] = null;
  if (!wanted.every((index) => present(nodes[index]))) state.month = null;
  if (days.length && state.month === null && state.before === null) {
    const gone = wanted.find((index) => !present(nodes[index]));
    if (gone !== undefined) state.month = Math.max(0, months.findLastIndex((day) => presentIn(nodes[gone], momentOf(day))));
  }
  if (state.field !== null && !wanted.every((index) => nodes[index].field === state.field)) Object.assign(state, { field: null, part: null });
  if (state.part !== null && !wanted.every((index) => partOf(index) === state.part)) state.part = null;
  const apart = () => bubbles.length || (numbered && wanted.some(isFinding));
  if (apart() && !near) { state.field = nodes[wanted[0]].field; state.part = null; if (state.view === "overview") state.view = "structure"; }
  findVisible();
  if (apart() && !near) { state.part = partOf(wanted[0]); findVisible(); }
  return before !== JSON.stringify([state.only, state.month, state.field, state.part]);
}
function setView(view) {
  Object.assign(state, { view, table: false });
  if (view === "overview") Object.assign(state, { field: null, part: null, raw: false });
  refresh({ refit: true });
  if (chosen().length && !bubbles.length) bring(chosen().filter((index) => shown.has(index)));
  say(t("in_view", { name: t(`view_${view}`) }));
}
