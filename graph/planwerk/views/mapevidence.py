"""Where what the map shows is said: the places of things, of links and of findings, and how each was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from planwerk.dataset import BY_RULE, Dataset
from planwerk.gaps import Finding
from planwerk.inference import rules
from planwerk.passages import UNSEEN, Copies, Evidence, Passage, Proof, stated_in, text_of
from planwerk.questions import labels
from planwerk.views.mapmodel import MapEvidence
from planwerk.vocabulary import NS, PREFIXES

TextAt = Callable[[Passage], str | None]
"""Gives the relative address of a page beside the map that shows a place in its text; None where there is none."""

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


@dataclass(frozen=True, slots=True)
class _Read:
    """By which rule of reading a statement was found, how sure the reading is, and whether a person confirmed it."""

    rule: str
    confidence: float | None
    confirmed: bool


class Places:
    """Gives the places of what one dataset says, with the words where a copy is at hand."""

    def __init__(self, dataset: Dataset, copies: Copies | None, lang: str, text_at: TextAt | None = None) -> None:
        self._dataset, self._copies, self._lang, self._text_at = dataset, copies, lang, text_at
        self._evidence = Evidence(dataset, lang)
        self._read = _readings(dataset)
        self._names: dict[str, str] = {}

    def of_thing(self, thing: str) -> tuple[MapEvidence, ...]:
        """Give where the thing is named, else where anything is said of it, else the graphs that state it."""
        proofs = self._evidence.of(thing, LABEL) or self._evidence.of(thing)[:3]
        return self._shown(proofs) or self._graphs(thing, LABEL)

    def of_link(self, subject: str, prop: str, value: str) -> tuple[str, tuple[MapEvidence, ...]]:
        """Tell whether a link was said (with its places), added by people, or follows by a rule."""
        if prop in ("createsTask", "heldBy"):  # said of the point and of the decision, folded into the resolution
            said = (value, "createsTask") if prop == "createsTask" else (subject, "resultsIn")
            proofs = self._evidence.towards(said[0], NS + said[1])
            if not proofs:
                return "curated", ()
        else:
            proofs = self._evidence.between(subject, NS + prop, value)
        if proofs:
            return "asserted", self._shown(proofs)
        graphs = self._graphs(subject, NS + prop)
        return ("curated", graphs) if graphs else ("inferred", ())

    def of_finding(self, finding: Finding) -> tuple[MapEvidence, ...]:
        """Give the places on which a finding rests."""
        return tuple(
            MapEvidence(self._name(e.source), e.locator, e.quote, self._known(e.source), "asserted", None)
            for e in finding.evidence
        )

    def rule(self, subject: str, predicate: str, value: str) -> str | None:
        """Give the sentence of the rule by which a link follows, where no source states it."""
        graphs = [
            quad.graph_name.value
            for quad in self._dataset.store.quads_for_pattern(
                NamedNode(subject), NamedNode(predicate), NamedNode(value), None
            )
            if isinstance(quad.graph_name, NamedNode)
        ]
        names = [graph.rpartition(BY_RULE)[2] for graph in graphs if BY_RULE in graph]
        if not names or len(names) < len(graphs):
            return None
        # A rule begins with its sentence, in both languages.
        sentence = rules()[names[0]].splitlines()[0 if self._lang == "de" else 1]
        return f"{names[0]}: {sentence.lstrip('# ')}"

    def _shown(self, proofs: Iterable[Proof]) -> tuple[MapEvidence, ...]:
        # One passage often supports several statements, such as both names of a thing: a reader needs it once.
        places: dict[tuple[str, str, int, int], MapEvidence] = {}
        for proof in proofs:
            where = proof.passage
            key = (proof.graph, where.source, where.start, where.end)
            if key in places:
                continue
            read = self._read.get((proof.subject, proof.predicate, proof.object))
            places[key] = MapEvidence(
                self._name(proof.graph), where.locator(self._lang), self._copies.quote(where) if self._copies else None,
                self._known(proof.graph), "asserted", None,
                rule=read.rule if read else None, confidence=read.confidence if read else None,
                confirmed=read.confirmed if read else None, page=self._text_at(where) if self._text_at else None,
            )  # fmt: skip
        return tuple(places.values())

    def _graphs(self, subject: str, predicate: str) -> tuple[MapEvidence, ...]:
        return tuple(
            MapEvidence(self._name(graph), "", None, self._known(graph), "curated", None)
            for graph in stated_in(self._dataset, subject, predicate)
        )

    def _known(self, graph: str) -> date | None:
        return self._dataset.graphs.get(graph)

    def _name(self, graph: str) -> str:
        if graph not in self._names:
            self._names[graph] = labels(self._dataset, [graph], self._lang)[graph]
        return self._names[graph]


def _readings(dataset: Dataset) -> Mapping[tuple[str, str, str], _Read]:
    """Give how each statement was read that a rule found in a paper; of several readings the surest."""
    store, rdf = dataset.store, PREFIXES["rdf"]

    def said(name: str) -> dict[str, str]:
        quads = store.quads_for_pattern(None, NamedNode(name), None)
        return {text_of(q.subject): text_of(q.object) for q in quads if isinstance(q.graph_name, NamedNode)}

    rule_of = said(NS + "readingRule")
    if not rule_of:
        return {}
    supports, sure, state = (said(NS + name) for name in ("supportsStatement", "confidence", "reviewState"))
    parts = [said(rdf + name) for name in ("subject", "predicate", "object")]
    found: dict[tuple[str, str, str], _Read] = {}
    for evidence, rule in sorted(rule_of.items()):
        if (statement := supports.get(evidence)) is None:
            continue  # a run of the reading lists its rules by the same property
        subject, predicate, value = (part.get(statement, "") for part in parts)
        text = sure.get(evidence)
        confidence = float(text) if text and _is_number(text) else None
        read = _Read(rule, confidence, state.get(evidence) not in (None, *UNSEEN))
        key = (subject, predicate, value)
        if key not in found or (read.confidence or 0) > (found[key].confidence or 0):
            found[key] = read
    return found


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()
