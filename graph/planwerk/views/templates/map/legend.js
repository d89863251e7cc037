/* Legend. */
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
      if (chosen().some((index) => nodes[index].kind === kind.id)) Object.assign(state, { node: null, edge: null, to: null, falls: false });
      refresh();
      say(t(hide ? "hid" : "shown", { label: name }));
    } },
  }, sign(kind.id), make("span", { className: "name" }, name), make("span", { className: "total" }, String(nodes.filter((node) => node.kind === kind.id).length)))));
}
for (const origin of Object.keys(DASHES)) {
  const svg = draw("svg", { viewBox: "0 0 44 10", "aria-hidden": "true" }, draw("path", { d: "M0 5H44", stroke: "var(--edge)", "stroke-width": 2, "stroke-dasharray": DASHES[origin].join(" ") || "none" }));
  byId("lines").append(make("li", {}, svg, make("span", {}, t(`origin_${origin}`))));
}
