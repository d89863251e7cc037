"""G15, dropped or weakened: what of the motion's points got lost on the way to the resolution, element by element."""

from __future__ import annotations

from collections.abc import Iterator

from planwerk.compare import Change, compare_all
from planwerk.dataset import Dataset
from planwerk.gaps.facts import Facts
from planwerk.gaps.finding import Row
from planwerk.points import element_iri
from planwerk.questions import Answer, Value, labels


def find(answer: Answer, facts: Facts) -> Iterator[Row]:
    """Yield one row per element of the last motion version that the resolution drops or weakens; severity 2.

    The comparison itself, with what was kept or changed, is :func:`planwerk.compare.compare`. Its subjects are the
    resolution and the element, so that a finding keeps its id when wordings are revised.
    """
    lang = str(answer.rows[0][answer.columns.index("lang")]) if answer.rows else "de"
    for found in compare_all(facts.dataset, lang=lang):
        for change in found.changes:
            if change.verdict not in ("dropped", "weakened"):
                continue
            values: dict[str, Value] = {
                "other": element_iri(change.element),
                "before": change.before.label if change.before else "",
                "after": change.after.label if change.after else "",
                "parts": _parts(change, facts.dataset, lang),
            }
            note = f"{_how(change)} lost" if values["parts"] else _how(change)
            yield Row(
                (found.resolution, element_iri(change.element)),
                "gap",
                2,
                note,
                values=values,
                stated=tuple(side.stated for side in (change.before, change.after) if side),
                figures={"versions": len(found.texts) - 1},
            )


def _how(change: Change) -> str:
    if change.verdict == "dropped":
        return "dropped"
    if change.after is None:
        return "unnamed"
    return "reasons" if change.after.in_reasons else "weakened"


def _parts(change: Change, dataset: Dataset, lang: str) -> str:
    named = labels(dataset, [part for part in change.lost if ":" in part], lang)
    return ", ".join(named.get(part, part) for part in change.lost)
