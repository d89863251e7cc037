"""The relationship map: one HTML file that opens from disk and needs nothing else.

pyvis carries the nodes and edges and brings the renderer (vis-network); the page around it is
ours: own template with autoescape, positions from :mod:`planwerk.views.layout`, physics off.
Imported text is never trusted: it travels as JSON, reaches the page as text, and a content
security policy made from the finished page lets nothing else run.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from planwerk.views.columns import layered
from planwerk.views.layout import Box, Layout, Link
from planwerk.views.mapdata import clean, layers_of, nodes_and_edges, written
from planwerk.views.mapmodel import KINDS, MapEdge, MapEvidence, MapGap, MapModel, MapNode
from planwerk.views.netlayout import packed

__all__ = ["KINDS", "MapEdge", "MapEvidence", "MapGap", "MapModel", "MapNode", "Theme", "draw", "policy"]

Theme = Literal["auto", "light", "dark"]

_TEMPLATES = Path(__file__).parent / "templates"
_RENDERER = Path("lib", "vis-9.1.2", "vis-network.min.js")
_POLICY = "content-security-policy-goes-here"


def draw(model: MapModel, *, theme: Theme = "auto") -> str:
    """Give the finished page; write it as UTF-8 with plain line feeds, or the policy's hashes do not hold.

    Raises ValueError where the model contradicts itself: two nodes with one id, a relation to a node
    that is not there, a word for kind, origin, verdict, language or theme that nobody defined.

    >>> from datetime import date
    >>> page = draw(MapModel("Musterstadt", date(2020, 7, 1), None, "de", (), (), (), ()))
    >>> page.startswith("<!DOCTYPE html>"), "unsafe-" in page[:2000]
    (True, False)
    """
    if theme not in ("auto", "light", "dark"):
        raise ValueError(f"unknown theme {theme!r}")
    strings = _strings(model.lang)
    nodes, edges = nodes_and_edges(model, strings)
    return _render(model, strings, theme, nodes, edges)


def _strings(lang: str) -> dict[str, str]:
    """Read the texts of the page in one language."""
    table: dict[str, dict[str, str]] = tomllib.loads((_TEMPLATES / "map.strings.toml").read_text(encoding="utf-8"))
    if lang not in table:
        raise ValueError(f"no texts in the language {lang!r}")
    return table[lang]


def _view(name: str, layout: Layout, nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> dict[str, Any]:
    routes = []
    for edge in edges:
        route = layout.routes[edge["id"]]
        routes.append([route.path, *(round(value, 2) for value in (*route.tip, *route.middle))])
    return {
        "id": name,
        "places": [layout.places[node["id"]] for node in nodes],
        "routes": routes,
        "headings": [[layer, *span] for layer, span in sorted(layout.spans.items())],
    }


def _render(
    model: MapModel, strings: dict[str, str], theme: Theme, nodes: list[dict[str, Any]], edges: list[dict[str, Any]]
) -> str:
    from pyvis.network import Network  # half a second, and only maps need it

    layers = layers_of(nodes, edges)
    boxes = [
        Box(n["id"], n["card"]["width"], n["card"]["height"], layers[n["id"]], f"{n['domain']}\0{place:06}")
        for place, n in enumerate(nodes)
    ]
    links = [Link(edge["id"], edge["from"], edge["to"]) for edge in edges]
    views = [
        _view("structure", layered(boxes, links), nodes, edges),
        _view("net", packed(boxes, links), nodes, edges),
    ]
    for node, (x, y) in zip(nodes, views[0]["places"], strict=True):
        node["x"], node["y"] = x, y

    newest = written(model.newest_source, model.lang)
    page = {
        "lang": model.lang,
        "theme": theme,
        "policy": _POLICY,
        "as_of": strings["as_of"].replace("{date}", written(model.as_of, model.lang) or ""),
        "newest": strings["newest"].replace("{date}", newest) if newest else strings["newest_none"],
        "notes": [clean(note) for note in model.notes],
        "labels": {node["id"]: node["label"] for node in nodes},
        "style": _asset("map.css"),
        "script": _asset("map.js"),
        "data": {
            "kinds": [{"id": name, **asdict(kind)} for name, kind in KINDS.items()],
            "views": views,
            "strings": strings,
        },
    }
    # Only as carrier and renderer host: filled directly (add_node searches lists), rendered by our own template.
    network = Network(directed=True, heading=clean(model.title))
    page["renderer"] = _renderer(Path(network.template_dir))
    network.nodes, network.edges = nodes, edges
    network.node_ids, network.node_map = [n["id"] for n in nodes], {n["id"]: n for n in nodes}
    network.options = {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {"dragNodes": False, "hover": True, "keyboard": False, "selectable": False},
    }
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True)
    environment.policies["json.dumps_function"] = _dumps
    environment.globals.update(page=page, t=strings)
    network.templateEnv, network.path = environment, "map.html"
    html: str = network.generate_html()
    return html.replace(_POLICY, policy(html), 1)


def _dumps(value: object, **_: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _asset(name: str) -> Markup:
    return _inline((_TEMPLATES / name).read_text(encoding="utf-8"), name)


def _renderer(templates: Path) -> Markup:
    """Give the vis-network that the installed pyvis brings; nothing of it is kept in this repository."""
    text = (templates / _RENDERER).read_text(encoding="utf-8")
    return _inline(re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", text), _RENDERER.name)


def _inline(text: str, name: str) -> Markup:
    """Mark code of ours (never imported text) as fit to stand in a script or style element."""
    if re.search(r"</(script|style)|<!--", text, re.IGNORECASE):
        raise ValueError(f"{name} would end its own element")
    return Markup(text)


def policy(html: str) -> str:
    """Give the content security policy that lets exactly the scripts and styles of this page run.

    >>> policy("<style>a{}</style><script>1</script>")[:57]
    "default-src 'none'; script-src 'sha256-a4ayc/80/OGda4BO/1"
    """

    def hashes(element: str) -> str:
        bodies = re.findall(rf"<{element}>(.*?)</{element}>", html, re.DOTALL)
        digests = (hashlib.sha256(body.encode()).digest() for body in bodies)
        return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests) or "'none'"

    return (
        f"default-src 'none'; script-src {hashes('script')}; style-src {hashes('style')}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
