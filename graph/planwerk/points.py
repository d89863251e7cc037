"""What the points of a text ask for, element by element: the side of a comparison that one text gives.

An element is a kind of thing a point can ask for: an event, a result with its scope, a deadline, somebody to submit
it to, next steps, those to involve, money, staff, a study, a purpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal as OneOf
from typing import get_args

from pyoxigraph import Literal, NamedNode

from planwerk.dataset import Dataset
from planwerk.pairs import pairs_of
from planwerk.passages import Stated
from planwerk.questions import labels
from planwerk.vocabulary import CONCEPT, NS

Element = OneOf[
    "event", "deliverable", "deadline", "recipient", "next-steps", "actors", "money", "staff", "study", "purpose"
]
ELEMENTS: tuple[Element, ...] = get_args(Element)

KINDS: tuple[tuple[str, Element], ...] = (
    ("ParticipationEvent", "event"),
    ("NextSteps", "next-steps"),
    ("ExpertReport", "study"),
    ("Funding", "money"),
    ("StaffCapacity", "staff"),
    ("PlanEdition", "deliverable"),
    ("Deliverable", "deliverable"),
)
"""Which element a value of that class is; the first that fits counts."""

ASKED = ("deadline", "deliverable", "involves", "purpose", "recipient", "requiresResource")
"""The properties by which a task asks for something."""
NAMED: dict[str, Element] = {
    "deadline": "deadline", "recipient": "recipient", "involves": "actors", "purpose": "purpose",
}  # fmt: skip
"""Which element a value of that property is; of the other ones its class decides."""

POINTS = (("hasProposedPoint", "proposesTask"), ("hasPoint", "createsTask"))
"""How a text has points, and how those name tasks."""
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Side:
    """What one text says on one element: "it asks for this, by then, for that sum, and here it says so".

    ``things`` are IRIs or set phrases; ``limits`` what the result is limited to; ``first`` and ``last`` the days of a
    period; ``years`` fiscal years; ``quantity`` a sum of money or full-time equivalents, None where none is stated;
    ``in_reasons`` tells that only the reasons say it, not a point.
    """

    things: frozenset[str]
    label: str
    limits: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None
    years: frozenset[str] = frozenset()
    quantity: Decimal | None = None
    in_reasons: bool = False
    stated: tuple[Stated, ...] = ()
    """The statements that say so; :meth:`planwerk.passages.Evidence.of_all` gives their places."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One value of one task: "task 2 of this text is to produce that"."""

    task: str
    name: str
    value: str
    kinds: frozenset[str]

    @property
    def element(self) -> Element:
        """Give the element it belongs to."""
        if self.name in NAMED:
            return NAMED[self.name]
        return next((element for kind, element in KINDS if kind in self.kinds), "deliverable")


