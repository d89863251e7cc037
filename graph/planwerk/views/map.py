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
import zlib
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from planwerk.views.mapdata import BESIDE, clean, mark_moments, nodes_and_edges, written
from planwerk.views.mapmodel import KINDS, MapEdge, MapEvidence, MapGap, MapModel, MapMoment, MapNode, MapSlide
from planwerk.views.scenes import LEGIBLE_UP_TO, arrange_fields, fields_of, overview_of, slides_of, views_of

__all__ = [
    "KINDS", "MapEdge", "MapEvidence", "MapGap", "MapModel", "MapMoment", "MapNode", "MapSlide", "Theme", "draw", "policy",
]  # fmt: skip

Theme = Literal["auto", "light", "dark"]

_TEMPLATES = Path(__file__).parent / "templates" / "map"
# The page's script, one job per file, in the order in which they build on one another.
_SCRIPTS = (
    "page", "state", "colours", "strokes", "painting", "crowd", "bubbles", "camera", "first", "graph", "showing", "legend", "filters", "search",
    "details", "paths", "tables", "moments", "story", "address", "saving", "statements", "pointer", "keyboard", "controls",
)  # fmt: skip
_PACKED_FROM = 100  # elements: from here the data travels compressed
_TABLE_UP_TO = 400  # and up to here the page without script has a table of them all; it costs half a kilobyte each
_RENDERER = Path("lib", "vis-9.1.2", "vis-network.min.js")
_POLICY = "content-security-policy-goes-here"


def draw(model: MapModel, *, theme: Theme = "auto", start: str = "") -> str:
    """Give the finished page; write it as UTF-8 with plain line feeds, or the policy's hashes do not hold.

    `start` is the view the page opens with where its address names none, written as the address writes it.

    Raises ValueError where the model contradicts itself: two nodes with one id, a relation to a node
    that is not there, a word for kind, origin, verdict, language or theme that nobody defined.

    >>> from datetime import date
    >>> page = draw(MapModel("Musterstadt", date(2020, 7, 1), None, "de", (), (), (), ()))
    >>> page.startswith("<!DOCTYPE html>"), "unsafe-" in page[:2000]
    (True, False)
    """
    if theme not in ("auto", "light", "dark"):
        raise ValueError(f"unknown theme {theme!r}")
    for name, address in model.pages:
        if name not in ("gaps", "control") or not BESIDE.fullmatch(address):
            raise ValueError(f"no address beside the map: {name} {address!r}")
    strings = _strings(model.lang)
    nodes, edges = nodes_and_edges(model, strings)
    return _render(model, strings, theme, start, nodes, edges)


def _strings(lang: str) -> dict[str, str]:
    """Read the texts of the page in one language."""
    table: dict[str, dict[str, str]] = tomllib.loads((_TEMPLATES / "strings.toml").read_text(encoding="utf-8"))
    if lang not in table:
        raise ValueError(f"no texts in the language {lang!r}")
    return table[lang]


def _render(
    model: MapModel,
    strings: dict[str, str],
    theme: Theme,
    start: str,
    nodes: list[dict[str, Any]],
    edges: list[dict[str, Any]],
) -> str:
    from pyvis.network import Network  # half a second, and only maps need it

    fields = fields_of(nodes, edges, {node["id"]: node["label"] for node in nodes})
    views = views_of(nodes, edges)
    arrange_fields(fields, nodes, edges)
    newest = written(model.newest_source, model.lang)
    page = {
        "lang": model.lang,
        "theme": theme,
        "policy": _POLICY,
        "as_of": strings["as_of"].replace("{date}", written(model.as_of, model.lang) or ""),
        "newest": strings["newest"].replace("{date}", newest) if newest else strings["newest_none"],
        "notes": [clean(note) for note in model.notes],
        "labels": {node["id"]: node["label"] for node in nodes},
        "packed_from": _PACKED_FROM,
        "whole": len(nodes) <= _TABLE_UP_TO,
        "fields": _counted(fields, nodes) if len(nodes) > _TABLE_UP_TO else [],
        "style": _asset("page.css"),
        "script": _script(),
    }
    days = mark_moments(model, nodes, edges)
    first = {
        "kinds": [{"id": name, **asdict(kind)} for name, kind in KINDS.items()],
        "fields": [{"id": field["id"], "label": field["label"]} for field in fields],
        "days": days,
        "pages": [[name, clean(address)] for name, address in model.pages],
        "strings": strings,
        "mostLegible": LEGIBLE_UP_TO,
        "start": start,
        "asOf": model.as_of.isoformat(),
        "overview": overview_of(fields, nodes, edges, len(days)) if len(nodes) > _TABLE_UP_TO else None,
    }
    data = {
        "views": views,
        "scenes": {place: field["scene"] for place, field in enumerate(fields) if "scene" in field},
        "slides": slides_of(model, nodes, edges),
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
    footnotes: dict[str, dict[str, Any]] = {}

    def footnote(item: dict[str, Any]) -> int:
        """Give the number of a place: without script it stands once, however many things are said there."""
        key = _dumps(item)
        footnotes.setdefault(key, {**item, "number": len(footnotes) + 1})
        number: int = footnotes[key]["number"]
        return number

    environment.globals.update(
        page=page, first=first, data=data, packed=_packed, t=strings, footnote=footnote, footnotes=footnotes.values()
    )
    network.templateEnv, network.path = environment, "page.html"
    html: str = network.generate_html()
    return html.replace(_POLICY, policy(html), 1)


def _dumps(value: object, **_: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _counted(fields: list[dict[str, Any]], nodes: list[dict[str, Any]]) -> list[tuple[str, Counter[str]]]:
    """Count each field's elements by class: what a reader without script gets of a map too large for one table."""
    counts: list[Counter[str]] = [Counter() for _ in fields]
    for node in nodes:
        counts[node["field"]][node["kind"]] += 1
    return [(field["label"], count) for field, count in zip(fields, counts, strict=True)]


def _packed(value: object) -> str:
    """Give the value as JSON, compressed and in base64, the same bytes every time."""
    return base64.b64encode(zlib.compress(_dumps(value).encode(), 6)).decode()


def _script() -> Markup:
    texts = {name: (_TEMPLATES / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS}
    # No string of ours runs over lines, so indentation can stay at home.
    parts = [_inline(re.sub(r"^[ \t]+", "", text, flags=re.MULTILINE), name) for name, text in texts.items()]
    return Markup('(async () => {\n"use strict";\n{}})();\n').replace("{}", Markup("\n").join(parts))


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
