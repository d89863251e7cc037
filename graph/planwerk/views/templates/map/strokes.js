/* Strokes: one set of them for the canvas, the PNG and the SVG. */
const paths = new Map();
function pathOf(text) {
  if (!paths.has(text)) paths.set(text, new Path2D(text));
  return paths.get(text);
}
class CanvasSurface {
  constructor(context) { this.context = context; }
  group() { return this; }
  path(d, { fill, stroke, width = 1, dash = [], alpha = 1, move, scale = 1 }) {
    const c = this.context;
    c.save();
    c.globalAlpha = alpha;
    if (move) c.translate(move[0], move[1]);
    if (scale !== 1) c.scale(scale, scale);
    if (fill) { c.fillStyle = fill; c.fill(pathOf(d)); }
    if (stroke) { c.strokeStyle = stroke; c.lineWidth = width; c.setLineDash(dash); c.stroke(pathOf(d)); }
    c.restore();
  }
  text(text, x, y, { size, fill, bold = false, middle = false, room }) {
    const c = this.context;
    c.font = `${bold ? "bold " : ""}${size}px ${ink.font}`;
    c.fillStyle = fill;
    c.textBaseline = "alphabetic";
    c.textAlign = middle ? "center" : "left";
    c.fillText(text, x, y, room);
  }
}
class SvgSurface {
  constructor(parent) { this.parent = parent; }
  group(attributes, title) {
    const group = draw("g", attributes);
    if (title) { const name = draw("title"); name.textContent = title; group.append(name); }
    this.parent.append(group);
    return new SvgSurface(group);
  }
  path(d, { fill, stroke, width = 1, dash = [], alpha = 1, move, scale = 1 }) {
    this.parent.append(draw("path", {
      d, fill: fill || "none", stroke: stroke || null, "stroke-width": stroke ? width : null,
      "stroke-dasharray": stroke && dash.length ? dash.join(" ") : null, opacity: alpha === 1 ? null : alpha,
      transform: move ? `translate(${move[0]} ${move[1]})${scale === 1 ? "" : ` scale(${scale})`}` : null,
    }));
  }
  text(text, x, y, { size, fill, bold = false, middle = false }) {
    const element = draw("text", { x, y, fill, "font-size": size, "font-weight": bold ? 700 : null, "text-anchor": middle ? "middle" : null });
    element.textContent = text;
    this.parent.append(element);
  }
}
function roundedBox(width, height, radius, grow = 0) {
  const w = width + 2 * grow, h = height + 2 * grow, r = radius + grow, x = -w / 2, y = -h / 2;
  return `M${x + r} ${y}H${x + w - r}A${r} ${r} 0 0 1 ${x + w} ${y + r}V${y + h - r}A${r} ${r} 0 0 1 ${x + w - r} ${y + h}H${x + r}A${r} ${r} 0 0 1 ${x} ${y + h - r}V${y + r}A${r} ${r} 0 0 1 ${x + r} ${y}Z`;
}
const ruler = document.createElement("canvas").getContext("2d");
function measure(text, size, bold = false) {
  ruler.font = `${bold ? "bold " : ""}${size}px ${ink.font}`;
  return ruler.measureText(text).width;
}
