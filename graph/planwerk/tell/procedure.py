"""What a page says of the way through council: papers and their versions, points, decision, resolution, reports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal

from planwerk.statements import Statement, day, iri
from planwerk.tell.addresses import (
    own_number,
    paper_iri,
    point_iri,
    resolution_iri,
    speaker,
    task_iri,
    version_iri,
)
from planwerk.tell.page import Page, Step, concept, day_name, kind_name, step_name, text

CLASSES = {"motion": "Motion", "position": "AdministrativePosition", "report": "ImplementationReport"}
PAPER_KINDS = ("motion", "amendment", "position", "report", "proposal", "information", "question")
PROPOSING = ("motion", "amendment", "position", "proposal")


def tell_papers(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell the papers and versions of a page, who submitted them, and which revises which."""
    matter = page.iri("procedure", page.reference)
    for step in page.steps:
        if step.kind in ("resolution", "consultation"):
            continue
        rule, span = f"procedure.{step.kind}", step.heading
        paper, version = paper_iri(page, step), version_iri(page, step)
        owner = _teller_of(page, step)
        class_name = CLASSES.get(step.kind, "CouncilPaper")

        def said(
            subject: str,
            predicate: str,
            value: object,
            owner: Step = owner,
            span: tuple[int, int] = span,
            rule: str = rule,
        ) -> tuple[Step, Statement]:
            return owner, page.say(subject, predicate, value, span, rule)  # type: ignore[arg-type]

        yield said(matter, "rdf:type", iri("Procedure"))
        if page.title_span:
            yield owner, page.say(matter, "rdfs:label", text(page.title), page.title_span, "procedure.title")
        if page.numbered:
            yield said(matter, "referenceNumber", Literal(page.reference))
        yield said(paper, "rdf:type", iri(class_name))
        yield said(paper, "partOfProcedure", matter)
        yield said(paper, "submittedBy", speaker(page, step))
        if step.kind in PAPER_KINDS:
            yield said(paper, "paperKind", concept(f"paper-kind/{step.kind}"))
        if step.kind == "report":
            yield said(paper, "rdfs:label", text(_printed(page, step) or step_name(page, step, "de")))
            yield said(paper, "rdfs:label", text(step_name(page, step, "en"), "en"))
            if step.day:
                yield said(paper, "dateOfDocument", day(step.day))
            yield from ((owner, one) for one in _report(page, step, paper))
            continue
        names = {
            lang: page.title
            if step.kind == "motion" and lang == "de" and page.title_span
            else _paper_name(page, step, lang)
            for lang in ("de", "en")
        }
        for lang, name in names.items():
            yield said(paper, "rdfs:label", text(name, lang))
        if page.numbered and step.kind != "position":
            yield said(paper, "referenceNumber", Literal(page.reference))
        if own := own_number(page, step):
            yield said(version, "referenceNumber", Literal(own))
        if step.kind == "position" and (own_number(page, step) or any(one.kind == "motion" for one in page.steps)):
            yield said(paper, "answersTo", page.iri("paper", page.reference))
        yield said(version, "rdf:type", iri("PaperVersion"))
        for lang in ("de", "en"):
            yield said(version, "rdfs:label", text(step_name(page, step, lang), lang))
        yield said(version, "versionOf", paper)
        if step.edition is not None:
            yield said(version, "versionNumber", Literal(step.edition))
        yield said(version, "textAvailable", Literal(not step.empty))
        if step.day:
            yield said(version, "dateOfDocument", day(step.day))
        before = _before(page, step)
        if before:
            yield said(version, "revises", version_iri(page, before))
        if step.alternative and (other := latest(page, "motion")):
            yield said(version, "proposesAlternativeTo", version_iri(page, other))


def _teller_of(page: Page, step: Step) -> Step:
    """Give the version in whose text a version without its own text is named."""
    if not step.empty:
        return step
    return next((one for one in page.steps if one.kind == step.kind and not one.empty), step)


def _paper_name(page: Page, step: Step, lang: str) -> str:
    link = {"de": " zu ", "en": " on "}[lang] if step.kind == "position" else " "
    return kind_name(step.kind, lang) + (f"{link}{page.reference}" if page.numbered else "")


def _printed(page: Page, step: Step) -> str:
    head = re.split(r"\s+vom\b", page.copy[slice(*step.heading)])[0].strip(" :")
    return f"{head} vom {day_name(step.day, 'de')}" if step.day and head else head


def _before(page: Page, step: Step) -> Step | None:
    same = [one for one in page.steps if one.kind == step.kind and one.edition is not None]
    older = [one for one in same if step.edition is not None and one.edition is not None and one.edition < step.edition]
    return max(older, key=lambda one: one.edition or 0, default=None)


def latest(page: Page, kind: str, *, revised: bool = False) -> Step | None:
    """Give the last version of a kind of paper on the page that has its text."""
    found = [
        one
        for one in page.steps
        if one.kind == kind and not one.empty and (not revised or one.revised or (one.edition or 1) > 1)
    ]
    return max(found, key=lambda one: one.edition or 0, default=None)


def tell_points(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell the points that each version proposes."""
    for step in page.steps:
        if step.kind not in PROPOSING:
            continue
        for point in step.points:
            name, span = point_iri(page, step, point), (point.start, point.end)
            yield step, page.say(version_iri(page, step), "hasProposedPoint", name, span, "procedure.point")
            yield step, page.say(name, "rdf:type", iri("ProposedPoint"), span, "procedure.point")
            yield step, page.say(name, "pointNumber", Literal(point.number), span, "procedure.point")
            for lang, word in (("de", "Punkt"), ("en", "point")):
                label = text(f"{kind_name(step.kind, lang)}, {word} {point.number}", lang)
                yield step, page.say(name, "rdfs:label", label, span, "procedure.point")
            if page.task_at(point):
                yield step, page.say(name, "proposesTask", task_iri(page, step, point), span, "procedure.point")


# ---- reports ----

_TICK = re.compile(
    r"^(?:[☒☑✓✔]|\[[xX]\]|[xX])[ \t]+(?P<before>[^\n]{3,40})$|^(?P<after>[^\n☐☒]{3,40}?)[ \t]+(?:[☒☑✓✔]|\[[xX]\]|[xX])$",
    re.M,
)


def _report(page: Page, step: Step, paper: str) -> Iterator[Statement]:
    before = [one for one in page.steps if one.kind == "resolution" and one.start < step.start and one.day]
    if before:
        yield page.say(paper, "reportsOn", resolution_iri(page, before[-1]), step.heading, "procedure.report")
    for match in _TICK.finditer(page.copy, step.heading[1], step.end):
        span = match.span("before") if match["before"] else match.span("after")
        yield page.say(paper, "statusAsWritten", text(page.copy[slice(*span)]), match.span(), "procedure.ticked")


def ticked(page: Page, step: Step) -> tuple[int, int] | None:
    """Give the place of the status that is ticked in a report, if exactly one is."""
    found = [match.span() for match in _TICK.finditer(page.copy, step.heading[1], step.end)]
    return found[0] if len(found) == 1 else None
