/* Filters: by Handlungsfeld, body or actor, legal act, status. Each offers what the graph holds. */
const OFFERED = { domain: ["domain"], party: ["body", "actor", "group"], law: ["law"] };
const offers = (name, value) => (name === "status" ? nodes.some((node) => node.status === value) : nodeAt.has(value) && OFFERED[name].includes(nodes[nodeAt.get(value)].kind));
const nameOf = (name, value) => (name === "status" ? value : nodes[nodeAt.get(value)].label);
for (const name of FILTERS) {
  const list = byId(`only-${name}`), values = new Set();
  for (const node of nodes) {
    if (name === "status") { if (node.status) values.add(node.status); }
    else if (OFFERED[name].includes(node.kind)) values.add(node.id);
  }
  list.closest("p").hidden = !values.size;
  list.append(make("option", { value: "" }, t("only_all")));
  const fill = () => {
    if (list.dataset.whole) return;
    list.dataset.whole = "1";
    const sorted = [...values].map((value) => [value, nameOf(name, value)]).sort((a, b) => (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0));
    list.replaceChildren(list.options[0], ...sorted.map(([value, label]) => make("option", { value }, label)));
    list.value = state.only[name] || "";
  };
  if (values.size <= 200) fill();
  else for (const event of ["focus", "pointerdown"]) list.addEventListener(event, fill); // thousands of names cost time before the first picture
  list.addEventListener("change", () => {
    state.only[name] = list.value || null;
    if (chosen().length && state.only[name] !== null && !chosen().every((index) => keptBy(name, list.value).has(index))) Object.assign(state, { node: null, edge: null });
    refresh({ refit: true });
    say(t("count", { visible: shown.size, all: nodes.length }));
  });
}
function showFilters() {
  for (const name of FILTERS) {
    const list = byId(`only-${name}`), value = state.only[name];
    if (value !== null && ![...list.options].some((option) => option.value === value)) list.append(make("option", { value }, nameOf(name, value)));
    list.value = value || "";
  }
}
