"""What plans follow: the strategy above them, and the law they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.readingcopy import norm
from planwerk.statements import Statement, iri
from planwerk.tell.law import laws_in
from planwerk.tell.names import find_domains
from planwerk.tell.page import Page, Sentence, Step, concept, text

Told = Iterator[tuple[Step, Statement]]

_STRATEGY = re.compile(
    r"\b(?:(?P<adjective>Integrierte[nsmr]?)\s+)?(?P<head>(?:Stadt|Kreis|Gemeinde|Regional)?[Ee]ntwicklungskonzept|Stadtentwicklungskonzept)(?:e?s)?(?P<name>(?:\s+[A-ZÄÖÜ]\w+)?(?:\s+20\d\d)?)"
)
_SECTION = re.compile(
    r"\b(?P<kind>Fachkonzept|Handlungsfeld|Leitlinie|Teilkonzept|Kapitel)(?:e?s)?\s+[„“\"](?P<name>[^„“”\"\n]{3,80})[“”\"]"
)
_MEASURE = re.compile(r"\bMaßnahmen?\s+[„“\"](?P<name>[^„“”\"\n]{3,100})[“”\"]")


def tell_orientation(page: Page) -> Told:
    """Tell the part of an overarching strategy that a sentence names, and the measure it names with it."""
    for step in page.steps:
        for sentence in page.sentences(step):
            strategies, sections = list(_STRATEGY.finditer(sentence.text)), list(_SECTION.finditer(sentence.text))
            if len({match["name"] for match in sections}) != 1 or len(strategies) != 1 or not strategies[0]["name"]:
                continue  # which edition of the strategy is meant must be said
            strategy, part, rule = strategies[0], sections[0], "plan.orientation"
            span, place = _span(sentence, strategy), _span(sentence, part)
            adjective = "Integriertes " if strategy["adjective"] else ""
            plan_title = f"{adjective}{strategy['head']}"
            title = norm(plan_title + strategy["name"])
            plan, edition = page.iri("plan", plan_title), page.iri("edition", title)
            section = page.iri("section", title, part["name"])
            for subject, predicate, value, where in (
                (plan, "rdf:type", iri("Plan"), span),
                (plan, "rdfs:label", text(plan_title), span),
                (plan, "planType", concept("plan-type/strategy"), span),
                (edition, "rdf:type", iri("PlanEdition"), span),
                (edition, "rdfs:label", text(title), span),
                (edition, "editionOf", plan, span),
                (edition, "planStatus", concept("plan-status/existing"), span),
                (edition, "hasSection", section, place),
                (section, "rdf:type", iri("PlanSection"), place),
                (section, "rdfs:label", text(f"{part['kind']} „{part['name']}“"), place),
            ):
                yield step, page.say(subject, predicate, value, where, rule)
            measure = _MEASURE.search(sentence.text)
            if measure:
                name, where = page.iri("measure", title, measure["name"]), _span(sentence, measure)
                yield step, page.say(section, "hasMeasure", name, where, rule)
                yield step, page.say(name, "rdf:type", iri("Measure"), where, rule)
                yield step, page.say(name, "rdfs:label", text(measure["name"]), where, rule)


def _span(sentence: Sentence, match: re.Match[str]) -> tuple[int, int]:
    return sentence.start + match.start(), sentence.start + match.end()


_BASIS = re.compile(
    r"(?i)\b(?:gesetzliche\w*\s+(?:[\w-]+\s+und\s+)?\w*grundlage|rechtsgrundlage|planungsgrundlage|auf (?:der )?(?:gesetzlichen )?grundlage (?:von|des|der))\b"
)
_AREA = re.compile(
    r"\b(?:[Ii]m (?:Bereich|Feld|Handlungsfeld)|[Ff]ür (?:den Bereich|das (?:Handlungsf|F)eld)|[Ii]n)\s+(?:der|des|die)\b"
)


def tell_legal_basis(page: Page) -> Told:
    """Tell the laws that a version cites, and the one that a sentence names as the basis of the plans in it."""
    for step in page.steps:
        for sentence in page.sentences(step):
            laws = laws_in(page, sentence.start, sentence.end)
            if not laws or page.paper.in_boilerplate(sentence.start, sentence.end):
                continue
            basis = _BASIS.search(sentence.text) and len({law[0] for law in laws}) == 1
            plan = next(iter(re.finditer(r"\b[A-ZÄÖÜ]\w*(?:plan|pläne|konzepte?|planung)\b", sentence.text)), None)
            domains = list(find_domains(page.copy, sentence.start, sentence.end))
            if not (basis and plan and len({one.iri for one in domains}) == 1):
                continue
            place, rule = _span(sentence, plan), "plan.legal-basis"
            name = page.iri("plan", plan[0], domains[0].iri.rpartition("/")[2])
            area = page.copy[domains[0].start : domains[0].end]
            yield step, page.say(name, "rdf:type", iri("Plan"), place, rule, 0.8)
            yield step, page.say(name, "rdfs:label", text(f"{plan[0]} ({norm(area)})"), place, rule, 0.8)
            yield step, page.say(name, "coversDomain", domains[0].iri, (domains[0].start, domains[0].end), rule, 0.8)
            for act, where in laws[:1]:
                yield step, page.say(name, "hasLegalBasis", act, where, rule, 0.8)
