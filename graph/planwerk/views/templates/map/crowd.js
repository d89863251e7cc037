/* A crowd: thousands of cards in one picture. Frames and lines are strokes of one path per style, made once per
   state; single cards are painted only when zoomed in, and only those within the window. */
let crowd = null;
function crowdPaths() {
  if (crowd) return crowd;
  crowd = { lines: new Map(), frames: new Map(), cards: new Path2D() };
  const of = (map, key) => { if (!map.has(key)) map.set(key, new Path2D()); return map.get(key); };
  for (const line of shownLines) {
    const { ends, finding, origin } = edges[line], path = of(crowd.lines, finding || origin);
    path.moveTo(...place(ends[0]));
    path.lineTo(...place(ends[1]));
  }
  for (const index of shown) {
    const [x, y] = place(index), { width, height } = cardOf(index);
    crowd.cards.rect(x - width / 2, y - height / 2, width, height);
    of(crowd.frames, nodes[index].kind).rect(x - width / 2, y - height / 2, width, height);
  }
  return crowd;
}
function paintCrowd(surface) {
  const c = surface.context, scale = network.getScale(), { lines, frames, cards } = crowdPaths();
  const near = scale >= 0.3;
  c.save();
  c.globalAlpha = 0.3;
  c.lineWidth = Math.max(0.7 / scale, 1);
  for (const [style, path] of lines) {
    c.strokeStyle = ink[style] || ink.edge;
    c.setLineDash(near && DASHES[style] ? DASHES[style] : []);
    c.stroke(path);
  }
  c.restore();
  if (near) {
    const centre = network.getViewPosition(), half = [map.clientWidth / 2 / scale, map.clientHeight / 2 / scale];
    for (const index of shown) {
      const [x, y] = place(index), { width, height } = cardOf(index);
      if (Math.abs(x - centre.x) > half[0] + width || Math.abs(y - centre.y) > half[1] + height) continue;
      paintCard(surface, index, { selected: index === state.node, cursor: index === state.cursor && document.activeElement === map });
    }
    return;
  }
  c.save();
  c.fillStyle = ink.card;
  c.fill(cards);
  c.lineWidth = 1.2 / scale;
  for (const [kind, path] of frames) { c.strokeStyle = ink[kind]; c.stroke(path); }
  c.restore();
  for (const index of new Set([state.node, state.cursor])) {
    if (index !== null && index >= 0 && shown.has(index)) paintCard(surface, index, { selected: index === state.node, cursor: index === state.cursor, plain: true });
  }
}
