"""What was decided, on which text, and the points that hold since."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal

from planwerk.statements import Statement, day, iri
from planwerk.tell.addresses import (
    matter_of,
    meaning,
    point_iri,
    resolution_iri,
    speaker,
    task_iri,
    version_iri,
    version_of,
)
from planwerk.tell.page import Page, Step, concept, day_name, kind_name, text
from planwerk.tell.procedure import PROPOSING, latest

_OUTCOMES = (
    ("adopted", "as-moved", re.compile(r"(?i)\b(?:wie (?:beantragt|vorgelegt|vorgeschlagen)|antragsgemäß|un(?:ge|ver)ändert|gemäß (?:dem )?(?:Antrag|Vorlage|Beschlussvorschlag|Verwaltungsvorschlag))\b[^.\n]*\b(?:beschlossen|angenommen|zugestimmt)")),
    ("adopted", "in-the-sense-of", re.compile(r"(?i)\bim Sinne (?:der|des)\b[^.\n]*\b(?:beschlossen|angenommen|zugestimmt)|\bbeschließt im Sinne (?:der|des)\b")),
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
        act = decision_iri(page, step)
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


def decision_iri(page: Page, step: Step) -> str:
    """Give the act of deciding: by the number of the resolution, else by matter and day."""
    return page.iri("decision", step.number or f"{page.reference}-{step.day}")


def _decided(page: Page, step: Step) -> tuple[tuple[int, int] | None, str, str]:
    if step.role is not None:  # a row of a Beratungsfolge
        for outcome, mode, pattern in _OUTCOMES:
            if pattern.search(step.result or ""):
                return step.heading, outcome, mode
        return None, "", ""
    if votes := _votes(page, step):
        kept = {adopted for _, adopted, _ in votes}
        place = (votes[0][2][0], votes[-1][2][1])
        return place, "adopted" if True in kept else "rejected", "in-parts" if len(kept) == 2 else ""
    for outcome, mode, pattern in _OUTCOMES:
        for sentence in page.sentences(step):
            if sentence.start >= step.heading[1] and pattern.search(sentence.text):
                return (sentence.start, sentence.end), outcome, mode
    return None, "", ""


_VOTE = re.compile(
    r"^[ \t]*(?:Beschlussp|P|p)unkt[ \t]*(?P<number>\d{1,2})[ \t]*:[^\n]*?\b(?P<how>beschlossen|angenommen|zugestimmt|abgelehnt)\b[^\n]*$",
    re.M,
)


def _votes(page: Page, step: Step) -> list[tuple[int, bool, tuple[int, int]]]:
    """Give the votes on single points: number, whether it was adopted, and where that stands."""
    return [
        (int(match["number"]), match["how"] != "abgelehnt", match.span())
        for match in _VOTE.finditer(page.copy, step.heading[1], step.end)
    ]


def _named_version(page: Page, step: Step, kinds: tuple[str | None, ...]) -> str | None:
    """Give the version of another file that a resolution speaks of by number, if it is the only one of its kind."""
    found = set()
    for item in page.reading.items:
        if item.field == "document_numbers" and step.holds(page.paper.copy_span(item.start, item.end)[0]):
            said = meaning(page.paper.profile, item.text)
            if said.kind in kinds and matter_of(page.paper.profile, item.text) == page.reference:
                found.add(item.text)
    return version_of(page, found.pop()) if len(found) == 1 else None


def _adopted(
    page: Page, step: Step, act: str, made: str, sentence: tuple[int, int], mode: str
) -> Iterator[tuple[Step, Statement]]:
    said = "procedure.adopted"
    adopted = _adopted_step(page, step, mode)
    moved = latest(page, "motion")
    text_adopted = version_iri(page, adopted) if adopted else _adopted_elsewhere(page, step, mode)
    text_moved = version_iri(page, moved) if moved else _named_version(page, step, ("motion", None))
    for one in dict.fromkeys(filter(None, (text_moved, text_adopted))):
        yield step, page.say(act, "decidedOn", one, sentence, said)
    points = step.points or (adopted.points if adopted else ())
    if text_adopted:
        yield step, page.say(made, "adoptsVersion", text_adopted, sentence, said)
        if text_moved and text_moved != text_adopted:
            yield step, page.say(act, "notAdoptedVersion", text_moved, sentence, said)
    if step.number:
        yield step, page.say(made, "referenceNumber", Literal(step.number), step.heading, said)
    same = text_adopted if mode in ("in-parts", "as-moved") and text_adopted else None
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
        elif same and step.points:  # voted on as moved, so it has the number it was moved under
            origin = page.iri("point", same.rpartition("/")[2], point.number)
            yield step, page.say(name, "pointFrom", origin, span, said, 0.7)
        if page.task_at(point):
            giving = step if step.points else adopted or step
            yield step, page.say(name, "createsTask", task_iri(page, giving, point), span, said)


def _adopted_elsewhere(page: Page, step: Step, mode: str) -> str | None:
    """Give the version of another file that a resolution adopts: the one its words name, or what was moved."""
    if step.adopts:
        return _named_version(page, step, (step.adopts[0],))
    return _named_version(page, step, ("motion", None)) if mode in ("as-moved", "in-parts") else None


def _adopted_step(page: Page, step: Step, mode: str) -> Step | None:
    """Give the version that a resolution's words name, else what was moved where they say that it was adopted as moved."""
    if step.adopts:
        kind, version = step.adopts
        return latest(page, kind, revised=version == "new")
    if step.role is not None:  # the row stands on the paper it speaks of
        held = page.step_at(step.start)
        return held if held and held.kind in PROPOSING and mode == "as-moved" else None
    kinds = [one for one in ("motion", "proposal") if latest(page, one)]
    return latest(page, kinds[0]) if len(kinds) == 1 and mode == "as-moved" else None


def adopted_step(page: Page, step: Step) -> Step | None:
    """Give the version that a resolution adopts, or the resolution itself where it prints its own points."""
    sentence, outcome, mode = _decided(page, step)
    if sentence is None or outcome != "adopted":
        return None
    return _adopted_step(page, step, mode) or (step if step.points else None)
