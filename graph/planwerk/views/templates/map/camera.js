/* The renderer, and where it looks. */
const map = byId("map");
let complete = false; // all of the graph is there, and the page answers
const shapes = new vis.DataSet(); // what the renderer draws: the visible cards, as long as they are no crowd
function shape(index) {
  const [x, y] = place(index), { width, height } = cardOf(index);
  return {
    id: index, label: "", shape: "custom", x, y,
    ctxRenderer: ({ ctx }) => ({
      drawNode() {
        paintCard(new CanvasSurface(ctx), index, {
          selected: index === state.node, cursor: index === state.cursor && document.activeElement === map,
          plain: network.getScale() < 0.3,
        });
      },
      nodeDimensions: { width, height },
    }),
  };
}
function reshape() {
  crowd = null;
  shapes.clear();
  if (!bubbles.length && !isCrowd()) shapes.add([...shown].map(shape));
}
root.dataset.script = "";
byId("app").hidden = false;
setScheme();
const network = new vis.Network(map, { nodes: shapes, edges: [] }, { ...JSON.parse(page.options), autoResize: false });
const frame = map.querySelector(".vis-network");
if (frame) frame.tabIndex = -1; // the map itself takes the focus
network.on("beforeDrawing", (context) => { if (complete || bubbles.length) paintBelow(new CanvasSurface(context)); });
network.on("afterDrawing", (context) => {
  if (complete) paintAbove(new CanvasSurface(context));
  if (complete && !root.dataset.ready) root.dataset.ready = "true";
});

function fitting(least = 0) {
  const box = bounds(), width = map.clientWidth || 1, height = map.clientHeight || 1, margin = 24;
  const scale = Math.min((width - 2 * margin) / box.width, (height - 2 * margin) / box.height, state.slide === null ? 1.5 : 2);
  const z = Math.max(scale, least, 0.02);
  // What does not fit legibly begins where one reads: Struktur at its upper left, Netz in its middle.
  const corner = bubbles.length > 0 || state.view === "structure" || state.view === "time" || state.slide !== null;
  return {
    x: corner && box.width * z > width ? box.x - box.width / 2 + (width / 2 - margin) / z : box.x,
    y: corner && box.height * z > height ? box.y - box.height / 2 + (height / 2 - margin) / z : box.y,
    z,
  };
}
function look(camera) { network.moveTo({ position: { x: camera.x, y: camera.y }, scale: camera.z, animation: false }); }
function current() { const { x, y } = network.getViewPosition(); return { x, y, z: network.getScale() }; }
const SLIDE_TEXT = 14.2 / 13; // on a slide labels have 14 px or more
function settle() {
  look(state.camera || fitting(state.slide !== null ? SLIDE_TEXT : bubbles.length ? SMALLEST : isCrowd() ? 0 : state.steps && chosen().length ? 0.55 : LEGIBLE));
}
function moved() { state.camera = current(); remember(); }
function zoom(factor) { const now = current(); look({ ...now, z: Math.min(4, Math.max(0.03, now.z * factor)) }); moved(); }
function fitAll() { look(fitting()); moved(); }
/* Turn a chosen card to the middle as far as the drawing reaches, so that no empty ground comes in. */
function centre(indices) {
  const now = current(), box = bounds(), half = { x: map.clientWidth / 2 / now.z - 24, y: map.clientHeight / 2 / now.z - 24 };
  const covered = coveredHeight() / 2 / now.z;
  const at = (axis, size) => {
    const wish = indices.reduce((sum, index) => sum + place(index)[axis === "x" ? 0 : 1], 0) / indices.length;
    const slack = box[size] / 2 - half[axis];
    return slack <= 0 ? now[axis] : Math.min(Math.max(wish, box[axis] - slack), box[axis] + slack);
  };
  look({ z: now.z, x: at("x", "width"), y: at("y", "height") + covered });
}
function coveredHeight() { return innerWidth <= 760 && !byId("panel").hidden ? byId("panel").offsetHeight : 0; }
function bring(indices) {
  if (!indices.length) return;
  const now = current(), box = { x: [], y: [] };
  for (const index of indices) { const [x, y] = place(index); box.x.push(x); box.y.push(y); }
  const covered = coveredHeight();
  const half = { x: map.clientWidth / 2 / now.z - 110, y: (map.clientHeight - covered) / 2 / now.z - 60 };
  const shift = covered / 2 / now.z;
  const clamp = (at, least, most, reach) => (reach <= 0 ? (least + most) / 2 : Math.min(Math.max(at, most - reach), least + reach));
  const next = { z: now.z, x: clamp(now.x, Math.min(...box.x), Math.max(...box.x), half.x), y: clamp(now.y - shift, Math.min(...box.y), Math.max(...box.y), half.y) + shift };
  if (Math.abs(next.x - now.x) + Math.abs(next.y - now.y) > 1) { look(next); moved(); }
}
network.on("zoom", moved);
network.on("dragEnd", moved);
/* Left to itself the renderer scales what it shows; here the upper left corner stays where it is. */
const size = { width: 0, height: 0 };
function resize() {
  const { clientWidth: width, clientHeight: height } = map;
  if (!width || (width === size.width && height === size.height)) return;
  const now = size.width && (state.camera || chosen().length) ? current() : null;
  const shift = { x: (width - size.width) / 2, y: (height - size.height) / 2 };
  Object.assign(size, { width, height });
  network.setSize(`${width}px`, `${height}px`);
  if (now) look({ x: now.x + shift.x / now.z, y: now.y + shift.y / now.z, z: now.z }); else settle();
  if (state.camera) state.camera = current();
  network.redraw();
}
new ResizeObserver(resize).observe(map);
