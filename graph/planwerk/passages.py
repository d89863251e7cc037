"""Where a statement stands: places in source texts, and the quotes where a copy of the text is at hand.

A place holds by position; in another copy of the text (other line breaks, say) it is found again by its
number of words and its checksum, unless the wording itself differs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode

from planwerk.collector import collector_resting
from planwerk.dataset import Dataset
from planwerk.privacy import Privacy, mask
from planwerk.readingcopy import norm
from planwerk.sources.papers import PaperFile, kept_text, to_text
from planwerk.sources.rejected import Refusal
from planwerk.statements import MACHINE_ONLY, NEEDS_REVIEW, Passage, digest
from planwerk.vocabulary import CONCEPT, NS, PREFIXES

__all__ = [
    "Copies", "Copy", "Evidence", "Passage", "Proof", "digest", "find_again", "find_place", "stated_in", "text_of",
]  # fmt: skip

OA = "http://www.w3.org/ns/oa#"
UNSEEN = {f"{CONCEPT}review-state/{state}" for state in (MACHINE_ONLY, NEEDS_REVIEW)}
RDF, PROV = PREFIXES["rdf"], PREFIXES["prov"]


@dataclass(frozen=True, slots=True)
class Copy:
    """Where a copy of a text lies that holds a passage: the file, and the page where it has pages, counted from 1."""

    path: Path
    page: int | None = None


@dataclass(frozen=True, slots=True)
class _Text:
    path: Path
    text: str
    masked: str


class Copies:
    """The source texts a workspace has at hand, by file name; quotes come from here or not at all.

    A quote is masked as the papers are that were read, see :mod:`planwerk.privacy`. ``kept`` is the folder with the
    texts that a build took out of PDF, HTML and DOCX files.
    """

    def __init__(
        self,
        folders: Iterable[Path],
        *,
        kept: Path | None = None,
        privacy: Privacy | None = None,
        only: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self._folders = tuple(folders)
        self._kept = kept
        self._privacy = privacy
        self._only = only
        self._texts: dict[str, _Text | None] = {}

    def only(self, shown: Callable[[str], bool]) -> Copies:
        """Give the copies of those files alone whose name may be shown; of the others nothing is quoted."""
        return Copies(self._folders, kept=self._kept, privacy=self._privacy, only=shown)

    def quote(self, passage: Passage) -> str | None:
        """Give the passage's words, found by position or else by words and checksum; None where no copy has them."""
        found = self.find(passage)
        return found[0] if found else None

    def find(self, passage: Passage) -> tuple[str, Copy] | None:
        """Give the passage's words and the file that has them, in a PDF with the page; None where no copy has them."""
        found = self._text(passage.file)
        if found is None:
            return None
        text, masked = found.text, found.masked
        here = masked[passage.start : passage.end]
        if passage.digest in (digest(here), digest(text[passage.start : passage.end])):
            paged = found.path.suffix.lower() == ".pdf"  # a text layer has a form feed between pages
            return norm(here), Copy(found.path, text.count("\f", 0, passage.start) + 1 if paged else None)
        again = find_again(masked, passage.words, passage.digest)
        if again is None and (again := find_again(text, passage.words, passage.digest)) is not None:
            again = self._masked(text, masked, again)
        return None if again is None else (again, Copy(found.path))

    def text(self, name: str) -> str | None:
        """Give a source's text as it may be shown, masked as the papers are; None where no copy is at hand."""
        found = self._text(name)
        return found.masked if found else None

    def place(self, passage: Passage) -> tuple[int, int] | None:
        """Give where the passage stands in the text at hand, by position or else by words and checksum; None where it does not."""
        found = self._text(passage.file)
        if found is None:
            return None
        text, masked = found.text, found.masked
        here, there = masked[passage.start : passage.end], text[passage.start : passage.end]
        if len(text) == len(masked) and passage.digest in (digest(here), digest(there)):
            return passage.start, passage.end
        return find_place(masked, passage.words, passage.digest)

    def _masked(self, text: str, masked: str, quote: str) -> str:
        plain, hidden = _words(text), _words(masked)
        if plain == hidden:
            return quote
        if len(plain) != len(hidden):  # a hidden word stood on two lines
            return mask(quote, self._privacy)
        words = quote.split(" ")
        start = next(n for n in range(len(plain)) if plain[n : n + len(words)] == tuple(words))
        return " ".join(hidden[start : start + len(words)])

    def _text(self, name: str) -> _Text | None:
        if name not in self._texts:
            allowed = self._folders if name and self._only(name) else ()
            found = next((text for folder in allowed if (text := self._read(folder, name))), None)
            self._texts[name] = found
        return self._texts[name]

    def _read(self, folder: Path, name: str) -> _Text | None:
        # What a dataset says is no path to follow: neither out of the folder nor to anything but a paper's text.
        for path in (folder / name, folder / Path(name).name):
            try:
                content = PaperFile(name, path, folder).content()
                text = kept_text(self._kept, content) or to_text(name, content).text
            except Refusal:
                continue
            if text:
                return _Text(path, text, mask(text, self._privacy))
        return None


