"""Claims: what somebody asserts of the state of things, with who says it; contested ones are told apart by their speakers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.paper import Find, Paper
from planwerk.procedure import Step, to_procedure

_JUDGED = (
    ("negative", re.compile(
        r"\b(?:Stagnation|stagnier\w+|unzureichend\w*|nicht\s+(?:mehr\s+)?länger\s+hinzunehmen|massive[nrms]?\s+(?:Einschränkung|Kürzung|Mängel)\w*|mangelhaft\w*|unbefriedigend\w*"
        r"|Versäumnis\w*|bei\s+weitem\s+nicht|unterfinanziert)\b")),
    ("positive", re.compile(
        r"\b(?:als\s+(?:angemessen|ausreichend|bedarfsgerecht|erfolgreich|bewährt|positiv)\b[^.]{0,60}\b(?:bewertet|eingeschätzt|angesehen)|hat\s+sich\b[^.]{0,160}\bbewährt|haben\s+sich\b[^.]{0,160}\bbewährt|bewährte\s+Praxis"
        r"|bereits\s+(?:verschiedene\s+\w+\s+)?erfolgreich\s+umgesetzt|verfügt\s+über\s+eine\s+(?:\w+\s+)?(?:ausgerichtete|gute|tragfähige)|ist\b[^.]{0,60}\bgut\s+aufgestellt|wird\s+bereits\s+(?:umgesetzt|praktiziert|durchgeführt))\b")),
)  # fmt: skip
_SENTENCE = re.compile(r"[^.!?\n]*(?:(?<=[IVX\d])\.[^.!?\n]*|\n(?![ \t]*\n)[^.!?\n]*)*[.!?]?")
_SPEAKERS = {
    "motion": "mover", "amendment": "mover", "question": "mover", "position": "administration", "answer": "administration",
    "proposal": "administration", "information": "administration", "report": "administration",
}  # fmt: skip


def find_claims(paper: Paper) -> Iterator[Find]:
    r"""Find assessments in the reasons of a step; the speaker is who the step belongs to.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "Antrag vom 3. Mai 2021\nBegründung:\nDie Förderung ist von jahrelanger Stagnation geprägt.\n"
    >>> [claim] = find_claims(to_paper("a.txt", text.encode(), text, read_profile()))
    >>> claim.values["speaker"], claim.values["polarity"]
    ('mover', 'negative')
    """
    for step in to_procedure(paper).steps:
        speaker = _SPEAKERS.get(step.kind)
        if not step.printed or speaker is None:
            continue
        for start, end in _spans(step):
            yield from _claims(paper, step, speaker, start, end)


def _spans(step: Step) -> list[tuple[int, int]]:
    reasons = [(one.body, one.end) for one in step.sections if one.kind == "reasons"]
    return reasons or ([(step.start, step.end)] if step.kind == "report" else [])


def _claims(paper: Paper, step: Step, speaker: str, start: int, end: int) -> Iterator[Find]:
    last = start
    found = [
        (match.start(), polarity) for polarity, form in _JUDGED for match in form.finditer(paper.reading, start, end)
    ]
    for place, polarity in sorted(found):
        if place < last:
            continue
        first = max(
            (paper.reading.rfind(mark, start, place) for mark in (". ", ".\n", "! ", "? ", "\n\n", ":\n")), default=-1
        )
        begin = first + 1 if first >= 0 else start
        begin += len(paper.reading[begin:place]) - len(paper.reading[begin:place].lstrip(" \n:"))
        sentence = _SENTENCE.match(paper.reading, begin, end)
        last = sentence.end() if sentence else place
        if sentence is None or sentence.end() <= place:
            continue
        values: dict[str, object] = {"speaker": speaker, "polarity": polarity, "step": step.kind}
        values |= {"body": step.body} if step.body else {}
        values |= {"date": step.date} if step.date else {}
        yield Find("claims", begin, sentence.end(), f"claim.{polarity}", confidence=0.6, values=values)
