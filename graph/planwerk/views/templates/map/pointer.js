/* Pointer. */
function cardAt({ x, y }) {
  for (const item of items()) {
    const [cx, cy] = place(item), { width, height } = sizeOf(item);
    if (Math.abs(x - cx) <= width / 2 && Math.abs(y - cy) <= height / 2) return item;
  }
  return null;
}
function lineAt({ x, y }) {
  if (bubbles.length || shownLines.length > 800) return null;
  ruler.lineWidth = Math.max(9, 9 / network.getScale());
  for (const line of shownLines) if (ruler.isPointInStroke(pathOf(routeOf(line)[0]), x, y)) return line;
  return null;
}
network.on("click", ({ pointer }) => {
  const node = cardAt(pointer.canvas), edge = node === null ? lineAt(pointer.canvas) : null;
  map.focus({ preventScroll: true });
  if (node !== null && node < 0) openBubble(node);
  else if (picking && node !== null && node !== state.node) connect(node);
  else if (node === null && edge === null) clear(); else select({ node, edge });
});
const tip = byId("tip");
map.addEventListener("pointermove", (event) => {
  const frame = map.getBoundingClientRect();
  const at = network.DOMtoCanvas({ x: event.clientX - frame.left, y: event.clientY - frame.top });
  const node = event.buttons ? null : cardAt(at), line = event.buttons || node !== null ? null : lineAt(at);
  map.style.cursor = node !== null || line !== null ? "pointer" : "grab";
  tip.hidden = node === null;
  if (node !== null) {
    tip.textContent = node < 0 ? bubbleName(bubbles[-1 - node]) : [nodes[node].kindLabel, nodes[node].number, nodes[node].label].filter(Boolean).join(" · ");
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${event.clientY + 18 + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 10 : event.clientY + 18}px`;
  }
  if (pointedAt !== (node !== null && node < 0 ? node : null)) { pointedAt = node !== null && node < 0 ? node : null; network.redraw(); }
  if (line !== hovered) { hovered = line; network.redraw(); }
});
map.addEventListener("pointerleave", () => { tip.hidden = true; if (hovered !== null) { hovered = null; network.redraw(); } });
