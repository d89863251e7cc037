"""Where a statement stands: places in source texts, and the quotes where a copy of the text is at hand.

A place holds by position; in another copy of the text (other line breaks, say) it is found again by its
number of words and its checksum, unless the wording itself differs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from planwerk.dataset import Dataset
from planwerk.privacy import Privacy, mask
from planwerk.questions import query
from planwerk.readingcopy import norm
from planwerk.sources.papers import PaperFile, kept_text, to_text
from planwerk.sources.rejected import Refusal
from planwerk.statements import MACHINE_ONLY, Passage, digest
from planwerk.vocabulary import CONCEPT, NS

__all__ = ["Copies", "Evidence", "Passage", "Proof", "digest", "find_again", "find_place", "stated_in", "text_of"]

OA = "http://www.w3.org/ns/oa#"
MACHINE = f"{CONCEPT}review-state/{MACHINE_ONLY}"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


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
        self._texts: dict[str, tuple[str, str] | None] = {}

    def only(self, shown: Callable[[str], bool]) -> Copies:
        """Give the copies of those files alone whose name may be shown; of the others nothing is quoted."""
        return Copies(self._folders, kept=self._kept, privacy=self._privacy, only=shown)

    def quote(self, passage: Passage) -> str | None:
        """Give the passage's words, found by position or else by words and checksum; None where no copy has them."""
        texts = self._text(passage.file)
        if texts is None:
            return None
        text, masked = texts
        here = masked[passage.start : passage.end]
        if passage.digest in (digest(here), digest(text[passage.start : passage.end])):
            return norm(here)
        again = find_again(masked, passage.words, passage.digest)
        if again is None and (again := find_again(text, passage.words, passage.digest)) is not None:
            return self._masked(text, masked, again)
        return again

    def text(self, name: str) -> str | None:
        """Give a source's text as it may be shown, masked as the papers are; None where no copy is at hand."""
        texts = self._text(name)
        return texts[1] if texts else None

    def place(self, passage: Passage) -> tuple[int, int] | None:
        """Give where the passage stands in the text at hand, by position or else by words and checksum; None where it does not."""
        texts = self._text(passage.file)
        if texts is None:
            return None
        text, masked = texts
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

    def _text(self, name: str) -> tuple[str, str] | None:
        if name not in self._texts:
            allowed = self._folders if name and self._only(name) else ()
            found = next((text for folder in allowed if (text := self._read(folder, name))), None)
            self._texts[name] = (found, mask(found, self._privacy)) if found else None
        return self._texts[name]

    def _read(self, folder: Path, name: str) -> str | None:
        # What a dataset says is no path to follow: neither out of the folder nor to anything but a paper's text.
        for path in (folder / name, folder / Path(name).name):
            try:
                content = PaperFile(name, path, folder).content()
                return kept_text(self._kept, content) or to_text(name, content).text
            except Refusal:
                continue
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


PLACES = f"""PREFIX pw: <{NS}>
PREFIX oa: <{OA}>
PREFIX rdf: <{RDF}>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?subject ?predicate ?object ?source ?file ?start ?end ?words ?digest ?section ?lang ?graph ?state WHERE {{
  GRAPH ?evidenceGraph {{
    ?evidence pw:supportsStatement ?statement ; oa:hasTarget ?segment .
    ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
    ?segment oa:hasSource ?source ; pw:wordCount ?words ; pw:passageDigest ?digest ; pw:section ?section ; oa:hasSelector ?selector .
    ?selector oa:start ?start ; oa:end ?end .
    ?evidenceGraph prov:wasDerivedFrom ?graph .
    BIND(LANG(?section) AS ?lang)
    OPTIONAL {{ ?evidence pw:reviewState ?state }}
  }}
  OPTIONAL {{ ?source pw:fileName ?file }}
}}"""


@dataclass(frozen=True, slots=True)
class Proof:
    """A statement's place, and the named graph that makes the statement."""

    object: str
    passage: Passage
    graph: str
    subject: str = ""
    predicate: str = ""


class Evidence:
    """All evidence of a dataset, by what it is about.

    One look at the evidence graphs; after that a look-up costs nothing.
    """

    def __init__(self, dataset: Dataset, lang: str = "de") -> None:
        self._by_statement: dict[tuple[str, str], list[Proof]] = {}
        self._by_object: dict[tuple[str, str], list[tuple[str, Proof]]] = {}
        for row in query(dataset, PLACES).as_dicts():
            if row["lang"] != lang:
                continue
            where = Passage(
                str(row["source"]), str(row["file"] or ""), int(str(row["start"])), int(str(row["end"])),
                int(str(row["words"])), str(row["digest"]), str(row["section"]),
                row["state"] == MACHINE,
            )  # fmt: skip
            subject, predicate = str(row["subject"]), str(row["predicate"])
            proof = Proof(str(row["object"]), where, str(row["graph"]), subject, predicate)
            self._by_statement.setdefault((subject, predicate), []).append(proof)
            self._by_object.setdefault((proof.object, predicate), []).append((subject, proof))
        for proofs in self._by_statement.values():
            proofs.sort(key=_order)
        for pairs in self._by_object.values():
            pairs.sort(key=lambda pair: (pair[0], _order(pair[1])))

    def of(self, subject: str, predicate: str | None = None) -> list[Proof]:
        """Give the proofs of what is said of the subject, with that predicate or with any."""
        if predicate is not None:
            return self._by_statement.get((subject, predicate), [])
        return sorted((p for (s, _), proofs in self._by_statement.items() if s == subject for p in proofs), key=_order)

    def towards(self, thing: str, predicate: str) -> list[Proof]:
        """Give the proofs of statements with that predicate whose object is the thing."""
        return [proof for _, proof in self._by_object.get((thing, predicate), [])]

    def between(self, subject: str, predicate: str, value: str) -> list[Proof]:
        """Give the proofs of exactly that statement."""
        return [proof for proof in self.of(subject, predicate) if proof.object == value]


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
    return term.value if isinstance(term, Literal | NamedNode) else str(term)
