"""Finds where the words stand that a curated file cites, and writes the evidence for its statements.

In ``curated/*.trig`` of Musterstadt and Nebenstadt a comment stands above each group of statements::

    # Stelle: Beschlussvorschlag, Punkt 1 | Proposed decision, point 1 | Die Oberbürgermeisterin legt … vor.

It names the section (German, English) and the first and last words of the passage. From it follow start and end,
number of words and checksum, and one piece of evidence for each statement of the group, and the
checksum of the file; types, English wordings and
the first and last day of a span are ours and have none. ``python tests/places.py`` writes all that below the line
``# ---- Belege ----``; a test writes it again and compares.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from planwerk.passages import digest
from planwerk.readingcopy import norm
from planwerk.vocabulary import NS
from typesetting import text_layer

DATA = Path(__file__).parents[1] / "data"
CITIES = ("musterstadt", "nebenstadt")
MARK = "# ---- Belege ----"
PLACE = re.compile(r"^# Stelle: (?P<de>.+?) \| (?P<en>.+?) \| (?P<words>.+)$", re.MULTILINE)
OURS = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    *(NS + name for name in ("earliest", "latest", "precision")),
}


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that a curated file cites: its place in the words of the paper, and what it is to prove."""

    section: tuple[str, str]
    start: int
    end: int
    text: str
    statements: tuple[Quad, ...]


def curated_files() -> list[Path]:
    return sorted(path for city in CITIES for path in (DATA / city / "curated").glob("*.trig"))


def statements(trig: str) -> str:
    """Give the part of a curated file that people write."""
    return trig.split(MARK)[0].rstrip() + "\n"


def paper_of(path: Path, trig: str) -> Path | None:
    """Give the paper a curated file was read from; None for a file that no single paper stands behind."""
    named = re.search(r'pw:fileName "([^"]+)"', trig)
    return path.parents[1] / "papers" / named[1] if named else None


def cited(path: Path) -> Iterator[Cited]:
    """Yield the passages a curated file cites; ValueError where the paper has no such words, or has them twice."""
    said = statements(path.read_text("utf-8"))
    paper = paper_of(path, said)
    marks = list(PLACE.finditer(said))
    if paper is None or not marks:
        return
    text = text_layer(paper)
    prefixes = "".join(line + "\n" for line in said.splitlines() if line.startswith("@prefix"))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        group = said[mark.end() : following.start() if following else said.rindex("}")]
        quads = tuple(
            quad
            for quad in parse(f"{prefixes}{group}".encode(), format=RdfFormat.TRIG)
            if quad.predicate.value not in OURS
            and not (isinstance(quad.object, Literal) and quad.object.language == "en")
        )
        start, end = find(text, mark["words"], path.name)
        yield Cited((mark["de"], mark["en"]), start, end, text[start:end], quads)


def find(text: str, words: str, where: str) -> tuple[int, int]:
    first, _, last = (part.strip() for part in words.partition("…"))
    start = text.find(first)
    if start < 0 or (text.find(first, start + 1) >= 0 and not last):
        raise ValueError(f"{where}: „{first}“ stands {'nowhere' if start < 0 else 'more than once'} in the paper")
    end = text.find(last, start) + len(last) if last else start + len(first)
    if last and text.find(last, start) < 0:
        raise ValueError(f"{where}: after „{first}“ there is no „{last}“")
    return start, end


def evidence(path: Path) -> str:
    """Give the evidence graph of a curated file."""
    said = statements(path.read_text("utf-8"))
    graph = re.search(r"^(graph:[\w-]+) \{", said, re.MULTILINE)
    known = re.search(r'pw:knownFrom ("[\d-]+"\^\^xsd:date)', said)
    source = re.search(r"prov:wasDerivedFrom (source:[\w-]+)", said)
    assert graph and known and source, path
    out = [
        f"{graph[1]}-evidence {{",
        f"{graph[1]}-evidence a pw:SourceGraph ; pw:graphRole graph-role:evidence ; pw:knownFrom {known[1]} ;",
        f"    prov:wasDerivedFrom {graph[1]} ; prov:wasGeneratedBy run:curation ; pw:reviewState review-state:accepted .",
    ]
    for passage in cited(path):
        name = f"segment:{source[1].removeprefix('source:')}-{passage.start}-{passage.end}"
        de, en = passage.section
        out += [
            "",
            f'{name} a pw:TextSegment ; pw:section "{de}"@de , "{en}"@en ; pw:wordCount {len(norm(passage.text).split())} ;',
            f'    pw:passageDigest "{digest(passage.text)}" ; oa:hasSource {source[1]} ; oa:hasSelector {name}-position .',
            f"{name}-position a oa:TextPositionSelector ; oa:start {passage.start} ; oa:end {passage.end} .",
        ]
        for quad in passage.statements:
            key = hashlib.sha256(f"{name} {quad.subject} {quad.predicate} {quad.object}".encode()).hexdigest()[:10]
            out += [
                f"evidence:{key} a pw:Evidence ; oa:hasTarget {name} ; pw:supportsStatement statement:{key} .",
                f"statement:{key} a rdf:Statement ; rdf:subject {_short(quad.subject, said)} ;"
                f" rdf:predicate {_short(quad.predicate, said)} ; rdf:object {_short(quad.object, said)} .",
            ]
    return "\n".join([*out, "}", ""])


def _short(term: object, said: str) -> str:
    if isinstance(term, NamedNode):
        for prefix, namespace in re.findall(r"^@prefix ([\w-]+): <([^>]+)> \.$", said, re.MULTILINE):
            local = term.value.removeprefix(namespace)
            if local != term.value and re.fullmatch(r"[A-Za-z0-9][\w-]*", local):
                return f"{prefix}:{local}"
    return str(term)


def written(path: Path) -> str:
    """Give a curated file as it is to stand: what people wrote, and below it the evidence worked out from it."""
    said = statements(path.read_text("utf-8"))
    paper = paper_of(path, said)
    if paper is not None:
        said = re.sub(r'(?<=pw:fileDigest ")\w+', hashlib.sha256(paper.read_bytes()).hexdigest(), said, count=1)
    return f"{said}\n{MARK} von tests/places.py geschrieben\n{evidence(path)}" if PLACE.search(said) else said


if __name__ == "__main__":
    for path in curated_files():
        path.write_text(written(path), "utf-8")
