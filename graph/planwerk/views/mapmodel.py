"""What a map shows, as plain values: whoever builds a map fills these, :func:`planwerk.views.map.draw` draws them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class MapEvidence:
    """A place in a source. `origin` is "asserted" (read), "curated" (entered) or "inferred" (by rule).

    Of what a machine read, `rule` names the rule of reading, `confidence` says from 0 to 1 how sure it is, and
    `confirmed` whether a person agreed. `href` is the source's address on the web, `page` the relative one of a page
    beside the map that shows the place in its text.
    """

    source: str
    locator: str
    quote: str | None
    known_from: date | None
    origin: str
    href: str | None
    rule: str | None = None
    confidence: float | None = None
    confirmed: bool | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class MapNode:
    """A thing on the map; `id` is its IRI, `kind` one of :data:`KINDS`, `kind_label` what its class is called.

    `day` is when it happened, began or is due, as far as that is known; `type` is the IRI of its class.
    """

    id: str
    label: str
    kind: str
    kind_label: str
    number: str | None
    summary: str | None
    details: tuple[tuple[str, str], ...]
    evidence: tuple[MapEvidence, ...]
    domain: str | None
    day: date | None = None
    status: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class MapEdge:
    """A relation between two nodes, named by their ids.

    `rests` says which end rests on the other: "source", "target" or "" where neither does. `rule` says in
    words by which rule the relation follows; `property` is its IRI.
    """

    id: str
    source: str
    target: str
    label: str
    origin: str
    evidence: tuple[MapEvidence, ...]
    rests: str = ""
    rule: str | None = None
    property: str | None = None


@dataclass(frozen=True, slots=True)
class MapGap:
    """A finding: verdict "gap" or "not_decidable", attached to the nodes it concerns.

    `dismissed` is why people set it aside, where they did; it stays on the map, grey.
    """

    id: str
    check: str
    verdict: str
    severity: int
    label: str
    reason: str
    subjects: tuple[str, ...]
    next_step: str
    evidence: tuple[MapEvidence, ...]
    dismissed: str | None = None


@dataclass(frozen=True, slots=True)
class MapMoment:
    """The state of planning from this day on, until the next moment: the ids of all that was known then."""

    day: date
    present: frozenset[str]


@dataclass(frozen=True, slots=True)
class MapSlide:
    """One step of a story: what it shows, by ids, in which view and as of which day ("" and None: as the map is)."""

    title: str
    text: str
    show: tuple[str, ...]
    view: str = ""
    day: date | None = None


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
    moments: tuple[MapMoment, ...] = ()
    slides: tuple[MapSlide, ...] = ()
    pages: tuple[tuple[str, str], ...] = ()
    """Other pages that lie beside the map ("gaps", "control"), with their relative addresses."""


def restricted(model: MapModel, things: Collection[str]) -> MapModel:
    """Give the map of these things alone: what links two of them, and the findings about them."""
    kept = {node.id for node in model.nodes} & set(things)
    return replace(
        model,
        nodes=tuple(node for node in model.nodes if node.id in kept),
        edges=tuple(edge for edge in model.edges if {edge.source, edge.target} <= kept),
        gaps=tuple(
            replace(gap, subjects=tuple(subject for subject in gap.subjects if subject in kept))
            for gap in model.gaps
            if kept & set(gap.subjects)
        ),
    )


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
    "dismissed": Kind(1, "M2 2H14V14H2ZM2 2L14 14", dashed=True),
}
