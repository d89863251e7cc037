/* What is visible, to take away as statements: Turtle, JSON-LD, CSV. Findings are no statements of the dataset and
   go into the CSV only; the Turtle says how many were left out. */
const RDFS = "http://www.w3.org/2000/01/rdf-schema#", DCTERMS = "http://purl.org/dc/terms/";
const isIri = (text) => /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`\u0000-\u0020]+$/i.test(text || "");
function stated() {
  const things = [...shown].filter((index) => !isFinding(index) && isIri(nodes[index].id));
  const lines = shownLines.filter((line) => isIri(edges[line].property) && edges[line].ends.every((end) => isIri(nodes[end].id)));
  return { things, lines, left: shown.size - things.length + shownLines.length - lines.length };
}
function turtle() {
  const text = (value) => `"${value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r")}"@${root.lang}`;
  const { things, lines, left } = stated();
  const rows = [`# ${document.title.replace(/\s+/g, " ")}. ${t("as_of", { date: dayText(page.asOf) })}`, `# ${t("left_out", { count: left })}`, `@prefix rdfs: <${RDFS}> .`, `@prefix dcterms: <${DCTERMS}> .`, ""];
  for (const index of things) {
    const node = nodes[index], said = [];
    if (isIri(node.type)) said.push(`a <${node.type}>`);
    said.push(`rdfs:label ${text(node.label)}`);
    if (node.number) said.push(`dcterms:identifier ${text(node.number).replace(/@\w+$/, "")}`);
    rows.push(`<${node.id}> ${said.join(" ; ")} .`);
  }
  for (const line of lines) rows.push(`<${edges[line].from}> <${edges[line].property}> <${edges[line].to}> .`);
  return `${rows.join("\n")}\n`;
}
function jsonLd() {
  const { things, lines } = stated(), graph = new Map();
  for (const index of things) {
    const node = nodes[index], entry = { "@id": node.id, label: { "@value": node.label, "@language": root.lang } };
    if (isIri(node.type)) entry["@type"] = node.type;
    if (node.number) entry.identifier = node.number;
    graph.set(node.id, entry);
  }
  for (const line of lines) {
    const { from, to, property } = edges[line], entry = graph.get(from);
    entry[property] = [...(entry[property] || []), { "@id": to }];
  }
  return `${JSON.stringify({ "@context": { label: `${RDFS}label`, identifier: `${DCTERMS}identifier` }, "@graph": [...graph.values()] }, null, 1)}\n`;
}
/* A cell that a spreadsheet would take for a formula begins with an apostrophe. */
function csv() {
  const cell = (value) => { const text = String(value ?? ""), safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text; return /[",\n\r;]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe; };
  const proof = (list) => list.map((item) => [item.source, item.locator, item.quote && `„${item.quote}“`].filter(Boolean).join(", ")).join(" | ");
  const rows = [[t("from"), t("relation"), t("to"), t("class"), t("number"), t("summary"), t("origin"), t("evidence"), t("iri")]];
  for (const index of shown) { const node = nodes[index]; rows.push([node.label, "", "", node.kindLabel, node.number, node.summary, "", proof(node.evidence), node.id]); }
  for (const line of shownLines) { const edge = edges[line]; rows.push([nodes[edge.ends[0]].label, edge.label, nodes[edge.ends[1]].label, "", "", "", t(`origin_${edge.origin}`), proof(edge.evidence), edge.property || edge.id]); }
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
for (const [name, write, type] of [["ttl", turtle, "text/turtle"], ["jsonld", jsonLd, "application/ld+json"], ["csv", csv, "text/csv"]]) {
  byId(name).addEventListener("click", () => save(new Blob([write()], { type }), name));
}
