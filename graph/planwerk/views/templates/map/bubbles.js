/* The overview: where more is visible than one can read, a bubble per Handlungsfeld (within one: per class and year),
   with a ring by class, a badge of what has no evidence, and the relations between bubbles counted. */
const SIZE = 132, STEP_X = 236, STEP_Y = 208, SMALLEST = 0.6; // below this scale nobody reads their names
function grouped() {
  const within = state.field !== null, groups = new Map(), bubbleOf = new Map();
  for (const index of shown) {
    const key = within ? partOf(index) : nodes[index].field;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(index);
  }
  const keys = [...groups.keys()].sort(within ? undefined : (a, b) => a - b);
  const made = keys.map((key, at) => {
    const members = groups.get(key), counts = new Map();
    for (const index of members) { counts.set(nodes[index].kind, (counts.get(nodes[index].kind) || 0) + 1); bubbleOf.set(index, at); }
    const [kind, year] = within ? key.split(":") : [];
    return { key, members, counts, count: members.length, ties: new Map(), label: within ? `${t(`kind_${kind}`)} ${year || t("undated")}` : fields[key].label || t("field_none") };
  });
  for (const line of shownLines) {
    const [a, b] = edges[line].ends.map((end) => bubbleOf.get(end)).sort((one, other) => one - other);
    if (a !== b) made[a].ties.set(b, (made[a].ties.get(b) || 0) + 1);
  }
  return placedBubbles(made);
}
function placedBubbles(made) {
  const wish = Math.round(Math.sqrt(made.length * (map.clientWidth || 3) / (map.clientHeight || 2) * STEP_Y / STEP_X));
  const across = Math.max(1, Math.min(wish, Math.floor((map.clientWidth || Infinity) / (STEP_X * SMALLEST)))); // on a phone two, and further down
  // Where all is tied to all, only the strongest ties of each bubble are drawn; its own all show when it is pointed at.
  for (const [at, bubble] of made.entries()) {
    Object.assign(bubble, { width: STEP_X - 12, height: SIZE + 52, place: [(at % across) * STEP_X, Math.floor(at / across) * STEP_Y], gaps: bubble.counts.get("gap") || 0 });
    const own = [...bubble.ties].concat(made.flatMap((other, place) => (other.ties.has(at) ? [[place, other.ties.get(at)]] : [])));
    bubble.strongest = new Set(own.sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, 3).map(([place]) => place));
  }
  return made;
}
function bubbleName({ label, count, gaps }) { return `${t("bubble", { label, count })}${gaps ? ` ${t("focus_gaps", { count: gaps })}` : ""}`; }
function openBubble(item) {
  const { key } = bubbles[-1 - item];
  if (state.field === null) state.field = key; else state.part = key;
  Object.assign(state, { node: null, edge: null, cursor: null });
  refresh({ refit: true });
  say(t("in_view", { name: trail() }));
}
function trail() {
  const [kind, year] = (state.part || "").split(":");
  return [state.field === null ? null : fields[state.field].label || t("field_none"), state.part && `${t(`kind_${kind}`)} ${year || t("undated")}`].filter(Boolean).join(" › ");
}
function closeBubble() {
  if (state.part !== null) state.part = null; else state.field = null;
  Object.assign(state, { node: null, edge: null, cursor: null });
  refresh({ refit: true });
}
let pointedAt = null; // the bubble under the pointer
function paintBubbles(surface) {
  const most = Math.max(1, ...bubbles.flatMap(({ ties }) => [...ties.values()]));
  bubbles.forEach((bubble, at) => {
    const [ax, ay] = bubble.place;
    for (const [other, count] of bubble.ties) {
      const pointed = [state.cursor, pointedAt].some((item) => item === -1 - at || item === -1 - other);
      if (!pointed && !bubble.strongest.has(other) && !bubbles[other].strongest.has(at)) continue;
      const [bx, by] = bubbles[other].place, s = surface.group({ class: "bundle" }, t("bundle", { from: bubble.label, to: bubbles[other].label, count }));
      s.path(`M${ax} ${ay - 26}L${bx} ${by - 26}`, { stroke: ink.edge, width: 1.5 + 7 * Math.sqrt(count / most), alpha: pointed ? 0.9 : 0.28 });
    }
  });
  bubbles.forEach((bubble, at) => {
    const [x, middle] = bubble.place, y = middle - 26, r = SIZE / 2;
    const s = surface.group({ class: "bubble", "data-id": String(bubble.key) }, bubbleName(bubble));
    s.path(`M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`, { move: [x, y], fill: ink.card, stroke: ink.line, width: 1 });
    let angle = -Math.PI / 2;
    for (const kind of kinds) {
      const share = (bubble.counts.get(kind.id) || 0) / bubble.count * 2 * Math.PI;
      if (!share) continue;
      const end = angle + Math.min(share, 2 * Math.PI - 1e-4), p = (a) => `${((r - 6) * Math.cos(a)).toFixed(2)} ${((r - 6) * Math.sin(a)).toFixed(2)}`;
      s.path(`M${p(angle)}A${r - 6} ${r - 6} 0 ${share > Math.PI ? 1 : 0} 1 ${p(end)}`, { move: [x, y], stroke: ink[kind.id], width: 11, dash: kind.dashed ? [5, 3] : [] });
      angle = end;
    }
    if (-1 - at === state.cursor && document.activeElement === map) s.path(`M${-r - 7} 0A${r + 7} ${r + 7} 0 1 1 ${r + 7} 0A${r + 7} ${r + 7} 0 1 1 ${-r - 7} 0Z`, { move: [x, y], stroke: ink.focus, width: 3, dash: [4, 4] });
    s.text(t("number_of", { count: bubble.count }), x, y + 4, { size: 22, bold: true, middle: true, fill: ink.text });
    s.text(t("elements"), x, y + 22, { size: 12, middle: true, fill: ink.muted });
    wrapped(bubble.label, 15, STEP_X - 16).slice(0, 2).forEach((row, i, rows) => {
      const width = measure(row, 15, true) + 8;
      s.path(roundedBox(width, 19, 3), { move: [x, y + r + 14 + 18 * i], fill: ink.ground, alpha: 0.85 });
      s.text(row, x, y + r + 19 + 18 * i, { size: 15, bold: true, middle: true, fill: ink.text });
      if (i === rows.length - 1 && bubble.gaps) {
        const text = t("count_gaps", { count: bubble.gaps }), top = y + r + 36 + 18 * i;
        s.path(roundedBox(measure(text, 12, true) + 18, 20, 10), { move: [x, top], fill: ink.card, stroke: ink.gap, width: 1.6, dash: [4, 3] });
        s.text(text, x, top + 4.5, { size: 12, bold: true, middle: true, fill: ink.gap });
      }
    });
  });
}
function wrapped(text, size, room) {
  const rows = [""];
  for (const word of text.split(" ")) {
    const longer = `${rows[rows.length - 1]} ${word}`.trim();
    if (rows[rows.length - 1] && measure(longer, size, true) > room) rows.push(word); else rows[rows.length - 1] = longer;
  }
  return rows;
}
