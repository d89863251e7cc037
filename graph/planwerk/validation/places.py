"""Where something was read: the passages that prove it, else the graphs that say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from planwerk.validation.said import Said, Sources, Term, by_subject, number, text, triple
from planwerk.vocabulary import NS, PREFIXES

LABEL = PREFIXES["rdfs"] + "label"
OA = PREFIXES["oa"]
SHOWN = 3  # places named before "and n more"
PASSAGE = {
    "de": "{section}, Zeichen {start} bis {end} ({file})",
    "en": "{section}, characters {start} to {end} ({file})",
}
MORE = {"de": "und {n} weitere", "en": "and {n} more"}


class _Proof(NamedTuple):
    """A segment that proves something of a thing: which statement, where that is known."""

    predicate: str | None
    value: Term | None
    segment: Term


class Places:
    """The places of everything the sources say, indexed once."""

    def __init__(self, sources: Sources, lang: str) -> None:
        self._lang = lang
        self._graphs = {**sources.graphs, **sources.evidence}
        self._labels: dict[Term, str] = {}
        self._files: dict[Term, str] = {}
        self._saying: dict[Term, dict[NamedNode, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._naming: dict[Term, dict[NamedNode, None]] = defaultdict(dict)
        self._evidence: Said = by_subject(quad for quads in sources.evidence.values() for quad in quads)
        self._proofs: dict[Term, list[_Proof]] = defaultdict(list)
        self._read_graphs()
        self._read_evidence()

    def of(self, focus: Term, predicates: tuple[str, ...], value: Term | None) -> str:
        """Name where the value is proven, else the property, else anything of the thing, else the graphs."""
        proofs = self._proofs.get(focus, [])
        of_property = [proof for proof in proofs if proof.predicate in predicates]
        of_value = [proof for proof in of_property if value is not None and proof.value == value]
        for some in (of_value, of_property, proofs):
            segments = sorted({proof.segment for proof in some}, key=self._order)
            if passages := list(dict.fromkeys(filter(None, map(self._passage, segments)))):
                return self._several(passages)
        return self._several([self._graph(graph) for graph in self._graphs_with(focus, predicates)])

    def _several(self, names: list[str]) -> str:
        rest = len(names) - SHOWN
        return "; ".join([*names[:SHOWN], *([MORE[self._lang].format(n=rest)] if rest > 0 else [])])

    def _graphs_with(self, focus: Term, predicates: tuple[str, ...]) -> list[NamedNode]:
        if isinstance(focus, NamedNode) and focus in self._graphs:
            return [focus]
        saying = self._saying.get(focus, {})
        closest = [graph for graph, said in saying.items() if said.intersection(predicates)]
        return closest or list(saying) or list(self._naming.get(focus, {}))

    def _graph(self, graph: NamedNode) -> str:
        label = self._labels.get(graph)
        return f"{label} <{graph.value}>" if label else f"<{graph.value}>"

    def _order(self, segment: Term) -> tuple[int, int, str]:
        return (*(self._reach(segment) or (0, 0)), str(segment))

    def _reach(self, segment: Term) -> tuple[int, int] | None:
        for selector in self._evidence.get(segment, {}).get(OA + "hasSelector", []):
            about = self._evidence.get(selector, {})
            start, end = (next(map(number, about.get(OA + key, [])), None) for key in ("start", "end"))
            if start is not None and end is not None:
                return start, end
        return None

    def _passage(self, segment: Term) -> str | None:
        reach, about = self._reach(segment), self._evidence.get(segment, {})
        if reach is None:
            return None
        file = ", ".join(sorted(self._files.get(source, text(source)) for source in about.get(OA + "hasSource", [])))
        section = _in(self._lang, about.get(NS + "section", []))
        return PASSAGE[self._lang].format(section=section or "?", start=reach[0], end=reach[1], file=file or "?")

    def _read_graphs(self) -> None:
        for graph, quads in self._graphs.items():
            label = _in(self._lang, [q.object for q in quads if q.subject == graph and q.predicate.value == LABEL])
            if label:
                self._labels[graph] = label
            for quad in quads:
                self._saying[quad.subject][graph].add(quad.predicate.value)
                self._naming[quad.object][graph] = None
                if quad.predicate.value == NS + "fileName":
                    self._files[quad.subject] = text(quad.object)

    def _read_evidence(self) -> None:
        for thing, about in self._evidence.items():
            for selector in about.get(OA + "hasSelector", []):
                self._proofs[thing].append(_Proof(None, None, thing))
                self._proofs[selector].append(_Proof(None, None, thing))
            for segment in about.get(OA + "hasTarget", []):
                self._proofs[thing].append(_Proof(None, None, segment))
                for statement in about.get(NS + "supportsStatement", []):
                    self._proofs[statement].append(_Proof(None, None, segment))
                    if whole := triple(self._evidence.get(statement, {})):
                        subject, predicate, value = whole
                        self._proofs[subject].append(_Proof(text(predicate), value, segment))


def _in(lang: str, words: Iterable[Term]) -> str | None:
    """Give the word in the language, else in any."""
    found = sorted((word.language != lang, word.value) for word in words if isinstance(word, Literal))
    return found[0][1] if found else None
