"""A paper that is itself a plan: its edition, who leads and adopted it, what it rests on and how it hangs on other plans.

And for every other paper the laws it cites: cited is weaker than named as a basis, and the two are never mixed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal

from planwerk.statements import Statement, day, iri
from planwerk.tell.addresses import matter_of, meaning, resolution_iri, version_iri
from planwerk.tell.decisions import adopted_step
from planwerk.tell.law import provisions_in
from planwerk.tell.names import find_domains
from planwerk.tell.page import Page, Sentence, Step, concept, day_name, text
from planwerk.tell.prose import passages

Told = Iterator[tuple[Step, Statement]]

# A title that only speaks of a plan.
_ABOUT = re.compile(
    r"(?i)\b(?:Stand|Sachstand|Bericht|Umsetzung|Anfrage|Antrag|Auszug|Haushalt\w*|Entwurf zur|Einleitung|Aufstellung|Aufstellungsbeschluss|Auslegung|Änderung|"
    r"Erarbeitung|Erstellung|Beteiligung am|Stellungnahme|Evaluation|Mittel|Vergabe|Beauftragung|Zwischenbericht|Petition|Prüfung|Konzept für eine?n?)\b"
)
_LEADS = re.compile(
    r"(?m)^[ \t]*(?:Federführend(?:es Amt)?|Federführung|Dezernat/Amt|Verantwortlich)[ \t]*:[ \t]*(?P<who>[^\n,;]{3,60}?)[ \t]*$"
)
_BASIS = re.compile(
    r"(?i)\b(?:rechtsgrundlage|gesetzliche\w*\s+grundlage|planungsgrundlage|beruht auf|auf (?:der )?(?:gesetzlichen )?grundlage (?:von|des|der))\b"
)
_SELF = r"(?:[Dd]er|[Dd]ie|[Dd]as|[Dd]ieser?s?|[Ee]r|[Ss]ie|[Ee]s)\b"
# What the sentence says of the plan before us and of the one other plan that it names.
_LINKS = (
    ("continues", re.compile(rf"\A{_SELF}.*\bschreib(?:t|en)\b.*\bfort\b|\A{_SELF}.*\b(?:löst|ersetzt)\b|\btritt an (?:dessen|deren|die) Stelle\b|\A{_SELF}.*\bist die Fortschreibung\b")),
    ("implementsPlan", re.compile(rf"\A{_SELF}.*\bsetzt\b.*\bum\b|\A{_SELF}.*\b(?:dient|trägt)\b.*\b(?:der|zur) Umsetzung\b")),
    ("coordinatedWith", re.compile(rf"\A{_SELF}.*\b(?:ist|wurde|sind|wird)\b.*\bmit\b.*\b(?:abgestimmt|abgeglichen)\b")),
)  # fmt: skip
_CARRIES_OUT = re.compile(r"\bführ(?:t|en)\b.*\b(?:diesen Plan|dieses Konzept|diese Planung)\b.*\baus\b")


def edition_of(page: Page, number: str) -> str:
    """Give the edition of a plan that a paper with this number is."""
    return page.iri("edition", matter_of(page.paper.profile, number))


def plan_step(page: Page) -> Step | None:
    """Give the version whose title is a plan's; None where the paper only speaks of one, or bears no number."""
    if not (page.title_span and page.numbered) or _ABOUT.search(page.title):
        return None
    first, last = page.title_span
    if not any(
        item.field == "plans" and first <= page.paper.copy_span(item.start, item.end)[0] < last
        for item in page.reading.items
    ):
        return None
    held = page.step_at(page.title_span[0])
    return held if held and held.kind in ("proposal", "information") else None


