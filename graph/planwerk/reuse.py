"""Words of the law in a paper that does not cite it: runs of words that stand in a legal text of the workspace too.

A motion may found itself on a provision by its very words and never name it. Such a run is a hint at a legal basis,
always inferred and never a citation. Runs that stand in many provisions are the language of the law and hint at none.

The method is that of text-reuse detection by word n-grams (Broder, On the resemblance and containment of documents,
1997): an index of all five-word shingles finds the seeds, each is extended as far as the words agree. The index is
data of the workspace, a file in its ``build/``.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from planwerk.acts import find_act
from planwerk.paper import Find, Paper
from planwerk.statutes import LegalText, Wording, legal_texts, read_statute
from planwerk.workspace import Workspace

SHINGLE = 5  # words of a seed
SHORTEST = 7  # words of a run that is reported
_FORMULA = 3  # a run that stands in more sections than this is a formula of the law
_COMMON = 64  # a seed with more places than this is left to its neighbours
_WORD = re.compile(r"\w+")

_TABLES = """
CREATE TABLE provision (id INTEGER PRIMARY KEY, law TEXT, sign TEXT, section TEXT, paragraph TEXT, number TEXT, editions TEXT, words TEXT);
CREATE TABLE shingle (hash INTEGER, provision INTEGER, place INTEGER, PRIMARY KEY (hash, provision, place)) WITHOUT ROWID;
CREATE TABLE source (mark TEXT);
CREATE TABLE text (sha256 TEXT);
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A provision that has the words, and the editions that have it so."""

    law: str
    sign: str
    section: str
    paragraph: str
    number: str
    editions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words of a paper that stands in the law: "25 words, in § 80 Abs. 1 Nr. 3 SGB VIII as of 2021-07-01"."""

    start: int
    end: int
    words: int
    sources: tuple[Source, ...]


def index_law(texts: Sequence[LegalText], target: Path) -> int:
    """Index legal texts into a file, and give the number of provisions; an index that fits stays.

    The file is replaced at one stroke, so a killed run leaves the old one.
    """
    mark = hashlib.sha256(
        json.dumps(
            [(str(day), name, str(path), path.stat().st_size, path.stat().st_mtime_ns) for day, path, name in texts]
        ).encode()
    ).hexdigest()
    if (count := _fitting(target, mark)) is not None:
        return count
    wordings: dict[tuple[str, ...], list[str]] = defaultdict(list)
    held: set[str] = set()
    for day, path, name in texts:
        content = path.read_bytes()
        held.add(hashlib.sha256(content).hexdigest())
        for one in read_statute(content.decode("utf-8", "replace"), day, name):
            words = tuple(word.casefold() for word in _WORD.findall(one.text))
            if len(words) >= SHORTEST:
                wordings[_key(one, words)].append(day.isoformat())
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_suffix(".new")
    new.unlink(missing_ok=True)
    store = sqlite3.connect(new)
    try:
        store.executescript(_TABLES)
        for number, (key, editions) in enumerate(sorted(wordings.items())):
            *parts, words_text = key
            store.execute(
                "INSERT INTO provision VALUES (?,?,?,?,?,?,?,?)",
                (number, *parts, " ".join(sorted(set(editions))), words_text),
            )
            words_of = words_text.split(" ")
            store.executemany(
                "INSERT INTO shingle VALUES (?,?,?)",
                ((hashed, number, place) for place, hashed in enumerate(_shingles(words_of))),
            )
        store.execute("INSERT INTO source VALUES (?)", (mark,))
        store.executemany("INSERT INTO text VALUES (?)", [(one,) for one in sorted(held)])
        store.commit()
    finally:
        store.close()
    new.replace(target)
    return len(wordings)


def law_of(workspace: Workspace) -> Path | None:
    """Index the legal texts that a workspace holds or points at, and its by-laws; None where there are none.

    The index lies in ``build/`` and is made anew where a text changed. Open it with :class:`LawIndex`.
    """
    texts = [text for folder in workspace.law for text in legal_texts(folder)]
    texts += [(one.day, one.file, one.name) for one in workspace.bylaws]
    return _indexed(texts, workspace.build)


def law_in(folder: Path) -> Path | None:
    """Index the legal texts below a folder into the user's cache; None where there are none."""
    return _indexed(legal_texts(folder), Path(platformdirs.user_cache_dir("planwerk")) / "law", str(folder.resolve()))


def _indexed(texts: Sequence[LegalText], home: Path, name: str = "") -> Path | None:
    if not texts:
        return None
    target = home / (f"{hashlib.sha256(name.encode()).hexdigest()[:12]}.idx" if name else "law.idx")
    index_law(texts, target)
    return target


def _key(one: Wording, words: tuple[str, ...]) -> tuple[str, ...]:
    return (one.law, one.sign, one.section, one.paragraph, one.number, " ".join(words))


def _fitting(target: Path, mark: str) -> int | None:
    if not target.is_file():
        return None
    store = sqlite3.connect(f"{target.resolve().as_uri()}?mode=ro", uri=True)
    try:
        if store.execute("SELECT mark FROM source").fetchone() == (mark,):
            return int(store.execute("SELECT COUNT(*) FROM provision").fetchone()[0])
    except sqlite3.DatabaseError:  # not ours, or broken: it is made anew
        return None
    finally:
        store.close()
    return None


