"""Running the checks over a dataset as of its day."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from planwerk.collector import collector_resting
from planwerk.dataset import Dataset
from planwerk.errors import QueryError
from planwerk.gaps import g06, g15, g17, g20, g21, patterns
from planwerk.gaps.facts import Facts
from planwerk.gaps.finding import Finding, Row, Run, finding_id, word
from planwerk.gaps.sets import on_sets
from planwerk.gaps.tracing import Trace, trace
from planwerk.passages import Copies
from planwerk.questions import Answer, Question, checks, fill, query

Work = Callable[[Answer, Facts], Iterable[Row]]

WORK: dict[str, Work] = {"G06": g06.find, "G15": g15.find, "G17": g17.find, "G20": g20.find, "G21": g21.find}
"""The checks that need dated law, an alignment or the whole network; every other one is a pattern."""

UNSHOWN = ("asOf", "lang")  # said beside every finding anyway


def find_gaps(
    dataset: Dataset,
    *,
    lang: str = "de",
    only: Iterable[str] = (),
    settings: Mapping[str, Mapping[str, str]] | None = None,
    copies: Copies | None = None,
    folder: Path | None = None,
    place: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Run the checks on the dataset as of its day.

    ``only`` limits them to some numbers; ``settings`` sets parameters by check, such as ``{"G07": {"years": "7"}}``;
    ``copies`` gives quotes; ``folder`` is a workspace with checks of its own; ``place`` says where the municipality
    lies and of which kind it is, for the checks that ask (parameters state, agency, town). Findings are sorted by
    severity, check, days and subjects. Raises QueryError where a check or parameter is unknown.
    """
    known = checks(folder)
    chosen = sorted(set(only)) or sorted(known)
    for number in {*chosen, *(settings or {})}:
        _known(number, known)
    run, facts = Run.of(dataset, lang, copies), Facts(dataset)
    found: list[Finding] = []
    with collector_resting():
        for number in chosen:
            check = known[number]
            values = _values(check, dataset, lang, settings, place)
            shown = {
                name: values.get(name, default) for name, default in check.parameters.items() if name not in UNSHOWN
            }
            found += [word(check, row, run, shown) for row in _rows(number, check, values, facts)]
        return sorted(found, key=lambda f: (-f.severity, f.check, -(f.days or 0), f.subjects))


def find_check(number: str, folder: Path | None = None) -> Question:
    """Give a check's question by its number; raises QueryError where there is none."""
    known = checks(folder)
    _known(number, known)
    return known[number]


def work_of(number: str) -> str:
    """Give what the Python part of a check says of itself, or an empty text where the query is all of it."""
    return inspect.cleandoc(WORK[number].__doc__ or "") if number in WORK else ""


def trace_finding(
    dataset: Dataset,
    finding: str,
    *,
    lang: str = "de",
    settings: Mapping[str, Mapping[str, str]] | None = None,
    copies: Copies | None = None,
    folder: Path | None = None,
    place: Mapping[str, str] | None = None,
) -> Trace:
    """Trace a finding by its id to its statements and places; raises QueryError where there is none as of the day."""
    number = finding.partition("-")[0]
    check = find_check(number, folder)
    values = _values(check, dataset, lang, settings, place)
    shown = {name: values.get(name, default) for name, default in check.parameters.items() if name not in UNSHOWN}
    run, facts = Run.of(dataset, lang, copies), Facts(dataset)
    for row in _rows(number, check, values, facts):
        if finding_id(number, row.subjects) == finding:
            return trace(word(check, row, run, shown), check, row, check.with_parameters(values), dataset, lang, copies)
    raise QueryError(
        f"there is no finding {finding} as of {dataset.as_of}", "planwerk gaps --all lists them with their ids"
    )


def _values(
    check: Question,
    dataset: Dataset,
    lang: str,
    settings: Mapping[str, Mapping[str, str]] | None,
    place: Mapping[str, str] | None,
) -> dict[str, str]:
    here = {name: value for name, value in (place or {}).items() if name in check.parameters}
    return fill(check, dataset, lang) | here | dict((settings or {}).get(check.head["check"], {}))


def _rows(number: str, check: Question, values: Mapping[str, str], facts: Facts) -> Iterable[Row]:
    text = check.with_parameters(values)
    answer = on_sets(check, values, facts) or query(facts.dataset, text)
    return WORK.get(number, patterns.find)(answer, facts)


def _known(number: str, known: Mapping[str, Question]) -> None:
    if number not in known:
        raise QueryError(f'there is no check "{number}"', f"checks: {', '.join(sorted(known))}")