def tell_plan(page: Page) -> Told:
    """Tell the edition that the paper is, with lead, adoption, fields and links."""
    step = plan_step(page)
    if step is None or page.title_span is None:
        return
    name, span, rule = edition_of(page, page.reference), page.title_span, "plan.paper"
    yield step, page.say(name, "rdf:type", iri("PlanEdition"), span, rule, 0.8)
    yield step, page.say(name, "rdfs:label", text(page.title), span, rule, 0.8)
    yield step, page.say(name, "referenceNumber", Literal(page.reference), step.heading, rule, 0.8)
    yield step, page.say(name, "planStatus", concept("plan-status/existing"), span, rule, 0.8)
    yield step, page.say(version_iri(page, step), "dcterms:references", name, span, rule, 0.8)
    for domain in find_domains(page.copy, *span):
        yield step, page.say(name, "coversDomain", domain.iri, (domain.start, domain.end), rule, 0.7)
    if lead := _LEADS.search(page.copy, step.start, step.end):
        office, place = page.iri("body", lead["who"]), lead.span("who")
        yield step, page.say(office, "rdf:type", iri("AdministrativeUnit"), place, rule, 0.8)
        yield step, page.say(office, "rdfs:label", text(lead["who"]), place, rule, 0.8)
        yield step, page.say(name, "leadUnit", office, place, rule, 0.8)
    for one in page.steps:
        if one.kind == "resolution" and one.day and adopted_step(page, one) is step:
            yield one, page.say(name, "adoptedBy", resolution_iri(page, one), one.heading, "plan.adopted", 0.8)
            when = page.iri("span", "day", one.day.isoformat())
            yield one, page.say(name, "dated", when, one.heading, "plan.adopted", 0.8)
            for predicate, value in (
                ("rdf:type", iri("TimeSpan")), ("asWritten", text(day_name(one.day, "de"))), ("earliest", day(one.day)),
                ("latest", day(one.day)), ("precision", concept("precision/day")),
            ):  # fmt: skip
                yield one, page.say(when, predicate, value, one.heading, "plan.adopted", 0.8)
    for sentence in passages(page, step):
        yield from ((step, one) for one in _linked(page, name, sentence))


def _linked(page: Page, name: str, sentence: Sentence) -> Iterator[Statement]:
    """Tell the link between the plan before us and the one other that a sentence names by number, or by name and year."""
    outward = next((link for link, pattern in _LINKS if pattern.search(sentence.text)), None)
    inward = _CARRIES_OUT.search(sentence.text)
    if outward is None and inward is None:
        return
    found = _other(page, sentence)
    if found is None or found[0] == name:
        return
    other, label, span = found
    rule = "plan.link"
    yield page.say(other, "rdf:type", iri("PlanEdition"), span, rule, 0.7)
    yield page.say(other, "rdfs:label", text(label), span, rule, 0.7)
    place = (sentence.start, sentence.end)
    if inward:
        yield page.say(other, "implementsPlan", name, place, rule, 0.75)
    elif outward:
        yield page.say(name, outward, other, place, rule, 0.75)


def _other(page: Page, sentence: Sentence) -> tuple[str, str, tuple[int, int]] | None:
    numbers, plans = [], []
    for item in page.reading.items:
        span = page.paper.copy_span(item.start, item.end)
        if not sentence.start <= span[0] < sentence.end:
            continue
        if item.field == "document_numbers" and meaning(page.paper.profile, item.text).kind != "resolution":
            numbers.append(item.text)
        elif item.field == "plans" and (item.values.get("update") is not True or item.rule == "plan.compound"):
            plans.append((item.text, span))
    named = [one for one in plans if re.search(r"(?:19|20)\d\d", one[0])] or plans
    if len(set(numbers)) == 1 and named:
        return edition_of(page, numbers[0]), _nominative(named[0][0]), named[0][1]
    dated = [one for one in named if re.search(r"(?:19|20)\d\d", one[0])]
    if numbers or len({one[0] for one in dated}) != 1:
        return None  # a plan without number or year may be any edition
    label = _nominative(dated[0][0])
    return page.iri("edition", label), label, dated[0][1]


def _nominative(name: str) -> str:
    return re.sub(r"(plan|zept|gramm)e?s(?=\s|$)", r"\1", name, count=1)


def tell_cited_law(page: Page) -> Told:
    """Tell the law that each version cites, and that the paper of a plan names as its basis."""
    plan = plan_step(page)
    for step in page.steps:
        if step.empty or step.role is not None or step.kind == "resolution":
            continue
        basis = (
            [(one.start, one.end) for one in passages(page, step) if _BASIS.search(one.text)] if step is plan else []
        )
        for provision, span in provisions_in(page, step):
            based = any(start <= span[0] < end for start, end in basis)
            subject = edition_of(page, page.reference) if step is plan else version_iri(page, step)
            link, rule = ("hasLegalBasis", "law.basis") if based else ("citesLaw", "law.cited")
            yield step, page.say(subject, link, provision, span, rule, 0.8 if based else 0.9)
