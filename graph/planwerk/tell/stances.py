"""What the administration thinks of a motion, and of each of its points, by the box that it ticked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.statements import Statement
from planwerk.tell.addresses import own_number, point_iri, version_iri, version_of
from planwerk.tell.page import Page, Step, concept, text
from planwerk.tell.procedure import latest

_TICKED = re.compile(
    r"^[ \t]*(?:[☒☑✓✔]|\[[xX]\])[ \t]*(?P<said>(?:Zustimmung|Ablehnung|Alternativvorschlag|Sachverhalt|Sachstandsbericht)[^\n(]{0,60}?)"
    r"[ \t]*(?:\(zu[ \t]+(?:BP|Punkt|Beschlusspunkt|Ziffer|Nr\.)[ \t]*(?P<points>\d{1,2}(?:[ \t]*(?:,|und)[ \t]*\d{1,2})*)\))?[ \t]*$",
    re.M,
)
_STANCES = (
    ("already-done", re.compile(r"bereits (?:Verwaltungshandeln|berücksichtigt)")),
    ("rejects", re.compile(r"Ablehnung")),
    ("alternative", re.compile(r"Alternativvorschlag")),
    ("agrees-with-additions", re.compile(r"Zustimmung mit Ergänzung")),
    ("agrees", re.compile(r"Zustimmung")),
    ("report", re.compile(r"Sachstandsbericht")),
)


def tell_stances(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell the stance of each position: on the points that the ticked box names, else of the position as a whole."""
    for step in page.steps:
        if step.kind != "position" or step.empty:
            continue
        for match in _TICKED.finditer(page.copy, step.start, step.end):
            stance = next((name for name, pattern in _STANCES if pattern.search(match["said"])), None)
            if stance is None:
                continue
            subjects = [version_iri(page, step)]
            if match["points"]:
                subjects = [
                    point
                    for n in re.findall(r"\d+", match["points"])
                    if (point := _point(page, step, int(n))) is not None
                ]
            for subject in subjects:
                span, rule = match.span(), "stance.ticked"
                yield step, page.say(subject, "stance", concept(f"stance/{stance}"), span, rule)
                yield step, page.say(subject, "statusAsWritten", text(match["said"].strip()), span, rule)


def _point(page: Page, step: Step, number: int) -> str | None:
    """Give the point of the motion that a position speaks of: on the page, else in the one paper that it names."""
    if motion := latest(page, "motion"):
        return next((point_iri(page, motion, point) for point in motion.points if point.number == number), None)
    own = own_number(page, step)
    named = {
        item.text
        for item in page.reading.items
        if item.field == "document_numbers"
        and item.text != own
        and step.holds(page.paper.copy_span(item.start, item.end)[0])
    }
    if len(named) != 1:
        return None
    return page.iri("point", version_of(page, named.pop()).rpartition("/")[2], number)
