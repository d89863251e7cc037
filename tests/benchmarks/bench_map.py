"""What a map costs: to draw, to open, to move; beside what pyvis draws of the same city by itself.

Invented cities of 500, 5,000 and 20,000 elements (:func:`map_samples.crowd`), the same for all. Building counts CPU
seconds and the most memory of a process of its own. Opening counts the seconds until the first picture in headless
chromium, moving counts CPU milliseconds of all its processes per frame while the picture is dragged; both depend on
the machine, so each city is opened with ours and the peers by turns, and the table gives ratios. Stock pyvis lays out
in the browser (it gets a minute); the others get our positions and no physics: pyvis, Cytoscape.js (canvas) and sigma.js
(WebGL), which npm installs into a cache folder as peers/package-lock.json pins them; without npm, or where npm cannot
reach its registry, these two are left out and the table says why. ``make bench`` prints the table and writes it to
results/map.md. Wants chromium; without one it says so and measures building alone. Frames per second suffer from
whatever else the machine does, CPU per frame hardly does.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from platformdirs import user_cache_dir

import planwerk
from planwerk import __version__

RESULT = Path(__file__).parent / "results" / "map.md"
CHROMIUM = Path("/usr/bin/chromium")
TESTS = Path(__file__).parent.parent
ENV = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(planwerk.__file__).parent.parent), str(TESTS)])}
PEERS = Path(__file__).parent / "peers"
PATIENCE = 60.0  # seconds that a page gets to show something

OURS = """
from map_samples import crowd
from planwerk.views.map import draw
html = draw(crowd(count))
"""
STOCK = """
from map_samples import crowd
from pyvis.network import Network
model = crowd(count)
network = Network(directed=True, cdn_resources="in_line")
names = set()
for node in model.nodes:
    network.add_node(node.id, label=node.label, title=node.number or node.label)
for gap in model.gaps:
    network.add_node(gap.id, label=gap.label, title=gap.reason)
for edge in model.edges:
    network.add_edge(edge.source, edge.target, title=edge.label)
html = network.generate_html()
"""
PLACED = """
import json
from pathlib import Path
from browsing import carried
from map_samples import crowd
from planwerk.views.map import draw
data = carried(draw(crowd(count)))
places = {node["id"]: place for node, place in zip(data["nodes"], data["page"]["views"][0]["places"])}
def page(scripts, graph, program):
    code = "".join(f"<script>{(Path(modules) / name).read_text('utf-8')}</script>" for name in scripts)
    graph = json.dumps(graph, ensure_ascii=False)
    return f'<!DOCTYPE html><meta charset="utf-8"><style>html,body,#g{{height:100%;margin:0}}</style><div id="g"></div>{code}<script>const graph = {graph};{program}</script>'
"""
POSITIONS = f"""{PLACED}
from pyvis.network import Network
network = Network(directed=True, cdn_resources="in_line")
network.nodes = [{{"id": n["id"], "label": n["label"], "shape": "box", "x": places[n["id"]][0], "y": places[n["id"]][1]}} for n in data["nodes"]]
network.edges = [{{"from": e["from"], "to": e["to"]}} for e in data["edges"]]
network.node_ids, network.node_map = [n["id"] for n in network.nodes], {{n["id"]: n for n in network.nodes}}
network.set_options('{{"physics": {{"enabled": false}}, "edges": {{"smooth": false}}, "layout": {{"improvedLayout": false}}}}')
html = network.generate_html()
"""
CYTOSCAPE = f"""{PLACED}
elements = [{{"data": {{"id": n["id"], "label": n["label"]}}, "position": {{"x": places[n["id"]][0], "y": places[n["id"]][1]}}}} for n in data["nodes"]]
elements += [{{"data": {{"id": e["id"], "source": e["from"], "target": e["to"]}}}} for e in data["edges"]]
html = page(["cytoscape/dist/cytoscape.min.js"], elements, '''
cytoscape({{ container: document.getElementById("g"), elements: graph, layout: {{ name: "preset" }}, style: [
  {{ selector: "node", style: {{ label: "data(label)", shape: "rectangle", width: 160, height: 40, "font-size": 12 }} }},
  {{ selector: "edge", style: {{ "curve-style": "haystack", width: 1 }} }}] }});''')
