"""Plans that are drafted, updated, announced or carried out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal

from planwerk.dates import find_periods
from planwerk.readingcopy import norm
from planwerk.statements import Statement, iri
from planwerk.tell.events import event_statements, find_events
from planwerk.tell.names import find_domains
from planwerk.tell.page import PLAN, PLAN_WORD, Page, Sentence, Step, concept, span_statements, text
from planwerk.tell.tasks import time_limit

Told = Iterator[tuple[Step, Statement]]

_PROCESS = re.compile(
    r"^(?:[a-z]\)|\d{1,2}[.)]|[-•–*])[ \t]+(?P<kind>Fortschreibung|Erarbeitung|Erstellung|Überarbeitung|Aufstellung|Umsetzung|Evaluation|Evaluierung)"
    r"[ \t]+(?:(?:des|der|eines|einer|von)[ \t]+)?(?P<what>[^\n.;:]{3,100})$", re.M
)  # fmt: skip
_KINDS = {"Fortschreibung": "update", "Überarbeitung": "update", "Erarbeitung": "drafting", "Erstellung": "drafting",
          "Aufstellung": "drafting", "Umsetzung": "implementation", "Evaluation": "evaluation", "Evaluierung": "evaluation"}  # fmt: skip
_COMES = re.compile(
    r"\b(?:soll|sollen|wird|werden|ist)\b[^\n]*\b(?:vorliegen|vorgelegt|fertiggestellt|abgeschlossen|veröffentlicht|beschlossen werden|erscheinen|erarbeitet)\b"
)
_REFERS = re.compile(
    r"\b(?:Die|Der|Das)\s+(?:Fortschreibung(?:\s+de[sr]\s+(?:Konzept(?:e?s)?|Plan(?:e?s)?|Planung))?|Konzept|Plan|Planung|Fachplan)\b(?!\s+[A-ZÄÖÜ„])"
)
_NAMED = re.compile(
    rf"\b(?:Ein(?:e)?|Der|Die|Das)\s+(?P<name>{PLAN_WORD}(?:\s+[A-ZÄÖÜ][\w-]+){{1,3}}(?:\s+(?:für|zur|zum|von)\s+[\w\s-]{{3,60}}?)?)(?=\s+(?:wird|soll|ist|liegt))"
)
_ADOPTED = re.compile(r"\b(?P<when>(?:im|am|in)\s+[^.;]{3,40}?)\s+beschlossenen?\s+(?P<plan>[A-ZÄÖÜ][\w-]+)")
_OPENED = re.compile(
    r"\bmit\s+(?:einem|einer|dem|der)\s+(?P<event>[^\n]{3,60}?)\s+(?:eröffnet|begonnen|eingeleitet|gestartet)\b"
)
_MEASURES = re.compile(
    r"\b(?P<count>\d{1,4})\s+(?:[a-zäöüß]+(?:e|en|er)\s+)*(?:Einzel)?[Mm]aßnahmen\s+(?:des|der|im|aus dem)\s+(?P<plan>[A-ZÄÖÜ][\w-]+(?:\s+[A-ZÄÖÜ][\w-]+)?)"
)


def tell_processes(page: Page) -> Told:
    """Tell what is drafted, updated and carried out, and when it is to be there.

    A sentence that speaks of "die Fortschreibung" means that of the heading it stands under.
    """
    for step in page.steps:
        process = made = ""
        for sentence in page.sentences(step):
            heading = _PROCESS.match(sentence.text)
            if heading:
                process, made = _process(page, step, heading)
                yield from _process_statements(page, step, sentence, heading, process, made)
                continue
            if re.match(r"(?:[a-z]\)|\d{1,2}(?:\.\d)*\.?)\s", sentence.text) or re.match(PART_END, sentence.text):
                process = made = ""
            yield from _announced(page, step, sentence, made)
            yield from _carried_out(page, step, sentence, process)


PART_END = re.compile(r"(?:Begründung|Bei den beschriebenen|Sachverhalt|Anlagen)\b")


def _process(page: Page, step: Step, heading: re.Match[str]) -> tuple[str, str]:
    process = page.iri("process", page.reference, heading["kind"], heading["what"])
    if _KINDS[heading["kind"]] in ("implementation", "evaluation"):
        return process, ""
    plan = plan_name(heading["what"])
    return process, page.iri("edition", "fortschreibung" if heading["kind"] == "Fortschreibung" else "", plan)


def plan_name(printed: str) -> str:
    """Undo the genitive of a plan's name.

    >>> plan_name("Fachplans Seniorenarbeit"), plan_name("Konzeptes Wohnen"), plan_name("Teilhabeplans")
    ('Fachplan Seniorenarbeit', 'Konzept Wohnen', 'Teilhabeplan')
    """
    head, space, rest = norm(printed).partition(" ")
    return re.sub(r"(?<=plan|zept|ramm|bild)e?s$", "", head) + space + rest if PLAN.fullmatch(head) else norm(printed)


def _process_statements(
    page: Page, step: Step, sentence: Sentence, heading: re.Match[str], process: str, made: str
) -> Told:
    rule, span = "plan.process", (sentence.start, sentence.end)
    title = re.sub(r"^(?:[a-z]\)|\d{1,2}[.)]|[-•–*])\s+", "", sentence.text)

    def said(subject: str, predicate: str, value: object) -> tuple[Step, Statement]:
        return step, page.say(subject, predicate, value, span, rule)  # type: ignore[arg-type]

    yield said(process, "rdf:type", iri("PlanningProcess"))
    yield said(process, "rdfs:label", text(title))
    yield said(process, "processKind", concept(f"process-kind/{_KINDS[heading['kind']]}"))
    domains = [one.iri for one in find_domains(page.copy, *span)]
    for domain in domains:
        yield said(process, "coversDomain", domain)
    if made:
        label = title if heading["kind"] == "Fortschreibung" else plan_name(heading["what"])
        yield said(process, "produces", made)
        yield said(made, "rdf:type", iri("PlanEdition"))
        yield said(made, "rdfs:label", text(label))
        yield said(made, "planStatus", concept("plan-status/in-preparation"))
        for domain in domains:
            yield said(made, "coversDomain", domain)
    elif known := known_plan(page, plan_name(heading["what"])):
        yield said(process, "implementsPlan" if heading["kind"] == "Umsetzung" else "evaluates", known)


def known_plan(page: Page, name: str) -> str | None:
    """Give the one plan that this page lists under a title with this name in it; None where none or several do."""
    found = {
        one
        for title, one in page.known.items()
        if re.search(rf"(?<!\w){re.escape(plan_name(name).lower())}(?!\w)", title)
    }
    return found.pop() if len(found) == 1 else None


def _announced(page: Page, step: Step, sentence: Sentence, made: str) -> Told:
    if not _COMES.search(sentence.text) or any(sentence.start < p.end and p.start < sentence.end for p in step.points):
        return
    found, rule = time_limit(page, sentence.start, sentence.end), "plan.announced"
    named = _NAMED.search(sentence.text)
    if found is None or not (named or (made and _REFERS.search(sentence.text))):
        return
    when, told = span_statements(page, *found, rule)
    edition = page.iri("edition", plan_name(named["name"])) if named else made
    if not when:
        return
    yield from ((step, one) for one in told)
    if named and edition != made:
        span = (sentence.start + named.start("name"), sentence.start + named.end("name"))
        yield step, page.say(edition, "rdf:type", iri("PlanEdition"), span, rule)
        yield step, page.say(edition, "rdfs:label", text(plan_name(named["name"])), span, rule)
        yield step, page.say(edition, "planStatus", concept("plan-status/in-preparation"), span, rule)
        for domain in find_domains(page.copy, *span):
            yield step, page.say(edition, "coversDomain", domain.iri, span, rule)
    yield step, page.say(edition, "deadline", when, (sentence.start, sentence.end), rule)


def _carried_out(page: Page, step: Step, sentence: Sentence, process: str) -> Told:
    rule, whole = "plan.carried-out", (sentence.start, sentence.end)
    adopted = _ADOPTED.search(sentence.text)
    plan = known_plan(page, adopted["plan"]) if adopted else None
    if adopted and plan:
        period = next(find_periods(adopted["when"]), None)
        place = (sentence.start + adopted.start("when"), sentence.start + adopted.end("when"))
        when, told = span_statements(page, period, *place, rule) if period else ("", [])
        if when:
            yield from ((step, one) for one in told)
            act, made = page.iri("decision", plan.rpartition("/")[2]), page.iri("resolution", plan.rpartition("/")[2])
            yield step, page.say(plan, "adoptedBy", made, whole, rule)
            yield step, page.say(made, "rdf:type", iri("Resolution"), whole, rule)
            yield step, page.say(made, "rdfs:label", text(f"Beschluss: {plan_name(adopted['plan'])}"), whole, rule)
            yield step, page.say(act, "rdf:type", iri("Decision"), whole, rule)
            yield (
                step,
                page.say(act, "rdfs:label", text(f"Beschlussfassung: {plan_name(adopted['plan'])}"), whole, rule),
            )
            yield step, page.say(act, "decisionOutcome", concept("outcome/adopted"), whole, rule)
            yield step, page.say(act, "resultsIn", made, whole, rule)
            yield step, page.say(act, "dated", when, place, rule)
    opened = _OPENED.search(sentence.text)
    if opened and process:
        first = sentence.start + opened.start("event")
        for event in find_events(page.copy, first, sentence.start + opened.end("event")):
            yield from ((step, one) for one in event_statements(page, event, "planned", rule))
            yield step, page.say(process, "openedBy", page.iri("event", event.name), whole, rule)
    counted = _MEASURES.search(sentence.text)
    plan = known_plan(page, counted["plan"].split()[0]) if counted else None
    if counted and plan:
        yield step, page.say(plan, "measureCount", Literal(int(counted["count"])), whole, "plan.measures")
