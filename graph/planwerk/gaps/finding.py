"""Findings: one row per thing a check looked at, with verdict, figures and evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from typing import Literal as OneOf

from planwerk.dataset import Dataset
from planwerk.pairs import pairs_of
from planwerk.passages import Copies, Copy, Evidence, Proof, Stated, stated_in
from planwerk.questions import Question, Value, labels
from planwerk.vocabulary import PREFIXES

Verdict = OneOf["gap", "ok", "not_decidable"]


@dataclass(frozen=True, slots=True)
class Proven:
    """A piece of evidence: source, place, and the quote where a copy of the text is at hand."""

    source: str
    start: int | None
    end: int | None
    locator: str
    quote: str | None
    copy: Copy | None = None
    """The file the quote is from."""


def proven(proofs: Iterable[Proof], lang: str, copies: Copies | None) -> tuple[Proven, ...]:
    """Give proofs as evidence, each place once, with the quote where a copy of the text is at hand."""
    places: dict[tuple[str, int], Proven] = {}
    for proof in proofs:
        where = proof.passage
        if (where.source, where.start) not in places:
            places[where.source, where.start] = place_of(proof, copies, lang)
    return tuple(places.values())


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says about one thing: "as of this day, there is no evidence in the data that …".

    ``days`` are calendar days, ``severity`` 3 (probable breach) to 1 (hint), 0 where the verdict is ok. The ``id``
    depends on the check and its subjects alone, so it survives rebuilds and is the same on the map and in the table.
    The id, what reads as text, and the evidence are put together when they are first asked for: of a city's findings
    most are counted, and few are read.
    """

    check: str
    verdict: Verdict
    severity: int
    subjects: tuple[str, ...]
    days: int | None
    as_of: date
    parameters: Mapping[str, str]
    words: Words = field(repr=False)
    note: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)
    dismissed: str | None = None
    since: date | None = None
    """The day the days are counted from: the last day due, the plan's date, the last report."""

    @property
    def id(self) -> str:
        """Give the id: the check's number and eight digits of a checksum over its subjects."""
        return self.words.id

    @property
    def title(self) -> str:
        """Give what its check is called, in the language of the run."""
        return self.words.check.title(self.words.run.lang)

    @property
    def label(self) -> str:
        """Give the finding as a sentence."""
        return self.words.label

    @property
    def evidence(self) -> tuple[Proven, ...]:
        """Give the evidence: places, or graphs where no place is known."""
        return self.words.evidence

    @property
    def scope(self) -> Mapping[str, Any]:
        """Give what was searched: how many sources, and the day of the newest."""
        return self.words.run.names.scope

    @property
    def closes_with(self) -> str:
        """Say what paper would close the gap."""
        return self.words.check.say("closes", self.words.run.lang)

    @property
    def next_step(self) -> str:
        """Say what to do next."""
        return self.words.check.say("next", self.words.run.lang)


@dataclass(frozen=True, slots=True)
class Row:
    """What a check found, before it is put into words: subjects, verdict, and the values its sentence needs."""

    subjects: tuple[str, ...]
    verdict: Verdict
    severity: int
    note: str = ""
    """Names of the sub-classes that fit, with a space between."""
    since: date | None = None
    until: date | None = None
    """The day that days are counted to; the as-of day where it is not given."""
    values: Mapping[str, Value] = field(default_factory=dict)
    edges: tuple[tuple[str, str], ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)
    stated: tuple[tuple[Stated, ...], ...] = ()
    """What the check rests on by itself, a text's statements together; what its head names comes on top."""


def finding_id(check: str, subjects: Iterable[str]) -> str:
    """Give a finding's id from its check and subjects alone.

    >>> finding_id("G17", ["b", "a"]) == finding_id("G17", ["a", "b"])
    True
    """
    return f"{check}-{hashlib.sha256(chr(31).join([check, *sorted(subjects)]).encode()).hexdigest()[:8]}"


