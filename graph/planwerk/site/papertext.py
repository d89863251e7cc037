"""A paper's text with every statement that was read in it highlighted at its place, and the statements beside it.

Places may overlap: the text is cut wherever one begins or ends, and each piece knows how many places cover it and which
is the narrowest. A place's number leads to its statements, and their number back to the place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pyoxigraph import NamedNode

from planwerk.passages import Passage, digest, text_of
from planwerk.questions import Value, query
from planwerk.readingcopy import norm
from planwerk.review import Decision, read_decisions
from planwerk.site.frame import Place, render
from planwerk.site.links import Links, Target
from planwerk.site.places import anchor_of
from planwerk.site.seen import Seen
from planwerk.site.wording import spoken, word_of
from planwerk.vocabulary import CONCEPT, NS, PREFIXES, is_address

READ_IN = """PREFIX pw: <{ns}>
PREFIX oa: <{oa}>
PREFIX rdf: <{rdf}>
PREFIX dcterms: <{dcterms}>
SELECT ?key ?subject ?predicate ?object ?rule ?confidence ?state ?start ?end ?words ?digest ?section ?spoken WHERE {{
  GRAPH ?graph {{
    ?segment oa:hasSource <{source}> ; pw:wordCount ?words ; pw:passageDigest ?digest ; oa:hasSelector ?selector ; pw:section ?section .
    ?selector oa:start ?start ; oa:end ?end .
    ?proof oa:hasTarget ?segment ; pw:supportsStatement ?statement .
    ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
    OPTIONAL {{ ?proof dcterms:identifier ?key }}
    OPTIONAL {{ ?proof pw:readingRule ?rule }}
    OPTIONAL {{ ?proof pw:confidence ?confidence }}
    OPTIONAL {{ ?proof pw:reviewState ?state }}
    FILTER(LANG(?section) = "{lang}")
    BIND(IF(ISLITERAL(?object), LANG(?object), "") AS ?spoken)
  }}
}}"""

STATES: dict[str, tuple[str, str]] = {
    "machine-only": ("maschinell gelesen, ungeprüft", "read by machine, not reviewed"),
    "accepted": ("angenommen", "accepted"),
    "corrected": ("berichtigt", "corrected"),
    "rejected": ("abgelehnt", "rejected"),
    "curated": ("von Menschen erfasst", "entered by people"),
}
PENDING = {"accept": "accepted", "reject": "rejected", "correct": "corrected"}


@dataclass(frozen=True, slots=True)
class Read:
    """One statement as it stands beside the text: "‘bis Mitte 2020’ is the deadline, says task.deadline@1, accepted"."""

    key: str
    subject: str
    subject_href: str | None
    predicate: str
    value: str
    value_href: str | None
    rule: str
    confidence: str
    state: str
    review: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A place of the text with the statements that were read there; ``quote`` where the text has no such place."""

    number: int
    start: int
    end: int
    anchor: str
    section: str
    state: str
    reads: tuple[Read, ...]
    quote: str = ""

    @property
    def by_subject(self) -> list[tuple[str, str | None, list[Read]]]:
        """Give the statements by the thing they are about, with its page."""
        grouped: dict[tuple[str, str | None], list[Read]] = {}
        for read in self.reads:
            grouped.setdefault((read.subject, read.subject_href), []).append(read)
        return [(subject, href, reads) for (subject, href), reads in grouped.items()]

    @property
    def uniform(self) -> bool:
        """Tell whether all its statements are in the same state, which then needs saying once."""
        return len({read.state for read in self.reads}) == 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that the same places cover: ``place`` is the narrowest, ``depth`` their number.

    ``begins`` are the anchors of the places that begin here, ``ends`` the numbers of those that end with it.
    """

    text: str
    place: int | None
    depth: int
    state: str
    begins: tuple[str, ...]
    ends: tuple[int, ...]


def text_page(seen: Seen, links: Links, source: str) -> str:
    """Give the page of a source's text; where no copy is at hand, the places and statements without it."""
    file = file_of(seen, source)
    text = seen.city.copies.text(file) if file else None
    placed, lost = stretches(seen, links, source, file)
    name = seen.names({source})[source]
    return render(
        "text.html",
        seen,
        links,
        Place(Target("text", source), [(seen.say("Vorlagen und Beschlüsse", "Papers and resolutions"), Target("index", "paper"))]),
        name,
        file=file,
        source=links(Target("thing", source)),
        papers=_papers(seen, links, source),
        pieces=pieces_of(text, placed) if text is not None else [],
        at_hand=text is not None,
        places=placed,
        lost=lost,
        states={name: seen.say(*both) for name, both in STATES.items()},
        used=sorted({read.state for some in (*placed, *lost) for read in some.reads}),
        count=sum(len(place.reads) for place in (*placed, *lost)),
    )  # fmt: skip


