/* Paths: why two things are connected, and what rests on one. The drawing dims what is not on the path. */
let onPath = null; // { nodes: Set, lines: [], found: [[line, …], …], more: bool }
let picking = false; // the next chosen card is the other end

const ALL_PATHS = 50;
function shortest(from, to) {
  const came = new Map([[from, null]]), waiting = [from];
  for (const index of waiting) {
    if (index === to) break;
    for (const line of linesOf[index]) {
      const other = otherEnd(line, index);
      if (!came.has(other) && present(edges[line]) && present(nodes[other])) { came.set(other, [index, line]); waiting.push(other); }
    }
  }
  if (!came.has(to)) return null;
  const path = [];
  for (let at = to; came.get(at); at = came.get(at)[0]) path.unshift(came.get(at)[1]);
  return path;
}
/* Who rests on a thing (up), or what it rests on (down): the far ends of its lines of dependency. */
const restingLines = (index, up) => linesOf[index].filter((line) => {
  const { ends, rests } = edges[line];
  return rests && present(edges[line]) && ends[0] !== ends[1] && (ends[rests === "source" ? 0 : 1] === index) !== up;
});
/* All paths along which one end rests on the other, without going round; counted up to a limit. */
function dependencyPaths(from, to) {
  const found = [], reach = new Set([to]), waiting = [to];
  for (const index of waiting) for (const line of restingLines(index, true)) {
    const other = otherEnd(line, index);
    if (!reach.has(other)) { reach.add(other); waiting.push(other); }
  }
  const walk = (index, path, passed) => {
    if (found.length > ALL_PATHS) return;
    if (index === to) { found.push([...path]); return; }
    for (const line of restingLines(index, false)) {
      const other = otherEnd(line, index);
      if (reach.has(other) && !passed.has(other)) walk(other, [...path, line], new Set(passed).add(other));
    }
  };
  if (reach.has(from)) walk(from, [], new Set([from]));
  return found;
}
function falling(start) {
  const reached = new Set([start]), lines = [], waiting = [start];
  for (const index of waiting) for (const line of restingLines(index, true)) {
    const other = otherEnd(line, index);
    lines.push(line);
    if (!reached.has(other)) { reached.add(other); waiting.push(other); }
  }
  return { nodes: reached, lines };
}
function connection(from, to) {
  const short = shortest(from, to);
  const others = [...dependencyPaths(from, to), ...dependencyPaths(to, from)];
  const found = [...(short ? [short] : []), ...others.filter((path) => !short || path.join() !== short.join()).slice(0, ALL_PATHS)];
  const lines = [...new Set(found.flat())];
  return { nodes: new Set([from, to, ...lines.flatMap((line) => edges[line].ends)]), lines, found, more: others.length > ALL_PATHS };
}
function followPath() {
  onPath = null;
  if (state.node === null || bubbles.length) return;
  if (state.falls) onPath = falling(state.node);
  else if (state.to !== null) onPath = connection(state.node, state.to);
}
function pick() {
  picking = true;
  say(t("path_pick"));
  showPanel(true);
}
function connect(to) {
  picking = false;
  Object.assign(state, { to, falls: false, steps: 0 });
  widen([state.node, to]);
  refresh();
  say(onPath && onPath.found.length ? t("path_found", { count: onPath.found.length }) : t("path_none"));
  byId("panel").querySelector("h2").focus();
}
function pathParts(index) {
  const parts = [make("h3", {}, t("dependencies")), make("div", { className: "acts" },
    make("button", { type: "button", id: "falls", "aria-pressed": String(state.falls), on: { click() { Object.assign(state, { falls: !state.falls, to: null }); picking = false; refresh(); say(state.falls ? t("falls_count", { count: onPath.nodes.size - 1 }) : t("cleared")); byId("falls").focus(); } } }, t("falls")),
    make("button", { type: "button", id: "connect", "aria-pressed": String(picking || state.to !== null), on: { click() { if (state.to !== null || picking) { picking = false; state.to = null; refresh(); showPanel(true); } else pick(); byId("connect").focus(); } } }, t("path")))];
  if (picking) parts.push(make("p", { className: "hint" }, t("path_pick")));
  if (state.falls && onPath) {
    const fallen = [...onPath.nodes].filter((other) => other !== index);
    parts.push(make("p", {}, fallen.length ? t("falls_count", { count: fallen.length }) : t("falls_none")), make("ul", { className: "fallen" }, ...fallen.map((other) => make("li", {}, nodeButton(other)))));
  }
  if (state.to !== null && onPath) {
    parts.push(make("p", {}, onPath.found.length ? t("path_found", { count: onPath.found.length }) : t("path_none")));
    if (onPath.more) parts.push(make("p", { className: "hint" }, t("path_more", { count: ALL_PATHS })));
    for (const path of onPath.found.slice(0, 12)) {
      let at = edges[path[0]].ends.includes(state.node) ? state.node : state.to;
      const steps = [make("li", {}, nodeButton(at))];
      for (const line of path) {
        const away = edges[line].ends[0] === at;
        at = otherEnd(line, at);
        steps.push(make("li", {}, make("span", { className: "hint" }, away ? `${edges[line].label} → ` : `← ${edges[line].label} `), nodeButton(at)));
      }
      parts.push(make("ol", { className: "path" }, ...steps));
    }
  }
  return parts;
}
