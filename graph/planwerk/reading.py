"""What one paper yields: every find with its place in the source, and the same in the form of ``planwerk read --json``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass

from planwerk.find.acts import find_acts
from planwerk.find.bodies import find_bodies
from planwerk.find.claims import find_claims
from planwerk.find.dates import find_dates
from planwerk.find.due import find_due
from planwerk.find.law import find_law
from planwerk.find.links import find_links
from planwerk.find.money import find_money
from planwerk.find.participation import find_participation
from planwerk.find.plans import find_plans
from planwerk.find.procedure import find_procedure
from planwerk.find.references import find_references
from planwerk.find.staff import find_staff
from planwerk.find.tasks import find_tasks
from planwerk.paper import Find, Paper
from planwerk.readingcopy import norm
from planwerk.reuse import LawIndex, find_reuse
from planwerk.suggestions import Refused, suggested

# Every finder takes a paper and yields finds; none knows of another.
FINDERS: tuple[Callable[[Paper], Iterator[Find]], ...] = (
    find_references, find_procedure, find_dates, find_due, find_law, find_acts, find_money, find_staff, find_bodies,
    find_plans, find_tasks, find_links, find_participation, find_claims,
)  # fmt: skip
FIELDS = (
    "document_numbers", "legal_citations", "dates", "actors", "plans", "due", "amounts", "process_steps", "consultations",
)  # fmt: skip
NAMES = ("actors", "plans")
PLAIN = ("document_numbers", "actors", "plans")  # of these the words alone are given
_ENDING = re.compile(r"(?<=\w{3})(?:es|en|er|em|(?<!s)s|e)\b|[„“”\"»«]")  # of inflection; and quotation marks


@dataclass(frozen=True, slots=True)
class Item:
    """A find in places of the source: "characters 120 to 137 of this file read '§ 80 Abs. 1 SGB VIII'".

    ``text`` is the passage with uniform white space, ``start`` and ``end`` count characters of the decoded source from
    0, end exclusive; ``section`` says under which heading it stands, "" before the first.
    """

    field: str
    text: str
    start: int
    end: int
    rule: str
    rule_version: int
    confidence: float
    section: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in a paper, in the order of the source; ``refused`` is what plug-ins said and the text does not."""

    paper: Paper
    items: tuple[Item, ...]
    refused: tuple[Refused, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Give the finds by field, distinct and in the order of the source, and all of them in full as items."""
        fields = {name: _distinct(item for item in self.items if item.field == name) for name in FIELDS}
        fields["plans"] = _fullest(fields["plans"])
        full = [
            {
                "field": item.field,
                "text": item.text,
                "start": item.start,
                "end": item.end,
                "rule": item.rule,
                "rule_version": item.rule_version,
                "confidence": item.confidence,
                "section": item.section,
                **item.values,
            }
            for item in self.items
        ]
        told = {"encoding": self.paper.encoding, "profile": self.paper.profile.name}
        refused = {"refused": [asdict(one) for one in self.refused]} if self.refused else {}
        return {"file": self.paper.name, "sha256": self.paper.sha256, **told, **fields, "items": full, **refused}


def read(paper: Paper, law: LawIndex | None = None) -> Reading:
    """Run every finder over a paper; with an index of legal texts also look for the words of the law in it.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "Antrag zur Vorlage Nr. 2023/0784"
    >>> read(to_paper("a.txt", text.encode(), text, read_profile())).as_json()["document_numbers"]
    ['2023/0784']
    """
    plugged = list(suggested(paper, FIELDS))
    finds = [find for finder in FINDERS for find in finder(paper)]
    finds += find_reuse(paper, law) if law else ()
    finds += [find for find in plugged if isinstance(find, Find)]
    sections = [find for find in finds if find.field == "sections"]
    items = [_item(paper, find, sections) for find in finds if find.field != "sections"]
    items.sort(key=lambda item: (item.start, item.end, item.field, item.rule))
    return Reading(paper, tuple(items), tuple(one for one in plugged if isinstance(one, Refused)))


def _item(paper: Paper, find: Find, sections: list[Find]) -> Item:
    start, end = paper.source_span(find.start, find.end)
    around = [one for one in sections if one.start <= find.start and find.end <= one.end]
    section = str(min(around, key=lambda one: one.end - one.start).values["title"]) if around else ""
    values = dict(find.values)
    if paper.in_boilerplate(find.start, find.end):
        values["boilerplate"] = True
    text = norm(paper.reading[find.start : find.end])
    return Item(find.field, text, start, end, find.rule, find.rule_version, find.confidence, section, values)


def _distinct(items: Iterator[Item]) -> list[object]:
    seen: dict[str, object] = {}
    for item in items:
        value: object = item.text if item.field in PLAIN else {"text": item.text, **item.values}
        key = repr(value)
        if item.field in NAMES:  # one form of a name: the shortest, which is mostly the nominative
            key = _ENDING.sub("", item.text.casefold())
            value = min(str(seen.get(key, value)), str(value), key=len)
        if key not in seen or item.field in NAMES:
            seen[key] = value
    return list(seen.values())


def _fullest(names: list[object]) -> list[object]:
    """Leave out a name that only begins another one: "Seniorenplans" where the paper prints "Seniorenplan 2012" too."""
    words = [tuple(_ENDING.sub("", str(name).casefold()).split()) for name in names]
    return [
        name
        for name, own in zip(names, words, strict=True)
        if not any(len(own) < len(other) and other[: len(own)] == own for other in words)
    ]
