/* Keyboard. */
/* The cards as lines of a text: columns in Struktur, rows in Netz. Along a line the arrow keys go on
   into the next one, so every card is reached; across lines they go to the nearest card. */
function bands() {
  const upright = !bubbles.length && state.view !== "net", across = upright ? 0 : 1, along = upright ? 1 : 0;
  const sorted = items().sort((a, b) => place(a)[across] - place(b)[across] || place(a)[along] - place(b)[along]);
  const lines = [];
  let start = null;
  for (const index of sorted) {
    const at = place(index)[across];
    if (start === null || at - start > (upright ? 20 : 60)) { lines.push([]); start = at; }
    lines[lines.length - 1].push(index);
  }
  for (const line of lines) line.sort((a, b) => place(a)[along] - place(b)[along] || a - b);
  return { lines, along, keys: upright ? { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] } : { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] } };
}
function name(index) {
  if (index < 0) return bubbleName(bubbles[-1 - index]);
  const gaps = gapsOf(index).length;
  return `${t("focus", { class: nodes[index].kindLabel, label: nodes[index].label, relations: linesOf[index].length })}${gaps ? ` ${t("focus_gaps", { count: gaps })}` : ""}`;
}
function walk(key) {
  if (!shown.size) { say(t("nothing")); return; }
  const { lines, along, keys } = bands(), order = lines.flat();
  if (state.cursor === null) state.cursor = chosen().find((index) => order.includes(index)) ?? order[0];
  else {
    const [forward, sideways] = keys[key], own = lines.findIndex((line) => line.includes(state.cursor));
    if (forward) state.cursor = order[(order.indexOf(state.cursor) + forward + order.length) % order.length];
    else {
      const at = place(state.cursor)[along], line = lines[(own + sideways + lines.length) % lines.length];
      state.cursor = line.reduce((best, index) => (Math.abs(place(index)[along] - at) < Math.abs(place(best)[along] - at) ? index : best));
    }
  }
  bring([state.cursor]);
  say(name(state.cursor));
  network.redraw();
}
function take_(item) {
  if (item < 0) openBubble(item);
  else if (picking && item !== state.node) connect(item);
  else select({ node: item }, { focus: true });
}
map.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  if (key.startsWith("Arrow")) walk(key);
  else if (key === "Enter" || key === " ") { if (state.cursor !== null) take_(state.cursor); }
  else if (key === "+") zoom(1.25);
  else if (key === "-") zoom(0.8);
  else if (key === "0") fitAll();
  else return;
  event.preventDefault();
});
map.addEventListener("focus", () => { if (state.cursor !== null) say(name(state.cursor)); network.redraw(); });
map.addEventListener("blur", () => network.redraw());
function toggleSide(wanted) {
  byId("side").classList.toggle("open", wanted);
  byId("menu").setAttribute("aria-expanded", String(wanted));
}
addEventListener("keydown", (event) => {
  const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName);
  if (event.key === "/" && !typing) {
    event.preventDefault();
    if (innerWidth < 1200) toggleSide(true);
    search.focus();
  } else if (event.key === "Escape") {
    if (innerWidth < 1200 && byId("side").classList.contains("open")) { toggleSide(false); byId("menu").focus(); }
    else if (chosen().length || state.field === null) clear();
    else closeBubble();
  }
});
