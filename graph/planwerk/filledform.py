"""A dataset as a filled form: the way back, so that what a planner imported can be exported, changed and imported again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from datetime import date
from decimal import Decimal

from pyoxigraph import DefaultGraph, Literal, NamedNode

from planwerk.dataset import Dataset
from planwerk.sources import wordlists
from planwerk.sources.form import BasisLine, BodyLine, Form, PaperLine, PlanLine, RelationLine, TaskLine
from planwerk.sources.naming import ABSTRACT, LABEL, RDF_TYPE, UNIT_OF, slug
from planwerk.sources.stating_undertakings import PROCESS_LINKS
from planwerk.sources.stretch import Stretch
from planwerk.sources.undertakings import EventLine, MoneyLine, ProcessLine
from planwerk.vocabulary import CONCEPT, EVERY_DOMAIN, NS

FULFILLED, HELD = NS + "fulfilledBy", NS + "takesPlaceOn"
STAKEHOLDER = CONCEPT + "stakeholder/"
PROVIDERS = CONCEPT + "stakeholder/providers"


def filled(dataset: Dataset, base: str) -> Form:
    """Give what a form can hold of a dataset as of its day; what it has no column for is left out.

    Things of the workspace alone are taken (those whose IRI begins with ``base``); a name that two share gives way to
    their ids.
    """
    return _Filling(dataset, base).form()


class _Filling:
    """A dataset while it is being put into lines."""

    def __init__(self, dataset: Dataset, base: str) -> None:
        self.base = base
        self.said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.days: dict[str, date] = {}
        """From which day a thing is known."""
        self.done: dict[str, date] = {}
        """From which day a task is known to be fulfilled."""
        self.held: dict[str, date] = {}
        """From which day an event is known to have been held; before, nothing is said of it that is not yet known."""
        learnt = {RDF_TYPE: self.days, FULFILLED: self.done, HELD: self.held}
        for quad in dataset.store:
            if not isinstance(quad.subject, NamedNode):
                continue
            if isinstance(quad.graph_name, DefaultGraph):
                if not isinstance(quad.object, Literal) or quad.object.language in (None, "de"):
                    value = quad.object.value if isinstance(quad.object, NamedNode | Literal) else str(quad.object)
                    self.said[quad.subject.value][quad.predicate.value].append(value)
            elif quad.predicate.value in learnt and isinstance(quad.graph_name, NamedNode):
                day, thing = dataset.graphs.get(quad.graph_name.value), quad.subject.value
                since = learnt[quad.predicate.value]
                if day:
                    since[thing] = min(day, since.get(thing, day))
        for things in self.said.values():
            for values in things.values():
                values.sort()
        kinds = [NS + kind for kind in wordlists.BODY_KINDS]
        self.bodies = {thing: kind for kind in kinds for thing in self.of_kind(kind)}
        self.editions = self.of_kind(NS + "PlanEdition")
        self.papers = [thing for thing in self.of_kind(NS + "CouncilPaper") if self.one(thing, "referenceNumber")]
        self.events = self.of_kind(NS + "ParticipationEvent")
        self.processes = self.of_kind(NS + "PlanningProcess")
        self.funds = self.of_kind(NS + "Funding")
        self.names = self.unique([*self.bodies]) | self.unique([*self.editions, *self.events, *self.processes])

    def form(self) -> Form:
        resolved = {
            task: point for point in self.of_kind(NS + "ResolutionPoint") for task in self.all(point, "createsTask")
        }
        return Form(
            bodies=tuple(self.body(thing) for thing in sorted(self.bodies, key=self.label)),
            plans=tuple(self.plan(thing) for thing in sorted(self.editions, key=self.label)),
            bases=tuple(line for thing in self.editions for line in self.bases(thing)),
            papers=tuple(self.paper(thing) for thing in self.papers),
            tasks=tuple(line for task in sorted(resolved) for line in self.tasks(task, resolved[task])),
            relations=tuple(line for thing in self.editions for line in self.relations(thing)),
            events=tuple(self.event(thing) for thing in self.events),
            processes=tuple(self.process(thing) for thing in self.processes),
            money=tuple(self.money(thing) for thing in self.funds),
        )

    def body(self, thing: str) -> BodyLine:
        whole = next(iter(self.said[thing].get(UNIT_OF, ())), "")
        domains = [
            d
            for d in (*self.all(thing, "responsibleForDomain"), *self.all(thing, "coversDomain"))
            if not d.endswith("/all")
        ]
        return BodyLine(
            name=self.label(thing),
            kind=self.bodies[thing],
            part_of=self.names.get(whole) if whole in self.bodies else None,
            domains=tuple(dict.fromkeys(domains)),
            providers=PROVIDERS in self.all(thing, "involves"),
            id=self.id(thing, self.label(thing)),
            known_from=self.days.get(thing),
        )

    def plan(self, thing: str) -> PlanLine:
        resolution = self.one(thing, "adoptedBy")
        decision = next((d for d in self.of_kind(NS + "Decision") if resolution in self.all(d, "resultsIn")), "")
        held, office, former = self.one(decision, "heldBy"), self.one(thing, "leadUnit"), self.one(thing, "continues")
        day = self.one(decision, "decisionDate")
        adopted_on = (
            Stretch(date.fromisoformat(day), date.fromisoformat(day), "day") if day else self.span(decision, "dated")
        )
        named = self.one(resolution, "referenceNumber") or (self.label(resolution) if resolution else None)
        return PlanLine(
            title=self.label(thing),
            number=self.one(thing, "normalisedNumber") or self.one(thing, "referenceNumber"),
            status=self.one(thing, "planStatus") or CONCEPT + "plan-status/intended",
            dated=self.span(thing, "dated"),
            period=self.span(thing, "validity"),
            due=self.span(thing, "deadline"),
            domains=self.domains(thing),
            groups=tuple(self.all(thing, "addressesTargetGroup")),
            office=self.names.get(office or "") if office in self.bodies else None,
            adopted_by=self.names.get(held or "") if held in self.bodies else None,
            adopted_on=adopted_on,
            resolution=named,
            continues=self.names.get(former or ""),
            id=self.id(thing, self.label(thing)),
            known_from=self.days.get(thing),
        )

    def bases(self, thing: str) -> Iterable[BasisLine]:
        laws = set(wordlists.choices("law").values())
        for strength in wordlists.BASES:
            for norm in self.all(thing, strength):
                if norm in laws:
                    yield BasisLine(
                        plan=self.names[thing], strength=NS + strength, norm=norm, known_from=self.days.get(thing)
                    )

    def paper(self, thing: str) -> PaperLine:
        mover, day = self.one(thing, "submittedBy"), self.one(thing, "dateOfDocument")
        procedure = self.one(thing, "partOfProcedure")
        number = self.one(thing, "referenceNumber") or ""
        kind = self.one(thing, "paperKind")
        return PaperLine(
            number=number,
            title=self.label(thing),
            kind=kind if kind in wordlists.choices("paper-kind").values() else None,
            dated=date.fromisoformat(day) if day else None,
            submitted_by=self.names.get(mover or "") if mover in self.bodies else None,
            procedure=(self.one(procedure, "referenceNumber") or self.label(procedure)) if procedure else None,
            id=self.id(thing, number),
            known_from=self.days.get(thing),
        )

    def tasks(self, task: str, point: str) -> Iterable[TaskLine]:
        resolution = next((r for r in self.of_kind(NS + "Resolution") if point in self.all(r, "hasPoint")), "")
        decision = next((d for d in self.of_kind(NS + "Decision") if resolution in self.all(d, "resultsIn")), "")
        held, day = self.one(decision, "heldBy"), self.one(decision, "decisionDate")
        if not (day and held in self.bodies):
            return
        proof, product = self.one(task, "fulfilledBy"), self.one(task, "deliverable")
        held_on = self.one(proof, "takesPlaceOn")
        name = self.names.get(proof or "") or (self.one(proof, "referenceNumber") if proof in self.papers else None)
        if proof and held_on and not name:
            name = self.label(proof)
        first = TaskLine(
            resolution=self.label(resolution),
            decided_on=date.fromisoformat(day),
            body=self.names[held or ""],
            point=int(self.one(point, "pointNumber") or 1),
            content=next(iter(self.said[task].get(ABSTRACT, ())), self.label(task)),
            due=self.span(task, "deadline"),
            responsible=tuple(self.names[who] for who in self.all(task, "responsible") if who in self.bodies),
            deliverable=self.names.get(product or "") if product in self.editions else None,
            groups=tuple(who for who in self.all(task, "involves") if who.startswith(STAKEHOLDER)),
            controlled={"true": True, "false": False}.get(self.one(resolution, "subjectToControl") or ""),
            id=task.rsplit("/", 1)[-1],
            known_from=max(self.days[t] for t in (task, point) if t in self.days)
            if self.days.keys() & {task, point}
            else None,
        )
        lines = [first]
        for said in self.of_kind(NS + "ProgressStatement"):
            if task in self.all(said, "progressOf") and (stated := self.one(said, "statedOn")):
                report = next(iter(self.said[said].get(LABEL, ())), None)
                change = {
                    "reported_on": date.fromisoformat(stated),
                    "status": self.one(said, "taskStatus"),
                    "report": report,
                }
                lines.append(first.model_copy(update={**change, "known_from": self.days.get(said)}))
        done = {"fulfilled_by": name, "fulfilled_on": date.fromisoformat(held_on) if held_on and name else None}
        since = self.done.get(task, date.min)
        if name and not any(line.known_from and line.known_from >= since for line in lines):
            lines.append(first.model_copy(update={"known_from": since}))
        # What fulfils a task stands only in lines that are known no earlier than that it did.
        yield from (
            line.model_copy(update=done) if name and line.known_from and line.known_from >= since else line
            for line in lines
        )

    def relations(self, thing: str) -> Iterable[RelationLine]:
        for relation in wordlists.RELATIONS:
            for other in self.all(thing, relation):
                if other in self.editions:
                    yield RelationLine(
                        source=self.names[thing],
                        relation=NS + relation,
                        target=self.names[other],
                        known_from=self.days.get(thing),
                    )

    def event(self, thing: str) -> EventLine:
        held = self.one(thing, "takesPlaceOn")
        states = self.all(thing, "eventStatus")
        plan, feeds = self.one(thing, "relatesToPlan"), self.one(thing, "feedsInto")
        count, venue = self.one(thing, "attendeeCount"), self.one(thing, "venue")
        return EventLine(
            title=self.label(thing),
            status=next((state for state in states if state.endswith("/held")), next(iter(states), None)),
            planned=self.span(thing, "scheduledFor"),
            held_on=date.fromisoformat(held) if held else None,
            groups=tuple(who for who in self.all(thing, "involves") if who.startswith(STAKEHOLDER)),
            bodies=self.named(thing, "involves", self.bodies),
            attendees=int(count) if count else None,
            venue=self.label(venue) if venue else None,
            domains=self.domains(thing),
            plan=self.names.get(plan or "") if plan in self.editions else None,
            feeds=self.names.get(feeds or "") if feeds in self.editions else None,
            id=self.id(thing, self.label(thing)),
            known_from=max((d[thing] for d in (self.days, self.held) if thing in d), default=None),
        )

    def process(self, thing: str) -> ProcessLine:
        office = self.one(thing, "leadUnit")
        return ProcessLine(
            title=self.label(thing),
            kind=self.one(thing, "processKind"),
            status=self.one(thing, "processStatus"),
            office=self.names.get(office or "") if office in self.bodies else None,
            planned=self.span(thing, "scheduledFor"),
            bodies=self.named(thing, "involves", self.bodies),
            domains=self.domains(thing),
            id=self.id(thing, self.label(thing)),
            known_from=self.days.get(thing),
            **{field: self.named(thing, name, self.editions) for name, field in PROCESS_LINKS.items()},
        )

    def money(self, thing: str) -> MoneyLine:
        amount, serves, office = (self.one(thing, name) for name in ("amount", "resourceFor", "availableTo"))
        budget = self.one(thing, "budgetLine")
        code, name = (self.one(budget, "referenceNumber"), self.label(budget)) if budget else (None, None)
        return MoneyLine(
            title=self.label(thing),
            amount=Decimal(amount) if amount else None,
            years=tuple(int(year) for year in self.all(thing, "fiscalYear")),
            per_year=self.one(thing, "perYear") == "true",
            status=self.one(thing, "resourceStatus"),
            serves=self.names.get(serves or "") if serves not in self.bodies else None,
            office=self.names.get(office or "") if office in self.bodies else None,
            budget_code=code,
            budget_name=None if name == code else name,
            domains=self.domains(thing),
            id=self.id(thing, self.label(thing)),
            known_from=self.days.get(thing),
        )

    def named(self, thing: str, name: str, among: Container[str]) -> tuple[str, ...]:
        return tuple(self.names[who] for who in self.all(thing, name) if who in among)

    def domains(self, thing: str) -> tuple[str, ...]:
        return tuple(d for d in self.all(thing, "coversDomain") if d != EVERY_DOMAIN)

    def of_kind(self, kind: str) -> list[str]:
        return sorted(t for t, said in self.said.items() if t.startswith(self.base) and kind in said.get(RDF_TYPE, ()))

    def all(self, thing: str, name: str) -> list[str]:
        return list(dict.fromkeys(self.said[thing].get(NS + name, ()))) if thing in self.said else []

    def one(self, thing: str | None, name: str) -> str | None:
        return next(iter(self.all(thing, name)), None) if thing else None

    def label(self, thing: str) -> str:
        return next(iter(self.said[thing].get(LABEL, ())), thing.rsplit("/", 1)[-1])

    def id(self, thing: str, name: str) -> str | None:
        end = thing.rsplit("/", 1)[-1]
        return None if end == slug(name) else end

    def span(self, thing: str, name: str) -> Stretch | None:
        spans = self.all(thing, name)
        if not spans:
            return None
        first, last, precision = (self.one(spans[0], part) for part in ("earliest", "latest", "precision"))
        if not (first and last):
            return None
        return Stretch(date.fromisoformat(first), date.fromisoformat(last), (precision or "period").rsplit("/", 1)[-1])

    def unique(self, things: list[str]) -> dict[str, str]:
        counted = Counter(self.label(thing) for thing in things)
        return {  # a semicolon would separate two names
            thing: self.label(thing)
            if counted[self.label(thing)] == 1 and ";" not in self.label(thing)
            else thing.rsplit("/", 1)[-1]
            for thing in things
        }
