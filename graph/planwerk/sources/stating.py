"""A filled form as statements: what each line says, in a named graph of its sheet and of the day it is known from."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from planwerk.sources.form import (
    BasisLine,
    BodyLine,
    Form,
    Line,
    PaperLine,
    PlanLine,
    RelationLine,
    TaskLine,
    sheet_name,
)
from planwerk.sources.sheet import FormError, Problem
from planwerk.sources.stretch import Stretch
from planwerk.vocabulary import CONCEPT, NS

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ABSTRACT = "http://purl.org/dc/terms/abstract"
UNIT_OF = "http://www.w3.org/ns/org#unitOf"
PROV = "http://www.w3.org/ns/prov#"
XSD = "http://www.w3.org/2001/XMLSchema#"
Said = Iterator[tuple[str, str, "NamedNode | Literal"]]


_UMLAUTS = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}


def slug(text: str) -> str:
    """Give a text as the end of an IRI.

    >>> slug("Konzept „Wohnen für alle“, 2. Fassung"), slug("???") == slug("!!!")
    ('konzept-wohnen-fuer-alle-2-fassung', False)
    """
    plain = text.casefold().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if 0 < len(made) <= 80:
        return made
    return f"{made[:60]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}".strip("-")


def state(form: Form, path: Path, *, base: str, digest: str, today: date | None = None, lang: str = "de") -> list[Quad]:
    """Give the statements of a form.

    ``digest`` is the SHA-256 of its file; ``today`` stands in where the form names no day from which it is known,
    without it every line must name one. Raises FormError with every name that stands in none of the form's sheets.
    """
    return _Stating(form, path, base, digest, today, lang).quads()


class _Stating:
    """A form while it is being put into statements."""

    def __init__(self, form: Form, path: Path, base: str, digest: str, today: date | None, lang: str) -> None:
        self.form, self.path, self.base, self.digest, self.lang = form, path, base, digest, lang
        self.day = form.stated_on or today
        self.problems: list[Problem] = []
        self.bodies = {line.name: f"{base}body/{line.id or slug(line.name)}" for line in form.bodies}
        self.papers = {line.number: f"{base}paper/{line.id or slug(line.number)}" for line in form.papers}
        self.plans: dict[str, str] = {}
        for line in form.plans:
            iri = f"{base}edition/{line.id or slug(line.title)}"
            for name in (line.id, line.number, line.title):  # a title that two share stands for the first
                if name:
                    self.plans.setdefault(name, iri)

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
            (graph, RDF_TYPE, _iri(NS + "SourceGraph")), (graph, LABEL, _de(german)), (graph, LABEL, Literal(english, language="en")),
            (graph, NS + "graphRole", _iri(CONCEPT + "graph-role/curated")), (graph, NS + "knownFrom", _day(since)),
            (graph, NS + "reviewState", _iri(CONCEPT + "review-state/accepted")),
            (graph, PROV + "wasDerivedFrom", _iri(source)), (graph, PROV + "wasGeneratedBy", _iri(run)),
            (source, RDF_TYPE, _iri(NS + "SourceDocument")), (source, LABEL, _de(self.path.name)),
            (source, NS + "fileName", Literal(self.path.name)), (source, NS + "fileDigest", Literal(self.digest)),
        ]  # fmt: skip
        if office and speaker:
            triples += [(graph, PROV + "wasAttributedTo", _iri(speaker)), (graph, NS + "preparedBy", _iri(speaker))]
        yield from (Quad(NamedNode(s), NamedNode(p), o, NamedNode(graph)) for s, p, o in triples)

    def say(self, line: Line, row: int) -> Said:
        by_kind: dict[type[Line], Callable[..., Said]] = {
            BodyLine: self.say_body, PlanLine: self.say_plan, BasisLine: self.say_basis, PaperLine: self.say_paper,
            TaskLine: self.say_task, RelationLine: self.say_relation,
        }  # fmt: skip
        return by_kind[type(line)](line, row)

    def say_body(self, line: BodyLine, row: int) -> Said:
        body = self.bodies[line.name]
        yield from _thing(body, line.kind, line.name)
        if line.part_of and (whole := self.body(line.part_of, row, "part_of", BodyLine)):
            yield body, UNIT_OF, _iri(whole)
        office = line.kind == NS + "AdministrativeUnit"
        yield from ((body, NS + ("responsibleForDomain" if office else "coversDomain"), _iri(d)) for d in line.domains)
        if line.providers:
            yield body, NS + "involves", _iri(CONCEPT + "stakeholder/providers")

    def say_plan(self, line: PlanLine, row: int) -> Said:
        edition = f"{self.base}edition/{line.id or slug(line.title)}"
        plan = f"{self.base}plan/{line.id or slug(line.title)}"
        yield from _thing(edition, NS + "PlanEdition", line.title)
        yield edition, NS + "planStatus", _iri(line.status)
        if line.number:
            yield edition, NS + "referenceNumber", Literal(line.number)
        for name, stretch in (("dated", line.dated), ("validity", line.period), ("deadline", line.due)):
            yield from self.span(edition, name, stretch)
        yield from ((edition, NS + "coversDomain", _iri(domain)) for domain in line.domains)
        yield from ((edition, NS + "addressesTargetGroup", _iri(group)) for group in line.groups)
        if line.office and (office := self.body(line.office, row, "office", PlanLine)):
            yield edition, NS + "leadUnit", _iri(office)
        former = self.plan(line.continues, row, "continues", PlanLine) if line.continues else None
        if former:
            yield edition, NS + "continues", _iri(former)
        if not former:  # an update is an edition of the plan it continues; only the first says which that is
            yield from _thing(plan, NS + "Plan", line.title)
            yield edition, NS + "editionOf", _iri(plan)
        else:
            yield edition, NS + "editionOf", _iri(self.first(former).replace("/edition/", "/plan/", 1))
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
        yield edition, NS + "adoptedBy", _iri(resolution)
        yield from _thing(resolution, NS + "Resolution", f"Beschluss {line.resolution}" if line.resolution else name)
        if line.resolution:
            yield resolution, NS + "referenceNumber", Literal(line.resolution)
        yield from _thing(decision, NS + "Decision", f"Beschlussfassung {line.resolution or line.title}")
        yield decision, NS + "decisionOutcome", _iri(CONCEPT + "outcome/adopted")
        yield decision, NS + "resultsIn", _iri(resolution)
        yield from self.span(decision, "dated", line.adopted_on or line.dated)
        if line.adopted_by and (body := self.body(line.adopted_by, row, "adopted_by", PlanLine)):
            yield decision, NS + "heldBy", _iri(body)

    def say_basis(self, line: BasisLine, row: int) -> Said:
        if plan := self.plan(line.plan, row, "plan", BasisLine):
            yield plan, line.strength, _iri(line.norm)

    def say_paper(self, line: PaperLine, row: int) -> Said:
        paper = self.papers[line.number]
        kinds = {"motion": "Motion", "position": "AdministrativePosition", "report": "ImplementationReport"}
        end = line.kind.rsplit("/", 1)[-1] if line.kind else ""
        yield from _thing(paper, NS + kinds.get(end, "CouncilPaper"), line.title)
        yield paper, NS + "referenceNumber", Literal(line.number)
        if line.kind:
            yield paper, NS + "paperKind", _iri(line.kind)
        if line.dated:
            yield paper, NS + "dateOfDocument", _day(line.dated)
        if line.submitted_by and (body := self.body(line.submitted_by, row, "submitted_by", PaperLine)):
            yield paper, NS + "submittedBy", _iri(body)
        if line.procedure:
            procedure = f"{self.base}procedure/{slug(line.procedure)}"
            yield from _thing(procedure, NS + "Procedure", line.procedure)
            yield paper, NS + "partOfProcedure", _iri(procedure)

    def say_task(self, line: TaskLine, row: int) -> Said:
        end = f"{slug(line.resolution)}-{line.decided_on.isoformat()}"
        decision, resolution = f"{self.base}decision/{end}", f"{self.base}resolution/{end}"
        point, task = f"{self.base}point/{end}-{line.point}", f"{self.base}task/{line.id or f'{end}-{line.point}'}"
        yield from _thing(resolution, NS + "Resolution", line.resolution)
        yield from _thing(decision, NS + "Decision", f"Beschlussfassung {line.resolution}")
        yield decision, NS + "decisionOutcome", _iri(CONCEPT + "outcome/adopted")
        yield decision, NS + "decisionDate", _day(line.decided_on)
        yield decision, NS + "resultsIn", _iri(resolution)
        if body := self.body(line.body, row, "body", TaskLine):
            yield decision, NS + "heldBy", _iri(body)
        yield resolution, NS + "hasPoint", _iri(point)
        yield from _thing(point, NS + "ResolutionPoint", f"{line.resolution}, Punkt {line.point}")
        yield point, NS + "pointNumber", _number(line.point)
        yield point, NS + "createsTask", _iri(task)
        yield from _thing(task, NS + "Task", line.content)
        yield task, ABSTRACT, _de(line.content)
        yield from self.span(task, "deadline", line.due)
        for name in line.responsible:
            if who := self.body(name, row, "responsible", TaskLine):
                yield task, NS + "responsible", _iri(who)
        if line.deliverable and (plan := self.plan(line.deliverable, row, "deliverable", TaskLine)):
            yield task, NS + "deliverable", _iri(plan)
        yield from self.fulfilment(line, task, row)
        yield from self.progress(line, task, row)

    def fulfilment(self, line: TaskLine, task: str, row: int) -> Said:
        name = line.fulfilled_by
        if name is None:
            return
        known = self.papers.get(name) or self.plans.get(name)
        if known is None and line.fulfilled_on:
            known = f"{self.base}event/{slug(name)}"
            yield from _thing(known, NS + "ParticipationEvent", name)
            yield known, NS + "takesPlaceOn", _day(line.fulfilled_on)
            yield known, NS + "eventStatus", _iri(CONCEPT + "event-status/held")
        if known := known or self.plan(name, row, "fulfilled_by", TaskLine):
            yield task, NS + "fulfilledBy", _iri(known)

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
        yield said, RDF_TYPE, _iri(NS + "ProgressStatement")
        yield said, NS + "progressOf", _iri(task)
        yield said, NS + "statedOn", _day(line.reported_on)
        yield said, NS + "taskStatus", _iri(line.status)
        if line.report:
            yield said, LABEL, _de(line.report)

    def say_relation(self, line: RelationLine, row: int) -> Said:
        source, target = (
            self.plan(name, row, field, RelationLine)
            for field, name in (("source", line.source), ("target", line.target))
        )
        if source and target:
            yield source, line.relation, _iri(target)

    def span(self, thing: str, name: str, stretch: Stretch | None) -> Said:
        if stretch is None:
            return
        span = f"{self.base}span/{stretch.precision}-{stretch.first.isoformat()}-{stretch.last.isoformat()}"
        yield thing, NS + name, _iri(span)
        yield span, RDF_TYPE, _iri(NS + "TimeSpan")
        yield span, NS + "asWritten", _de(stretch.written)
        yield span, NS + "earliest", _day(stretch.first)
        yield span, NS + "latest", _day(stretch.last)
        yield span, NS + "precision", _iri(f"{CONCEPT}precision/{stretch.precision}")

    def body(self, name: str, row: int, field: str, kind: type[Line]) -> str | None:
        return self._found(self.bodies, name, row, field, kind, BodyLine)

    def plan(self, name: str, row: int, field: str, kind: type[Line]) -> str | None:
        return self._found(self.plans, name, row, field, kind, PlanLine)

    def _found(
        self, known: dict[str, str], name: str, row: int, field: str, kind: type[Line], of: type[Line]
    ) -> str | None:
        if name in known:
            return known[name]
        near = difflib.get_close_matches(name, known, 1, 0.6)
        where_de, where_en = (sheet_name(of, lang) for lang in ("de", "en"))
        self.object_to(
            kind, row, field, name,
            f"steht nicht im Blatt {where_de}" + (f"; gemeint: {near[0]}?" if near else ""),
            f"does not stand in the sheet {where_en}" + (f"; did you mean {near[0]}?" if near else ""),
        )  # fmt: skip
        return None

    def object_to(self, kind: type[Line], row: int, field: str, value: str, german: str, english: str) -> None:
        heading = kind.headings().get(field)
        column = (
            (heading.de if self.lang == "de" else heading.en)
            if heading
            else ("erstellt von" if self.lang == "de" else "drawn up by")
        )
        problem = Problem(
            sheet_name(kind, self.lang), row, column, value[:60], german if self.lang == "de" else english
        )
        if problem not in self.problems:
            self.problems.append(problem)


def _thing(iri: str, kind: str, label: str) -> Said:
    yield iri, RDF_TYPE, _iri(kind)
    yield iri, LABEL, _de(label)


def _iri(iri: str) -> NamedNode:
    return NamedNode(iri)


def _de(text: str) -> Literal:
    return Literal(text, language="de")


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))


def _number(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))
