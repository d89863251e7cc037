"""The map's content as plain data: nodes with their cards, edges, findings among them, safe to write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from planwerk.views.lettering import fit_lines, joints, text_width
from planwerk.views.mapmodel import KINDS, MapEvidence, MapModel

_FINDINGS = {"gap": "gap", "not_decidable": "undecided"}
FINDINGS = ("gap", "undecided", "dismissed")
"""The kinds of node that are findings, not things."""

# A card, in map units: one unit is a pixel before zooming. Compact ones say their class by sign and colour alone.
CARD_WIDTH, COMPACT_WIDTH = 184.0, 166.0
_PADDING, _SIGN = 10.0, 15.0
_KIND_SIZE, _KIND_LINE = 11.0, 13.5
_LABEL_SIZE, _LABEL_LINE, _MOST_LINES = 13.0, 16.0, 3
_INNER = CARD_WIDTH - 2 * _PADDING
CARDS_UP_TO = 60
"""More elements than this open with compact labels instead of whole cards."""

BESIDE = re.compile(r"(?!//)[\w./%-]+(\?[\w=&%-]+)?(#[\w.%-]+)?")
"""Addresses of pages that lie beside the map: relative, and of a form in which nothing can hide."""

# What neither HTML, JSON nor XML can carry unchanged: control characters, lone surrogates, non-characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    r"""Give the text without what cannot be written unchanged.

    >>> clean("Plan\x00 A")
    'Plan� A'
    """
    return _UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def written(day: date | None, lang: str) -> str | None:
    """Write a day as readers of that language do.

    >>> written(date(2020, 7, 1), "de"), written(date(2020, 7, 1), "en")
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
            "source": clean(item.source),
            "locator": clean(item.locator),
            "quote": clean(item.quote) if item.quote else None,
            "known": written(item.known_from, lang),
            "origin": item.origin,
        }
        if link := _link(item.href):
            entry["href"], entry["host"] = link
        if item.rule:
            entry["rule"] = clean(item.rule)
            if item.confidence is not None:
                sure = f"{item.confidence:.2f}".rstrip("0").rstrip(".")
                entry["sure"] = sure.replace(".", ",") if lang == "de" else sure
            entry["confirmed"] = bool(item.confirmed)
        if item.page and BESIDE.fullmatch(item.page):
            entry["page"] = item.page
        result.append(entry)
    return result


def _known(word: str, words: Iterable[str], what: str) -> None:
    if word not in words:
        raise ValueError(f"unknown {what} {word!r}")


