"""The Beschlusskontrolle: every adopted point with deadline, responsible body, last report, delay and proof.

Councils have asked for this table column by column. Only adopted points have a row: what was moved and not adopted
binds nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from planwerk.dataset import Dataset
from planwerk.errors import QueryError
from planwerk.gaps.finding import Proven, finding_id, proven
from planwerk.passages import Copies, Evidence
from planwerk.questions import Value, ask, labels, query
from planwerk.selection import Period, naming, notated
from planwerk.vocabulary import EVERY_DOMAIN, NS

ABSTRACT = "http://purl.org/dc/terms/abstract"
State = Literal["done", "late", "overdue", "open"]


@dataclass(frozen=True, slots=True)
class Step:
    """What one report says of a point: "on this day it was in progress, and this is how it was put"."""

    day: date
    status: str | None
    said: str | None
    planned: date | None


@dataclass(frozen=True, slots=True)
class ControlRow:
    """One adopted point: "this point was due then, this is what the last report says of it".

    ``delay`` is in days: past the deadline without proof, or how much later than the deadline it was done.
    """

    number: str | None
    mover: str | None
    decided: date
    resolution: str
    point: str
    point_number: int
    task: str
    content: str
    deadline: date | None
    deadline_written: str | None
    state: State
    status: str | None
    said: str | None
    responsible: str | None
    last_report: date | None
    delay: int | None
    planned: date | None
    proof: str | None
    proof_day: date | None
    evidence: tuple[Proven, ...]
    topic: str | None = None
    """Title of the procedure the point was decided in."""
    committees: tuple[str, ...] = ()
    """Who decided, and who was consulted."""
    offices: tuple[str, ...] = ()
    """Who must act, leads what is to be delivered, or holds the money for it."""
    domains: tuple[tuple[str, str], ...] = ()
    """Planning domains of the point or of what it is to deliver: IRI and label."""
    steps: tuple[Step, ...] = ()
    controlled: bool | None = None
    """Whether the resolution says of itself that it is followed up; None where it says nothing, or both."""

    @property
    def everywhere(self) -> bool:
        """Tell whether the point is for every planning domain, as money that is not split is."""
        return any(iri == EVERY_DOMAIN for iri, _ in self.domains)

    @property
    def finding(self) -> str | None:
        """Give the id of the finding that says the same of an overdue point: G11, task overdue."""
        return finding_id("G11", [self.task]) if self.state == "overdue" else None


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows to show: "what the social office must still do, of what was decided in 2018".

    Names fit by any part of them, whatever the case; a domain also by its notation, such as d05, and a point for every
    domain is one for each. ``period`` is of the decision, both days included.
    """

    committee: str | None = None
    office: str | None = None
    states: tuple[State, ...] = ()
    period: Period | None = None
    domain: str | None = None


def to_states(words: Iterable[str]) -> tuple[State, ...]:
    """Read states; raises QueryError with those there are.

    >>> to_states(["open", "overdue"])
    ('open', 'overdue')
    """
    known: tuple[State, ...] = get_args(State)
    found = []
    for word in words:
        state = next((one for one in known if one == word), None)
        if state is None:
            raise QueryError(f'there is no status "{word}"', f"one of: {', '.join(known)}")
        found.append(state)
    return tuple(found)


def planning_domains(dataset: Dataset, lang: str = "de") -> tuple[tuple[str, str], ...]:
    """Give the planning domains there are, IRI and label, whether or not a point is for one."""
    kind = query(dataset, f"SELECT ?domain WHERE {{ ?domain a <{NS}PlanningDomain> }}")
    return tuple(sorted(labels(dataset, [str(row[0]) for row in kind.rows], lang).items()))


def choose(rows: Iterable[ControlRow], choice: Choice, *, domains: Iterable[tuple[str, str]] = ()) -> list[ControlRow]:
    """Give the rows that fit the choice, in their order.

    ``domains`` are those there are: a point for every domain fits each of them, even one no other point is for. Raises QueryError where a name fits nothing in any row, with the names there are: a misspelt office would
    otherwise read as one that has nothing to do.
    """
    every, known = list(rows), notated(tuple(domains))
    fits = {
        "committee": naming(choice.committee, {row.task: row.committees for row in every}, "committee"),
        "office": naming(choice.office, {row.task: row.offices for row in every}, "office"),
        "domain": naming(choice.domain, {row.task: _for(row, known) for row in every}, "domain"),
    }
    return [
        row
        for row in every
        if all(tasks is None or row.task in tasks for tasks in fits.values())
        and (not choice.states or row.state in choice.states)
        and (choice.period is None or choice.period[0] <= row.decided <= choice.period[1])
    ]


