"""What was read: a statement and the passage it stands in, and how both are said in RDF.

A :class:`Telling` is what one source version says. It becomes a named graph that describes itself and, beside it, a
graph of evidence with one node per statement and place, so that nobody who does not ask for it pays for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from planwerk.readingcopy import norm
from planwerk.vocabulary import CONCEPT, NS, PREFIXES, slug

RDF, RDFS, OA, PROV, XSD = (PREFIXES[name] for name in ("rdf", "rdfs", "oa", "prov", "xsd"))
MACHINE_ONLY, NEEDS_REVIEW, ACCEPTED, CORRECTED = "machine-only", "needs-review", "accepted", "corrected"

Term = NamedNode | Literal


def digest(text: str) -> str:
    """Give the SHA-256 of a passage after :func:`norm`, in hex."""
    return hashlib.sha256(norm(text).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a source text: "characters 16 to 21 of this file, in this section, one word long".

    ``start`` and ``end`` count characters of the decoded file from 0, end exclusive; ``digest`` is the SHA-256 of
    the passage after :func:`norm`. ``unreviewed`` marks a place that a machine alone has read, and nobody has looked at.
    """

    source: str
    file: str
    start: int
    end: int
    words: int
    digest: str
    section: str
    unreviewed: bool = False

    def locator(self, lang: str = "de") -> str:
        """Give the place as one would cite it.

        >>> Passage("x", "a.txt", 16, 21, 1, "", "Punkt 1").locator()
        'Punkt 1, Zeichen 16 bis 21'
        """
        place = f"Zeichen {self.start} bis {self.end}" if lang == "de" else f"characters {self.start} to {self.end}"
        mark = (" [maschinell gelesen]" if lang == "de" else " [machine reading]") if self.unreviewed else ""
        return f"{self.section}, {place}{mark}"


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple and where it was read: "in this passage, this paper cites that one, says rule paper.cites".

    ``quote`` is the passage's text with uniform white space; ``sections`` names the section in German and English.
    ``state`` tells whether a person has looked at it.
    """

    subject: str
    predicate: str
    object: Term
    start: int
    end: int
    quote: str
    sections: tuple[str, str]
    rule: str
    confidence: float
    state: str = MACHINE_ONLY
    read_as: str = ""
    """The key of the reading that a person's correction put in other terms; empty where nobody did."""
    more: tuple[tuple[str, Term], ...] = ()
    """What else the evidence says of the place, such as the editions of the law that have its words."""

    @property
    def key(self) -> str:
        """Give the name under which a person's decision on it is kept.

        It rests on the triple and on the words it was read from, and on nothing else: another version of the rule, a
        paragraph that moved or a heading that was renamed do not change it.
        """
        if self.read_as:
            return self.read_as
        said = chr(31).join((f"<{self.subject}>", f"<{self.predicate}>", str(self.object), norm(self.quote)))
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    @property
    def triple(self) -> tuple[str, str, Term]:
        """Give the statement without its place."""
        return self.subject, self.predicate, self.object


@dataclass(frozen=True, slots=True)
class Telling:
    """What one source version says: "this motion, known from 23 August 2018, by its mover, states the following".

    ``graph`` is the IRI of its named graph, ``source`` that of the file it was read in. ``basics`` are triples that
    stand nowhere in the text: the German and English names of things that the reading itself names.
    """

    graph: str
    source: str
    names: Mapping[str, str]
    known_from: date
    speaker: str
    statements: tuple[Statement, ...]
    basics: tuple[tuple[str, str, Term], ...] = ()
    undated: bool = False
    """Whether nothing tells its day; ``known_from`` is then that of the newest source, and no day of its own."""
    role: str = "asserted"
    """Of the graph: ``inferred`` is what the source does not say, but what follows from comparing it."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something a paper holds that was not understood: "nothing says from which day this paper is known".

    ``why`` says it in German and English.
    """

    file: str
    why: tuple[str, str]

    def say(self, lang: str = "de") -> str:
        """Say it in one line, with the file.

        >>> Unread("a.txt", ("kein Tag", "no day")).say("en")
        'a.txt: no day'
        """
        return f"{self.file}: {self.why[0 if lang == 'de' else 1]}"


def iri(name: str) -> NamedNode:
    """Give a term of the ontology, or of one of its prefixes, as a node.

    >>> iri("decisionDate"), iri("rdfs:label")
    (<NamedNode value=https://w3id.org/planwerk/ns#decisionDate>, <NamedNode value=http://www.w3.org/2000/01/rdf-schema#label>)
    """
    prefix, colon, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local if colon else NS + name)


def day(value: date) -> Literal:
    """Give a day as a literal."""
    return Literal(value.isoformat(), datatype=NamedNode(XSD + "date"))


