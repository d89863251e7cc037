"""Which arrangements a map holds: the views of the whole, of each Handlungsfeld of a large map, and of each slide."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from planwerk.views.columns import layered
from planwerk.views.crowd import blocks
from planwerk.views.layout import Box, Layout, Link
from planwerk.views.mapdata import CARDS_UP_TO, FINDINGS, clean, whole_card
from planwerk.views.mapmodel import KINDS, MapModel
from planwerk.views.netlayout import packed
from planwerk.views.timeline import timeline

LEGIBLE_UP_TO = 150
"""More visible elements than this open as an overview by Handlungsfeld."""
_DRAWN_UP_TO = 300  # more than this in one picture is a crowd: sorted, not routed
_FIELDS_UP_TO = 1500  # a map above this leaves the arrangement of a field's parts to the page (plain rows)

Plain = dict[str, Any]
_Arrange = Callable[[Sequence[Box], Sequence[Link]], Layout]


def views_of(nodes: list[Plain], edges: list[Plain]) -> list[Plain]:
    """Give the three views of the whole map; each holds places by node and routes by edge, in their order."""
    layers = layers_of(nodes, edges)
    boxes, links = _boxes(nodes, layers, "card"), _links(edges)
    days = {node["id"]: date.fromisoformat(node["day"]) if node["day"] else None for node in nodes}
    time, columns = timeline(boxes, links if len(nodes) <= _DRAWN_UP_TO else [], days)
    if len(nodes) > _DRAWN_UP_TO:
        fields = {node["id"]: node["field"] for node in nodes}
        structure, net = blocks(boxes, layers, side_by_side=True), blocks(boxes, fields)
    else:
        # Past what opens whole, a net of springs costs seconds and is not read: its fields stand side by side instead.
        fields = {node["id"]: node["field"] for node in nodes}
        structure = layered(boxes, links)
        net = packed(boxes, links) if len(nodes) <= LEGIBLE_UP_TO else blocks(boxes, fields)
    views: list[Plain] = [
        {"id": "structure", **_scene(structure, nodes, edges)},
        {"id": "time", "columns": columns, **_scene(time, nodes, edges)},
        {"id": "net", **_scene(net, nodes, edges)},
    ]
    things = [place for place, node in enumerate(nodes) if node["kind"] not in FINDINGS]
    if len(things) <= LEGIBLE_UP_TO < len(nodes):
        _fold(views, things, nodes, edges, days)
    return views


def _fold(
    views: list[Plain], things: list[int], nodes: list[Plain], edges: list[Plain], days: dict[str, date | None]
) -> None:
    """Arrange the things of each view once more without the findings, which then stand as numbers at their cards.

    Findings are what makes a city of a hundred things too much to read at once; without them it opens as a whole.
    """
    columns: list[str] = []

    def over_time(boxes: Sequence[Box], links: Sequence[Link]) -> Layout:
        found, columns[:] = timeline(boxes, links, days)
        return found

    arrangements: dict[str, _Arrange] = {"structure": layered, "time": over_time, "net": packed}
    for view in views:
        view["folded"] = subset(things, nodes, edges, arrangements[view["id"]], whole=len(things) <= CARDS_UP_TO)
        if view["id"] == "time":
            view["folded"]["columns"] = columns


def fields_of(nodes: list[Plain], edges: list[Plain], labels: dict[str, str]) -> list[Plain]:
    """Say to which Handlungsfeld each node belongs, and give the fields with an arrangement of their own each.

    A node without a field of its own belongs to the nearest that has one, over its relations; what no field
    reaches is gathered under "" at the end. Writes the place in the list as ``field`` into each node.
    """
    own = {node["id"]: node["id"] if node["kind"] == "domain" else node["domain"] for node in nodes}
    near: dict[str, list[str]] = {node["id"]: [] for node in nodes}
    for edge in edges:
        near[edge["from"]].append(edge["to"])
        near[edge["to"]].append(edge["from"])
    waiting = deque(name for name, field in own.items() if field)
    while waiting:
        name = waiting.popleft()
        for other in near[name]:
            if not own[other]:
                own[other] = own[name]
                waiting.append(other)
    named = {field: labels.get(field, field) for field in own.values()}
    order = sorted(named, key=lambda field: (not field, named[field].casefold(), field))
    place = {field: index for index, field in enumerate(order)}
    for node in nodes:
        node["field"] = place[own[node["id"]]]
    return [{"id": field, "label": named[field]} for field in order]


def overview_of(fields: list[Plain], nodes: list[Plain], edges: list[Plain], moments: int) -> list[Plain] | None:
    """Count what the overview shows of a map that opens with it: per field its elements by kind, and its ties.

    These few numbers travel beside the data, so that the first picture need not wait for thousands of elements.
    """

    def now(element: Plain) -> bool:
        return "during" not in element or (bool(element["during"]) and element["during"][-1][1] == moments)

    here = {node["id"]: node["field"] for node in nodes if now(node)}
    counts: list[Counter[str]] = [Counter() for _ in fields]
    for node in nodes:
        if node["id"] in here:
            counts[node["field"]][node["kind"]] += 1
    things = sum(count for field in counts for kind, count in field.items() if kind not in FINDINGS)
    if things <= LEGIBLE_UP_TO:
        return None  # these open one by one, their findings as numbers
    used = [place for place, count in enumerate(counts) if count]
    rank = {place: at for at, place in enumerate(used)}
    ties: list[Counter[int]] = [Counter() for _ in used]
    for edge in edges:
        if edge["from"] in here and edge["to"] in here and now(edge):
            one, other = sorted((rank[here[edge["from"]]], rank[here[edge["to"]]]))
            if one != other:
                ties[one][other] += 1
    return [
        {
            "key": place,
            "label": fields[place]["label"],
            "counts": sorted(counts[place].items()),
            "ties": sorted(ties[rank[place]].items()),
        }
        for place in used
    ]


def arrange_fields(fields: list[Plain], nodes: list[Plain], edges: list[Plain]) -> None:
    """Give each field of a map too large to open whole its own arrangement, where its elements fit into one."""
    if not LEGIBLE_UP_TO < len(nodes) <= _FIELDS_UP_TO:
        return
    for index, field in enumerate(fields):
        members = [place for place, node in enumerate(nodes) if node["field"] == index]
        if len(members) <= LEGIBLE_UP_TO:
            field["scene"] = subset(members, nodes, edges, layered, whole=len(members) <= CARDS_UP_TO)


def slides_of(model: MapModel, nodes: list[Plain], edges: list[Plain]) -> list[Plain]:
    """Give each slide of the story with its elements arranged anew, as whole cards."""
    place = {node["id"]: index for index, node in enumerate(nodes)}
    slides = []
    for slide in model.slides:
        members = sorted({place[name] for name in map(clean, slide.show) if name in place})
        days = {node["id"]: date.fromisoformat(node["day"]) if node["day"] else None for node in nodes}
        arrange: dict[str, _Arrange] = {
            "net": packed,
            "time": lambda boxes, links, days=days: timeline(boxes, links, days)[0],  # type: ignore[misc]
        }
        scene = subset(members, nodes, edges, arrange.get(slide.view, layered), whole=True)
        slides.append(
            {
                "title": clean(slide.title),
                "text": clean(slide.text),
                "view": slide.view or "structure",
                "day": slide.day.isoformat() if slide.day else None,
                "scene": scene,
            }
        )
    return slides


def subset(members: list[int], nodes: list[Plain], edges: list[Plain], arrange: _Arrange, *, whole: bool) -> Plain:
    """Arrange some of the nodes anew; the scene names them and the edges between them by their places."""
    chosen = [nodes[place] for place in members]
    if whole:
        for node in chosen:
            node.setdefault("full", whole_card(node))
    names = {node["id"] for node in chosen}
    lines = [place for place, edge in enumerate(edges) if edge["from"] in names and edge["to"] in names]
    between = [edges[place] for place in lines]
    layout = arrange(_boxes(chosen, layers_of(chosen, between), "full" if whole else "card"), _links(between))
    return {"members": members, "lines": lines, "whole": whole, **_scene(layout, chosen, between)}


def _boxes(nodes: Iterable[Plain], layers: dict[str, int], card: str) -> list[Box]:
    return [
        Box(n["id"], n[card]["width"], n[card]["height"], layers[n["id"]], f"{n['domain']}\0{place:06}")
        for place, n in enumerate(nodes)
    ]


def _links(edges: Iterable[Plain]) -> list[Link]:
    return [Link(edge["id"], edge["from"], edge["to"]) for edge in edges]


def _scene(layout: Layout, nodes: Iterable[Plain], edges: Iterable[Plain]) -> Plain:
    """Write a layout by place in the lists; a crowd has no routes, the page draws its lines straight."""
    routes = [
        [route.path, *(round(value, 2) for value in (*route.tip, *route.middle))]
        for edge in (edges if layout.routes else ())
        for route in (layout.routes[edge["id"]],)
    ]
    return {
        "places": [layout.places[node["id"]] for node in nodes],
        "routes": routes,
        "headings": [[layer, *span] for layer, span in sorted(layout.spans.items())],
    }


def layers_of(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> dict[str, int]:
    """Give each node its column. A finding stands beside its subjects, on the side with more room."""
    layers = {node["id"]: KINDS[node["kind"]].layer for node in nodes}
    load: dict[int, int] = dict.fromkeys(range(5), 0)
    subjects: dict[str, list[int]] = {}
    for edge in edges:
        if "finding" in edge:
            subjects.setdefault(edge["from"], []).append(layers[edge["to"]])
    for node in nodes:
        if node["kind"] not in FINDINGS:
            load[layers[node["id"]]] += 1
    for node in nodes:
        if node["id"] in subjects:
            middle = sorted(subjects[node["id"]])[len(subjects[node["id"]]) // 2]
            beside = [layer for layer in (middle - 1, middle + 1) if layer in load]
            layers[node["id"]] = min(beside, key=lambda layer: (load[layer], -layer))
        if node["kind"] in FINDINGS:
            load[layers[node["id"]]] += 1
    return layers
