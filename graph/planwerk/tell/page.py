"""A read paper laid out for telling: its procedure steps, its sentences, and how a statement of it is made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import Literal, NamedNode

from planwerk.dates import Period
from planwerk.paper import Paper
from planwerk.reading import Item, Reading
from planwerk.readingcopy import norm
from planwerk.statements import MACHINE_ONLY, NEEDS_REVIEW, Statement, Term, day, iri
from planwerk.suggestions import MOST_CONFIDENT
from planwerk.vocabulary import CONCEPT, thing

Span = tuple[int, int]

BULLET = re.compile(r"[ \t]*[-•–*][ \t]+")
PLAN_WORD = r"[A-ZÄÖÜ]\w*(?:[Kk]onzept|[Pp]lan|[Pp]lanung|[Pp]rogramm|[Ss]trategie|[Ll]eitlinie|[Ll]eitbild|[Rr]ahmenplan)(?:e?s|e?n|e)?"
PLAN = re.compile(rf"(?<![\w-])(?:{PLAN_WORD}|Konzept(?:e?s|e)?|Plan(?:e?s)?|Strategie|Programm(?:s|e)?)(?![\w-])")


@dataclass(frozen=True, slots=True)
class Point:
    """A numbered or bulleted point of a proposal: "characters 135 to 598 are point 1 of what the motion proposes"."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """One version of one paper within a page: "characters 0 to 4868 are the motion as revised on 23 August 2018".

    Places are those of the reading copy. ``heading`` is where kind and day are printed, ``edition`` the number of this
    version among those of the same paper (None where there is only one); ``revised`` and ``first`` tell a new version from
    the text it replaced, where the page says so; ``empty`` tells a version that is named but whose text is not there.
    ``body`` is who decides, ``adopts`` the kind and version of the text that a resolution says it adopts.
    """

    kind: str
    start: int
    end: int
    heading: Span
    day: date | None = None
    edition: int | None = None
    revised: bool = False
    first: bool = False
    reference: str | None = None
    body: str = ""
    adopts: tuple[str, str | None] | None = None
    alternative: bool = False
    empty: bool = False
    points: tuple[Point, ...] = ()
    number: str | None = None
    """Of a resolution, where it is printed; its reference is that of the matter it decides."""
    role: str | None = None
    """Of a consultation, as its row prints it; None where the step is no row of a Beratungsfolge."""
    result: str | None = None
    """Of a consultation, as its row prints it."""
    parts: tuple[Span, ...] = ()
    """Where this version's text stands, if that is not all between start and end."""

    def spans(self) -> tuple[Span, ...]:
        """Give the stretches of the reading copy that are this version's text."""
        return self.parts or ((self.start, self.end),)

    def holds(self, start: int) -> bool:
        """Tell whether the place belongs to this version."""
        return not self.empty and any(first <= start < last for first, last in self.spans())


