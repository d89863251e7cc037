"""The steps of the procedure, the rows of its Beratungsfolge, and the sections in which everything else stands."""

from __future__ import annotations

from collections.abc import Iterator

from planwerk.paper import Find, Paper
from planwerk.procedure import to_procedure

# The words of the exchange format for what the steps are here.
_KINDS = {
    "position": "administrative_position", "report": "implementation_report", "proposal": "plan",
    "information": "plan", "petition": "other",
}  # fmt: skip


def find_procedure(paper: Paper) -> Iterator[Find]:
    r"""Find the steps, consultations and sections of a paper.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "Antrag der SPD-Fraktion vom 3. Mai 2021\nBeschlussvorschlag:\nDas Amt legt ein Konzept vor.\n"
    >>> paper = to_paper("a.txt", text.encode(), text, read_profile())
    >>> [(find.values["kind"], find.values["date"]) for find in find_procedure(paper) if find.field == "process_steps"]
    [('motion', '2021-05-03')]
    """
    procedure = to_procedure(paper)
    for step in procedure.steps:
        end = _title_end(paper, step.start, step.end) if step.printed else step.end
        start = paper.reading.find(step.title.rstrip(":"), step.start, step.end) if step.printed else step.start
        start, end = (start, start + len(step.title.rstrip(":"))) if start >= 0 and step.printed else (step.start, end)
        values: dict[str, object] = {"kind": _KINDS.get(step.kind, step.kind), "date": step.date}
        said = {"step": step.kind, "version": step.version, "document": step.reference, "result": step.result}
        values |= {key: value for key, value in said.items() if value}
        rule = "step.printed" if step.printed else "step.named"
        yield Find("process_steps", start, end, rule, confidence=0.9 if step.printed else 0.7, values=values)
        if step.printed:
            yield Find("sections", step.start, step.end, "section.step", values={"title": step.title.rstrip(":")})
        for section in step.sections:
            yield Find(
                "sections", section.start, section.end, f"section.{section.kind}", values={"title": section.title}
            )
    for row in procedure.consultations:
        values = {"body": row.body, "date": row.date, "role": row.role, "result": row.result}
        yield Find("consultations", row.start, row.end, "consultation.row", confidence=0.8, values=values)


def _title_end(paper: Paper, start: int, end: int) -> int:
    line = paper.reading.find("\n", start, end)
    return line if line > start else end
