/* Details. */
function webLink(item) {
  if (!item.href) return null;
  let url;
  try { url = new URL(item.href); } catch { return null; }
  if (!["http:", "https:"].includes(url.protocol)) return null;
  return make("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, t("open_source", { host: url.host }));
}
function originMark(origin) { return make("span", { className: "origin", dataset: { origin } }, t(`origin_${origin}`)); }
function citation(item) {
  const place = t("cite_place", item), cite = item.quote ? t("cite_quote", { place, quote: item.quote }) : place;
  const dated = item.known ? t("cite_known", { cite, known: t("known_from", { date: item.known }) }) : cite;
  return item.href ? `${dated} ${item.href}` : dated;
}
async function copy(text, button) {
  let done = false;
  try { await navigator.clipboard.writeText(text); done = true; } catch {
    const area = make("textarea", { className: "unseen" });
    area.value = text;
    document.body.append(area);
    area.select();
    try { done = document.execCommand("copy"); } catch { done = false; }
    area.remove();
    button.focus();
  }
  button.dataset.copied = text;
  say(t(done ? "cited" : "cite_failed"));
  button.textContent = t(done ? "cited" : "cite_failed");
  setTimeout(() => { button.textContent = t("cite"); }, 2000);
}
function readingText(item) { return [t("read_by", { rule: item.rule }), item.sure ? t("read_sure", { value: item.sure }) : null, t(item.confirmed ? "read_confirmed" : "read_unreviewed")].filter(Boolean).join(" · "); }
function proof(item) {
  const known = item.known ? ` · ${t("known_from", { date: item.known })}` : "";
  const button = make("button", { type: "button", on: { click: () => copy(citation(item), button) } }, t("cite"));
  const link = webLink(item);
  return make("div", { className: "proof", dataset: { origin: item.origin } },
    item.quote ? make("blockquote", {}, make("q", {}, item.quote)) : make("p", {}, t("no_quote", { locator: item.locator })),
    make("p", {}, `${item.source}${item.quote ? `, ${item.locator}` : ""}${known}`),
    originMark(item.origin), item.rule ? make("p", { className: "reading" }, readingText(item)) : null, item.page ? make("p", {}, make("a", { href: item.page }, t("open_text"))) : null, link ? make("p", {}, link) : null, make("div", {}, button));
}
function proofs(list) {
  return [make("h3", {}, t("evidence")), ...(list.length ? list.map(proof) : [make("p", { className: "hint" }, t("evidence_none"))])];
}
/* A label whose long words may break between the parts of a compound; read or copied it is the bare label.
   The places are counted in characters, as Python does, not in UTF-16 units. */
function label(index) {
  const characters = Array.from(nodes[index].label), parts = [];
  let start = 0;
  for (const joint of nodes[index].joints || []) { parts.push(characters.slice(start, joint).join(""), make("wbr")); start = joint; }
  return [...parts, characters.slice(start).join("")];
}
function nodeButton(index) {
  return make("button", { type: "button", className: "link", dataset: { node: nodes[index].id }, on: { click: () => select({ node: index }, { focus: true }) } }, ...label(index));
}
function facts(pairs) {
  const known = pairs.filter(([, value]) => value);
  return known.length ? make("dl", {}, ...known.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])) : null;
}
function relation(line, index) {
  const edge = edges[line], away = edge.ends[0] === index, other = edge.ends[away ? 1 : 0];
  return make("li", { className: "relation", dataset: { edge: edge.id } },
    make("button", { type: "button", className: "link", "aria-label": t("relation_open", { label: edge.label }), on: { click: () => select({ edge: line }, { focus: true }) } }, away ? `${edge.label} →` : `← ${edge.label}`),
    nodeButton(other), shown.has(other) ? null : make("span", { className: "hint" }, t("hidden_mark")));
}
function changeMark(element) {
  const change = changeOf(element);
  return change ? make("p", { className: "change", dataset: { change } }, t(`change_${change}`)) : "";
}
function panelTop(kind, label) {
  return make("div", { className: "top" }, make("span", {}, kind ? sign(kind) : "", label),
    make("button", { type: "button", id: "close", on: { click: () => { clear(); } } }, t("close")));
}
/* Pages that lie beside the map and know the same finding by the same id. */
function pageLinks(id) {
  const links = page.pages.map(([name, address]) => make("a", { href: `${address}#${encodeURIComponent(id)}` }, t(`page_${name}`)));
  return links.length ? make("p", { className: "pages" }, ...links) : null;
}
let open = "";
function showPanel(anew = false) {
  const panel = byId("panel"), key = JSON.stringify([state.node, state.edge, state.to, state.falls, state.month, state.before, state.slide, shown.size, [...state.hidden], picking]);
  panel.hidden = !chosen().length;
  if (key === open && !anew) return;
  open = key;
  if (panel.hidden) { panel.replaceChildren(); return; }
  if (state.node !== null) {
    const node = nodes[state.node];
    panel.replaceChildren(
      panelTop(node.kind, node.kindLabel),
      make("h2", { tabindex: "-1" }, ...label(state.node)),
      ...(gapsOf(state.node).length ? [make("div", { className: "finding" }, t("gap_badge", { count: gapsOf(state.node).length }), make("ul", {}, ...gapsOf(state.node).map((finding) => make("li", {}, nodeButton(finding)))))] : []),
      facts([[t("number"), node.number], [t(kindOf.get(node.kind).dashed ? "reason" : "summary"), node.summary], ...node.details]) || "",
      changeMark(node), isFinding(state.node) ? pageLinks(node.id) || "" : "",
      ...proofs(node.evidence),
      ...pathParts(state.node),
      make("h3", {}, t("relations")),
      linesOf[state.node].length ? make("ul", {}, ...linesOf[state.node].map((line) => relation(line, state.node))) : make("p", { className: "hint" }, t("relations_none")));
  } else {
    const edge = edges[state.edge];
    panel.replaceChildren(
      panelTop(null, t("relation")),
      make("h2", { tabindex: "-1" }, edge.label),
      make("dl", {}, make("dt", {}, t("from")), make("dd", {}, nodeButton(edge.ends[0])), make("dt", {}, t("to")), make("dd", {}, nodeButton(edge.ends[1])), make("dt", {}, t("origin")), make("dd", {}, originMark(edge.origin), edge.rule ? make("div", {}, t("by_rule", { rule: edge.rule })) : null)),
      changeMark(edge), ...proofs(edge.evidence));
  }
  panel.scrollTop = 0;
}
