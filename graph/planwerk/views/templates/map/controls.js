/* Controls. */
for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => setView(button.dataset.view));
byId("as-table").addEventListener("click", () => { state.table = !state.table; refresh(); if (!state.table) settle(); });
byId("theme").addEventListener("click", () => { state.theme = THEMES[(THEMES.indexOf(state.theme) + 1) % 3]; setScheme(); network.redraw(); remember(); });
byId("menu").addEventListener("click", () => toggleSide(!byId("side").classList.contains("open")));
byId("show-all").addEventListener("click", () => { state.hidden.clear(); refresh(); });
byId("steps").addEventListener("change", (event) => { state.steps = Number(event.target.value); refresh({ refit: chosen().length > 0 }); });
byId("back").addEventListener("click", closeBubble);
byId("raw").addEventListener("click", () => { state.raw = true; refresh({ refit: true }); });
byId("save-menu").addEventListener("keydown", (event) => { if (event.key === "Escape") { byId("save-menu").open = false; byId("save-menu").querySelector("summary").focus(); event.stopPropagation(); } });
byId("zoom-in").addEventListener("click", () => zoom(1.25));
byId("zoom-out").addEventListener("click", () => zoom(0.8));
byId("fit").addEventListener("click", fitAll);
prefersDark.addEventListener("change", () => { setScheme(); network.redraw(); });

/* What a notebook or a test may ask and do; everything else stays inside. */
window.planwerkMap = Object.freeze({
  visible: () => ({ nodes: [...shown].map((index) => nodes[index].id), edges: shownLines.map((line) => edges[line].id) }),
  state: () => ({ address: address(), view: state.view, theme: state.theme, scheme: root.dataset.scheme, node: state.node === null ? null : nodes[state.node].id, edge: state.edge === null ? null : edges[state.edge].id, cursor: state.cursor === null ? null : state.cursor < 0 ? String(bubbles[-1 - state.cursor].key) : nodes[state.cursor].id, table: state.table, steps: state.steps, slide: state.slide, field: state.field === null ? null : fields[state.field].id, month: months.length ? months[monthNow()] : null, bubbles: bubbles.length > 0, to: state.to === null ? null : nodes[state.to].id, scale: network.getScale() }),
  places: () => items().map((item) => { const [x, y] = place(item), dom = network.canvasToDOM({ x, y }), { width, height } = sizeOf(item); return [item < 0 ? String(bubbles[-1 - item].key) : nodes[item].id, x, y, dom.x, dom.y, width, height]; }),
  bubbles: () => bubbles.map(({ key, label, count, gaps }) => ({ key, label, count, gaps })),
  ties: () => bubbles.flatMap(({ ties }, at) => [...ties].sort((a, b) => a[0] - b[0]).map((tie) => [at, ...tie])),
  path: () => (onPath ? { nodes: [...onPath.nodes].map((index) => nodes[index].id), paths: (onPath.found || []).map((path) => path.map((line) => edges[line].id)) } : null),
  changes: () => [...nodes, ...edges].flatMap((element) => { const change = changeOf(element); return change ? [[element.id, change]] : []; }),
  select: (id) => select(nodeAt.has(id) ? { node: nodeAt.get(id) } : edgeAt.has(id) ? { edge: edgeAt.get(id) } : {}),
  show: (view) => { if (viewOf.has(view)) setView(view); },
  around: (id, steps) => (nodeAt.has(id) ? [...around([nodeAt.get(id)], steps)].map((index) => nodes[index].id) : []),
});

complete = true;
readAddress(true);
