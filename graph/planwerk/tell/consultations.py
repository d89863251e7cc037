"""The way of a paper through the bodies: who consults when, in which role, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.statements import Statement, day, iri
from planwerk.tell.addresses import speaker, version_iri
from planwerk.tell.page import Page, Step, concept, day_name, text

Words = tuple[tuple[str, re.Pattern[str]], ...]

# The first that fits is meant, so what is in the words of another stands before it.
ROLES: Words = tuple(
    (name, re.compile(words, re.I))
    for name, words in (
        ("referral", r"Verweisung"), ("first-reading", r"1\. Lesung"), ("second-reading", r"2\. Lesung"),
        ("confirmation", r"Bestätigung|Genehmigung"), ("hearing", r"Anhörung|Stellungnahme"),
        ("information", r"Kenntnis|Information|Beantwortung"),
        ("advice", r"Vorberatung|vorberatend|Vorabstimmung|Empfehlung|^Beratung|^beratend"),
        ("decision", r"Beschlussfassung|Entscheidung|beschließend|^Beschluss"),
    )
)  # fmt: skip
RESULTS: Words = tuple(
    (name, re.compile(words, re.I))
    for name, words in (
        ("open", r"offen"), ("adjourned", r"vertagt|zurückgestellt|AUSFALL"), ("noted", r"zur Kenntnis"),
        ("referred", r"verwiesen"), ("rejected", r"abgelehnt"), ("withdrawn", r"zurückgezogen"),
        ("approved", r"beschlossen|empfohlen|angenommen|zugestimmt"),
    )
)  # fmt: skip


def value_of(words: str, values: Words) -> str | None:
    """Give the value of a list that words mean.

    >>> value_of("Information zur Kenntnis", ROLES), value_of("ungeändert empfohlen", RESULTS), value_of("?", ROLES)
    ('information', 'approved', None)
    """
    return next((name for name, pattern in values if pattern.search(words)), None)


def tell_consultations(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell each row of a Beratungsfolge; that it is planned, the paper says, and its result is known from its own day."""
    for step in page.steps:
        if step.kind != "consultation" or step.day is None:
            continue
        version = page.step_at(step.start)
        if version is None or version.kind in ("resolution", "consultation"):
            continue
        name, span, rule = (
            page.iri("consultation", page.reference, step.body, step.day.isoformat()),
            step.heading,
            "consultation.row",
        )
        body = speaker(page, step)
        result = value_of(step.result or "", RESULTS)
        known = step if version.day is None or step.day > version.day else version
        yield version, page.say(version_iri(page, version), "consultedIn", name, span, rule)
        yield version, page.say(name, "rdf:type", iri("Consultation"), span, rule)
        for lang, words in (("de", f"Beratung: {step.body},"), ("en", f"Consultation: {step.body},")):
            yield version, page.say(name, "rdfs:label", text(f"{words} {day_name(step.day, lang)}", lang), span, rule)
        yield version, page.say(name, "heldBy", body, span, rule)
        yield version, page.say(body, "rdfs:label", text(step.body), span, rule)
        yield version, page.say(name, "consultationDate", day(step.day), span, rule)
        if role := value_of(step.role or "", ROLES):
            yield version, page.say(name, "consultationRole", concept(f"consultation-role/{role}"), span, rule)
        if result == "open":
            yield version, page.say(name, "consultationResult", concept("consultation-result/open"), span, rule)
        elif result:
            yield known, page.say(name, "consultationResult", concept(f"consultation-result/{result}"), span, rule)
