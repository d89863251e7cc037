"""The Beschlusskontrolle: every adopted point with deadline, responsible body, last report, delay and proof.

Councils have asked for this table column by column. Only adopted points have a row: what was moved and not adopted
binds nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from planwerk.dataset import Dataset
from planwerk.gaps.finding import Proven
from planwerk.passages import Copies, Evidence, Proof
from planwerk.questions import Value, ask
from planwerk.vocabulary import NS

State = Literal["done", "late", "overdue", "open"]


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
    evidence: tuple[Proven, ...]


def control(dataset: Dataset, *, lang: str = "de", copies: Copies | None = None) -> list[ControlRow]:
    """Give the Beschlusskontrolle as of the dataset's day, by resolution and point."""
    points = ask(dataset, "control-points", lang=lang).as_dicts()
    progress: dict[str, dict[str, Value]] = {}
    for row in ask(dataset, "control-progress", lang=lang).as_dicts():
        progress[str(row["task"])] = row  # sorted by day: the last one stays
    evidence = Evidence(dataset, lang)
    rows: dict[str, ControlRow] = {}
    for point in points:
        task = str(point["task"])
        rows.setdefault(task, _row(point, progress.get(task, {}), dataset, evidence, lang, copies))
    return list(rows.values())


def _row(
    point: dict[str, Value],
    progress: dict[str, Value],
    dataset: Dataset,
    evidence: Evidence,
    lang: str,
    copies: Copies | None,
) -> ControlRow:
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
        *evidence.of(task, NS + "deadline"),
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
        evidence=tuple(_proven(proofs, lang, copies)),
    )


def _proven(proofs: Iterable[Proof], lang: str, copies: Copies | None) -> Iterable[Proven]:
    seen: set[tuple[str, int]] = set()
    for proof in proofs:
        where = proof.passage
        if (where.source, where.start) not in seen:
            seen.add((where.source, where.start))
            quote = copies.quote(where) if copies else None
            yield Proven(proof.graph, where.start, where.end, where.locator(lang), quote)


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else None


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
