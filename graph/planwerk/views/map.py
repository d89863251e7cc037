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
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from planwerk.views.layout import Box, Layout, Link, layered
from planwerk.views.lettering import fit_lines, text_width
from planwerk.views.netlayout import packed

Theme = Literal["auto", "light", "dark"]

_TEMPLATES = Path(__file__).parent / "templates"
_RENDERER = Path("lib", "vis-9.1.2", "vis-network.min.js")
_POLICY = "content-security-policy-goes-here"


@dataclass(frozen=True, slots=True)
class MapEvidence:
    """A place in a source. `origin` is "asserted" (read), "curated" (entered) or "inferred" (by rule)."""

    source: str
    locator: str
    quote: str | None
    known_from: date | None
    origin: str
    href: str | None


@dataclass(frozen=True, slots=True)
class MapNode:
    """A thing on the map; `id` is its IRI, `kind` one of :data:`KINDS`, `kind_label` what its class is called."""

    id: str
    label: str
    kind: str
    kind_label: str
    number: str | None
    summary: str | None
    details: tuple[tuple[str, str], ...]
    evidence: tuple[MapEvidence, ...]
    domain: str | None


@dataclass(frozen=True, slots=True)
class MapEdge:
    """A relation between two nodes, named by their ids."""

    id: str
    source: str
    target: str
    label: str
    origin: str
    evidence: tuple[MapEvidence, ...]


@dataclass(frozen=True, slots=True)
class MapGap:
    """A finding: verdict "gap" or "not_decidable", attached to the nodes it concerns."""

    id: str
    check: str
    verdict: str
    severity: int
    label: str
    reason: str
    subjects: tuple[str, ...]
    next_step: str
    evidence: tuple[MapEvidence, ...]


