"""What a page says of the way through council: papers and their versions, points, decision, resolution, reports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal

from planwerk.statements import Statement, day, iri
from planwerk.tell.page import Page, Point, Step, concept, day_name, kind_name, step_name, text

CLASSES = {"motion": "Motion", "position": "AdministrativePosition", "report": "ImplementationReport"}
PAPER_KINDS = ("motion", "amendment", "position", "report", "proposal", "information", "question")
PROPOSING = ("motion", "amendment", "position", "proposal")
ADMINISTRATION = ("position", "report", "proposal", "answer", "information", "other")


def paper_iri(page: Page, step: Step) -> str:
    """Give the paper that a version belongs to; a position and a report hang on the matter they speak of."""
    if step.kind in ("motion", "proposal", "question", "other", "information"):
        return page.iri("paper", page.reference)
    if step.kind == "position":
        return page.iri("paper", page.reference, "vsp")
    same = [one for one in page.steps if one.kind == step.kind]
    return page.iri("paper", page.reference, step.kind, step.day.isoformat() if step.day else same.index(step) + 1)


def version_iri(page: Page, step: Step) -> str:
    """Give a version; where the paper has one version only, it is the first."""
    return page.iri("version", paper_iri(page, step).rpartition("/")[2], step.edition or 1)


def point_iri(page: Page, step: Step, point: Point) -> str:
    """Give a proposed point."""
    return page.iri("point", version_iri(page, step).rpartition("/")[2], point.number)


def task_iri(page: Page, step: Step, point: Point) -> str:
    """Give the task that a point proposes or gives."""
    return page.iri("task", version_iri(page, step).rpartition("/")[2], point.number)


def resolution_iri(page: Page, step: Step) -> str:
    """Give the resolution that a decision ended in."""
    return page.iri("resolution", page.reference, step.day.isoformat() if step.day else "undated")


def speaker(page: Page, step: Step) -> str:
    """Give who speaks in a version: the movers, the administration, or the body that decides."""
    if step.kind == "resolution":
        return page.iri("body", deciding_body(page, step))
    return (
        page.iri("body", "verwaltung")
        if step.kind in ADMINISTRATION
        else page.iri("body", "antragsteller", page.reference)
    )


def deciding_body(page: Page, step: Step) -> str:
    """Give the body that a resolution says it is of; "Rat" where it names none."""
    return re.sub(r"(?<=rat|tag)e?s$|(?<=ausschuss)es$|(?<=senat)s$", "", step.body) or "Rat"


def tell_papers(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell the papers and versions of a page, who submitted them, and which revises which."""
    matter = page.iri("procedure", page.reference)
    for step in page.steps:
        if step.kind == "resolution":
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
        if step.kind == "position" and any(one.kind == "motion" for one in page.steps):
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


# ---- decisions ----

_OUTCOMES = (
    ("adopted", "as-moved", re.compile(r"(?i)\b(?:wie (?:beantragt|vorgelegt|vorgeschlagen)|antragsgemäß|un(?:ge|ver)ändert|gemäß (?:dem )?(?:Antrag|Vorlage|Beschlussvorschlag|Verwaltungsvorschlag))\b[^.\n]*\b(?:beschlossen|angenommen|zugestimmt)")),
    ("adopted", "in-the-sense-of", re.compile(r"(?i)\bim Sinne (?:der|des)\b[^.\n]*\b(?:beschlossen|angenommen|zugestimmt)")),
    ("adopted", "as-amended", re.compile(r"(?i)\b(?:geändert|in geänderter Fassung|mit (?:den )?Änderungen|in der (?:Neu)?[Ff]assung)\b[^.\n]*\b(?:beschlossen|angenommen|zugestimmt)")),
    ("rejected", "", re.compile(r"(?i)\b(?:abgelehnt|nicht (?:beschlossen|angenommen))\b")),
    ("adjourned", "", re.compile(r"(?i)\bvertagt\b")),
    ("withdrawn", "", re.compile(r"(?i)\bzurückgezogen\b")),
    ("noted", "", re.compile(r"(?i)\bzur Kenntnis genommen\b")),
    ("adopted", "", re.compile(r"(?i)\b(?:beschlossen|beschließt|angenommen|zugestimmt)\b")),
)  # fmt: skip


