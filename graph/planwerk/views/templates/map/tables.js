/* Tables: the same content without a drawing. */
function place_(item) {
  const words = [item.quote ? make("q", {}, item.quote) : null, ` ${t("cite_place", item)}${item.known ? `, ${t("known_from", { date: item.known })}` : ""} (${t(`origin_${item.origin}`)}${item.rule ? `; ${readingText(item)}` : ""}) `, webLink(item)];
  return make("div", {}, ...words);
}
function table(caption, className, heads, rows) {
  return make("table", { className }, make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))), make("tbody", {}, ...rows));
}
function tables() {
  const cell = (...children) => make("td", {}, ...children);
  if (bubbles.length) {
    const used = usedKinds.filter((kind) => bubbles.some(({ counts }) => counts.has(kind.id)));
    return [table(t("overview"), "bubbles", [t("label"), t("elements"), ...used.map((kind) => t(`kind_${kind.id}`))], bubbles.map((bubble, at) => make("tr", { dataset: { id: String(bubble.key) } },
      make("th", { scope: "row" }, make("button", { type: "button", className: "link", on: { click() { openBubble(-1 - at); byId("tables").focus(); } } }, bubble.label)),
      cell(t("number_of", { count: bubble.count })), ...used.map((kind) => cell(t("number_of", { count: bubble.counts.get(kind.id) || 0 }))))))];
  }
  const elements = [...shown].map((index) => {
    const node = nodes[index];
    return make("tr", { dataset: { id: node.id } }, cell(sign(node.kind), node.kindLabel, changeMark(node)), make("th", { scope: "row" }, nodeButton(index)), cell(node.number || ""),
      cell(node.summary || "", ...node.details.map(([name, value]) => make("div", {}, `${name}: ${value}`))), cell(...node.evidence.map(place_)));
  });
  const relations = shownLines.map((line) => {
    const edge = edges[line];
    return make("tr", { dataset: { id: edge.id } }, cell(nodeButton(edge.ends[0])),
      cell(make("button", { type: "button", className: "link", on: { click: () => select({ edge: line }, { focus: true }) } }, edge.label), changeMark(edge)),
      cell(nodeButton(edge.ends[1])), cell(originMark(edge.origin)), cell(...edge.evidence.map(place_)));
  });
  return [
    table(t("elements"), "elements", [t("class"), t("label"), t("number"), t("more"), t("evidence")], elements),
    table(t("relations"), "relations", [t("from"), t("relation"), t("to"), t("origin"), t("evidence")], relations),
  ];
}
