/* Search. */
function fold(text) {
  return text.toLowerCase().replace(/ß/g, "ss").normalize("NFKD").replace(/[\u0300-\u036f\u00ad\u2010-\u2015-]/g, "")
    .replace(/([aou])e/g, "$1").replace(/\s+/g, " ").trim();
}
let folded = null; // made for the first search
function index() {
  folded = folded || nodes.map((node) => {
    const label = fold(node.label), number = fold(node.number || "");
    return { label, number, tight: number.replace(/[^\p{L}\p{N}]/gu, ""), all: `${label} ${number} ${fold(node.kindLabel)}` };
  });
  return folded;
}
function find(query) {
  const wanted = fold(query), words = wanted.split(" ").filter(Boolean), tight = wanted.replace(/[^\p{L}\p{N}]/gu, "");
  if (!words.length) return [];
  const hits = [];
  index().forEach((text, index) => {
    const number = tight && text.tight.includes(tight);
    if (!number && !words.every((word) => text.all.includes(word))) return;
    const rank = text.label === wanted || (tight && text.tight === tight) ? 0 : text.label.startsWith(wanted) ? 1 : text.label.includes(` ${wanted}`) ? 2 : words.every((word) => text.label.includes(word)) ? 3 : 4;
    hits.push([rank, index]);
  });
  return hits.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, 50).map(([, index]) => index);
}
const search = byId("search"), hitList = byId("hits");
let hits = [], hit = 0;
function showHits() {
  const query = search.value.trim();
  hits = find(query);
  hit = 0;
  hitList.replaceChildren(...hits.map((index, position) => make("li", {
    role: "option", id: `hit-${position}`, "aria-selected": String(position === 0), dataset: { id: nodes[index].id },
    on: { pointerdown(event) { event.preventDefault(); take(position); } },
  }, nodes[index].label, make("small", {}, [nodes[index].kindLabel, nodes[index].number, shown.has(index) ? null : t("hidden_mark")].filter(Boolean).join(" · ")))));
  hitList.hidden = !hits.length;
  byId("no-hits").hidden = !query || hits.length > 0;
  byId("no-hits").textContent = query && !hits.length ? t("search_none", { query }) : "";
  if (query) say(hits.length ? t("search_count", { count: hits.length }) : t("search_none", { query }));
  mark();
}
function mark() {
  search.setAttribute("aria-expanded", String(hits.length > 0));
  if (hits.length) search.setAttribute("aria-activedescendant", `hit-${hit}`); else search.removeAttribute("aria-activedescendant");
  [...hitList.children].forEach((item, position) => item.setAttribute("aria-selected", String(position === hit)));
  if (hitList.children[hit]) hitList.children[hit].scrollIntoView({ block: "nearest" });
}
function noHits() { hits = []; hitList.replaceChildren(); hitList.hidden = true; byId("no-hits").hidden = true; mark(); }
function take(position) {
  const index = hits[position];
  search.value = "";
  noHits();
  if (innerWidth < 1200) toggleSide(false);
  if (picking && index !== state.node) connect(index); else select({ node: index }, { focus: true });
}
search.addEventListener("input", showHits);
search.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { event.stopPropagation(); if (search.value) { search.value = ""; noHits(); } else { clear(); } return; }
  if (!hits.length) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) { event.preventDefault(); hit = (hit + step + hits.length) % hits.length; mark(); }
  else if (event.key === "Enter") { event.preventDefault(); take(hit); }
});
search.addEventListener("blur", noHits);
