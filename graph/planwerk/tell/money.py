"""Money and posts: what a point needs, what is said to be granted or planned, and who is there to do the work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pyoxigraph import Literal

from planwerk.dates import find_periods
from planwerk.reading import Item
from planwerk.readingcopy import norm
from planwerk.statements import Statement, iri
from planwerk.tell.names import find_groups
from planwerk.tell.page import Page, Sentence, Step, concept, text

_STATUS = (
    ("requested", re.compile(r"(?i)\b(?:einzuplanen|bereitzustellen|einzustellen|beantragt|zu beantragen|werden benötigt|notwendig)")),
    ("planned", re.compile(r"(?i)\b(?:vorgesehen|geplant|eingeplant|sollen\b[^\n]*\b(?:bereitgestellt|erhalten))")),
    ("approved", re.compile(r"(?i)\b(?:bereitgestellt|bewilligt|stehen\b[^\n]*\bzur Verfügung|erhalten|erhält|gewährt|zur Verfügung gestellt)")),
)  # fmt: skip
_PER_YEAR = re.compile(r"(?i)^\W{0,2}(?:pro Jahr|jährlich|p\. ?a\.|je Jahr|im Jahr(?! \d))")
_MEANS = re.compile(
    r"(?P<staff>[Pp]ersonelle\w*|Personal(?!kosten)\w*|Stellen)|(?P<money>[Ff]inanzielle\w*|(?:Sach|Finanz|Haushalts|Förder)?[Mm]ittel)"
)
_LINE = re.compile(
    r"(?:PSP-?Element|Produkt(?:sachkonto)?|Haushaltsstelle|Kostenstelle|Budgetposition)\s+(?P<code>\d[\d.]{3,}\d)(?:\s*\((?P<name>[^)\n]{3,60})\))?"
)
_PURPOSE = re.compile(
    r"\bfür\s+(?:die\s+|den\s+|das\s+)?(?P<what>[A-ZÄÖÜ][^,.;()]{3,80}?)(?=\s+(?:erforderlich|notwendig|in Höhe|im Jahr|werden|sind|bereit|,))|\ban\s+(?P<to>[A-ZÄÖÜ]\w+(?:\s+der\s+[\w ]+?)?)\s+(?:anzupassen|anpassen)"
)
_GOES_ON = re.compile(r"(?i)\b(?:darüber hinaus|weitere[rnms]?|zusätzlich|außerdem|ferner)\b")
_ROLE = re.compile(r"\s+(?:für\s+(?:die\s+|eine\s+)?)?(?P<role>[A-ZÄÖÜ][\w/*:-]*(?:\s+[A-ZÄÖÜ][\w-]+)?)")
_TERM = re.compile(r"(?i)\bbefristet(?:\s+(?:für|auf)\s+(?P<years>zwei|drei|vier|fünf|\d)\s+Jahre)?")
_YEARS = {"zwei": 2, "drei": 3, "vier": 4, "fünf": 5}


def tell_resources(page: Page, task: str, start: int, end: int) -> Iterator[Statement]:
    """Tell the money that a point names; where it asks for means without a sum, that too."""
    words, rule = page.copy[start:end], "money.point"
    sums = _items(page, "amounts", start, end)
    for number, item in enumerate(sums, 1):
        name = page.iri("resource", task.rpartition("/")[2], number)
        span = _copied(page, item)
        yield page.say(task, "requiresResource", name, span, rule)
        yield from _sum(page, name, item, span, Sentence(start, end, words), rule)
    status = _status(words)
    if sums or status is None:
        return
    for kind, class_name, label in (("staff", "StaffCapacity", "Personal"), ("money", "Funding", "Mittel")):
        match = next((one for one in _MEANS.finditer(words) if one[kind]), None)
        if match:
            name, span = (
                page.iri("resource", task.rpartition("/")[2], kind),
                (start + match.start(), start + match.end()),
            )
            yield page.say(task, "requiresResource", name, span, rule, 0.8)
            yield page.say(name, "rdf:type", iri(class_name), span, rule, 0.8)
            yield page.say(name, "rdfs:label", text(f"{label} ohne Betrag: {match[0]}"), span, rule, 0.8)
            yield page.say(name, "resourceStatus", concept(f"resource-status/{status}"), span, rule, 0.8)


def tell_funds(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell the sums named outside of points, with status and for whom; "darüber hinaus" goes on about the same."""
    for step in page.steps:
        inside = [(point.start, point.end) for point in step.points]
        last: str | None = None
        line = -1
        for sentence in page.sentences(step):
            if any(sentence.start < end and first < sentence.end for first, end in inside):
                continue
            begins = page.copy.rfind("\n", 0, sentence.start)
            last, line = (last, line) if begins == line else (None, begins)
            sums = _items(page, "amounts", sentence.start, sentence.end)
            if not sums or _status(sentence.text) is None:
                continue
            groups = [one.iri for one in find_groups(page.copy, sentence.start, sentence.end)]
            providers = concept("stakeholder/providers")
            group = providers if providers in groups else groups[0] if len(groups) == 1 else None
            if group is None and _GOES_ON.search(sentence.text):
                group = last
            for item in sums:
                span = _copied(page, item)
                name = page.iri("resource", page.reference, step.kind, step.edition or 1, item.text, _opening(sentence))
                yield from ((step, one) for one in _sum(page, name, item, span, sentence, "money.fund"))
                if group:
                    yield step, page.say(name, "resourceFor", group, (sentence.start, sentence.end), "money.fund", 0.7)
            last = group