@cache
def _words(text: str) -> tuple[str, ...]:
    return tuple(norm(text).split(" "))


def find_again(text: str, words: int, passage_digest: str) -> str | None:
    r"""Find a passage of so many words with that checksum in another copy of the text; None where it is not there.

    >>> find_again("Das Amt plant\n im Jahr 2019.", 2, digest("Jahr 2019."))
    'Jahr 2019.'
    """
    found = _words(text)
    for start in range(len(found) - words + 1):
        window = " ".join(found[start : start + words])
        if hashlib.sha256(window.encode()).hexdigest() == passage_digest:
            return window
    return None


def find_place(text: str, words: int, passage_digest: str) -> tuple[int, int] | None:
    r"""Find where a passage of so many words with that checksum stands in another copy of the text; None where it does not.

    >>> find_place("Das Amt plant\n im  Jahr\n2019.", 2, digest("Jahr 2019."))
    (19, 29)
    """
    if find_again(text, words, passage_digest) is None:
        return None
    # What norm() makes one word may stand on two lines: "Senioren-\nhilfe".
    spans = [match.span() for match in re.finditer(r"(?:(?<=[a-zäöüß])-[ \t]*[\r\n][ \t]*(?=[a-zäöüß])|\S)+", text)]
    for first in range(len(spans) - words + 1):
        start, end = spans[first][0], spans[first + words - 1][1]
        if digest(text[start:end]) == passage_digest:
            return start, end
    return None


TRIPLE = ("subject", "predicate", "object")
EVIDENCE = (
    *(RDF + name for name in TRIPLE),
    *(OA + name for name in ("hasTarget", "hasSource", "hasSelector", "start", "end")),
    *(NS + name for name in ("supportsStatement", "wordCount", "passageDigest", "section", "reviewState")),
    PROV + "wasDerivedFrom",
)
"""The properties that evidence graphs are made of."""
FILE_NAME, FLAT = NamedNode(NS + "fileName"), DefaultGraph()


@dataclass(frozen=True, slots=True)
class Proof:
    """A statement's place, and the named graph that makes the statement."""

    object: str
    passage: Passage
    graph: str
    subject: str = ""
    predicate: str = ""


Stated = tuple[str, str, str]
"""A statement as it is looked up: subject, predicate, object."""


class Evidence:
    """All evidence of a dataset in a language, by what it is about.

    The evidence graphs are read once per dataset and language, when the first proof is asked for; after that a look-up
    costs nothing.
    """

    def __init__(self, dataset: Dataset, lang: str = "de") -> None:
        self._dataset, self._lang = dataset, lang

    @property
    def _read(self) -> _Read:
        kept = self._dataset.kept
        if (found := kept.get(("evidence", self._lang))) is None:
            with collector_resting():
                found = kept["evidence", self._lang] = _Read(_proofs(self._dataset, self._lang))
        return found

    def of(self, subject: str, predicate: str | None = None) -> list[Proof]:
        """Give the proofs of what is said of the subject, with that predicate or with any."""
        if predicate is not None:
            return self._read.by_statement.get((subject, predicate), [])
        return sorted(self._read.by_subject.get(subject, []), key=_order)

    def towards(self, thing: str, predicate: str) -> list[Proof]:
        """Give the proofs of statements with that predicate whose object is the thing."""
        return self._read.by_object.get((thing, predicate), [])

    def of_all(self, stated: Iterable[Stated]) -> list[Proof]:
        """Give the proofs of these statements in their order, each place once."""
        places: dict[tuple[str, int], Proof] = {}
        for statement in stated:
            for proof in self.between(*statement):
                places.setdefault((proof.passage.source, proof.passage.start), proof)
        return list(places.values())

    def between(self, subject: str, predicate: str, value: str) -> list[Proof]:
        """Give the proofs of exactly that statement."""
        return [proof for proof in self.of(subject, predicate) if proof.object == value]


