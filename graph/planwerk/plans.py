"""The planning register: every plan the papers name, with what is known of it and what comes next."""

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
from planwerk.questions import Value, ask, labels
from planwerk.selection import Period, naming, notated
from planwerk.vocabulary import CONCEPT, NS

PlanState = Literal["in-force", "announced", "superseded", "named"]
"""In force: exists and no real successor does. Named: the papers name it, and no edition of it is known."""

REAL = (CONCEPT + "plan-status/existing", CONCEPT + "plan-status/adopted")
PROVING = (
    "referenceNumber",
    "planStatus",
    "validity",
    "dated",
    "deadline",
    "adoptedBy",
    "hasLegalBasis",
    "coversDomain",
    "continues",
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time as normalised, and as the paper puts it."""

    first: date | None
    last: date
    written: str | None


@dataclass(frozen=True, slots=True)
class Adoption:
    """An adoption: "the council adopted it on 18 July 2012"; body and day are None where the papers do not say."""

    resolution: str
    body: str | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Successor:
    """An edition that continues this one, or is announced to."""

    iri: str
    label: str
    real: bool
    deadline: date | None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One edition of a plan, or a plan of which no edition is known.

    ``next_due`` is the next thing the papers let one expect: the plan itself where it is announced, else its
    announced successor, else the end of its period; ``due_kind`` says which.
    """

    iri: str
    number: str | None
    title: str
    plan: str | None
    state: PlanState
    status: str | None
    kind: str | None
    period: Span | None
    dated: Span | None
    domains: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    areas: tuple[str, ...]
    bases: tuple[str, ...]
    cited: tuple[str, ...]
    """Laws it cites without naming them as its basis."""
    offices: tuple[str, ...]
    adoptions: tuple[Adoption, ...]
    continues: tuple[str, ...]
    successors: tuple[Successor, ...]
    controlling: tuple[str, ...]
    next_due: date | None
    due_kind: Literal["own", "successor", "period-end"] | None
    evidence: tuple[Proven, ...]

    def overdue(self, as_of: date) -> bool:
        """Tell whether what was to be expected next is past its day."""
        return self.next_due is not None and self.next_due < as_of

    def finding(self, as_of: date) -> str | None:
        """Give the id of the finding that says the same: G09 for an announced plan, G08 for a period that ended."""
        if not self.overdue(as_of):
            return None
        late = next((s.iri for s in self.successors if not s.real and s.deadline == self.next_due), self.iri)
        return finding_id("G08" if self.due_kind == "period-end" else "G09", [late])


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """Which plans to show; names fit by any part of them. A period fits where the plan's own period or date touches it."""

    office: str | None = None
    states: tuple[PlanState, ...] = ()
    period: Period | None = None
    domain: str | None = None
    group: str | None = None


def to_plan_states(words: Iterable[str]) -> tuple[PlanState, ...]:
    """Read states of plans; raises QueryError with those there are.

    >>> to_plan_states(["announced"])
    ('announced',)
    """
    known: tuple[PlanState, ...] = get_args(PlanState)
    found = []
    for word in words:
        state = next((one for one in known if one == word), None)
        if state is None:
            raise QueryError(f'there is no status "{word}"', f"one of: {', '.join(known)}")
        found.append(state)
    return tuple(found)


def plans(dataset: Dataset, *, lang: str = "de", copies: Copies | None = None) -> list[PlanRow]:
    """Give the planning register as of the dataset's day, by domain, date and title."""
    said: dict[str, dict[str, list[dict[str, Value]]]] = defaultdict(lambda: defaultdict(list))
    for row in ask(dataset, "plans-register", lang=lang).as_dicts():
        said[str(row["plan"])][str(row["role"])].append(row)
    evidence = Evidence(dataset, lang)
    real = {iri: any(str(row["thing"]) in REAL for row in roles["status"]) for iri, roles in said.items()}
    due = {iri: span.last for iri, roles in said.items() if (span := _span(roles["deadline"]))}
    names = _labels(dataset, said, lang)
    rows = [_row(iri, roles, real, due, names, evidence, lang, copies) for iri, roles in said.items()]
    return sorted(rows, key=lambda row: (row.domains[:1], row.state == "announced", _when(row), row.title, row.iri))


def choose_plans(rows: Iterable[PlanRow], choice: PlanChoice) -> list[PlanRow]:
    """Give the plans that fit the choice; raises QueryError where a name fits nothing in any row."""
    every = list(rows)
    fits = (
        naming(choice.office, {row.iri: row.offices for row in every}, "office"),
        naming(choice.domain, {row.iri: notated(row.domains) for row in every}, "domain"),
        naming(choice.group, {row.iri: row.groups for row in every}, "target group"),
    )
    return [
        row
        for row in every
        if all(things is None or row.iri in things for things in fits)
        and (not choice.states or row.state in choice.states)
        and (choice.period is None or _touches(row.period or row.dated, choice.period))
    ]


def _touches(span: Span | None, period: Period) -> bool:
    return span is not None and (span.first or span.last) <= period[1] and span.last >= period[0]


def _row(
    iri: str,
    roles: Mapping[str, list[dict[str, Value]]],
    real: Mapping[str, bool],
    due: Mapping[str, date],
    names: Mapping[str, str],
    evidence: Evidence,
    lang: str,
    copies: Copies | None,
) -> PlanRow:
    followers = sorted({str(row["thing"]) for row in roles.get("successor", ())})
    successors = tuple(Successor(s, names.get(s, s), real.get(s, False), due.get(s)) for s in followers)
    if "status" not in roles or not roles["status"]:
        state: PlanState = "named"
    elif not real[iri]:
        state = "announced"
    else:
        state = "superseded" if any(s.real for s in successors) else "in-force"
    period = _span(roles.get("period", ()))
    next_due, due_kind = _next(iri, state, period, successors, due)
    proofs = [proof for name in PROVING for proof in evidence.of(iri, NS + name)]
    whole = next((str(row["thing"]) for row in roles.get("plan", ())), None)
    return PlanRow(
        iri=iri,
        number=_text(roles.get("number", ())) or _text(roles.get("printed", ())),
        title=names.get(iri, iri),
        plan=names.get(whole) if whole and whole != iri else None,
        state=state,
        status=next((str(row["label"]) for row in roles.get("status", ()) if row["label"]), None),
        kind=next((str(row["label"]) for row in roles.get("type", ()) if row["label"]), None),
        period=period,
        dated=_span(roles.get("dated", ())),
        domains=_concepts(roles.get("domain", ())),
        groups=tuple(label for _, label in _concepts(roles.get("group", ()))),
        areas=tuple(label for _, label in _concepts(roles.get("area", ()))),
        bases=tuple(label for _, label in _concepts(roles.get("basis", ()))),
        cited=tuple(label for _, label in _concepts(roles.get("cited", ()))),
        offices=tuple(label for _, label in _concepts(roles.get("office", ()))),
        adoptions=_adoptions(roles.get("adopted", ()), names),
        continues=tuple(label for _, label in _concepts(roles.get("continues", ()))),
        successors=successors,
        controlling=tuple(label for _, label in _concepts(roles.get("controlling", ()))),
        next_due=next_due,
        due_kind=due_kind,
        evidence=proven(proofs, lang, copies),
    )


def _next(
    iri: str, state: PlanState, period: Span | None, successors: tuple[Successor, ...], due: Mapping[str, date]
) -> tuple[date | None, Literal["own", "successor", "period-end"] | None]:
    if state == "announced":
        return (due[iri], "own") if iri in due else (None, None)
    if state != "in-force":
        return None, None
    announced = min((s.deadline for s in successors if s.deadline and not s.real), default=None)
    if announced:
        return announced, "successor"
    return (period.last, "period-end") if period else (None, None)


def _adoptions(rows: Iterable[Mapping[str, Value]], names: Mapping[str, str]) -> tuple[Adoption, ...]:
    return tuple(
        Adoption(
            str(row["label"] or str(row["thing"]).rsplit("/", 1)[-1]),
            names.get(str(row["body"])) if row["body"] else None,
            Span(_day(row["first"]), last, None) if (last := _day(row["last"])) else None,
        )
        for row in rows
    )


def _labels(dataset: Dataset, said: Mapping[str, Mapping[str, list[dict[str, Value]]]], lang: str) -> dict[str, str]:
    rows = [row for roles in said.values() for role in ("plan", "successor", "adopted") for row in roles.get(role, ())]
    things = {str(row[column]) for row in rows for column in ("thing", "body") if row[column]}
    return labels(dataset, things | set(said), lang)


def _concepts(rows: Iterable[Mapping[str, Value]]) -> tuple[tuple[str, str], ...]:
    found = {str(row["thing"]): str(row["label"] or str(row["thing"]).rsplit("/", 1)[-1]) for row in rows}
    return tuple(found.items())


def _span(rows: Iterable[Mapping[str, Value]]) -> Span | None:
    spans = [Span(_day(row["first"]), last, _said(row["written"])) for row in rows if (last := _day(row["last"]))]
    return max(spans, key=lambda span: (span.last, span.written or ""), default=None)


def _when(row: PlanRow) -> date:
    span = row.dated or row.period
    return span.last if span else row.next_due or date.max


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else None


def _said(value: Value) -> str | None:
    return None if value is None else str(value)


def _text(rows: Iterable[Mapping[str, Value]]) -> str | None:
    return next((str(row["written"]) for row in rows if row["written"] is not None), None)