def _papers(seen: Seen, links: Links, source: str) -> list[tuple[str, str | None]]:
    """Give the papers and resolutions that the source says something of: what a reader calls the text by."""
    store, derived = seen.city.data.store, NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
    graphs = [quad.subject for quad in store.quads_for_pattern(None, derived, NamedNode(source))]
    found = {
        quad.subject.value
        for graph in graphs
        if isinstance(graph, NamedNode)
        for quad in store.quads_for_pattern(None, NamedNode(PREFIXES["rdf"] + "type"), None, graph)
        if isinstance(quad.subject, NamedNode) and seen.kinds.get(quad.subject.value) == "paper"
    }
    names = seen.names(found)
    return [(names[iri], links(Target("thing", iri))) for iri in sorted(found, key=lambda iri: (names[iri], iri))]


def file_of(seen: Seen, source: str) -> str:
    """Give the name of a source's file, empty where nothing says so."""
    named = seen.city.data.store.quads_for_pattern(NamedNode(source), NamedNode(NS + "fileName"), None)
    return min((text_of(quad.object) for quad in named), default="")


def sources(seen: Seen) -> list[str]:
    """Give the IRIs of all sources whose statements have a place, in order."""
    found = query(
        seen.city.data, f"SELECT DISTINCT ?s {{ GRAPH ?g {{ ?x <{PREFIXES['oa']}hasSource> ?s }} }} ORDER BY ?s"
    )
    return [str(row[0]) for row in found.rows]  # fmt: skip


def stretches(seen: Seen, links: Links, source: str, file: str) -> tuple[list[Stretch], list[Stretch]]:
    """Give the places of a source in the order of the text, and those that the text at hand does not have."""
    asked = READ_IN.format(
        ns=NS,
        oa=PREFIXES["oa"],
        rdf=PREFIXES["rdf"],
        dcterms=PREFIXES["dcterms"],
        source=NamedNode(source).value,
        lang=seen.lang,
    )
    # What is published is the data as it was built; decisions not yet in it, and their notes, stay with the reviewers.
    decisions = read_decisions(seen.city.workspace.review) if links.live else {}
    found: dict[Passage, dict[tuple[str, str, str], Read]] = {}
    rows = _in_language(query(seen.city.data, asked).as_dicts(), seen.lang)
    names = seen.names(
        {str(row[part]) for row in rows for part in ("subject", "predicate", "object") if is_address(str(row[part]))}
    )
    for row in rows:
        passage = Passage(
            source, file, int(str(row["start"])), int(str(row["end"])), int(str(row["words"])), str(row["digest"]),
            str(row["section"]),
        )  # fmt: skip
        triple = (str(row["subject"]), str(row["predicate"]), str(row["object"]))
        found.setdefault(passage, {})[triple] = _read(seen, links, row, names, decisions)
    placed: list[Stretch] = []
    lost: list[Stretch] = []
    for passage, reads in found.items():
        where = seen.city.copies.place(passage)
        told = tuple(sorted(reads.values(), key=lambda read: (read.subject, read.predicate, read.value)))
        state = next((s for s in STATES if any(read.state == s for read in told)), "curated")
        start, end = where or (passage.start, passage.end)
        made = Stretch(0, start, end, anchor_of(passage.start), passage.section, state, told)
        (placed if where else lost).append(made)
    lost += _rejected(seen, file, decisions, {key for reads in found.values() for key in _keys(reads)})
    placed.sort(key=lambda place: (place.start, -place.end))
    lost.sort(key=lambda place: (place.start, place.end))
    return _numbered(placed, 1), _numbered(lost, len(placed) + 1)


