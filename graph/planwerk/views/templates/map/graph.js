/* The graph: nodes and edges, and who stands beside whom. */
async function carried() {
  const block = byId("data");
  if (!("packed" in block.dataset)) return JSON.parse(block.textContent);
  const text = atob(block.textContent), bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
}
const data = await carried();
const { nodes, edges } = data;
const { views, slides } = data.page;
for (const [place, scene] of Object.entries(data.page.scenes)) fields[place].scene = scene;
const nodeAt = new Map(nodes.map((node, index) => [node.id, index]));
const edgeAt = new Map(edges.map((edge, index) => [edge.id, index]));
const viewOf = new Map(views.map((view) => [view.id, view]));
const linesOf = nodes.map(() => []);
edges.forEach((edge, index) => {
  edge.ends = [nodeAt.get(edge.from), nodeAt.get(edge.to)];
  linesOf[edge.ends[0]].push(index);
  if (edge.ends[1] !== edge.ends[0]) linesOf[edge.ends[1]].push(index);
});
const isFinding = (index) => kindOf.get(nodes[index].kind).dashed;
const otherEnd = (line, index) => edges[line].ends[edges[line].ends[0] === index ? 1 : 0];
/* Findings without evidence about a thing; for a Handlungsfeld also those about what is stated to lie in it. */
const findingsOf = nodes.map(() => []);
edges.forEach(({ finding, ends }) => {
  if (finding !== "gap") return;
  const domain = nodeAt.get(nodes[ends[1]].domain);
  for (const about of new Set([ends[1], domain])) {
    if (about !== undefined && !findingsOf[about].includes(ends[0])) findingsOf[about].push(ends[0]);
  }
});
const usedKinds = kinds.filter((kind) => nodes.some((node) => node.kind === kind.id));

function around(starts, steps) {
  const reached = new Set(starts);
  let edge = [...starts];
  for (let step = 0; step < steps; step += 1) {
    const next = [];
    for (const index of edge) for (const line of linesOf[index]) for (const end of edges[line].ends) {
      if (!reached.has(end)) { reached.add(end); next.push(end); }
    }
    edge = next;
  }
  return reached;
}
