"""A filled form as statements: what each line says, in a named graph of its sheet and of the day it is known from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from planwerk.sources.form import (
    BasisLine,
    BodyLine,
    Form,
    PaperLine,
    PlanLine,
    RelationLine,
    TaskLine,
    sheet_name,
)
from planwerk.sources.formline import Line
from planwerk.sources.naming import (
    ABSTRACT,
    LABEL,
    PROV,
    RDF_TYPE,
    UNIT_OF,
    Said,
    a_thing,
    slug,
    to_day,
    to_flag,
    to_german,
    to_iri,
    to_number,
)
from planwerk.sources.sheet import FormError
from planwerk.sources.stating_undertakings import Undertakings
from planwerk.sources.undertakings import EventLine, MoneyLine, ProcessLine
from planwerk.vocabulary import CONCEPT, NS


def state(form: Form, path: Path, *, base: str, digest: str, today: date | None = None, lang: str = "de") -> list[Quad]:
    """Give the statements of a form.

    ``digest`` is the SHA-256 of its file; ``today`` stands in where the form names no day from which it is known,
    without it every line must name one. Raises FormError with every name that stands in none of the form's sheets.
    """
    return _Stating(form, path, base, digest, today, lang).quads()


class _Stating(Undertakings):
    """A form while it is being put into statements."""

    def quads(self) -> list[Quad]:
        found: list[Quad] = []
        self.refuse_twins()
        for row, line in self.form.numbered():
            kind, since = type(line), line.known_from or self.day
            if since is None:
                self.object_to(
                    kind,
                    row,
                    "known_from",
                    "",
                    "ein Tag muss hier oder im Blatt Angaben stehen",
                    "a day must stand here or in the sheet About",
                )
                continue
            graph = f"{self.base}graph/{slug(self.path.stem)}-{slug(sheet_name(kind, 'de'))}-{since.isoformat()}"
            said = list(self.say(line, row))
            if said:
                found += self.about(graph, kind, since)
            found += (Quad(NamedNode(s), NamedNode(p), o, NamedNode(graph)) for s, p, o in said)
        if self.problems:
            raise FormError(self.path, self.problems)
        return list(dict.fromkeys(found))

    def refuse_twins(self) -> None:
        """Object to a second line about the same thing: what differs between the two would be mixed."""
        seen: dict[tuple[type[Line], str], int] = {}
        for row, line in self.form.numbered():
            match line:
                case BodyLine():
                    name, field = line.id or slug(line.name), "name"
                case PlanLine():
                    name, field = line.id or slug(line.title), "title"
                case PaperLine():
                    name, field = line.id or slug(line.number), "number"
                case EventLine() | ProcessLine() | MoneyLine():
                    name, field = line.id or slug(line.title), "title"
                case _:
                    continue
            first = seen.setdefault((type(line), name), row)
            if first != row:
                said = str(getattr(line, field))
                german = f"steht schon in Zeile {first}; eine eigene Kennung unterscheidet zwei gleichen Namens"
                english = f"stands in row {first} already; an id of its own tells two of one name apart"
                self.object_to(type(line), row, field, said, german, english)

    def about(self, graph: str, kind: type[Line], since: date) -> Iterator[Quad]:
        """Say of a graph what every source says of itself."""
        source, run = f"{self.base}source/{slug(self.path.name)}", f"{self.base}run/{slug(self.path.name)}"
        office = self.form.stated_by
        speaker = self.body(office, 1, "", kind) if office else f"{self.base}body/planung"
        german, english = (f"{self.path.name}, {sheet_name(kind, lang)}" for lang in ("de", "en"))
        triples: list[tuple[str, str, NamedNode | Literal]] = [
            (graph, RDF_TYPE, to_iri(NS + "SourceGraph")), (graph, LABEL, to_german(german)), (graph, LABEL, Literal(english, language="en")),
            (graph, NS + "graphRole", to_iri(CONCEPT + "graph-role/curated")), (graph, NS + "knownFrom", to_day(since)),
            (graph, NS + "reviewState", to_iri(CONCEPT + "review-state/accepted")),
            (graph, PROV + "wasDerivedFrom", to_iri(source)), (graph, PROV + "wasGeneratedBy", to_iri(run)),
            (source, RDF_TYPE, to_iri(NS + "SourceDocument")), (source, LABEL, to_german(self.path.name)),
            (source, NS + "fileName", Literal(self.path.name)), (source, NS + "fileDigest", Literal(self.digest)),
        ]  # fmt: skip
        if office and speaker:
            triples += [(graph, PROV + "wasAttributedTo", to_iri(speaker)), (graph, NS + "preparedBy", to_iri(speaker))]
        yield from (Quad(NamedNode(s), NamedNode(p), o, NamedNode(graph)) for s, p, o in triples)

    def say(self, line: Line, row: int) -> Said:
        by_kind: dict[type[Line], Callable[..., Said]] = {
            BodyLine: self.say_body, PlanLine: self.say_plan, BasisLine: self.say_basis, PaperLine: self.say_paper,
            TaskLine: self.say_task, RelationLine: self.say_relation, EventLine: self.say_event,
            ProcessLine: self.say_process, MoneyLine: self.say_money,
        }  # fmt: skip
        return by_kind[type(line)](line, row)

    def say_body(self, line: BodyLine, row: int) -> Said:
        body = self.bodies[line.id or line.name]
        yield from a_thing(body, line.kind, line.name)
        if line.part_of and (whole := self.body(line.part_of, row, "part_of", BodyLine)):
            yield body, UNIT_OF, to_iri(whole)
        office = line.kind == NS + "AdministrativeUnit"
        yield from (
            (body, NS + ("responsibleForDomain" if office else "coversDomain"), to_iri(d)) for d in line.domains
        )
        if line.providers:
            yield body, NS + "involves", to_iri(CONCEPT + "stakeholder/providers")

    def say_plan(self, line: PlanLine, row: int) -> Said:
        edition = f"{self.base}edition/{line.id or slug(line.title)}"
        plan = f"{self.base}plan/{line.id or slug(line.title)}"
        yield from a_thing(edition, NS + "PlanEdition", line.title)
        yield edition, NS + "planStatus", to_iri(line.status)
        if line.number:
            yield edition, NS + "referenceNumber", Literal(line.number)
        for name, stretch in (("dated", line.dated), ("validity", line.period), ("deadline", line.due)):
            yield from self.span(edition, name, stretch)
        yield from ((edition, NS + "coversDomain", to_iri(domain)) for domain in line.domains)
        yield from ((edition, NS + "addressesTargetGroup", to_iri(group)) for group in line.groups)
        if line.office and (office := self.body(line.office, row, "office", PlanLine)):
            yield edition, NS + "leadUnit", to_iri(office)
        former = self.plan(line.continues, row, "continues", PlanLine) if line.continues else None
        if former:
            yield edition, NS + "continues", to_iri(former)
        if not former:  # an update is an edition of the plan it continues; only the first says which that is
            yield from a_thing(plan, NS + "Plan", line.title)
            yield edition, NS + "editionOf", to_iri(plan)
        else:
            yield edition, NS + "editionOf", to_iri(self.first(former).replace("/edition/", "/plan/", 1))
        if line.adopted_by or line.adopted_on or line.resolution:
            yield from self.adoption(edition, line, row)

    def first(self, edition: str) -> str:
        """Follow an edition back to the first it continues; a circle, which a shape objects to, ends where it began."""
        seen = [edition]
        former = {f"{self.base}edition/{one.id or slug(one.title)}": one.continues for one in self.form.plans}
        while (name := former.get(seen[-1])) and (iri := self.plans.get(name)) and iri not in seen:
            seen.append(iri)
        return seen[-1]

    def adoption(self, edition: str, line: PlanLine, row: int) -> Said:
        name = line.resolution or f"{line.title} (Beschluss)"
        end = slug(name)
        decision, resolution = f"{self.base}decision/{end}", f"{self.base}resolution/{end}"
        yield edition, NS + "adoptedBy", to_iri(resolution)
        yield from a_thing(resolution, NS + "Resolution", f"Beschluss {line.resolution}" if line.resolution else name)
        if line.resolution:
            yield resolution, NS + "referenceNumber", Literal(line.resolution)
        yield from a_thing(decision, NS + "Decision", f"Beschlussfassung {line.resolution or line.title}")
        yield decision, NS + "decisionOutcome", to_iri(CONCEPT + "outcome/adopted")
        yield decision, NS + "resultsIn", to_iri(resolution)
        yield from self.span(decision, "dated", line.adopted_on or line.dated)
        if line.adopted_by and (body := self.body(line.adopted_by, row, "adopted_by", PlanLine)):
            yield decision, NS + "heldBy", to_iri(body)

    def say_basis(self, line: BasisLine, row: int) -> Said:
        if plan := self.plan(line.plan, row, "plan", BasisLine):
            yield plan, line.strength, to_iri(line.norm)

    def say_paper(self, line: PaperLine, row: int) -> Said:
        paper = self.papers[line.number]
        kinds = {"motion": "Motion", "position": "AdministrativePosition", "report": "ImplementationReport"}
        end = line.kind.rsplit("/", 1)[-1] if line.kind else ""
        yield from a_thing(paper, NS + kinds.get(end, "CouncilPaper"), line.title)
        yield paper, NS + "referenceNumber", Literal(line.number)
        if line.kind:
            yield paper, NS + "paperKind", to_iri(line.kind)
        if line.dated:
            yield paper, NS + "dateOfDocument", to_day(line.dated)
        if line.submitted_by and (body := self.body(line.submitted_by, row, "submitted_by", PaperLine)):
            yield paper, NS + "submittedBy", to_iri(body)
        if line.procedure:
            procedure = f"{self.base}procedure/{slug(line.procedure)}"
            yield from a_thing(procedure, NS + "Procedure", line.procedure)
            yield paper, NS + "partOfProcedure", to_iri(procedure)

    def say_task(self, line: TaskLine, row: int) -> Said:
        end = f"{slug(line.resolution)}-{line.decided_on.isoformat()}"
        decision, resolution = f"{self.base}decision/{end}", f"{self.base}resolution/{end}"
        point, task = f"{self.base}point/{end}-{line.point}", f"{self.base}task/{line.id or f'{end}-{line.point}'}"
        yield from a_thing(resolution, NS + "Resolution", line.resolution)
        yield from a_thing(decision, NS + "Decision", f"Beschlussfassung {line.resolution}")
        yield decision, NS + "decisionOutcome", to_iri(CONCEPT + "outcome/adopted")
        yield decision, NS + "decisionDate", to_day(line.decided_on)
        yield decision, NS + "resultsIn", to_iri(resolution)
        if body := self.body(line.body, row, "body", TaskLine):
            yield decision, NS + "heldBy", to_iri(body)
        yield resolution, NS + "hasPoint", to_iri(point)
        yield from a_thing(point, NS + "ResolutionPoint", f"{line.resolution}, Punkt {line.point}")
        yield point, NS + "pointNumber", to_number(line.point)
        yield point, NS + "createsTask", to_iri(task)
        yield from a_thing(task, NS + "Task", line.content)
        yield task, ABSTRACT, to_german(line.content)
        yield from self.span(task, "deadline", line.due)
        for name in line.responsible:
            if who := self.body(name, row, "responsible", TaskLine):
                yield task, NS + "responsible", to_iri(who)
        if line.deliverable and (plan := self.plan(line.deliverable, row, "deliverable", TaskLine)):
            yield task, NS + "deliverable", to_iri(plan)
        yield from ((task, NS + "involves", to_iri(group)) for group in line.groups)
        if line.controlled is not None:
            yield resolution, NS + "subjectToControl", to_flag(line.controlled)
        yield from self.fulfilment(line, task, row)
        yield from self.progress(line, task, row)

    def fulfilment(self, line: TaskLine, task: str, row: int) -> Said:
        name = line.fulfilled_by
        if name is None:
            return
        known = self.papers.get(name) or self.plans.get(name) or self.events.get(name)
        if known is None and line.fulfilled_on:
            known = f"{self.base}event/{slug(name)}"
            yield from a_thing(known, NS + "ParticipationEvent", name)
            yield known, NS + "takesPlaceOn", to_day(line.fulfilled_on)
            yield known, NS + "eventStatus", to_iri(CONCEPT + "event-status/held")
        if known := known or self.plan(name, row, "fulfilled_by", TaskLine):
            yield task, NS + "fulfilledBy", to_iri(known)

    def progress(self, line: TaskLine, task: str, row: int) -> Said:
        if not (line.reported_on or line.status or line.report):
            return
        for field, value in (("reported_on", line.reported_on), ("status", line.status)):
            if value is None:
                self.object_to(
                    TaskLine,
                    row,
                    field,
                    "",
                    "zu einem Bericht gehören Tag und Stand",
                    "a report has a day and a status",
                )
                return
        assert line.reported_on and line.status
        said = f"{task.replace('/task/', '/progress/', 1)}-{line.reported_on.isoformat()}"
        yield said, RDF_TYPE, to_iri(NS + "ProgressStatement")
        yield said, NS + "progressOf", to_iri(task)
        yield said, NS + "statedOn", to_day(line.reported_on)
        yield said, NS + "taskStatus", to_iri(line.status)
        if line.report:
            yield said, LABEL, to_german(line.report)

    def say_relation(self, line: RelationLine, row: int) -> Said:
        source, target = (
            self.plan(name, row, field, RelationLine)
            for field, name in (("source", line.source), ("target", line.target))
        )
        if source and target:
            yield source, line.relation, to_iri(target)