@dataclass(frozen=True, slots=True)
class Place:
    """The workspace a page is told for: where its IRIs begin, and how the municipality is called."""

    base: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a step: its words with uniform white space would mislead, so it keeps its place in the copy."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Page:
    """One paper as it is told: what was read in it, cut into steps, under the number of its matter."""

    place: Place
    reading: Reading
    steps: tuple[Step, ...]
    reference: str
    """The number of the matter, or the file's name where no number is known."""
    numbered: bool
    title: str
    title_span: Span | None
    """Where the title stands; None where the page has none and goes by its number."""
    sitting: date | None = None
    """The first day on which a body has the paper before it, as its Beratungsfolge or head prints it."""
    known: dict[str, str] = field(default_factory=dict)
    """Names that an earlier part of this page gave to a thing, in lower case, and its IRI."""

    doubtful: tuple[Span, ...] = ()
    """Places in the source where only a plugged-in finder saw something: what is said of them wants a review."""

    @property
    def paper(self) -> Paper:
        """Give the paper that was read."""
        return self.reading.paper

    @property
    def copy(self) -> str:
        """Give the reading copy, in whose places everything here is said."""
        return self.paper.reading

    def iri(self, kind: str, *key: str | int) -> str:
        """Give the IRI of a thing of this workspace."""
        return thing(self.place.base, kind, *key)

    def step_at(self, start: int) -> Step | None:
        """Give the version whose text stands at the place."""
        return next((step for step in self.steps if step.holds(start)), None)

    def sentences(self, step: Step) -> Iterator[Sentence]:
        """Yield the sentences of a version; a line break in a list ends one too, and a row of a table has none."""
        for first, last in step.spans() if step.role is None else ():
            yield from sentences(self.copy, first, last)

    def task_at(self, point: Point) -> Item | None:
        """Give the task that was read in a point; None where it orders nothing, but agrees, notes or asks."""
        for item in self.reading.items:
            if item.field == "tasks" and point.start <= self.paper.copy_span(item.start, item.end)[0] < point.end:
                return item
        return None

    def lines(self, step: Step) -> Iterator[Sentence]:
        """Yield the lines of a version that hold text; a row of a table is a line of the version it stands in."""
        for first, last in step.spans() if step.role is None else ():
            for match in _LINE.finditer(self.copy, first, last):
                if match[0].strip():
                    yield Sentence(match.start(), match.end(), match[0].strip())

    def say(
        self,
        subject: str,
        predicate: str,
        value: Term | str,
        span: Span,
        rule: str,
        confidence: float = 0.9,
        more: tuple[tuple[str, Term], ...] = (),
    ) -> Statement:
        """Make a statement read at this span; a plain text is the IRI of a thing."""
        start, end = self.paper.source_span(*_trimmed(self.copy, *span))
        quote = norm(self.paper.text[start:end])
        node = NamedNode(value) if isinstance(value, str) else value
        doubtful = any(first <= start and end <= last for first, last in self.doubtful)
        return Statement(
            subject,
            iri(predicate).value,
            node,
            start,
            end,
            quote,
            self.section(span[0]),
            f"{rule}@1",
            min(confidence, MOST_CONFIDENT) if doubtful else confidence,
            NEEDS_REVIEW if doubtful else MACHINE_ONLY,
            more=more,
        )

    def section(self, start: int) -> tuple[str, str]:
        """Name the section at a place in German and English: the version, and the heading it stands under."""
        step = self.step_at(start)
        names = (step_name(self, step, "de"), step_name(self, step, "en")) if step else (self.title, self.title)
        under = ", ".join(self.headings(start))
        return (f"{names[0]}, {under}", f"{names[1]}, {under}") if under else names

    def headings(self, start: int) -> list[str]:
        """Give the headings that a place stands under, the outer one first."""
        step = self.step_at(start)
        first = max((s for s, e in step.spans() if s <= start < e), default=0) if step else 0
        above = list(HEADING.finditer(self.copy, first, max(first, self.copy.rfind("\n", 0, start) + 1)))
        if step:
            above = [match for match in above if not step.heading[0] <= match.start() < step.heading[1]]
        outer = next((m for m in reversed(above) if PART.match(m[0])), None)
        inner = above[-1] if above else None
        found = [one for one in (outer, inner) if one is not None]
        return list(dict.fromkeys(norm(one[0]).lstrip("# ").rstrip(":") for one in found))


def _trimmed(copy: str, start: int, end: int) -> Span:
    """Leave out white space at both ends of a span; what is nothing else becomes the next word."""
    while start < end and copy[start].isspace():
        start += 1
    while end > start and copy[end - 1].isspace():
        end -= 1
    if start == end and (word := re.compile(r"\S+").search(copy, start)):
        return word.span()
    return start, end


_MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
           "Dezember")  # fmt: skip
_MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
              "November", "December")  # fmt: skip
HEADING = re.compile(
    r"^(?![-•–*])(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?[ \t]+)?(?=[^\n]*[A-Za-zÄÖÜäöü])[^\n.;,!?]{3,90}(?:\)[^\n.;,!?]{3,80})?:?$",
    re.M,
)
PART = re.compile(r"(?:Begründung|Sachverhalt|Beschlussvorschlag|Sachstand|Stellungnahme|Erläuterung|Anlass)\b")
_NAMES = {
    "motion": ("Antrag", "Motion"),
    "amendment": ("Änderungsantrag", "Amendment"),
    "position": ("Verwaltungsstandpunkt", "Administration's position"),
    "proposal": ("Vorlage", "Proposal"),
    "resolution": ("Beschluss", "Resolution"),
    "report": ("Bericht zur Umsetzung", "Implementation report"),
    "question": ("Anfrage", "Question"),
    "answer": ("Antwort", "Answer"),
    "information": ("Informationsvorlage", "Information paper"),
    "consultation": ("Beratung", "Consultation"),
    "other": ("Vorlage", "Paper"),
}


