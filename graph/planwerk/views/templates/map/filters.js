/* Filters: by Handlungsfeld, body or actor, legal act, status. Each offers what the graph holds. */
const OFFERED = { domain: ["domain"], party: ["body", "actor", "group"], law: ["law"] };
for (const name of FILTERS) {
  const list = byId(`only-${name}`);
  const values = name === "status"
    ? [...new Set(nodes.map((node) => node.status).filter(Boolean))].sort().map((value) => [value, value])
    : nodes.filter((node) => OFFERED[name].includes(node.kind)).map((node) => [node.id, node.label]).sort((a, b) => (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0));
  list.closest("p").hidden = !values.length;
  list.append(make("option", { value: "" }, t("only_all")), ...values.map(([value, label]) => make("option", { value }, label)));
  list.addEventListener("change", () => {
    state.only[name] = list.value || null;
    if (chosen().length && state.only[name] !== null && !chosen().every((index) => keptBy(name, list.value).has(index))) Object.assign(state, { node: null, edge: null });
    refresh({ refit: true });
    say(t("count", { visible: shown.size, all: nodes.length }));
  });
}
function showFilters() {
  for (const name of FILTERS) byId(`only-${name}`).value = state.only[name] || "";
}
