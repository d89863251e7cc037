"""What the sheets of events, processes and money say, as statements."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from planwerk.sources.form import PlanLine
from planwerk.sources.naming import (
    XSD,
    Named,
    Said,
    a_thing,
    slug,
    to_day,
    to_flag,
    to_iri,
    to_number,
)
from planwerk.sources.undertakings import EventLine, MoneyLine, ProcessLine
from planwerk.vocabulary import NS

PROCESS_LINKS = {
    "monitors": "monitors",
    "updatesEdition": "updates",
    "produces": "produces",
    "implementsPlan": "implements",
}
"""How a process stands to plans: the property, and the column that holds their titles."""


class Undertakings(Named):
    """Events, processes and money while they are being put into statements."""

    def say_event(self, line: EventLine, row: int) -> Said:
        """Say what a line of Events says."""
        event = self.events[line.id or line.title]
        yield from a_thing(event, NS + "ParticipationEvent", line.title)
        if line.status:
            yield event, NS + "eventStatus", to_iri(line.status)
        yield from self.span(event, "scheduledFor", line.planned)
        if line.held_on:
            yield event, NS + "takesPlaceOn", to_day(line.held_on)
        yield from ((event, NS + "involves", to_iri(group)) for group in line.groups)
        yield from self.linked(event, "involves", line.bodies, row, "bodies", EventLine)
        if line.attendees:
            yield event, NS + "attendeeCount", to_number(line.attendees)
        if line.venue:
            place = f"{self.base}place/{slug(line.venue)}"
            yield from a_thing(place, "http://purl.org/dc/terms/Location", line.venue)
            yield event, NS + "venue", to_iri(place)
        yield from ((event, NS + "coversDomain", to_iri(domain)) for domain in line.domains)
        for name, field, title in (("relatesToPlan", "plan", line.plan), ("feedsInto", "feeds", line.feeds)):
            yield from self.linked(event, name, (title,) if title else (), row, field, EventLine)

    def say_process(self, line: ProcessLine, row: int) -> Said:
        """Say what a line of Processes says."""
        process = self.processes[line.id or line.title]
        yield from a_thing(process, NS + "PlanningProcess", line.title)
        for name, concept in (("processKind", line.kind), ("processStatus", line.status)):
            if concept:
                yield process, NS + name, to_iri(concept)
        office = (line.office,) if line.office else ()
        yield from self.linked(process, "leadUnit", office, row, "office", ProcessLine)
        yield from self.span(process, "scheduledFor", line.planned)
        for name, field in PROCESS_LINKS.items():
            yield from self.linked(process, name, getattr(line, field), row, field, ProcessLine)
        yield from self.linked(process, "involves", line.bodies, row, "bodies", ProcessLine)
        yield from ((process, NS + "coversDomain", to_iri(domain)) for domain in line.domains)

    def say_money(self, line: MoneyLine, row: int) -> Said:
        """Say what a line of Money says; an amount is in euro, for all its years together unless it is per year."""
        money = f"{self.base}resource/{line.id or slug(line.title)}"
        yield from a_thing(money, NS + "Funding", line.title)
        if line.amount is not None:
            yield money, NS + "amount", Literal(f"{line.amount:f}", datatype=NamedNode(XSD + "decimal"))
            yield money, NS + "currency", Literal("EUR")
            yield money, NS + "perYear", to_flag(line.per_year)
        for year in line.years:
            yield money, NS + "fiscalYear", Literal(str(year), datatype=NamedNode(XSD + "gYear"))
        if line.status:
            yield money, NS + "resourceStatus", to_iri(line.status)
        known = self.plans | self.processes | self.events
        if line.serves and (
            thing := self.found(known, line.serves, row, "serves", MoneyLine, PlanLine, EventLine, ProcessLine)
        ):
            yield money, NS + "resourceFor", to_iri(thing)
        yield from self.linked(money, "availableTo", (line.office,) if line.office else (), row, "office", MoneyLine)
        if name := line.budget_name or line.budget_code:
            budget = f"{self.base}budget/{slug(line.budget_code or name)}"
            yield from a_thing(budget, NS + "BudgetLine", name)
            if line.budget_code:
                yield budget, NS + "referenceNumber", Literal(line.budget_code)
            yield money, NS + "budgetLine", to_iri(budget)
        yield from ((money, NS + "coversDomain", to_iri(domain)) for domain in line.domains)