def tell_decisions(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell what was decided, on which text, and the points that hold since.

    Which text a resolution adopts is told only where its own words name one that stands on the page.
    """
    for step in page.steps:
        if step.kind != "resolution" or step.day is None:
            continue
        act = page.iri("decision", page.reference, step.day.isoformat())
        sentence, outcome, mode = _decided(page, step)
        if sentence is None:
            continue
        head, said = step.heading, "procedure.decision"
        yield step, page.say(act, "rdf:type", iri("Decision"), head, said)
        body = speaker(page, step)
        for lang, name in (("de", "Beschlussfassung am"), ("en", "Decision on")):
            yield step, page.say(act, "rdfs:label", text(f"{name} {day_name(step.day, lang)}", lang), head, said)
        yield step, page.say(act, "heldBy", body, head, said)
        yield step, page.say(act, "decisionDate", day(step.day), head, said)
        yield step, page.say(act, "decisionOutcome", concept(f"outcome/{outcome}"), sentence, said)
        if outcome != "adopted":
            continue
        made = resolution_iri(page, step)
        yield step, page.say(act, "resultsIn", made, sentence, said)
        yield step, page.say(made, "rdf:type", iri("Resolution"), sentence, said)
        for lang, on, of in (("de", "zu", "vom"), ("en", "on", "of")):
            matter = f" {on} {page.reference}" if page.numbered else ""
            label = f"{kind_name('resolution', lang)}{matter} {of} {day_name(step.day, lang)}"
            yield step, page.say(made, "rdfs:label", text(label, lang), head, said)
        if mode:
            yield step, page.say(act, "adoptionMode", concept(f"adoption-mode/{mode}"), sentence, said)
        yield from _adopted(page, step, act, made, sentence, mode)


def _decided(page: Page, step: Step) -> tuple[tuple[int, int] | None, str, str]:
    for outcome, mode, pattern in _OUTCOMES:
        for sentence in page.sentences(step):
            if sentence.start >= step.heading[1] and pattern.search(sentence.text):
                return (sentence.start, sentence.end), outcome, mode
    return None, "", ""


def _adopted(
    page: Page, step: Step, act: str, made: str, sentence: tuple[int, int], mode: str
) -> Iterator[tuple[Step, Statement]]:
    said = "procedure.adopted"
    adopted = _adopted_step(page, step, mode)
    moved = latest(page, "motion")
    for one in dict.fromkeys(filter(None, (moved, adopted))):
        yield step, page.say(act, "decidedOn", version_iri(page, one), sentence, said)
    points = step.points or (adopted.points if adopted else ())
    if adopted:
        yield step, page.say(made, "adoptsVersion", version_iri(page, adopted), sentence, said)
        if moved and moved is not adopted:
            yield step, page.say(act, "notAdoptedVersion", version_iri(page, moved), sentence, said)
    for point in points:
        name = page.iri("point", made.rpartition("/")[2], point.number)
        span = (point.start, point.end) if step.points else sentence
        yield step, page.say(made, "hasPoint", name, span, said)
        yield step, page.say(name, "rdf:type", iri("ResolutionPoint"), span, said)
        yield step, page.say(name, "pointNumber", Literal(point.number), span, said)
        for lang, word in (("de", "Beschlusspunkt"), ("en", "Resolution point")):
            yield step, page.say(name, "rdfs:label", text(f"{word} {point.number}", lang), span, said)
        if adopted and point in adopted.points:
            yield step, page.say(name, "pointFrom", point_iri(page, adopted, point), span, said)
        if page.task_at(point):
            giving = step if step.points else adopted or step
            yield step, page.say(name, "createsTask", task_iri(page, giving, point), span, said)


def _adopted_step(page: Page, step: Step, mode: str) -> Step | None:
    """Give the version that a resolution's words name, else what was moved where they say that it was adopted as moved."""
    if step.adopts:
        kind, version = step.adopts
        return latest(page, kind, revised=version == "new")
    kinds = [one for one in ("motion", "proposal") if latest(page, one)]
    return latest(page, kinds[0]) if len(kinds) == 1 and mode == "as-moved" else None


def adopted_step(page: Page, step: Step) -> Step | None:
    """Give the version that a resolution adopts, or the resolution itself where it prints its own points."""
    sentence, outcome, mode = _decided(page, step)
    if sentence is None or outcome != "adopted":
        return None
    return _adopted_step(page, step, mode) or (step if step.points else None)


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