def telling_quads(telling: Telling, run: str) -> Iterator[Quad]:
    """Say a telling in RDF: its named graph, and beside it the graph of evidence."""
    graph = NamedNode(telling.graph)
    states = {statement.state for statement in telling.statements}
    about: list[tuple[NamedNode, Term]] = [
        (iri("rdf:type"), iri("SourceGraph")),
        *((iri("rdfs:label"), Literal(name, language=lang)) for lang, name in telling.names.items()),
        (iri("graphRole"), NamedNode(f"{CONCEPT}graph-role/{telling.role}")),
        (iri("knownFrom"), day(telling.known_from)),
        (iri("prov:wasAttributedTo"), NamedNode(telling.speaker)),
        (iri("prov:wasDerivedFrom"), NamedNode(telling.source)),
        (iri("prov:wasGeneratedBy"), NamedNode(run)),
        (iri("reviewState"), _state(ACCEPTED if states == {ACCEPTED} else MACHINE_ONLY)),
    ]
    if telling.undated:
        about.append((iri("dayUnknown"), Literal(True)))
    for predicate, value in about:
        yield Quad(graph, predicate, value, graph)
    triples: list[tuple[str, str, Term]] = [*telling.basics, *(statement.triple for statement in telling.statements)]
    for subject, named, term in dict.fromkeys(triples):
        yield Quad(NamedNode(subject), NamedNode(named), term, graph)
    yield from _evidence_quads(telling, run)


def _evidence_quads(telling: Telling, run: str) -> Iterator[Quad]:
    graph = NamedNode(telling.graph + "-evidence")
    base = telling.graph.rpartition("graph/")[0]

    def say(subject: str, predicate: str, value: Term) -> Quad:
        return Quad(NamedNode(subject), iri(predicate), value, graph)

    yield say(graph.value, "rdf:type", iri("SourceGraph"))
    yield say(graph.value, "graphRole", NamedNode(CONCEPT + "graph-role/evidence"))
    yield say(graph.value, "knownFrom", day(telling.known_from))
    yield say(graph.value, "prov:wasDerivedFrom", NamedNode(telling.graph))
    yield say(graph.value, "prov:wasGeneratedBy", NamedNode(run))
    yield say(graph.value, "reviewState", _state(MACHINE_ONLY))
    file = slug(telling.source.rpartition("/")[2])
    for statement in telling.statements:
        segment = f"{base}segment/{file}-{statement.start}-{statement.end}"
        quoted = norm(statement.quote)
        yield say(segment, "rdf:type", iri("TextSegment"))
        for lang, section in zip(("de", "en"), statement.sections, strict=True):
            yield say(segment, "section", Literal(section, language=lang))
        yield say(segment, "wordCount", Literal(len(quoted.split())))
        yield say(segment, "passageDigest", Literal(digest(quoted)))
        yield say(segment, "oa:hasSource", NamedNode(telling.source))
        yield say(segment, "oa:hasSelector", NamedNode(f"{segment}-position"))
        yield say(f"{segment}-position", "rdf:type", iri("oa:TextPositionSelector"))
        yield say(f"{segment}-position", "oa:start", Literal(statement.start))
        yield say(f"{segment}-position", "oa:end", Literal(statement.end))
        proof = f"{base}evidence/{_proof(telling, statement)}"
        triple = f"{base}statement/{_proof(telling, statement)}"
        yield say(proof, "rdf:type", iri("Evidence"))
        yield say(proof, "oa:hasTarget", NamedNode(segment))
        yield say(proof, "supportsStatement", NamedNode(triple))
        yield say(proof, "dcterms:identifier", Literal(statement.key))
        yield say(proof, "readingRule", Literal(statement.rule))
        yield say(proof, "confidence", Literal(f"{statement.confidence:g}", datatype=iri("xsd:decimal")))
        yield say(proof, "reviewState", _state(statement.state))
        for predicate, value in statement.more:
            yield say(proof, predicate, value)
        yield say(triple, "rdf:type", iri("rdf:Statement"))
        yield say(triple, "rdf:subject", NamedNode(statement.subject))
        yield say(triple, "rdf:predicate", NamedNode(statement.predicate))
        yield say(triple, "rdf:object", statement.object)


def _proof(telling: Telling, statement: Statement) -> str:
    where = chr(31).join((telling.graph, statement.key, str(statement.start)))
    return hashlib.sha256(where.encode()).hexdigest()[:12]


def _state(name: str) -> NamedNode:
    return NamedNode(f"{CONCEPT}review-state/{name}")


def run_quads(run: str, graph: str, version: str, rules: Iterable[str]) -> Iterator[Quad]:
    """Describe the run of this version of Planwerk, with the rules that found something."""
    home, node = NamedNode(graph), NamedNode(run)
    yield Quad(node, iri("rdf:type"), iri("ExtractionRun"), home)
    yield Quad(node, iri("rdfs:label"), Literal(f"Gelesen mit Planwerk {version}", language="de"), home)
    yield Quad(node, iri("rdfs:label"), Literal(f"Read with Planwerk {version}", language="en"), home)
    yield Quad(node, iri("owl:versionInfo"), Literal(version), home)
    for rule in sorted(set(rules)):
        yield Quad(node, iri("readingRule"), Literal(rule), home)
