/* The story: slides one after the other, each with its elements arranged anew and its words beside, never over, them. */
byId("tell").hidden = !slides.length;
function dayText(day) {
  const [year, month, date] = day.split("-");
  return root.lang === "de" ? `${date}.${month}.${year}` : day;
}
function sourcesOf(slide) {
  const seen = new Map();
  for (const element of [...slide.scene.members.map((index) => nodes[index]), ...slide.scene.lines.map((line) => edges[line])]) {
    for (const item of element.evidence) {
      if (!seen.has(item.source)) seen.set(item.source, new Set());
      if (item.locator) seen.get(item.source).add(item.locator);
    }
  }
  return [...seen].map(([source, places]) => (places.size ? `${source}: ${[...places].join("; ")}` : source));
}
function slideText(slide) {
  return slide.text.split(/\n{2,}/).filter(Boolean).map((part) => make("p", {}, part.replace(/\s*\n\s*/g, " ")));
}
function showStory() {
  const telling = state.slide !== null;
  root.toggleAttribute("data-story", telling);
  byId("caption").hidden = !telling;
  if (!telling) return;
  const slide = slides[state.slide], key = String(state.slide);
  if (byId("caption").dataset.slide !== key) {
    byId("caption").dataset.slide = key;
    byId("slide-title").textContent = slide.title;
    byId("slide-day").textContent = slide.day ? t("as_of", { date: dayText(slide.day) }) : "";
    byId("slide-text").replaceChildren(...slideText(slide));
  }
  byId("slide-count").textContent = t("slide_of", { number: state.slide + 1, count: slides.length });
  byId("previous").disabled = state.slide === 0;
  byId("next").disabled = state.slide === slides.length - 1;
}
function toSlide(at) {
  if (at < 0 || at >= slides.length) return;
  const slide = slides[at];
  Object.assign(state, { slide: at, view: slide.view, node: null, edge: null, to: null, falls: false, cursor: null, table: false, camera: null });
  refresh({ refit: true });
  say(`${t("slide_of", { number: at + 1, count: slides.length })}: ${slide.title}`);
}
function endStory() {
  Object.assign(state, { slide: null, view: "structure", node: null, edge: null, camera: null });
  refresh({ refit: true });
  say(t("story_end"));
  byId("tell").focus();
}
byId("tell").addEventListener("click", () => { toSlide(0); map.focus(); });
byId("previous").addEventListener("click", () => { toSlide(state.slide - 1); if (byId("previous").disabled) byId("next").focus(); });
byId("next").addEventListener("click", () => { toSlide(state.slide + 1); if (byId("next").disabled) byId("previous").focus(); });
byId("end").addEventListener("click", endStory);
/* Arrow keys, what clickers send (page up and down, F5, full stop), space, Home, End and Esc. */
const CLICKS = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1 };
function storyKey(event) {
  const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName);
  if (state.slide === null || event.ctrlKey || event.metaKey || event.altKey || typing) return false;
  if (event.key === " " && event.target.tagName === "BUTTON") return false;
  if (event.key === "Escape") { if (chosen().length) clear(); else endStory(); }
  else if (event.key in CLICKS) toSlide(state.slide + CLICKS[event.key]);
  else if (event.key === "Home") toSlide(0);
  else if (event.key === "End") toSlide(slides.length - 1);
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}
addEventListener("keydown", storyKey, true);
/* The handout: one page per slide with drawing, words and sources. */
function handout() {
  const back = state.slide, pages = slides.map((slide, at) => {
    state.slide = at;
    findVisible();
    prepare();
    onPath = null;
    return make("section", { className: "slide" },
      make("h1", {}, slide.title), svgDrawing("none"), ...slideText(slide),
      make("p", { className: "sources" }, `${t("sources")}: ${sourcesOf(slide).join(" · ") || t("evidence_none")}`),
      make("p", { className: "foot" }, [document.title, slide.day ? t("as_of", { date: dayText(slide.day) }) : null, t("slide_of", { number: at + 1, count: slides.length })].filter(Boolean).join(" · ")));
  });
  state.slide = back;
  findVisible();
  prepare();
  followPath();
  return pages;
}
