"""The steps of a procedure as one text shows them: motion, new version, position, resolution, report, each with its place.

A council's page may hold a whole procedure; a file mostly holds one step, and names others ("Beschluss vom 19.
September 2018"). Both become Steps. What a heading looks like is the profile's; what its place makes of it is here:
"Beschluss:" heads a proposal in a paper to be decided and a decision in the minutes.

A step is *printed* where its own text stands here and *named* where another step speaks of it. Its points are the
proposed or adopted points, numbered as printed; points are what later becomes due, so they are kept apart by step: the
points of a motion that lost are never those of the resolution.
"""

from __future__ import annotations

from functools import lru_cache

from planwerk.paper import Paper
from planwerk.procedure.consultations import find_consultations
from planwerk.procedure.headings import find_heads, to_lines
from planwerk.procedure.model import Consultation, Point, Procedure, Section, Step
from planwerk.procedure.named import find_named_steps, find_outcomes, with_numbered_resolutions
from planwerk.procedure.points import with_points
from planwerk.procedure.printed import by_wording, find_printed, with_date
from planwerk.procedure.said import with_what_is_said
from planwerk.profile import Profile

__all__ = ["Consultation", "Point", "Procedure", "Section", "Step", "to_procedure"]


def to_procedure(paper: Paper) -> Procedure:
    r"""Read the steps and consultations of a paper.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "Antrag vom 3. Mai 2021\nBeschlussvorschlag:\n1. Das Amt legt ein Konzept vor.\n2. Es berichtet.\n"
    >>> [step] = to_procedure(to_paper("a.txt", text.encode(), text, read_profile())).steps
    >>> step.kind, step.date, [text[point.start:point.end] for point in step.points]
    ('motion', '2021-05-03', ['Das Amt legt ein Konzept vor.', 'Es berichtet.'])
    """
    return _procedure(paper.reading, paper.profile)


@lru_cache(maxsize=8)  # several finders look at the same paper
def _procedure(text: str, profile: Profile) -> Procedure:
    lines = list(to_lines(text))
    heads = find_heads(lines, profile)
    steps = find_printed(text, lines, heads)
    rows = tuple(find_consultations(text, steps, profile))
    steps = [with_date(text, step, rows) for step in steps] or by_wording(text, lines, heads)
    steps = [with_what_is_said(text, with_points(text, step), profile) for step in steps]
    named = [*find_outcomes(text, steps, rows), *find_named_steps(text, steps, rows)]
    steps = with_numbered_resolutions(text, [*steps, *named], profile)
    return Procedure(tuple(sorted(steps, key=lambda one: (one.start, one.end))), rows)
