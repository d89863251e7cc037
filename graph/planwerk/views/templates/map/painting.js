/* Painting cards and lines. */
const isCrowd = () => !bubbles.length && shown.size > 400;

function paintSign(surface, kind, x, y, size) {
  const look = kindOf.get(kind);
  const style = { move: [x, y], scale: size / 16 };
  if (look.dashed) surface.path(look.sign, { ...style, stroke: ink[kind], width: 2.4, dash: [3.4, 2.4] });
  else surface.path(look.sign, { ...style, fill: ink[kind] });
}
const FRAMES = { gap: [8, 5], undecided: [2, 4], dismissed: [2, 7] };
/* How a thing is known, told by the stroke along the left edge of its card as by its lines: read beats entered beats inferred. */
const MARGINS = { asserted: [], curated: [6, 3], inferred: [1.5, 3] };
const originOf = (node) => ["asserted", "curated"].find((origin) => node.evidence.some((item) => item.origin === origin)) || "inferred";
/* New and gone are told by sign and frame, not by colour alone. */
function paintChange(s, change, x, y) {
  s.path("M-9 -9H9V9H-9Z", { move: [x, y], fill: ink[change], stroke: ink.card, width: 1.5 });
  s.path(change === "new" ? "M-5 0H5M0 -5V5" : "M-5 0H5", { move: [x, y], stroke: ink.card, width: 2.6 });
}
function paintCard(surface, index, { selected = false, cursor = false, plain = false } = {}) {
  const node = nodes[index], card = cardOf(index), [x, y] = place(index);
  const look = kindOf.get(node.kind), change = changeOf(node);
  const s = surface.group({ class: "node", "data-id": node.id, "data-kind": node.kind, "data-change": change }, node.label);
  const left = x - card.width / 2, top = y - card.height / 2;
  const quiet = onPath && !onPath.nodes.has(index) ? 0.35 : 1;
  if (selected) s.path(roundedBox(card.width, card.height, 7, 4), { move: [x, y], stroke: ink.selected, width: 4 });
  else if (onPath && quiet === 1) s.path(roundedBox(card.width, card.height, 7, 3), { move: [x, y], stroke: ink.selected, width: 2 });
  if (cursor) s.path(roundedBox(card.width, card.height, 7, 8), { move: [x, y], stroke: ink.focus, width: 3, dash: [3, 3] });
  s.path(roundedBox(card.width, card.height, 7), {
    move: [x, y], fill: ink.card, stroke: change === "gone" ? ink.gone : ink[node.kind], width: look.dashed || change ? 2.4 : 1.7, alpha: quiet,
    dash: change === "gone" ? [1, 4] : FRAMES[node.kind] || [],
  });
  if (!look.dashed && !plain) s.path(`M0 ${8 - card.height / 2}V${card.height / 2 - 8}`, { move: [left + 4.5, y], stroke: ink[node.kind], width: 2, dash: MARGINS[originOf(node)], alpha: 0.75 * quiet });
  if (plain) { paintSign(s, node.kind, x - card.height * 0.3, y - card.height * 0.3, card.height * 0.6); return; }
  const colour = change === "gone" ? ink.muted : ink.text;
  if (card.kind) {
    paintSign(s, node.kind, left + 10, top + 9, 15);
    let line = top + 20;
    card.kind.forEach((text, i) => {
      s.text(text, left + 31, line, { size: 11, bold: i === 0 || look.dashed, fill: i === 0 || look.dashed ? ink[node.kind] : ink.muted, room: card.width - 39 });
      line += 13.5;
    });
    line += 5.5;
    for (const text of card.label) {
      s.text(text, left + 10, line, { size: 13, fill: colour, bold: look.dashed, room: card.width - 18 });
      line += 16;
    }
  } else {
    paintSign(s, node.kind, left + 9, top + 8, 15);
    card.label.forEach((text, i) => s.text(text, left + 30, top + 20 + 16 * i, { size: 13, fill: colour, bold: look.dashed, room: card.width - 35 }));
  }
  const gaps = gapsOf(index).length;
  if (gaps) {
    const text = String(gaps), wide = 20 + 7 * (text.length - 1);
    s.path(roundedBox(wide, 20, 10), { move: [left + card.width - 2, top + 2], fill: ink.card, stroke: ink.gap, width: 2, dash: [4, 3] });
    s.text(text, left + card.width - 2, top + 6.2, { size: 11.5, bold: true, middle: true, fill: ink.gap });
  }
  if (change) paintChange(s, change, left + 2, top + 2);
}
function paintLine(surface, line, emphasis = false) {
  const edge = edges[line], [path, x, y, angle] = routeOf(line), change = changeOf(edge);
  const colour = emphasis ? ink.selected : change === "gone" ? ink.gone : edge.finding ? ink[edge.finding] : ink.edge;
  const s = surface.group({ class: "edge", "data-id": edge.id }, `${nodes[edge.ends[0]].label} – ${edge.label} → ${nodes[edge.ends[1]].label}`);
  const quiet = !emphasis && (chosen().length || onPath) ? (onPath ? 0.2 : 0.45) : state.view === "time" && state.slide === null && !emphasis ? 0.4 : 1;
  s.path(path, {
    stroke: colour, width: emphasis ? 2.6 : 1.4, alpha: quiet,
    dash: change === "gone" ? [1, 4] : edge.finding ? FRAMES[edge.finding] : DASHES[edge.origin],
  });
  const turn = (a, r) => `${(x - Math.cos(angle + a) * r).toFixed(1)} ${(y - Math.sin(angle + a) * r).toFixed(1)}`;
  s.path(`M${x} ${y}L${turn(0.42, 10)}L${turn(-0.42, 10)}Z`, { fill: colour, alpha: quiet });
}
/* Labels of lines stand in the gutter between two columns: narrow, in up to three lines. */
function lineLabel(line) {
  const [, , , , x, y] = routeOf(line), rows = [""];
  for (const word of edges[line].label.slice(0, 120).split(" ")) {
    const longer = `${rows[rows.length - 1]} ${word}`.trim();
    if (rows[rows.length - 1] && measure(longer, 12) > 84) rows.push(word); else rows[rows.length - 1] = longer;
  }
  const kept = rows.slice(0, 3);
  return { x, y, rows: kept, width: Math.max(...kept.map((row) => measure(row, 12))) + 10, height: kept.length * 14 + 6 };
}
function paintLineLabel(surface, { x, y, rows, width, height }) {
  surface.path(roundedBox(width, height, 4), { move: [x, y], fill: ink.card, stroke: ink.selected, width: 1 });
  rows.forEach((row, i) => surface.text(row, x, y - height / 2 + 14 + 14 * i, { size: 12, middle: true, fill: ink.text }));
}
function headingText(name) {
  if (state.view !== "time" || !scene.columns) return t(`layer_${name}`);
  const [year, month] = (scene.columns[name] || "").split("-");
  return !year ? t("undated") : month ? t("month_of", { month: t(`month_${Number(month)}`), year }) : year;
}
function paintHeadings(surface) {
  if (!shown.size) return;
  const all = [...shown], top = Math.min(...all.map((index) => place(index)[1] - cardOf(index).height / 2));
  for (const [name, left, right] of scene.headings) {
    if (!all.some((index) => place(index)[0] > left && place(index)[0] < right)) continue;
    surface.text(headingText(name), (left + right) / 2, top - 22, { size: 14, bold: true, middle: true, fill: ink.muted });
    if (state.view === "time" && scene.columns) surface.path(`M${left} ${top - 14}H${right}`, { stroke: ink.muted, width: 1.5 });
  }
}
function emphasised() {
  if (onPath) return new Set(onPath.lines);
  if (state.edge !== null) return new Set([state.edge]);
  if (state.node !== null) { const drawn = new Set(shownLines); return new Set(linesOf[state.node].filter((line) => drawn.has(line))); }
  return new Set();
}
let hovered = null; // a line under the pointer
function paintBelow(surface) {
  if (bubbles.length) { paintBubbles(surface); return; }
  paintHeadings(surface);
  const strong = emphasised(), drawn = new Set(shownLines);
  if (surface instanceof CanvasSurface && isCrowd()) paintCrowd(surface);
  else for (const line of shownLines) if (!strong.has(line)) paintLine(surface, line, line === hovered);
  for (const line of strong) if (drawn.has(line)) paintLine(surface, line, true);
}
function paintAbove(surface) {
  if (bubbles.length) return;
  const strong = emphasised(), drawn = new Set(shownLines), taken = [];
  if (strong.size > 12) return;
  const apart = (a, b, room) => Math.abs(a.x - b.x) * 2 >= a.width + b.width - room || Math.abs(a.y - b.y) * 2 >= a.height + b.height;
  for (const line of strong) {
    if (!drawn.has(line)) continue;
    const label = lineLabel(line);
    // A label that would cover a card or another label is left to the panel; a chosen line always has its own.
    const free = taken.every((other) => apart(label, other, 0))
      && [...shown].every((index) => apart(label, { x: place(index)[0], y: place(index)[1], ...cardOf(index) }, 26));
    if (free || strong.size === 1) { taken.push(label); paintLineLabel(surface, label); }
  }
  if (hovered !== null && !strong.has(hovered) && drawn.has(hovered)) paintLineLabel(surface, lineLabel(hovered));
}
function bounds(some = items()) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const item of some) {
    const [x, y] = place(item), { width, height } = sizeOf(item);
    left = Math.min(left, x - width / 2); right = Math.max(right, x + width / 2);
    top = Math.min(top, y - height / 2); bottom = Math.max(bottom, y + height / 2);
  }
  if (!Number.isFinite(left)) return { x: 0, y: 0, width: 1, height: 1 };
  if (!bubbles.length && scene.headings.length) top -= 38;
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}
