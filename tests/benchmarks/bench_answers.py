"""What answering costs as the dataset grows: questions and checks beside one plain count of the same dataset.

The peer is ``SELECT (COUNT(*) AS ?n) { ?s ?p ?o }`` on the same store in the same run. The dataset is the Leipzig
procedure once, and again for each of a hundred invented municipalities. ``make bench`` prints the table and writes it to
results/answers.md; no bound is asserted here.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from planwerk import shipped
from planwerk.dataset import Dataset, as_of, shipped_quads
from planwerk.gaps import find_gaps
from planwerk.inference import infer
from planwerk.questions import ask, query, questions
from planwerk.sources.turtle import read_turtle
from planwerk.validation import validate
from planwerk.workspace import read_workspace

RESULT = Path(__file__).parent / "results" / "answers.md"
DAY = date(2020, 7, 1)


def cities(number: int) -> Dataset:
    """Give Leipzig's statements once for each of so many invented municipalities."""
    leipzig = read_workspace(shipped.data() / "leipzig")
    text = "".join(f"{q} .\n" for path in leipzig.curated() for q in read_turtle(path, base=leipzig.base))
    quads = shipped_quads()
    for n in range(number):
        moved = text.replace(leipzig.base, leipzig.base.replace(leipzig.key, f"99{n:06}"))
        quads += parse(moved.encode(), format=RdfFormat.N_QUADS)
    return infer(as_of(quads, DAY), leipzig.base)


def best(work: Callable[[], object], times: int = 3) -> float:
    """Give the CPU seconds of the best of some runs."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def measured(dataset: Dataset, number: int) -> list[str]:
    """Give the table's rows for one dataset."""
    peer = best(lambda: query(dataset, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    spent = {name: best(partial(ask, dataset, name)) for name in questions()}
    slowest = max(spent, key=lambda name: spent[name])
    rows = [
        (f"slowest of {len(spent)} questions: {slowest}", spent[slowest]),
        ("all questions", sum(spent.values())),
        ("all checks, with words and evidence", best(lambda: find_gaps(dataset), 1)),
    ]
    if number == 1:
        rows.append(("validation against the shapes", best(lambda: validate(dataset))))
    return [f"| {number} | {len(dataset.store)} | {what} | {s:.3f} | {s / peer:.1f} |" for what, s in rows]


def main() -> None:
    """Measure and write the table."""
    lines = [
        "# What answering costs",
        "",
        f"CPU seconds, best of runs; {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}. "
        "Ratio: to one count of all statements of the same dataset.",
        "",
        "| cities | statements | what | seconds | ratio |",
        "| ---: | ---: | --- | ---: | ---: |",
    ]
    for number in (1, 100):
        lines += measured(cities(number), number)
    text = "\n".join(lines) + "\n"
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, "utf-8")
    os.write(1, text.encode())


if __name__ == "__main__":
    main()
