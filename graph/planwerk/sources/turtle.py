"""Curated statements: TriG and Turtle files, read strictly.

A file that is not well-formed is named with line and column, a word that the ontology does not
have with the nearest that it has. Blank nodes get stable names, so that the dataset has none.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, NamedNode, Quad, RdfFormat, parse

from planwerk import shipped
from planwerk.errors import SourceError
from planwerk.vocabulary import CONCEPT, NS

FORMATS = {".trig": RdfFormat.TRIG, ".ttl": RdfFormat.TURTLE}


def read_turtle(path: Path, *, base: str, graph: str | None = None) -> list[Quad]:
    """Read a TriG or Turtle file into quads; statements outside a graph go to ``graph``.

    Raises SourceError where the file cannot be read, is not well-formed, or uses an unknown word.
    """
    try:
        content = path.read_bytes()
        content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read: {error}", "it must be a readable file in UTF-8") from error
    try:
        quads = list(parse(content, format=FORMATS[path.suffix], base_iri=base))
    except SyntaxError as error:
        where = f"{path}:{error.lineno}:{error.offset}"
        raise SourceError(f"{where}: {_reason(error)}", "mend the file at that line and column") from error
    _check_words(quads, content.decode("utf-8"), path)
    quads = _named(quads, base)
    home = NamedNode(graph) if graph else None
    if home is None:
        return quads
    return [
        Quad(q.subject, q.predicate, q.object, home) if isinstance(q.graph_name, DefaultGraph) else q for q in quads
    ]


def _reason(error: SyntaxError) -> str:
    text = str(error.msg)
    return text.split(": ", 1)[-1] if text.startswith("Parser error at line") else text


@cache
def known_words() -> frozenset[str]:
    """Give the IRIs of all terms and concepts that the shipped ontology defines."""
    return frozenset(
        quad.subject.value
        for path in shipped.ontology().rglob("*.ttl")
        if "shapes" not in path.name
        for quad in parse(path=str(path), format=RdfFormat.TURTLE)
        if isinstance(quad.subject, NamedNode)
    )


def _check_words(quads: Iterable[Quad], text: str, path: Path) -> None:
    words = {
        term.value
        for quad in quads
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith((NS, CONCEPT))
    }
    for word in sorted(words - known_words()):
        near = difflib.get_close_matches(word, known_words(), 1, 0.6)
        name = word.removeprefix(NS).removeprefix(CONCEPT)
        local = name.rsplit("/", 1)[-1]
        line = next((n for n, row in enumerate(text.splitlines(), 1) if f":{local}" in row or word in row), 1)
        hint = (
            f"did you mean {near[0].removeprefix(NS).removeprefix(CONCEPT)}?"
            if near
            else "planwerk terms lists them all"
        )
        raise SourceError(f"{path}:{line}: the ontology has no term {name}", hint)


def _named(quads: list[Quad], base: str) -> list[Quad]:
    """Give blank nodes names that depend on nothing but what is said of them (RDF Dataset Canonicalization)."""
    if not any(isinstance(t, BlankNode) for q in quads for t in (q.subject, q.object, q.graph_name)):
        return quads
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    stem = hashlib.sha256("\n".join(sorted(map(str, dataset))).encode()).hexdigest()[:10]

    def name(term: object) -> object:
        return NamedNode(f"{base}.well-known/genid/{stem}-{term.value}") if isinstance(term, BlankNode) else term

    return [Quad(name(q.subject), q.predicate, name(q.object), name(q.graph_name)) for q in dataset]  # type: ignore[arg-type]
