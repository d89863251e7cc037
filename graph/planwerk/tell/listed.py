"""Plans that stand in a list with their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal

from planwerk.dates import find_periods
from planwerk.reading import Item
from planwerk.readingcopy import norm
from planwerk.statements import Statement, iri
from planwerk.tell.addresses import version_iri
from planwerk.tell.law import laws_in
from planwerk.tell.names import find_domains
from planwerk.tell.page import BULLET, PLAN, Page, Sentence, Step, concept, span_statements, text

Told = Iterator[tuple[Step, Statement]]
_QUOTED = re.compile(r"^[„“\"»](?P<inner>[^„“”\"«»]+)[“”\"«]$")


_LEAD = re.compile(rf"{BULLET.pattern}(?:(?:Vorlage|Drucksache|Beschluss|DS)[ \t]+(?:Nr\.[ \t]*)?)?")


def tell_listed(page: Page) -> Told:
    """Tell the plans that stand in a list, each with its number; the heading above is their field.

    A list counts as one of plans where its lead-in or the entry itself has a word for a plan.
    """
    listed: dict[str, str] = {}
    for step in page.steps:
        lead = ""
        field: Sentence | None = None
        for line in page.lines(step):
            numbers = _numbers(page, line)
            if len(numbers) == 1 and _LEAD.fullmatch(page.copy, line.start, _at(page, numbers[0])[0]):
                yield from _entry(page, step, line, numbers[0], lead, field, listed)
            elif not BULLET.match(page.copy, line.start):
                heading = line.text.endswith(":") and len(line.text) < 80 and not re.search(r"[.!?]\s", line.text)
                if heading and not PLAN.search(line.text):
                    field = line
                else:
                    lead, field = line.text, None


def _numbers(page: Page, line: Sentence) -> list[Item]:
    return [
        item
        for item in page.reading.items
        if item.field == "document_numbers" and line.start <= _at(page, item)[0] < line.end
    ]


def _at(page: Page, item: Item) -> tuple[int, int]:
    return page.paper.copy_span(item.start, item.end)


def _entry(
    page: Page, step: Step, line: Sentence, number: Item, lead: str, field: Sentence | None, listed: dict[str, str]
) -> Told:
    rest = page.copy[_at(page, number)[1] : line.end]
    dated = re.match(r"\s*(?:am|vom|,)?\s*(?P<day>\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d)\s*", rest)
    title = _title(rest[dated.end() if dated else 0 :])
    if not title or not (PLAN.search(title) or re.search(r"(?i)plan|konzept|programm|strategie", lead)):
        return
    name, rule, span = page.iri("edition", number.text), "plan.listed", (line.start, line.end)

    def said(subject: str, predicate: str, value: object, span: tuple[int, int] = span) -> tuple[Step, Statement]:
        return step, page.say(subject, predicate, value, span, rule)  # type: ignore[arg-type]

    yield said(name, "rdf:type", iri("PlanEdition"))
    yield said(name, "rdfs:label", text(title))
    yield said(name, "referenceNumber", Literal(number.text), _at(page, number))
    yield said(name, "planStatus", concept("plan-status/existing"))
    yield said(version_iri(page, step), "dcterms:references", name)
    if field:
        place = (field.start, field.end)
        yield said(name, "fieldAsWritten", text(field.text.rstrip(":")), place)
        for domain in find_domains(page.copy, *place):
            yield said(name, "coversDomain", domain.iri, place)
    yield from _when(page, step, name, line, title, dated)
    for act in laws_in(page, line.start, line.end):
        yield step, page.say(name, "citesLaw", act[0], act[1], rule)
    before = re.match(r"Fortschreibung\s+(?:des|der)\s+(?P<old>.+)", title)
    if before:
        old = [one for known, one in listed.items() if _same_title(known, before["old"])]
        if len(old) == 1:
            yield said(name, "continues", old[0])
    listed[title] = name
    page.known[title.lower()] = name


def _title(rest: str) -> str:
    """Give a plan's title as it stands behind its number.

    >>> _title(': „3. Altenhilfeplan 2012“,'), _title('[…] Fortschreibung des Konzeptes "Wohnen" […],')
    ('3. Altenhilfeplan 2012', 'Fortschreibung des Konzeptes „Wohnen“')
    """
    plain = re.sub(r"\[(?:…|\.\.\.)\]", "", norm(rest)).strip(" :,;.–-")
    plain = re.sub(r"^\[|\]$", "", plain).strip(" :,;.")
    whole = _QUOTED.match(plain)
    plain = whole["inner"] if whole else re.sub(r"[“\"„]([^„“”\"]+)[”\"“]", r"„\1“", plain)
    return plain.strip()


def _same_title(one: str, other: str) -> bool:
    def bare(title: str) -> str:
        return re.sub(r"\W+", " ", re.sub(r"(?<=[kt])(?:e?s)\b", "", title.lower())).strip()

    return bare(one) == bare(other)


def _when(page: Page, step: Step, name: str, line: Sentence, title: str, dated: re.Match[str] | None) -> Told:
    rule = "plan.when"
    years = re.search(r"(?:\bin\s+)?\b((?:19|20)\d\d)\s*(?:bis|–|-|/)\s*((?:19|20)\d\d|\d\d)\b", line.text)
    found = None
    if years:
        first = line.start + page.copy[line.start : line.end].index(years[0])
        period = next(find_periods("von " + re.sub(r"\s*/\s*", " bis ", _whole_years(years))), None)
        found = ("validity", period, first, first + len(years[0]))
    else:
        inside = [one for one in find_periods(page.copy[line.start : line.end]) if one.precision == "day" and dated]
        if inside:
            at = line.start + inside[0].start
            cue = 3 if page.copy[at - 3 : at] == "am " else 0
            found = ("dated", inside[0], at - cue, line.start + inside[0].end)
        else:
            single = re.findall(r"(?<![\d/])(?:19|20)\d\d(?![\d/])", title)
            if len(single) == 1 and single[0] in page.copy[line.start : line.end]:
                at = page.copy.rindex(single[0], line.start, line.end)
                found = ("dated", next(find_periods(f"Jahr {single[0]}"), None), at, at + 4)
    if found and found[1]:
        when, told = span_statements(page, found[1], found[2], found[3], rule)
        yield from ((step, one) for one in told)
        if when:
            yield step, page.say(name, found[0], when, found[2:], rule)


def _whole_years(years: re.Match[str]) -> str:
    last = years[2] if len(years[2]) == 4 else years[1][:2] + years[2]
    return f"{years[1]} bis {last}"