class Names:
    """What a run of checks says of the dataset again and again: labels, numbers, and the scope that was searched."""

    def __init__(self, dataset: Dataset, lang: str) -> None:
        self._dataset, self._lang = dataset, lang
        self._labels: dict[str, str] = {}
        self.scope = {
            "sources": sum(not graph.endswith("-evidence") for graph in dataset.graphs),
            "newest_source": dataset.newest_source.isoformat() if dataset.newest_source else None,
        }

    def label(self, thing: str) -> str:
        """Give a thing's label in the language of the run."""
        if thing not in self._labels:
            self._labels |= labels(self._dataset, [thing], self._lang)
        return self._labels[thing]

    def numbered(self, thing: str) -> str:
        """Give a thing's label with its number in its series' own spelling, or else as printed, where it has one."""
        number = next((min(numbers[thing]) for numbers in self._numbers if thing in numbers), None)
        return f"{self.label(thing)} ({number})" if number else self.label(thing)

    @cached_property
    def _numbers(self) -> tuple[Mapping[str, list[str]], ...]:
        pairs = pairs_of(self._dataset)
        return pairs.of("normalisedNumber"), pairs.of("referenceNumber")


@dataclass(frozen=True, slots=True)
class Run:
    """What the findings of one run of the checks have in common."""

    dataset: Dataset
    lang: str
    names: Names
    evidence: Evidence
    copies: Copies | None

    @classmethod
    def of(cls, dataset: Dataset, lang: str, copies: Copies | None) -> Run:
        """Begin a run."""
        return cls(dataset, lang, Names(dataset, lang), Evidence(dataset, lang), copies)


class Words:
    """How a finding reads, in the language of its run; equal where they say the same."""

    __slots__ = ("_evidence", "_id", "_label", "check", "row", "run")

    def __init__(self, check: Question, row: Row, run: Run) -> None:
        self.check, self.row, self.run = check, row, run
        self._id: str | None = None
        self._label: str | None = None
        self._evidence: tuple[Proven, ...] | None = None

    @property
    def id(self) -> str:
        """Give the finding's id."""
        if self._id is None:
            self._id = finding_id(self.check.head["check"], self.row.subjects)
        return self._id

    @property
    def label(self) -> str:
        """Give the finding as a sentence, its notes in brackets."""
        if self._label is None:
            self._label = _label(self.check, self.row, self.run)
        return self._label

    @property
    def evidence(self) -> tuple[Proven, ...]:
        """Give the places and graphs the check's head names as evidence."""
        if self._evidence is None:
            self._evidence = tuple(_proven(self.check, self.row, self.run))
        return self._evidence

    def __eq__(self, other: object) -> bool:
        """Tell whether both say the same on the same evidence."""
        if not isinstance(other, Words):
            return NotImplemented
        return (self.check.id, self.label, self.evidence) == (other.check.id, other.label, other.evidence)

    def __hash__(self) -> int:
        """Give the hash of the sentence."""
        return hash(self.label)


def word(check: Question, row: Row, run: Run, shown: Mapping[str, str]) -> Finding:
    """Make what a check found a finding; its sentence and evidence are put together when they are asked for."""
    number = check.head["check"]
    counted = row.since and (row.verdict == "gap" or number == "G13")
    return Finding(
        check=number,
        verdict=row.verdict,
        severity=row.severity,
        subjects=row.subjects,
        days=_days(row, run) if counted else None,
        as_of=run.dataset.as_of,
        parameters=shown,
        words=Words(check, row, run),
        note=" ".join(row.note.split()) if row.note else "",
        figures=row.figures,
        since=row.since,
    )


def _days(row: Row, run: Run) -> int | None:
    return ((row.until or run.dataset.as_of) - row.since).days if row.since else None


