/* Pictures and paper. */
function drawing() {
  const box = bounds(), margin = 24;
  const left = box.x - box.width / 2 - margin, top = box.y - box.height / 2 - margin;
  return { left, top, width: box.width + 2 * margin, height: box.height + 2 * margin };
}
function svgDrawing(ground = ink.ground) {
  const { left, top, width, height } = drawing();
  const svg = draw("svg", { xmlns: SVG, viewBox: [left, top, width, height].map((n) => n.toFixed(1)).join(" "), width: width.toFixed(0), height: height.toFixed(0), "font-family": ink.font, role: "img", lang: root.lang });
  const title = draw("title");
  title.textContent = document.title;
  svg.append(title, draw("rect", { x: left, y: top, width, height, fill: ground }));
  const surface = new SvgSurface(svg);
  paintBelow(surface);
  if (!bubbles.length) for (const index of shown) paintCard(surface, index, { selected: index === state.node });
  paintAbove(surface);
  return svg;
}
function pngDrawing() {
  const { left, top, width, height } = drawing();
  const scale = Math.min(Math.max(2, 1600 / width), 16000 / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  const context = canvas.getContext("2d");
  context.fillStyle = ink.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  context.translate(-left, -top);
  const surface = new CanvasSurface(context);
  paintBelow(surface);
  if (!bubbles.length && !isCrowd()) for (const index of shown) paintCard(surface, index, { selected: index === state.node });
  paintAbove(surface);
  return canvas;
}
function save(blob, ending) {
  const url = URL.createObjectURL(blob);
  make("a", { href: url, download: `planwerk-${state.view}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
byId("svg").addEventListener("click", () => save(new Blob([new XMLSerializer().serializeToString(svgDrawing())], { type: "image/svg+xml" }), "svg"));
byId("png").addEventListener("click", () => pngDrawing().toBlob((blob) => blob && save(blob, "png"), "image/png"));
byId("print-page").addEventListener("click", () => print());
addEventListener("beforeprint", () => {
  setScheme("light");
  const key = make("ul", {}, ...usedKinds.map((kind) => make("li", {}, sign(kind.id), t(`kind_${kind.id}`))));
  const about = [...byId("facts").children].map((part) => part.textContent).filter(Boolean).join(" · ");
  if (state.slide !== null) { byId("paper").replaceChildren(...handout()); return; }
  byId("paper").replaceChildren(
    make("div", { className: "figure" }, make("h1", {}, document.title), make("p", {}, about), svgDrawing("none"), key),
    ...tables());
});
addEventListener("afterprint", () => { setScheme(); byId("paper").replaceChildren(); network.redraw(); });