def _in_language(rows: list[dict[str, Value]], lang: str) -> list[dict[str, Value]]:
    """Leave out what is said in the reader's language too; what stands there in another alone stays."""
    here = {(row["subject"], row["predicate"], row["start"]) for row in rows if row["spoken"] == lang}
    return [
        row
        for row in rows
        if row["spoken"] in (None, "", lang) or (row["subject"], row["predicate"], row["start"]) not in here
    ]


def _numbered(places: Sequence[Stretch], first: int) -> list[Stretch]:
    return [replace(place, number=number) for number, place in enumerate(places, first)]


def _keys(reads: dict[tuple[str, str, str], Read]) -> set[str]:
    return {read.key for read in reads.values()}


def _read(
    seen: Seen, links: Links, row: Mapping[str, Value], names: dict[str, str], decisions: dict[str, Decision]
) -> Read:
    subject, predicate, value = (str(row[part]) for part in ("subject", "predicate", "object"))
    key, rule = str(row["key"] or ""), str(row["rule"] or "")
    state = str(row["state"] or "").removeprefix(f"{CONCEPT}review-state/") if rule else "curated"
    decision = decisions.get(key) if key else None
    note = ""
    if decision and PENDING[decision.verdict] != state:
        state = PENDING[decision.verdict]
        note = seen.say("gilt ab dem nächsten Aufbau", "in effect from the next build on")
    return Read(
        key=key,
        subject=names.get(subject, subject),
        subject_href=links(Target("thing", subject)),
        predicate=word_of(seen, predicate, names),
        value=names.get(value) or spoken(seen, row["object"]),
        value_href=links(Target("thing", value)) if is_address(value) else None,
        rule=rule,
        confidence=str(row["confidence"] or ""),
        state=state if state in STATES else "curated",
        review=links(Target("review", choice={"key": key})) if key else None,
        note=note,
    )


def _rejected(seen: Seen, file: str, decisions: dict[str, Decision], shown: set[str]) -> Iterable[Stretch]:
    """Give what people rejected in this file: it is no part of the dataset, and still nobody should read it twice."""
    for decision in decisions.values():
        if decision.verdict != "reject" or decision.file != file or decision.key in shown:
            continue
        subject, _, rest = decision.said.partition(" – ")
        predicate, _, value = rest.partition(": ")
        read = Read(decision.key, subject, None, predicate, value, None, "", "", "rejected", None, decision.note)
        where = seen.city.copies.place(
            Passage("", file, 0, 0, len(norm(decision.quote).split()), digest(decision.quote), "")
        )
        start, end = where or (0, 0)
        yield Stretch(0, start, end, f"rejected-{decision.key}", "", "rejected", (read,), decision.quote)


def pieces_of(text: str, places: Sequence[Stretch]) -> list[Piece]:
    """Cut a text wherever a place begins or ends; the pieces joined are the text.

    >>> one = Stretch(1, 0, 9, "at-0", "", "accepted", ())
    >>> two = Stretch(2, 4, 9, "at-4", "", "machine-only", ())
    >>> [(piece.text, piece.place, piece.depth, piece.ends) for piece in pieces_of("bis Mitte 2020", [one, two])]
    [('bis ', 1, 1, ()), ('Mitte', 2, 2, (1, 2)), (' 2020', None, 0, ())]
    """
    cuts = sorted({0, len(text), *(min(edge, len(text)) for place in places for edge in (place.start, place.end))})
    made = []
    for start, end in pairwise(cuts):
        over = [place for place in places if place.start <= start and end <= place.end]
        narrowest = min(over, key=lambda place: (place.end - place.start, place.number), default=None)
        made.append(
            Piece(
                text[start:end],
                narrowest.number if narrowest else None,
                len(over),
                narrowest.state if narrowest else "",
                tuple(dict.fromkeys(place.anchor for place in places if place.start == start)),
                tuple(place.number for place in over if place.end == end),
            )
        )
    return made