"""
SIGMA = f"""{PLACED}
nodes = [{{"key": n["id"], "attributes": {{"label": n["label"], "x": places[n["id"]][0], "y": -places[n["id"]][1], "size": 4}}}} for n in data["nodes"]]
edges = [{{"key": e["id"], "source": e["from"], "target": e["to"]}} for e in data["edges"]]
whole = {{"options": {{"multi": True, "allowSelfLoops": True}}, "nodes": nodes, "edges": edges}}
html = page(["graphology/dist/graphology.umd.min.js", "sigma/dist/sigma.min.js"], whole, '''
const drawn = new graphology.MultiDirectedGraph(); drawn.import(graph);
new Sigma(drawn, document.getElementById("g")).on("afterRender", () => {{ window.drawn = true; }});''')
"""
REPORT = """
import resource, sys
spent = resource.getrusage(resource.RUSAGE_SELF)
open(target, "w", encoding="utf-8", newline="\\n").write(html)
print(spent.ru_utime + spent.ru_stime, spent.ru_maxrss / 1024, len(html.encode()) / 1024)
"""


MODULES = Path(user_cache_dir("planwerk")) / "bench-peers" / "node_modules"


def install_peers() -> str | None:
    """Install what npm has of the peers, as the lock file pins it by its checksums; give why not, where it cannot be."""
    if not (npm := shutil.which("npm")):
        return "npm is not installed"
    MODULES.parent.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(PEERS / name, MODULES.parent / name)
    try:
        subprocess.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"],
            cwd=MODULES.parent, capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        said = str(error.stderr or error).strip().splitlines()
        return f"npm ci failed: {said[0] if said else error}"
    return None


@dataclass(frozen=True, slots=True)
class Built:
    """What one page cost to make: CPU seconds, most megabytes of memory, and its size in kilobytes."""

    seconds: float
    memory: float
    size: float


def build(program: str, count: int, target: Path) -> Built | None:
    """Make a page in a process of its own; None where that takes more than three minutes."""
    whole = f"count, target, modules = {count}, {str(target)!r}, {str(MODULES)!r}\n{program}\n{REPORT}"
    try:
        done = subprocess.run(
            [sys.executable, "-c", whole], env=ENV, capture_output=True, text=True, check=True, timeout=180
        )
    except subprocess.TimeoutExpired:
        return None
    return Built(*map(float, done.stdout.split()))


def _cpu(root: int) -> float:
    """Give the CPU seconds of a process and all below it."""
    children: dict[int, list[int]] = {}
    spent: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        children.setdefault(int(fields[1]), []).append(int(entry.name))
        spent[int(entry.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    total, waiting = 0.0, [root]
    while waiting:
        process = waiting.pop()
        total += spent.get(process, 0.0)
        waiting += children.get(process, [])
    return total


DRAWN = """() => window.drawn || [...document.querySelectorAll('canvas')].some((c) => { if (!c.width) return false;
  const copy = document.createElement('canvas'); copy.width = copy.height = 64;
  const x = copy.getContext('2d', { willReadFrequently: true }); x.drawImage(c, 0, 0, 64, 64);
  return new Set(new Uint32Array(x.getImageData(0, 0, 64, 64).data.buffer)).size > 3; })"""
DRAG = """seconds => new Promise((done) => {
  const frame = document.querySelector('canvas').getBoundingClientRect(), began = performance.now();
  const target = document.elementFromPoint(frame.left + 300, frame.top + 40);
  let frames = 0;
  const send = (type, x) => { for (const [Kind, name] of [[PointerEvent, 'pointer'], [MouseEvent, 'mouse']]) target.dispatchEvent(new Kind(name + type, { bubbles: true, cancelable: true, view: window, pointerId: 1, isPrimary: true, pointerType: 'mouse', button: 0, buttons: type === 'up' ? 0 : 1, clientX: frame.left + x, clientY: frame.top + 40 })); };
  send('down', 300);
  (function step() { frames += 1; send('move', 300 + 120 * Math.sin(frames / 9));
    if (performance.now() - began < seconds * 1000) requestAnimationFrame(step); else { send('up', 300); done(frames); } })();
})"""


@contextmanager
def browser() -> Iterator[Any]:
    """Give chromium, headless; its CSP is bypassed so that peers and ours are measured by the same script."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield running
        running.close()


