"""Papers that speak of one another by number, joined: a report finds the task, a resolution the points it adopts.

Nothing is guessed: what no paper that was read holds is left out and told of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode

from planwerk.statements import Statement, Telling, Term, Unread, iri
from planwerk.tell.addresses import task_of

_CREATES, _HAS, _NUMBER, _TYPE = (iri(name).value for name in ("createsTask", "hasPoint", "pointNumber", "rdf:type"))
_PROPOSED, _PROPOSES, _ADOPTS = (iri(name).value for name in ("hasProposedPoint", "proposesTask", "adoptsVersion"))
_PROGRESS_OF, _TASK, _POINT, _LABEL = (
    iri(name).value for name in ("progressOf", "Task", "ResolutionPoint", "rdfs:label")
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the papers hold: the tasks there are, the points of resolutions and proposals, what each point gives to do."""

    tasks: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)
    """Resolutions whose points are told already."""
    proposed: dict[str, dict[str, Statement]] = field(default_factory=dict)
    """Points of each version, each with the statement that the version has it."""
    proposes: dict[str, str] = field(default_factory=dict)
    creates: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, Statement] = field(default_factory=dict)
    matters: dict[str, tuple[bool, str, str]] = field(default_factory=dict)
    """The title of each matter: that of what was moved goes before what answers it, the earlier before the later."""
    titled: set[str] = field(default_factory=set)
    """Editions whose own paper was read: what others call them is another name."""


def join(tellings: Iterable[Telling]) -> tuple[list[Telling], list[Unread]]:
    """Join what papers say of one another, and tell of each reported point that no paper holds."""
    every = list(tellings)
    known = _known(every)
    every = [replace(telling, statements=(*telling.statements, *_adopted(telling, known))) for telling in every]
    names = {task: other for task, other in _tasks(known).items() if task not in known.tasks}
    unread: list[Unread] = []
    joined = [_reported(telling, names, known, unread) for telling in every]
    return joined, unread


def _known(tellings: Iterable[Telling]) -> Known:
    known = Known()
    for telling, statement in ((one, said) for one in tellings for said in one.statements):
        subject, predicate, value = statement.triple
        if predicate == _TYPE and value.value == _TASK:
            known.tasks.add(subject)
        elif predicate == _HAS:
            known.held.add(subject)
        elif predicate == _PROPOSED:
            known.proposed.setdefault(subject, {}).setdefault(value.value, statement)
        elif predicate == _PROPOSES:
            known.proposes[subject] = value.value
        elif predicate == _CREATES:
            known.creates[subject] = value.value
        elif predicate == _LABEL and statement.rule.startswith("plan.paper@"):
            known.titled.add(subject)
        elif predicate == _LABEL and statement.rule.startswith("procedure.title@"):
            moved = telling.graph.rpartition("/")[2].startswith(("motion", "proposal"))
            title = (not moved, telling.known_from.isoformat(), value.value)
            known.matters[subject] = min(title, known.matters.get(subject, title))
        elif predicate == _NUMBER:
            known.numbers.setdefault(subject, statement)
    return known


def _adopted(telling: Telling, known: Known) -> Iterator[Statement]:
    """Tell the points of a resolution that prints none and adopts a version which another file holds."""
    for statement in telling.statements:
        version = statement.object.value
        if statement.predicate != _ADOPTS or statement.subject in known.held or version not in known.proposed:
            continue

        def said(subject: str, predicate: str, value: Term, at: Statement = statement) -> Statement:
            return replace(at, subject=subject, predicate=iri(predicate).value, object=value, rule="joined.points@1")

        for point in known.proposed[version]:
            number = known.numbers[point].object
            name = f"{statement.subject.replace('/resolution/', '/point/')}-{number.value}"
            yield said(statement.subject, "hasPoint", NamedNode(name))
            yield said(name, "rdf:type", NamedNode(_POINT))
            yield said(name, "pointNumber", number)
            yield said(name, "pointFrom", NamedNode(point))
            if task := known.proposes.get(point):
                known.creates[name] = task
                yield said(name, "createsTask", NamedNode(task))


def _tasks(known: Known) -> dict[str, str]:
    """Give, for the address by which those speak of a task who know only the resolution's number, the task itself."""
    found = {}
    for point, task in known.creates.items():
        base, _, name = point.rpartition("point/")
        resolution, _, number = name.rpartition("-")
        if number.isdecimal():
            found[task_of(f"{base}resolution/{resolution}", base, int(number))] = task
    return found


def _reported(telling: Telling, names: Mapping[str, str], known: Known, unread: list[Unread]) -> Telling:
    missing: set[str] = set()
    tasks = known.tasks
    statements: list[Statement] = []
    for statement in telling.statements:
        if statement.predicate == _PROGRESS_OF and (value := statement.object.value) not in tasks:
            if value in names:
                statement = replace(statement, object=NamedNode(names[value]))
            else:
                missing.add(statement.subject)
                missing.add(value)
                said = " ".join(statement.quote.split()[:12])
                unread.append(
                    Unread(
                        telling.names["de"],
                        (f"kein Beschluss dazu gelesen: „{said}“", f"no resolution read for: “{said}”"),
                    )
                )
        if statement.subject in names and statement.subject not in tasks:
            statement = replace(statement, subject=names[statement.subject])
        title = known.matters.get(statement.subject)
        if statement.rule.startswith("procedure.title@") and title and statement.object.value != title[2]:
            statement = replace(statement, predicate=iri("skos:altLabel").value)
        if (
            statement.rule.startswith("plan.link@")
            and statement.predicate == _LABEL
            and statement.subject in known.titled
        ):
            statement = replace(statement, predicate=iri("skos:altLabel").value)
        statements.append(statement)
    kept = tuple(one for one in statements if one.subject not in missing and one.object.value not in missing)
    basics = tuple(one for one in telling.basics if not _supplanted(one, known))
    return replace(telling, statements=kept, basics=basics)


def _supplanted(triple: tuple[str, str, Term], known: Known) -> bool:
    """Tell whether a matter goes by its number only because this paper has no title, and another paper has one."""
    subject, predicate, value = triple
    return predicate == _LABEL and subject in known.matters and isinstance(value, Literal) and value.language == "de"
