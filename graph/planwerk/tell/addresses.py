"""The addresses of what a page speaks of: the same thing has the same one in every paper that names it by its number.

A number's ending says what it is (``2016/0417-N2`` is the second new version of ``2016/0417``, says the profile), so a
version, a position or a resolution that another file holds can be spoken of without opening that file.
"""

from __future__ import annotations

import re

from planwerk.profile import Profile, Reference
from planwerk.tell.page import Page, Point, Step

ADMINISTRATION = ("position", "report", "proposal", "answer", "information", "other")
_GROUP = re.compile(
    r"(?m)^[ \t]*(?:Eingereicht (?:von|durch)|Antragsteller(?:in)?|Antragstellende|Einreicher(?:in)?)[ \t]*:[ \t]*"
    r"(?:(?:die|der)[ \t]+)?(?P<who>[^\n,;]*?\b(?:Fraktion|Ratsgruppe|Stadtratsfraktion|Gruppe)\b[^\n,;]{0,60}?)[ \t]*$"
)


def meaning(profile: Profile, number: str) -> Reference:
    """Give what a number means by the forms of a profile.

    >>> from planwerk.profile import read_profile
    >>> meaning(read_profile("musterstadt"), "2016/0417-N2")
    Reference(kind='motion', on='2016/0417', revision=2)
    """
    for form in profile.references:
        if match := form.pattern.fullmatch(number):
            return profile.to_reference(form, match)
    return Reference(None)


def matter_of(profile: Profile, number: str) -> str:
    """Give the number of the matter that a number belongs to: a revision, amendment or position hangs on its motion.

    >>> from planwerk.profile import read_profile
    >>> matter_of(read_profile("leipzig"), "VI-DS-06434-NF-02-ÄA-02")
    'VI-DS-06434'
    """
    while on := meaning(profile, number).on:
        number = on
    return number


def paper_of(page: Page, number: str) -> str:
    """Give the paper with this number; a new version is one of the paper it revises."""
    said = meaning(page.paper.profile, number)
    return page.iri("paper", said.on if said.revision is not None and said.on else number)


def version_of(page: Page, number: str) -> str:
    """Give the version that a number names; a number without an ending names the first."""
    said = meaning(page.paper.profile, number)
    return page.iri("version", number) if said.revision is not None else page.iri("version", number, 1)


def own_number(page: Page, step: Step) -> str | None:
    """Give the number that a step bears itself, where that is another than the matter's."""
    return step.reference if step.reference and step.reference != page.reference else None


def paper_iri(page: Page, step: Step) -> str:
    """Give the paper that a version belongs to; a position and a report hang on the matter they speak of."""
    own = own_number(page, step)
    if step.kind in ("motion", "proposal", "question", "other", "information"):
        return page.iri("paper", page.reference)
    if own and step.kind != "resolution":
        return paper_of(page, own)
    if step.kind == "position":
        return page.iri("paper", page.reference, "vsp")
    same = [one for one in page.steps if one.kind == step.kind]
    return page.iri("paper", page.reference, step.kind, step.day.isoformat() if step.day else same.index(step) + 1)


def version_iri(page: Page, step: Step) -> str:
    """Give a version; where the paper has one version only, it is the first."""
    own = own_number(page, step)
    if own and step.kind != "resolution":
        return version_of(page, own)
    return page.iri("version", paper_iri(page, step).rpartition("/")[2], step.edition or 1)


def task_of(resolution: str, base: str, number: int) -> str:
    """Give the task that a point of a resolution gives, as those who know only its number speak of it."""
    return f"{base}task/{resolution.rpartition('/')[2]}-{number}"


def point_iri(page: Page, step: Step, point: Point) -> str:
    """Give a proposed point."""
    return page.iri("point", version_iri(page, step).rpartition("/")[2], point.number)


def task_iri(page: Page, step: Step, point: Point) -> str:
    """Give the task that a point proposes or gives."""
    if step.kind == "resolution":
        return task_of(resolution_iri(page, step), page.place.base, point.number)
    return page.iri("task", version_iri(page, step).rpartition("/")[2], point.number)


def resolution_iri(page: Page, step: Step) -> str:
    """Give the resolution that a decision ended in: by its number, else by matter and day."""
    if step.number:
        return page.iri("resolution", step.number)
    return page.iri("resolution", page.reference, step.day.isoformat() if step.day else "undated")


def speaker(page: Page, step: Step) -> str:
    """Give who speaks in a version: the movers, the administration, or the body that decides."""
    if step.kind in ("resolution", "consultation"):
        return page.iri("body", deciding_body(page, step))
    if step.kind in ADMINISTRATION:
        return page.iri("body", "verwaltung")
    if mover := moving_group(page, step):
        return page.iri("body", page.copy[slice(*mover)])
    return page.iri("body", "antragsteller", page.reference)


def moving_group(page: Page, step: Step) -> tuple[int, int] | None:
    """Give the place of the council group that the head of a motion names as its mover; a person is never named."""
    match = _GROUP.search(page.copy, step.start, step.end)
    return match.span("who") if match else None


def deciding_body(page: Page, step: Step) -> str:
    """Give the body that a resolution says it is of; "Rat" where it names none."""
    return re.sub(r"(?<=rat|tag)e?s$|(?<=ausschuss)es$|(?<=senat)s$", "", step.body) or "Rat"