class Points:
    """All points of a dataset, by the text they stand in; one look, then every text's side is at hand."""

    def __init__(self, dataset: Dataset, lang: str) -> None:
        self.dataset = dataset
        self.lang = lang
        self._pairs = pairs_of(dataset)
        self.up = self._pairs.upwards("skos:broader")

    def same(self, one: str, other: str) -> bool:
        """Tell whether two texts ask for the very same tasks, as where a paper was adopted as it stood."""
        in_one_only = self._texts.get(one, NOTHING) ^ self._texts.get(other, NOTHING)
        return not any(task in self._pairs.of(name) for task in in_one_only for name in ASKED)

    @cached_property
    def _texts(self) -> dict[str, set[str]]:
        """Give the tasks of every text's points."""
        found: dict[str, set[str]] = {}
        for has, creates in POINTS:
            for text, tasks in self._pairs.via(self._pairs.of(has), creates).items():
                found.setdefault(text, set()).update(tasks)
        return found

    def _tasks(self, text: str) -> Iterator[tuple[str, int | None]]:
        """Yield the tasks of a text's points, each with the point's number where it has one."""
        numbers = self._pairs.of("pointNumber")
        for has, creates in POINTS:
            tasks = self._pairs.of(creates)
            for point in self._pairs.of(has).get(text, ()):
                for task in tasks.get(point, ()):
                    for number in numbers.get(point, ()):
                        yield task, int(number)
                    if point not in numbers:
                        yield task, None

    def _asked(self, text: str) -> dict[tuple[str, str, str], Asked]:
        """Give what the tasks of a text's points ask for, in the order of the points: the question compare-points."""
        found = sorted(
            (number is not None, number or 0, task, name, value)
            for task, number in self._tasks(text)
            for name in ASKED
            for value in self._pairs.of(name).get(task, ())
        )
        return {
            (task, name, value): Asked(
                task, name, value, frozenset(kind for kind, _ in KINDS if value in self._pairs.a(kind))
            )
            for _, _, task, name, value in found
        }

    def sides(self, text: str) -> dict[Element, Side]:
        """Give what the text's points say, by element; an element nothing is said on is left out."""
        asked = list(self._asked(text).values())
        by_element: dict[Element, list[Asked]] = {}
        for one in asked:
            by_element.setdefault(one.element, []).append(one)
        found: dict[Element, Side] = {}
        for element in ELEMENTS:
            own = by_element.get(element, [])
            if element == "deadline":
                own = _of_results(own, asked)
            if element == "purpose":
                own = own or list(self._reasons(asked))
            if side := self._side(element, [one for one in own if self._in_language(one)], asked):
                found[element] = side
        return found

    def _side(self, element: Element, own: list[Asked], asked: list[Asked]) -> Side | None:
        if not own:
            return None
        values = sorted({one.value for one in own})
        tasks = {one.task for one in own}
        spans = values if element == "deadline" else self._spans(asked, tasks) if element == "event" else []
        money = element in ("money", "staff")
        amounts = [
            n for v in values for n in self._numbers(v, "amount" if element == "money" else "fullTimeEquivalent")
        ]
        return Side(
            things=frozenset(values),
            label=self._label(element, values, own),
            limits=frozenset(limit for value in values for limit in self._values(value, "limitedTo")),
            first=min(self._days(spans, "earliest"), default=None),
            last=max(self._days(spans, "latest"), default=None),
            years=frozenset(year for value in values for year in self._values(value, "fiscalYear") if money),
            quantity=sum(amounts, Decimal(0)) if money and amounts else None,
            in_reasons=any(one.name == "reasons" for one in own),
            stated=tuple((one.task, NS + ("purpose" if one.name == "reasons" else one.name), one.value) for one in own),
        )

    def _label(self, element: Element, values: list[str], own: list[Asked]) -> str:
        if element == "purpose":
            return "; ".join(values)
        if element == "deadline":
            written = [text for value in values for text in self._values(value, "asWritten")]
            return "; ".join(written) or ", ".join(str(day) for day in self._days(values, "latest"))
        return "; ".join(sorted(labels(self.dataset, values, self.lang).values()))

    def _reasons(self, asked: Iterable[Asked]) -> Iterator[Asked]:
        """Yield the purposes that are said of the results, which is where the reasons' purposes are kept."""
        for one in asked:
            if one.name == "deliverable":
                for text in self._values(one.value, "purpose", self.lang):
                    yield Asked(one.value, "reasons", text, frozenset())

    def _in_language(self, one: Asked) -> bool:
        return one.name != "purpose" or one.value in self._values(one.task, "purpose", self.lang)

    def _spans(self, asked: Iterable[Asked], tasks: set[str]) -> list[str]:
        return [one.value for one in asked if one.name == "deadline" and one.task in tasks]

    def _values(self, thing: str, name: str, lang: str | None = None) -> list[str]:
        if lang is None:
            return sorted(set(self._pairs.of(name).get(thing, ())))
        if ":" not in thing:
            return []
        found = self.dataset.store.quads_for_pattern(NamedNode(thing), NamedNode(NS + name), None)
        return sorted(
            {
                q.object.value
                for q in found
                if isinstance(q.object, NamedNode) or (isinstance(q.object, Literal) and q.object.language == lang)
            }
        )

    def _numbers(self, thing: str, name: str) -> list[Decimal]:
        return [Decimal(text) for text in self._values(thing, name)]

    def _days(self, spans: Iterable[str], name: str) -> list[date]:
        days = self._pairs.days(name)
        return [day for span in spans for day in sorted(set(days.get(span, ())))]


def _of_results(deadlines: list[Asked], asked: Iterable[Asked]) -> list[Asked]:
    """Keep the deadlines of the tasks that have a result to submit; all of them where no task has one."""
    results = {one.task for one in asked if one.name == "deliverable" and one.element == "deliverable"}
    return [one for one in deadlines if one.task in results] or deadlines


def element_iri(element: Element) -> str:
    """Give the concept of an element, which has its labels.

    >>> element_iri("staff")
    'https://w3id.org/planwerk/concept/element/staff'
    """
    return f"{CONCEPT}element/{element}"