def _label(check: Question, row: Row, run: Run) -> str:
    names, lang = run.names, run.lang
    named = [names.numbered(subject) for subject in row.subjects]
    words = {name: _said(value, names, lang) for name, value in row.values.items()}
    if "other" in row.values:
        words |= {"subject": named[0], "other": named[1]}
    else:
        words["subject"] = (" und " if lang == "de" else " and ").join(named)
    words |= {"since": _day(row.since, lang) if row.since else "?", **_counted(_days(row, run), lang)}
    note = "; ".join(check.say(f"note-{name}", lang).format_map(words) for name in row.note.split())
    label = check.say(row.verdict, lang).format_map(words)
    return f"{label} ({note})" if note else label


def _said(value: Value, names: Names, lang: str) -> str:
    if isinstance(value, date):
        return _day(value, lang)
    if isinstance(value, str) and value.startswith("http"):
        return ", ".join(sorted({names.label(thing) for thing in value.split(" ")}))
    return str(value)


def _counted(days: int | None, lang: str) -> dict[str, str]:
    """Give a number of days as it stands after "seit" and before "alt"; English has one form for both."""
    one = days == 1
    if lang == "de":
        return {"days": f"{days} {'Tag' if one else 'Tagen'}", "age": f"{days} {'Tag' if one else 'Tage'}"}
    return dict.fromkeys(("days", "age"), f"{days} {'day' if one else 'days'}")


def _day(day: date, lang: str) -> str:
    return day.strftime("%d.%m.%Y") if lang == "de" else day.isoformat()


def _proven(check: Question, row: Row, run: Run) -> Iterable[Proven]:
    """Look up what the check's head names as evidence: the places, or the graphs where no place is known."""
    names, evidence, copies, lang = run.names, run.evidence, run.copies, run.lang
    seen: set[tuple[str, int | None, int | None, str]] = set()
    for proof in (proof for text in row.stated for proof in evidence.of_all(text)):
        item = place_of(proof, copies, lang)
        if (key := (item.source, item.start, item.end, item.locator)) not in seen:
            seen.add(key)
            yield item
    for who, predicate in wanted(check):
        if predicate == "self":  # a provision or obligation: what it is says where it stands
            for thing in str(row.values.get(who) or "").split():
                yield Proven(thing, None, None, names.label(thing), None)
            continue
        backwards = predicate.startswith("^")
        prefix, _, name = predicate.removeprefix("^").partition(":")
        iri = PREFIXES[prefix] + name
        proofs: list[Proof] = []
        sources: list[str] = []
        if who == "edge":
            for start, end in row.edges:
                proofs += evidence.between(end, iri, start) + evidence.between(start, iri, end)
        else:
            thing = {"subject": row.subjects[0], "other": row.subjects[-1]}.get(who) or str(row.values.get(who) or "")
            proofs = evidence.towards(thing, iri) if backwards else evidence.of(thing, iri)
            sources = [] if proofs or backwards or not thing else list(stated_in(run.dataset, thing, iri))
        for proof in proofs:
            item = place_of(proof, copies, lang)
            if (key := (item.source, item.start, item.end, item.locator)) not in seen:
                seen.add(key)
                yield item
        for graph in sources:
            item = Proven(graph, None, None, names.label(graph), None)
            if (key := (item.source, None, None, item.locator)) not in seen:
                seen.add(key)
                yield item


def place_of(proof: Proof, copies: Copies | None, lang: str) -> Proven:
    """Give a proof as it is shown: the place, and the quote where a copy of the text is at hand."""
    where = proof.passage
    quote, copy = (copies and copies.find(where)) or (None, None)
    return Proven(proof.graph, where.start, where.end, where.locator(lang), quote, copy)


def wanted(check: Question) -> list[tuple[str, str]]:
    """Give what the check's head names as evidence: pairs of a column and a property, "^" where it points to the column."""
    pairs = [part.split() for part in check.head.get("evidence", "").split(";") if part.strip()]
    return [(pair[0], pair[1]) for pair in pairs]