def _for(row: ControlRow, domains: tuple[str, ...]) -> tuple[str, ...]:
    return (*notated(row.domains), *(domains if row.everywhere else ()))


def control(dataset: Dataset, *, lang: str = "de", copies: Copies | None = None) -> list[ControlRow]:
    """Give the Beschlusskontrolle as of the dataset's day, by resolution and point."""
    points = ask(dataset, "control-points", lang=lang).as_dicts()
    progress: dict[str, list[dict[str, Value]]] = defaultdict(list)
    for row in ask(dataset, "control-progress", lang=lang).as_dicts():
        progress[str(row["task"])].append(row)  # sorted by day
    context: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in ask(dataset, "control-context", lang=lang).as_dicts():
        thing = str(row["thing"])
        context[str(row["task"])][str(row["role"])].setdefault(thing, _text(row["label"]) or thing.rsplit("/", 1)[-1])
    evidence = Evidence(dataset, lang)
    rows: dict[str, ControlRow] = {}
    for point in points:
        task = str(point["task"])
        if task not in rows:
            rows[task] = _row(point, progress[task], context[task], dataset, evidence, lang, copies)
    return list(rows.values())


def _row(
    point: dict[str, Value],
    reports: list[dict[str, Value]],
    context: Mapping[str, Mapping[str, str]],
    dataset: Dataset,
    evidence: Evidence,
    lang: str,
    copies: Copies | None,
) -> ControlRow:
    progress: dict[str, Value] = reports[-1] if reports else {}
    deadline, proof_day = _day(point["deadline"]), _day(point["proofDay"])
    done = point["proof"] is not None
    if done:
        late = (proof_day - deadline).days if proof_day and deadline else 0
        state: State = "late" if late > 0 else "done"
    else:
        late = (dataset.as_of - deadline).days if deadline else 0
        state = "overdue" if late > 0 else "open"
    task, reported = str(point["task"]), str(progress.get("progress") or "")
    proofs = [
        *evidence.of(task, NS + "fulfilledBy"),
        *evidence.of(reported, NS + "taskStatus"),
        *(evidence.of(task, NS + "deadline") or evidence.of(task, ABSTRACT)),  # without a deadline, the point itself
    ]
    decided = _day(point["decided"])
    assert decided is not None, "the query binds it"
    return ControlRow(
        number=_text(point["number"]),
        mover=_text(point["mover"]),
        decided=decided,
        resolution=str(point["resolution"]),
        point=str(point["point"]),
        point_number=int(str(point["pointNumber"])),
        task=task,
        content=_text(point["content"]) or "",
        deadline=deadline,
        deadline_written=_text(point["deadlineWritten"]),
        state=state,
        status=_text(progress.get("status")),
        said=_text(progress.get("said")),
        responsible=_text(point["responsible"]),
        last_report=_day(progress.get("day")),
        delay=late if late > 0 else None,
        planned=_day(progress.get("planned")),
        proof=_text(point["proofLabel"]) or _text(point["proof"]),
        proof_day=proof_day,
        evidence=proven(proofs, lang, copies),
        topic=next(iter(context.get("topic", {}).values()), None),
        committees=tuple(context.get("committee", {}).values()),
        offices=tuple(context.get("office", {}).values()),
        domains=tuple(context.get("domain", {}).items()),
        controlled=_flag(context.get("control", {})),
        steps=tuple(
            Step(day, _text(report["status"]), _text(report["said"]), _day(report["planned"]))
            for report in reports
            if (day := _day(report["day"]))
        ),
    )


def _flag(said: Iterable[str]) -> bool | None:
    words = {word.casefold() for word in said}
    return "true" in words if len(words) == 1 else None


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else None


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