@dataclass(frozen=True, slots=True)
class MapModel:
    """Everything one map shows, in the language of its readers ("de" or "en")."""

    title: str
    as_of: date
    newest_source: date | None
    lang: str
    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    gaps: tuple[MapGap, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a class looks: its column in the view Struktur and its sign, an SVG path in a box of 16 by 16."""

    layer: int
    sign: str
    dashed: bool = False


# Colour is never alone: all signs differ. The colours are in templates/map.css, as --kind-<name>.
KINDS: dict[str, Kind] = {
    "law": Kind(0, "M8 1L15.5 14.5H.5Z"),
    "plan": Kind(1, "M1.5 1.5H14.5V14.5H1.5Z"),
    "announced": Kind(1, "M1.5 1.5H14.5V14.5H1.5ZM4.5 4.5V11.5H11.5V4.5Z"),
    "domain": Kind(2, "M4.2 1.2H11.8L15.6 8L11.8 14.8H4.2L.4 8Z"),
    "paper": Kind(3, "M2.5 .8H9V5.3H13.5V15.2H2.5ZM10.3 .8L13.5 4H10.3Z"),
    "decision": Kind(3, "M8 .8L15.4 6.2L12.6 14.9H3.4L.6 6.2Z"),
    "task": Kind(3, "M8 1A7 7 0 1 1 8 15A7 7 0 1 1 8 1Z"),
    "process": Kind(3, "M1 2H9.5L15.2 8L9.5 14H1L6 8Z"),
    "event": Kind(3, "M3 .8H5V2H14L11.5 5.8L14 9.6H5V15.2H3Z"),
    "actor": Kind(4, "M8 .6L10.2 5.6L15.6 6.1L11.5 9.7L12.7 15L8 12.2L3.3 15L4.5 9.7L.4 6.1L5.8 5.6Z"),
    "body": Kind(4, "M8 .4L15.6 8L8 15.6L.4 8Z"),
    "group": Kind(4, "M5.5 1H10.5V5.5H15V10.5H10.5V15H5.5V10.5H1V5.5H5.5Z"),
    "gap": Kind(1, "M8 1.5A6.5 6.5 0 1 1 8 14.5A6.5 6.5 0 1 1 8 1.5Z", dashed=True),
    "undecided": Kind(1, "M8 1L15 8L8 15L1 8Z", dashed=True),
}
_FINDINGS = {"gap": "gap", "not_decidable": "undecided"}

# A card, in map units: one unit is a pixel before zooming.
CARD_WIDTH = 184.0
_PADDING, _SIGN = 10.0, 15.0
_KIND_SIZE, _KIND_LINE = 11.0, 13.5
_LABEL_SIZE, _LABEL_LINE, _MOST_LINES = 13.0, 16.0, 3
_INNER = CARD_WIDTH - 2 * _PADDING

# What neither HTML, JSON nor XML can carry unchanged: control characters, lone surrogates, non-characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


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
    nodes, edges = _nodes_and_edges(model, strings)
    return _render(model, strings, theme, nodes, edges)


def _strings(lang: str) -> dict[str, str]:
    """Read the texts of the page in one language."""
    table: dict[str, dict[str, str]] = tomllib.loads((_TEMPLATES / "map.strings.toml").read_text(encoding="utf-8"))
    if lang not in table:
        raise ValueError(f"no texts in the language {lang!r}")
    return table[lang]


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _written(day: date | None, lang: str) -> str | None:
    """Write a day as readers of that language do.

    >>> _written(date(2020, 7, 1), "de"), _written(date(2020, 7, 1), "en")
    ('01.07.2020', '2020-07-01')
    """
    if day is None:
        return None
    return f"{day.day:02}.{day.month:02}.{day.year}" if lang == "de" else day.isoformat()


def _link(href: str | None) -> tuple[str, str] | None:
    """Give address and host of a web link; None for anything a page should not lead to.

    >>> _link("https://ratsinfo.musterstadt.example/vo/1")
    ('https://ratsinfo.musterstadt.example/vo/1', 'ratsinfo.musterstadt.example')
    >>> _link("javascript:alert(1)") is _link("https://user@host/") is None
    True
    """
    if not href or not href.isprintable() or " " in href:
        return None
    try:
        parts = urlsplit(href)
        host = parts.hostname
    except ValueError:
        return None
    return (href, host) if parts.scheme in ("http", "https") and host and "@" not in parts.netloc else None


def _evidence(items: Iterable[MapEvidence], lang: str) -> list[dict[str, Any]]:
    result = []
    for item in items:
        _known(item.origin, ("asserted", "curated", "inferred"), "origin")
        entry: dict[str, Any] = {
            "source": _clean(item.source),
            "locator": _clean(item.locator),
            "quote": _clean(item.quote) if item.quote else None,
            "known": _written(item.known_from, lang),
            "origin": item.origin,
        }
        if link := _link(item.href):
            entry["href"], entry["host"] = link
        result.append(entry)
    return result


def _known(word: str, words: Iterable[str], what: str) -> None:
    if word not in words:
        raise ValueError(f"unknown {what} {word!r}")


def _nodes_and_edges(model: MapModel, strings: dict[str, str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give nodes and edges as plain data, findings among them, in an order that does not depend on the input's."""
    rank = {kind: place for place, kind in enumerate(KINDS)}
    nodes: list[dict[str, Any]] = []
    for node in model.nodes:
        _known(node.kind, KINDS, "kind")
        nodes.append(
            {
                "id": _clean(node.id),
                "label": " ".join(_clean(node.label).split()) or _clean(node.id),
                "kind": node.kind,
                "kindLabel": _clean(node.kind_label) or strings[f"kind_{node.kind}"],
                "number": _clean(node.number) if node.number else None,
                "summary": _clean(node.summary) if node.summary else None,
                "details": [[_clean(name), _clean(value)] for name, value in node.details],
                "evidence": _evidence(node.evidence, model.lang),
                "domain": _clean(node.domain) if node.domain else "",
            }
        )
    present = {node["id"] for node in nodes}
    edges: list[dict[str, Any]] = []
    for edge in model.edges:
        _known(edge.origin, ("asserted", "curated", "inferred"), "origin")
        edges.append(
            {
                "id": _clean(edge.id),
                "from": _clean(edge.source),
                "to": _clean(edge.target),
                "label": _clean(edge.label),
                "origin": edge.origin,
                "evidence": _evidence(edge.evidence, model.lang),
            }
        )
    for gap in model.gaps:
        _known(gap.verdict, _FINDINGS, "verdict")
        kind = _FINDINGS[gap.verdict]
        details = [
            [strings["gap_next"], gap.next_step],
            [strings["gap_severity"], strings["gap_severity_value"].replace("{value}", str(gap.severity))],
            [strings["gap_check"], gap.check],
            [strings["gap_id"], gap.id],
        ]
        nodes.append(
            {
                "id": _clean(gap.id),
                "label": " ".join(_clean(gap.label).split()) or _clean(gap.id),
                "kind": kind,
                "kindLabel": strings[f"kind_{kind}"],
                "number": _clean(gap.check),
                "summary": _clean(gap.reason),
                "details": [[name, _clean(value)] for name, value in details if value],
                "evidence": _evidence(gap.evidence, model.lang),
                "domain": "",
            }
        )
        label = strings["gap_edge" if kind == "gap" else "gap_edge_undecided"]
        for subject in sorted({_clean(name) for name in gap.subjects} & present):
            pair = {"id": f"{_clean(gap.id)} {subject}", "from": _clean(gap.id), "to": subject}
            edges.append({**pair, "label": label, "origin": "inferred", "evidence": [], "finding": kind})
    for things, what in ((nodes, "node"), (edges, "relation")):
        seen: set[str] = set()
        for thing in things:
            if thing["id"] in seen:
                raise ValueError(f"two {what}s with the id {thing['id']!r}")
            seen.add(thing["id"])
    everyone = {node["id"] for node in nodes}
    for edge in edges:
        if not {edge["from"], edge["to"]} <= everyone:
            raise ValueError(f"relation {edge['id']!r} leads to a node that is not on the map")
    nodes.sort(key=lambda node: (rank[node["kind"]], node["label"].casefold(), node["id"]))
    edges.sort(key=lambda edge: (edge["from"], edge["to"], edge["label"], edge["id"]))
    for node in nodes:
        node["card"] = _card(node)
    return nodes, edges


def _card(node: dict[str, Any]) -> dict[str, Any]:
    """Letter a card: class, number and label as lines, and the height they need.

    The label of a finding is never cut: it is the word a reader looks for.
    """
    room = _INNER - _SIGN - 6
    finding = node["kind"] in ("gap", "undecided")
    kind = list(fit_lines(node["kindLabel"], _KIND_SIZE, room, most=2, bold=True))
    numbers: list[str] = []
    if node["number"]:
        free = room - text_width(kind[-1], _KIND_SIZE, bold=True) - 8
        if text_width(node["number"], _KIND_SIZE) <= free:
            kind[-1] += "\u2003" + node["number"]
        else:
            numbers = list(fit_lines(node["number"], _KIND_SIZE, room, most=1))
    lines = fit_lines(node["label"], _LABEL_SIZE, _INNER, most=None if finding else _MOST_LINES, bold=finding)
    height = 2 * _PADDING + (len(kind) + len(numbers)) * _KIND_LINE + 4 + len(lines) * _LABEL_LINE
    return {"kind": kind + numbers, "label": lines, "width": CARD_WIDTH, "height": round(height, 1)}


def _layers(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> dict[str, int]:
    """Give each node its column. A finding stands beside its subjects, on the side with more room."""
    layers = {node["id"]: KINDS[node["kind"]].layer for node in nodes}
    load: dict[int, int] = dict.fromkeys(range(5), 0)
    subjects: dict[str, list[int]] = {}
    for edge in edges:
        if "finding" in edge:
            subjects.setdefault(edge["from"], []).append(layers[edge["to"]])
    for node in nodes:
        if node["kind"] not in ("gap", "undecided"):
            load[layers[node["id"]]] += 1
    for node in nodes:
        if node["id"] in subjects:
            middle = sorted(subjects[node["id"]])[len(subjects[node["id"]]) // 2]
            beside = [layer for layer in (middle - 1, middle + 1) if layer in load]
            layers[node["id"]] = min(beside, key=lambda layer: (load[layer], -layer))
        if node["kind"] in ("gap", "undecided"):
            load[layers[node["id"]]] += 1
    return layers


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

    layers = _layers(nodes, edges)
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

    newest = _written(model.newest_source, model.lang)
    page = {
        "lang": model.lang,
        "theme": theme,
        "policy": _POLICY,
        "as_of": strings["as_of"].replace("{date}", _written(model.as_of, model.lang) or ""),
        "newest": strings["newest"].replace("{date}", newest) if newest else strings["newest_none"],
        "notes": [_clean(note) for note in model.notes],
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
    network = Network(directed=True, heading=_clean(model.title))
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