def look(chromium: Any, path: Path, address: str = "") -> dict[str, float | None]:
    """Open a page; give seconds to the first picture, CPU milliseconds per frame and frames per second of dragging."""
    context = chromium.new_context(viewport={"width": 1400, "height": 900}, offline=True, bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    began = time.perf_counter()
    try:
        page.goto(path.as_uri() + address, wait_until="commit")
        while not page.evaluate(DRAWN):
            if time.perf_counter() - began > PATIENCE:
                return {"first": None, "frame": None, "fps": None}
            page.wait_for_timeout(20)
        first = time.perf_counter() - began
        page.wait_for_timeout(500)
        before, frames = _cpu(os.getpid()), page.evaluate(DRAG, 2)
        return {"first": first, "frame": 1000 * (_cpu(os.getpid()) - before) / frames, "fps": frames / 2}
    finally:
        context.close()


def measure(
    folder: Path, counts: tuple[int, ...] = (500, 5000, 20000), runs: int = 3, *, peers: bool = True
) -> list[list[str]]:
    """Build and open each city with each program by turns; give the rows of the table."""
    rows: list[list[str]] = []
    programs = {"Planwerk": OURS, "pyvis with positions": POSITIONS, "stock pyvis": STOCK}
    if peers:
        programs |= {"Cytoscape.js": CYTOSCAPE, "sigma.js": SIGMA}
    for count in counts:
        pages: dict[str, tuple[Path, str, Built | None]] = {}
        for name, program in programs.items():
            if name == "stock pyvis" and count > 5000:
                continue  # building alone takes more than half a minute, and nothing is seen of it
            target = folder / f"{name.split()[-1]}-{count}.html"
            pages[name] = target, "", build(program, count, target)
        ours = pages["Planwerk"]
        pages["Planwerk, every element drawn"] = ours[0], "#all=1", ours[2]
        seen: dict[str, list[dict[str, float | None]]] = {name: [] for name in pages}
        if CHROMIUM.exists():
            with browser() as chromium:
                for turn in range(runs):
                    for name, (path, address, built) in pages.items():
                        if built and not (turn and seen[name][0]["first"] is None):
                            seen[name].append(look(chromium, path, address))
        for name, (_, _, built) in pages.items():
            middle = {
                key: statistics.median(values)
                for key in ("first", "frame", "fps")
                if (values := [value for one in seen[name] if (value := one[key]) is not None])
            }
            rows.append(
                [
                    f"{count:,}", name,
                    *((f"{built.seconds:.1f}", f"{built.memory:.0f}", f"{built.size:,.0f}") if built else ("> 180", "", "")),
                    f"{middle['first']:.2f}" if "first" in middle else f"> {PATIENCE:.0f}" if seen[name] else "–",
                    f"{middle['frame']:.0f}" if "frame" in middle else "–",
                    f"{middle['fps']:.0f}" if "fps" in middle else "–",
                ]
            )  # fmt: skip
    return rows


def report(rows: list[list[str]], left_out: str | None) -> str:
    """Give the table as Markdown."""
    machine = f"{os.cpu_count()} x {platform.machine()}, {platform.python_implementation()} {platform.python_version()}"
    heads = [
        "elements",
        "drawn by",
        "build, CPU s",
        "MB",
        "page, KB",
        "first picture, s",
        "CPU ms per frame",
        "frames/s",
    ]
    return "\n".join(
        [
            "# Maps: build, open, move",
            "",
            f"Planwerk {__version__}, pyvis {version('pyvis')}, {date.today().isoformat()}, on {machine}, software rendering;",
            f"load {os.getloadavg()[0]:.1f} when it ended. Medians of the runs. Building includes starting Python and inventing the city.",
            "Made by `make bench`; compare the rows of one size, not the seconds of two machines.",
            *([f"Cytoscape.js and sigma.js are left out: {left_out}."] if left_out else []),
            "",
            f"| {' | '.join(heads)} |",
            "| ---: | --- | " + "---: | " * 6,
            *(f"| {' | '.join(row)} |" for row in rows),
            "",
        ]
    )


def main() -> None:
    """Measure, print, and write the result; sizes may be named on the command line."""
    counts = tuple(map(int, sys.argv[1:])) or (500, 5000, 20000)
    left_out = install_peers()
    with tempfile.TemporaryDirectory() as folder:
        text = report(measure(Path(folder), counts, peers=left_out is None), left_out)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
