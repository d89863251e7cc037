"""Plans, concepts and programmes by the names that a paper prints, with what it says of their state."""

from __future__ import annotations

from collections.abc import Iterator

from planwerk.paper import Find, Paper
from planwerk.plan_names import find_plan_names

_CONFIDENCE = {"plan.title": 0.9, "plan.quoted": 0.9, "plan.compound": 0.85}


def find_plans(paper: Paper) -> Iterator[Find]:
    """Find the plans of a paper.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "Der Fachplan Seniorenarbeit soll 2019 vorliegen."
    >>> paper = to_paper("a.txt", text.encode(), text, read_profile())
    >>> [(paper.reading[find.start:find.end], find.values["state"]) for find in find_plans(paper)]
    [('Fachplan Seniorenarbeit', 'intended')]
    """
    for one in find_plan_names(paper.reading):
        values: dict[str, object] = {"state": one.state, "update": one.update or None}
        if one.period:
            values |= {"first_year": one.period[0], "last_year": one.period[1]}
        said = {key: value for key, value in values.items() if value is not None}
        yield Find("plans", one.start, one.end, one.rule, confidence=_CONFIDENCE.get(one.rule, 0.75), values=said)
