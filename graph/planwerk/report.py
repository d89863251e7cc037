"""The gap report: what a committee is told about every planning domain, each cell with the findings behind it.

The matrix holds domains against what good planning needs. Its cells come from the checks, by their ids; where a
check is not at hand its cells say so. Nothing is judged here that no check judges.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from planwerk.control import ControlRow
from planwerk.dataset import Dataset
from planwerk.gaps import Finding
from planwerk.plans import PlanRow
from planwerk.questions import ask, checks, labels
from planwerk.vocabulary import EVERY_DOMAIN

Criterion = Literal["duty", "plan", "adopted", "body", "controlling", "umbrella", "budget"]
CRITERIA: Mapping[Criterion, str | None] = {
    "duty": "G02", "plan": "G01", "adopted": "G04", "body": "G22", "controlling": "G24", "umbrella": "G18", "budget": "G23",
}  # fmt: skip
"""What good planning needs, and the check that judges it."""

Result = Literal["gap", "ok", "not_decidable", "nothing", "unchecked"]
"""A verdict; or nothing to judge (no plan, no money, no duty); or no check at hand."""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One domain under one criterion: "of two plans one is adopted by the council, by these findings".

    ``names`` says what it is about: plans, money. ``met`` of ``judged`` findings are in order.
    """

    criterion: Criterion
    result: Result
    names: tuple[str, ...]
    met: int
    judged: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class DomainSection:
    """One domain: its row of the matrix, its plans, and what else the checks found in it."""

    domain: str
    notation: str
    label: str
    cells: tuple[MatrixCell, ...]
    plans: tuple[PlanRow, ...]
    findings: tuple[Finding, ...]
    """Gaps and undecidable findings of the checks that are no criterion."""

    @property
    def gaps(self) -> int:
        """Count the findings that are gaps."""
        shown = {f.id: f for cell in self.cells for f in cell.findings} | {f.id: f for f in self.findings}
        return sum(finding.verdict == "gap" for finding in shown.values())


@dataclass(frozen=True, slots=True)
class Report:
    """All that the report holds, as of a day."""

    municipality: str
    as_of: date
    newest_source: date | None
    sources: int
    checks: tuple[str, ...]
    """The checks that were run, by their ids."""
    verdicts: Mapping[str, int]
    severities: Mapping[int, int]
    """Number of gaps by severity."""
    urgent: tuple[Finding, ...]
    domains: tuple[DomainSection, ...]
    across: tuple[Finding, ...]
    """Gaps and undecidable findings that belong to no single domain."""
    control: Sequence[ControlRow]


def report(
    municipality: str,
    dataset: Dataset,
    findings: Iterable[Finding],
    plans: Sequence[PlanRow],
    control: Sequence[ControlRow],
    *,
    lang: str = "de",
) -> Report:
    """Put findings, plans and adopted points together, domain by domain."""
    every = [finding for finding in findings if finding.dismissed is None]
    homes, money = _homes(dataset, lang)
    domains = sorted(thing for thing in homes if thing in homes[thing] and thing != EVERY_DOMAIN)
    named = labels(dataset, domains, lang)
    ran = tuple(sorted({finding.check for finding in every} | checks().keys()))
    within: dict[str, list[Finding]] = defaultdict(list)
    across = []
    for finding in every:
        found = _domains_of(finding, homes)
        for domain in found:
            within[domain].append(finding)
        if not found and finding.verdict != "ok":
            across.append(finding)
    sections = tuple(
        _section(domain, named[domain], within[domain], plans, money.get(domain, ()), ran) for domain in domains
    )
    gaps = [finding for finding in every if finding.verdict == "gap"]
    return Report(
        municipality=municipality,
        as_of=dataset.as_of,
        newest_source=dataset.newest_source,
        sources=len({graph for graph in dataset.graphs if not graph.endswith("-evidence")}),
        checks=ran,
        verdicts=dict(Counter(finding.verdict for finding in every)),
        severities=dict(Counter(finding.severity for finding in gaps)),
        urgent=tuple(finding for finding in gaps if finding.severity == 3),
        domains=sections,
        across=tuple(across),
        control=control,
    )


def _section(
    domain: str,
    label: str,
    findings: Sequence[Finding],
    plans: Sequence[PlanRow],
    money: Sequence[str],
    ran: Sequence[str],
) -> DomainSection:
    own = tuple(plan for plan in plans if domain in {iri for iri, _ in plan.domains})
    names: dict[Criterion, Sequence[str]] = {
        "plan": [plan.title for plan in own if plan.state == "in-force"],
        "budget": money,
    }
    cells = tuple(
        _cell(criterion, check, [f for f in findings if f.check == check], names.get(criterion, ()), ran)
        for criterion, check in CRITERIA.items()
    )
    others = tuple(f for f in findings if f.check not in CRITERIA.values() and f.verdict != "ok")
    return DomainSection(domain, domain.rsplit("/", 1)[-1], label, cells, own, others)


def _cell(
    criterion: Criterion, check: str | None, findings: Sequence[Finding], names: Sequence[str], ran: Sequence[str]
) -> MatrixCell:
    verdicts = [finding.verdict for finding in findings]
    result: Result
    if findings:
        ranks: tuple[Result, ...] = ("gap", "not_decidable", "ok")
        result = next(rank for rank in ranks if rank in verdicts)
    else:
        result = "nothing" if check in ran else "unchecked"
    return MatrixCell(criterion, result, tuple(names), verdicts.count("ok"), len(findings), tuple(findings))


def _domains_of(finding: Finding, homes: Mapping[str, set[str]]) -> list[str]:
    """Give the domains of what a finding is about; of a pair, those of both."""
    return sorted({domain for subject in finding.subjects for domain in homes.get(subject, ())} - {EVERY_DOMAIN})


def _homes(dataset: Dataset, lang: str) -> tuple[dict[str, set[str]], dict[str, list[str]]]:
    homes: dict[str, set[str]] = defaultdict(set)
    funds: dict[str, list[str]] = defaultdict(list)
    for row in ask(dataset, "report-domains").as_dicts():
        homes[str(row["thing"])].add(str(row["domain"]))
        if row["money"]:
            funds[str(row["domain"])].append(str(row["thing"]))
    named = labels(dataset, {fund for every in funds.values() for fund in every}, lang)
    return homes, {domain: [named[fund] for fund in every] for domain, every in funds.items()}