def _items(page: Page, field: str, start: int, end: int) -> list[Item]:
    return [item for item in page.reading.items if item.field == field and start <= _copied(page, item)[0] < end]


def _opening(sentence: Sentence) -> str:
    """Give the first words of a sentence, which tell two sums of the same height apart."""
    return "-".join(re.findall(r"\w+", sentence.text)[:5])


def _copied(page: Page, item: Item) -> tuple[int, int]:
    return page.paper.copy_span(item.start, item.end)


def _status(words: str) -> str | None:
    return next((name for name, pattern in _STATUS if pattern.search(words)), None)


def _sum(
    page: Page, name: str, item: Item, span: tuple[int, int], sentence: Sentence, rule: str
) -> Iterator[Statement]:
    whole = (sentence.start, sentence.end)
    yield page.say(name, "rdf:type", iri("Funding"), span, rule)
    purpose = _PURPOSE.search(sentence.text)
    what = norm(purpose["what"] or purpose["to"]) if purpose else ""
    yield page.say(name, "rdfs:label", text(f"{item.text}: {what}" if what else item.text), span, rule)
    yield page.say(name, "amount", _decimal(item.values["eur"]), span, rule)
    yield page.say(name, "currency", Literal("EUR"), span, rule)
    yearly = _PER_YEAR.match(page.copy[span[1] : span[1] + 20])
    yield page.say(name, "perYear", Literal(bool(yearly)), (span[0], span[1] + (yearly.end() if yearly else 0)), rule)
    if what and purpose:
        place = purpose.span("what" if purpose["what"] else "to")
        yield page.say(name, "purpose", text(what), (whole[0] + place[0], whole[0] + place[1]), rule, 0.7)
    status = _status(sentence.text)
    if status:
        yield page.say(name, "resourceStatus", concept(f"resource-status/{status}"), whole, rule, 0.8)
    periods = [
        one for one in find_periods(sentence.text) if one.precision in ("year", "years") and one.earliest and one.latest
    ]
    if len(periods) == 1 and periods[0].earliest and periods[0].latest:
        place = (whole[0] + periods[0].start, whole[0] + periods[0].end)
        for year in range(periods[0].earliest.year, periods[0].latest.year + 1):
            yield page.say(name, "fiscalYear", Literal(str(year), datatype=iri("xsd:gYear")), place, rule)
    line = _LINE.search(sentence.text)
    if line:
        position = page.iri("budget", line["code"])
        place = (whole[0] + line.start(), whole[0] + line.end())
        yield page.say(name, "budgetLine", position, place, rule)
        yield page.say(position, "rdf:type", iri("BudgetLine"), place, rule)
        yield page.say(position, "rdfs:label", text((line["name"] or line["code"]).strip('„“”"')), place, rule)
        yield page.say(position, "dcterms:identifier", Literal(line["code"]), place, rule)


def tell_staff(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell the posts that are said to be there, in full-time equivalents, with their function and term."""
    for step in page.steps:
        for sentence in page.sentences(step):
            found = _items(page, "staff", sentence.start, sentence.end)
            if found and _THERE.search(sentence.text):
                term = _TERM.search(sentence.text)
                for item in found:
                    yield from ((step, one) for one in _posts(page, item, sentence, term))


_THERE = re.compile(r"\b(?:umfasst|verfüg\w+|stehen|besteht|sind .{0,40}tätig|beschäftigt)\b")


def _posts(page: Page, item: Item, sentence: Sentence, term: re.Match[str] | None) -> Iterator[Statement]:
    rule, (start, end) = "money.staff", _copied(page, item)
    role = _ROLE.match(page.copy, end, sentence.end)
    span = (start, role.end() if role else end)
    words = norm(page.copy[slice(*span)])
    name = page.iri("resource", page.reference, words, _opening(sentence))
    yield page.say(name, "rdf:type", iri("StaffCapacity"), span, rule)
    yield page.say(name, "rdfs:label", text(words), span, rule)
    yield page.say(name, "fullTimeEquivalent", _decimal(item.values["fte"]), span, rule)
    yield page.say(name, "fixedTerm", Literal(bool(term)), span, rule)
    yield page.say(name, "resourceStatus", concept("resource-status/available"), span, rule, 0.7)
    if role:
        yield page.say(name, "staffRole", text(role["role"]), span, rule)
    if term and term["years"]:
        years = _YEARS.get(term["years"]) or int(term["years"])
        yield page.say(name, "termYears", Literal(years), span, rule)


def _decimal(value: object) -> Literal:
    whole = f"{Decimal(str(value)):f}"
    return Literal(whole if "." in whole else f"{whole}.0", datatype=iri("xsd:decimal"))
