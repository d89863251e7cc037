"""Running the checks over a dataset as of its day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from planwerk.dataset import Dataset
from planwerk.errors import QueryError
from planwerk.gaps import g20, g21, patterns
from planwerk.gaps.finding import Finding, Row, word
from planwerk.passages import Copies, Evidence
from planwerk.questions import Answer, checks, fill, query

Work = Callable[[Answer, Dataset], Iterable[Row]]

WORK: dict[str, Work] = {"G20": g20.find, "G21": g21.find}
"""The checks that need the whole network; every other one is a pattern."""


def find_gaps(
    dataset: Dataset,
    *,
    lang: str = "de",
    only: Iterable[str] = (),
    settings: Mapping[str, Mapping[str, str]] | None = None,
    copies: Copies | None = None,
    folder: Path | None = None,
) -> list[Finding]:
    """Run the checks on the dataset as of its day.

    ``only`` limits them to some numbers; ``settings`` sets parameters by check, such as ``{"G07": {"years": "7"}}``;
    ``copies`` gives quotes; ``folder`` is a workspace with checks of its own. Findings are sorted by severity, check,
    days and subjects. Raises QueryError where a check or parameter is unknown.
    """
    known = checks(folder)
    chosen = sorted(set(only)) or sorted(known)
    for number in {*chosen, *(settings or {})}:
        if number not in known:
            raise QueryError(f'there is no check "{number}"', f"checks: {', '.join(sorted(known))}")
    evidence = Evidence(dataset, lang)
    found: list[Finding] = []
    for number in chosen:
        check = known[number]
        values = fill(check, dataset, lang) | dict((settings or {}).get(number, {}))
        answer = query(dataset, check.with_parameters(values))
        rows = WORK.get(number, patterns.find)(answer, dataset)
        shown = {
            name: values.get(name, check.parameters[name]) for name in check.parameters if name not in ("asOf", "lang")
        }
        found += [word(check, row, dataset, lang, shown, evidence, copies) for row in rows]
    return sorted(found, key=lambda f: (-f.severity, f.check, -(f.days or 0), f.subjects))