class _Read:
    """Proofs by statement, by subject, and by object with the subjects in their order."""

    def __init__(self, proofs: Iterable[Proof]) -> None:
        self.by_statement: dict[tuple[str, str], list[Proof]] = {}
        self.by_subject: dict[str, list[Proof]] = {}
        self.by_object: dict[tuple[str, str], list[Proof]] = {}
        for proof in sorted(proofs, key=_order):
            self.by_statement.setdefault((proof.subject, proof.predicate), []).append(proof)
            self.by_subject.setdefault(proof.subject, []).append(proof)
            self.by_object.setdefault((proof.object, proof.predicate), []).append(proof)
        for towards in self.by_object.values():
            towards.sort(key=lambda proof: proof.subject)


def _proofs(dataset: Dataset, lang: str) -> Iterator[Proof]:
    """Yield every proof: evidence, its statement and its segment, which stand in one evidence graph.

    Read property by property and joined here: as one query over whichever graph, the engine takes seven times as long.
    """
    files = {q.subject.value: text_of(q.object) for q in dataset.store.quads_for_pattern(None, FILE_NAME, None, FLAT)}  # type: ignore[union-attr]
    said = {name: _by_graph(dataset, NamedNode(name)) for name in EVIDENCE}
    for graph, supported in said[NS + "supportsStatement"].items():
        inside = {name: graphs.get(graph, {}) for name, graphs in said.items()}
        sources = [text_of(term) for term in inside[PROV + "wasDerivedFrom"].get(graph, ())]
        passages: dict[str, list[Passage]] = {}
        for evidence, statements in supported.items():
            states = {text_of(term) in UNSEEN for term in inside[NS + "reviewState"].get(evidence, ())} or {False}
            for segment in map(text_of, inside[OA + "hasTarget"].get(evidence, ())):
                if segment not in passages:
                    passages[segment] = list(_passages(inside, segment, lang, files))
                for statement, place, unreviewed in product(map(text_of, statements), passages[segment], states):
                    passage = replace(place, unreviewed=True) if unreviewed else place
                    parts = ([text_of(term) for term in inside[RDF + name].get(statement, ())] for name in TRIPLE)
                    for (subject, predicate, value), source in product(product(*parts), sources):
                        yield Proof(value, passage, source, subject, predicate)


def _by_graph(dataset: Dataset, name: NamedNode) -> dict[str, dict[str, list[object]]]:
    found: dict[str, dict[str, list[object]]] = {}
    for quad in dataset.store.quads_for_pattern(None, name, None):
        if isinstance(graph := quad.graph_name, NamedNode):
            found.setdefault(graph.value, {}).setdefault(quad.subject.value, []).append(quad.object)  # type: ignore[union-attr]
    return found


def _passages(
    inside: Mapping[str, Mapping[str, list[object]]], segment: str, lang: str, files: Mapping[str, str]
) -> Iterator[Passage]:
    sections = [
        t.value for t in inside[NS + "section"].get(segment, ()) if isinstance(t, Literal) and t.language == lang
    ]
    sources, words, digests, selectors = (
        [text_of(term) for term in inside[name].get(segment, ())]
        for name in (OA + "hasSource", NS + "wordCount", NS + "passageDigest", OA + "hasSelector")
    )
    for selector in selectors:
        starts, ends = (map(text_of, inside[OA + name].get(selector, ())) for name in ("start", "end"))
        for source, start, end, count, checksum, section in product(sources, starts, ends, words, digests, sections):
            yield Passage(source, files.get(source, ""), int(start), int(end), int(count), checksum, section)


def _order(proof: Proof) -> tuple[str, int, int]:
    return (proof.passage.source, proof.passage.start, proof.passage.end)


def stated_in(dataset: Dataset, subject: str, predicate: str) -> Iterator[str]:
    """Name the sources' graphs that make a statement of that subject and predicate, where no place is known."""
    named = {
        quad.graph_name.value
        for quad in dataset.store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
        if isinstance(quad.graph_name, NamedNode)
    }
    yield from sorted(named & dataset.graphs.keys())


def text_of(term: object) -> str:
    """Give a literal's text or an IRI as text."""
    return term.value if isinstance(term, (Literal, NamedNode)) else str(term)