def _shingles(words: Sequence[str]) -> Iterator[int]:
    for place in range(len(words) - SHINGLE + 1):
        shingle = " ".join(words[place : place + SHINGLE]).encode()
        yield int.from_bytes(hashlib.blake2b(shingle, digest_size=8).digest(), "big", signed=True)


class LawIndex:
    """An index of legal texts, opened for reading.

    A process that reads papers opens its own; ``close`` it, or use it in a ``with``.
    """

    def __init__(self, path: Path) -> None:
        self._store = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)

    def __enter__(self) -> LawIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def holds(self, sha256: str) -> bool:
        """Tell whether a file with this checksum is itself one of the legal texts."""
        return self._store.execute("SELECT 1 FROM text WHERE sha256 = ?", (sha256,)).fetchone() is not None

    def runs(self, text: str) -> list[Run]:
        """Give the longest runs of words that a text shares with the law, in the text's order."""
        tokens = [(match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(text)]
        words = [word for word, _, _ in tokens]
        found: dict[tuple[int, int], set[int]] = defaultdict(set)
        reached: dict[tuple[int, int], int] = {}
        wordings: dict[int, list[str]] = {}
        for place, seeds in self._seeds(list(_shingles(words))):
            for provision, there in seeds:
                if reached.get((provision, there - place), -1) >= place:
                    continue
                theirs = wordings.get(provision) or wordings.setdefault(provision, self._words(provision))
                first, last = _extended(words, place, theirs, there)
                reached[(provision, there - place)] = last
                if last - first >= SHORTEST:
                    found[(first, last)].add(provision)
        runs = []
        for first, last in _outermost(found):
            sources = self._sources(found[(first, last)])
            if len({(one.law, one.section) for one in sources}) <= _FORMULA:
                runs.append(Run(tokens[first][1], tokens[last - 1][2], last - first, sources))
        return runs

    def _seeds(self, hashes: list[int]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        places: dict[int, list[tuple[int, int]]] = defaultdict(list)
        distinct = sorted(set(hashes))
        for start in range(0, len(distinct), 500):
            some = distinct[start : start + 500]
            marks = ",".join("?" * len(some))
            for hashed, provision, place in self._store.execute(
                f"SELECT hash, provision, place FROM shingle WHERE hash IN ({marks})", some
            ):
                places[hashed].append((provision, place))
        for index, hashed in enumerate(hashes):
            if hashed in places and len(places[hashed]) <= _COMMON:
                yield index, places[hashed]

    def _words(self, provision: int) -> list[str]:
        (words,) = self._store.execute("SELECT words FROM provision WHERE id = ?", (provision,)).fetchone()
        return str(words).split(" ")

    def _sources(self, provisions: set[int]) -> tuple[Source, ...]:
        rows = (
            self._store.execute(
                "SELECT law, sign, section, paragraph, number, editions FROM provision WHERE id = ?", (one,)
            ).fetchone()
            for one in sorted(provisions)
        )
        merged: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for *parts, editions in rows:
            merged[tuple(parts)].update(editions.split(" "))
        return tuple(Source(*parts, tuple(sorted(editions))) for parts, editions in sorted(merged.items()))  # type: ignore[call-arg,arg-type]


def _extended(words: Sequence[str], place: int, theirs: Sequence[str], there: int) -> tuple[int, int]:
    """Give the span of the run around a seed; a seed that only hashes alike has none."""
    if list(words[place : place + SHINGLE]) != list(theirs[there : there + SHINGLE]):
        return (place, place)
    back = 0
    while place > back and there > back and words[place - back - 1] == theirs[there - back - 1]:
        back += 1
    on = SHINGLE
    while place + on < len(words) and there + on < len(theirs) and words[place + on] == theirs[there + on]:
        on += 1
    return (place - back, place + on)


def _outermost(spans: dict[tuple[int, int], set[int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for first, last in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if not any(start <= first and last <= end for start, end in kept):
            kept.append((first, last))
    return sorted(kept)


def find_reuse(paper: Paper, index: LawIndex) -> Iterator[Find]:
    """Find the words of the law in a paper as ``text_reuse``, with ``words`` and what provisions have them.

    The first provision is named in the keys of a citation, all of them in ``sources`` where there are several;
    ``editions`` are the days of the copies that have the words. ``inferred`` is always true. A by-law does not reuse
    itself.
    """
    if index.holds(paper.sha256):
        return
    for run in index.runs(paper.reading):
        first, *others = run.sources
        act = find_act(first.law, paper.profile.state)
        values: dict[str, object] = {
            "words": run.words, "law": first.law, "section": first.section, "paragraph": first.paragraph or None,
            "number": first.number or None, "kind": first.sign, "editions": first.editions, "inferred": True,
        }  # fmt: skip
        if act:
            values["act"] = act.iri
        if others:
            values["sources"] = tuple(
                " ".join(part for part in (one.sign, one.section, one.paragraph, one.number, one.law) if part)
                for one in run.sources
            )
        confidence = min(0.95, 0.3 + run.words / 40) / len({one.law for one in run.sources})
        yield Find("text_reuse", run.start, run.end, "reuse.run", 1, round(confidence, 2), values)