def nodes_and_edges(model: MapModel, strings: dict[str, str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give nodes and edges as plain data, findings among them, in an order that does not depend on the input's."""
    rank = {kind: place for place, kind in enumerate(KINDS)}
    nodes: list[dict[str, Any]] = []
    for node in model.nodes:
        _known(node.kind, KINDS, "kind")
        nodes.append(
            {
                "id": clean(node.id),
                "label": " ".join(clean(node.label).split()) or clean(node.id),
                "kind": node.kind,
                "kindLabel": clean(node.kind_label) or strings[f"kind_{node.kind}"],
                "number": clean(node.number) if node.number else None,
                "summary": clean(node.summary) if node.summary else None,
                "details": [[clean(name), clean(value)] for name, value in node.details],
                "evidence": _evidence(node.evidence, model.lang),
                "domain": clean(node.domain) if node.domain else "",
                "day": node.day.isoformat() if node.day else None,
                "status": clean(node.status) if node.status else None,
                "type": clean(node.type) if node.type else None,
            }
        )
    present = {node["id"] for node in nodes}
    day_of = {node["id"]: node["day"] for node in nodes}
    edges: list[dict[str, Any]] = []
    for edge in model.edges:
        _known(edge.origin, ("asserted", "curated", "inferred"), "origin")
        _known(edge.rests, ("", "source", "target"), "direction")
        edges.append(
            {
                "id": clean(edge.id),
                "from": clean(edge.source),
                "to": clean(edge.target),
                "label": clean(edge.label),
                "origin": edge.origin,
                "evidence": _evidence(edge.evidence, model.lang),
                "rests": edge.rests,
                "rule": clean(edge.rule) if edge.rule else None,
                "property": clean(edge.property) if edge.property else None,
            }
        )
    for gap in model.gaps:
        _known(gap.verdict, _FINDINGS, "verdict")
        kind = "dismissed" if gap.dismissed else _FINDINGS[gap.verdict]
        details = [
            [strings["gap_dismissed"], gap.dismissed or ""],
            [strings["gap_next"], gap.next_step],
            [strings["gap_severity"], strings["gap_severity_value"].replace("{value}", str(gap.severity))],
            [strings["gap_check"], gap.check],
            [strings["gap_id"], gap.id],
        ]
        nodes.append(
            {
                "id": clean(gap.id),
                "label": " ".join(clean(gap.label).split()) or clean(gap.id),
                "kind": kind,
                "kindLabel": strings[f"kind_{kind}"],
                "number": clean(gap.check),
                "summary": clean(gap.reason),
                "details": [[name, clean(value)] for name, value in details if value],
                "evidence": _evidence(gap.evidence, model.lang),
                "domain": "",
                "day": None,
                "status": None,
                "type": None,
            }
        )
        dated = [day for subject in gap.subjects if (day := day_of.get(clean(subject)))]
        nodes[-1]["day"] = min(dated, default=None)  # on the time line a finding stands beside what it is about
        label = strings["gap_edge_undecided" if kind == "undecided" else "gap_edge"]
        for subject in sorted({clean(name) for name in gap.subjects} & present):
            pair = {"id": f"{clean(gap.id)} {subject}", "from": clean(gap.id), "to": subject}
            edges.append({**pair, "label": label, "origin": "inferred", "evidence": [], "finding": kind, "rests": ""})
    for things, what in ((nodes, "node"), (edges, "relation")):
        seen: set[str] = set()
        for thing in things:
            if thing["id"] in seen:
                raise ValueError(f"two {what}s with the id {thing['id']!r}")
            seen.add(thing["id"])
    everyone = {node["id"] for node in nodes}
    for relation in edges:
        if not {relation["from"], relation["to"]} <= everyone:
            raise ValueError(f"relation {relation['id']!r} leads to a node that is not on the map")
    nodes.sort(key=lambda node: (rank[node["kind"]], node["label"].casefold(), node["id"]))
    edges.sort(key=lambda edge: (edge["from"], edge["to"], edge["label"], edge["id"]))
    compact = len(nodes) > CARDS_UP_TO
    for entry in nodes:
        entry["card"] = compact_card(entry) if compact else whole_card(entry)
        if found := joints(entry["label"]):
            entry["joints"] = found
    return nodes, edges


def compact_card(node: dict[str, Any]) -> dict[str, Any]:
    """Letter a compact card: the label beside the sign, in two lines, of a finding in as many as it needs."""
    finding = node["kind"] in FINDINGS
    lines = fit_lines(node["label"], _LABEL_SIZE, COMPACT_WIDTH - 37, most=None if finding else 2, bold=finding)
    return {"label": lines, "width": COMPACT_WIDTH, "height": 14 + len(lines) * _LABEL_LINE}


def whole_card(node: dict[str, Any]) -> dict[str, Any]:
    """Letter a card: class, number and label as lines, and the height they need.

    The label of a finding is never cut: it is the word a reader looks for.
    """
    room = _INNER - _SIGN - 6
    finding = node["kind"] in FINDINGS
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


def mark_moments(model: MapModel, nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> list[str]:
    """Write into each element during which moments it is present, and give the moments' days.

    Presence is a list of spans [first moment, moment after the last]; an element without one is always present.
    """
    moments = sorted(model.moments, key=lambda moment: moment.day)
    known = [frozenset(map(clean, moment.present)) for moment in moments]
    for element in (*nodes, *edges) if moments else ():
        spans: list[list[int]] = []
        for place, present in enumerate(known):
            if element["id"] not in present:
                continue
            if spans and spans[-1][1] == place:
                spans[-1][1] = place + 1
            else:
                spans.append([place, place + 1])
        if spans != [[0, len(moments)]]:
            element["during"] = spans
    return [moment.day.isoformat() for moment in moments]