def day_name(value: date, lang: str) -> str:
    """Write a day as people say it.

    >>> day_name(date(2018, 8, 23), "de"), day_name(date(2018, 8, 23), "en")
    ('23. August 2018', '23 August 2018')
    """
    months = _MONTHS if lang == "de" else _MONTHS_EN
    return f"{value.day}{'.' if lang == 'de' else ''} {months[value.month - 1]} {value.year}"


def kind_name(kind: str, lang: str) -> str:
    """Name a kind of step."""
    return _NAMES.get(kind, _NAMES["other"])[0 if lang == "de" else 1]


def step_name(page: Page, step: Step, lang: str) -> str:
    """Name a version as a reader would: kind, number where one is printed, version, day."""
    name = kind_name(step.kind, lang)
    if page.numbered and step.kind in ("motion", "proposal", "question", "other", "information"):
        name += f" {page.reference}"
    if step.revised or (step.edition or 0) > 1:
        name += ", Neufassung" if lang == "de" else ", revised version"
    elif step.edition is not None:
        name += ", erste Fassung" if lang == "de" else ", first version"
    if step.alternative:
        name += " (Alternativvorschlag)" if lang == "de" else " (alternative proposal)"
    if step.day is None:
        return name
    return f"{name} vom {day_name(step.day, 'de')}" if lang == "de" else f"{name} of {day_name(step.day, 'en')}"


_ENDS = re.compile(
    r"(?<![\s(][A-Za-zÄÖÜ])(?<!\d)(?<!\bvgl)(?<!\bbzw)(?<!\betc)(?<!\bggf)(?<!\binkl)(?<!\bAbs)(?<!\bNr)"
    r"[.!?][“”\"]?(?=\s+(?!Quartal|Halbjahr|Wahlperiode|Legislatur)[A-ZÄÖÜ„\"]|\s*$)|(?<=\d)\.(?=\s*$)|\n+",
    re.M,
)


def sentences(text: str, first: int, last: int) -> Iterator[Sentence]:
    r"""Cut a stretch of text into sentences; lines are cut too, as lists and headings have no full stop.

    >>> [one.text for one in sentences("Das Amt plant (vgl. S. 3) u.a. neu. Es eilt.\n- bis 2020", 0, 60)]
    ['Das Amt plant (vgl. S. 3) u.a. neu.', 'Es eilt.', '- bis 2020']
    """
    start = first
    for match in _ENDS.finditer(text, first, last):
        end = match.end() if match[0].strip() else match.start()
        yield from _sentence(text, start, end)
        start = match.end()
    yield from _sentence(text, start, min(last, len(text)))


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Sentence(start, end, text[start:end])


def text(value: str, lang: str = "de") -> Literal:
    """Give words of a language as a literal."""
    return Literal(norm(value), language=lang)


def concept(name: str) -> str:
    """Give the IRI of a list's value, such as outcome/adopted."""
    return CONCEPT + name


_LINE = re.compile(r"[^\n]+")
_PRECISION = {"day": "day", "month": "month", "quarter": "quarter", "half-year": "half-year", "year": "year"}


def span_statements(page: Page, period: Period, start: int, end: int, rule: str) -> tuple[str, list[Statement]]:
    """Tell a time span with its wording; gives its IRI and what is said of it.

    A limit ("bis …") begins with its year, since nobody has to wait until a part of it begins.
    """
    if period.earliest is None or period.latest is None:
        return "", []
    wording = norm(page.copy[start:end])
    limit = re.match(r"(?i)(?:spätestens\s+)?bis\b", wording)
    earliest = date(period.latest.year, 1, 1) if limit and period.precision != "day" else period.earliest
    if limit and period.precision == "day":
        earliest = period.latest
    precision = "mid-year" if period.part == "Mitte" else _PRECISION.get(period.precision, "period")
    if period.precision == "part" and period.part in ("Ende", "Anfang"):
        precision = "year" if period.part == "Ende" else "period"
    name = page.iri("span", wording, period.latest.isoformat())
    span = (start, end)
    return name, [
        page.say(name, "rdf:type", iri("TimeSpan"), span, rule),
        page.say(name, "asWritten", text(wording), span, rule),
        page.say(name, "earliest", day(earliest), span, rule),
        page.say(name, "latest", day(period.latest), span, rule),
        page.say(name, "precision", concept(f"precision/{precision}"), span, rule),
    ]
