"""Checks answered on sets instead of by the query engine: the same columns and rows, at a tenth of the cost.

The file of a check in ``ontology/questions`` is what it means, and what a researcher reads and runs. Where a workspace
has a check of its own under that number, or asks for another day, its query is run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from planwerk.gaps import editions, orders
from planwerk.gaps.facts import Facts
from planwerk.questions import Answer, Question, Value, checks

SETS: dict[str, Callable[[Facts, Mapping[str, str]], Iterator[tuple[Value, ...]]]] = {
    "G04": lambda facts, _: editions.adoption(facts),
    "G05": lambda facts, _: editions.basis(facts),
    "G07": lambda facts, given: editions.age(facts, int(given["years"])),
    "G08": lambda facts, _: editions.period(facts),
    "G09": lambda facts, _: editions.announced(facts),
    "G10": lambda facts, _: editions.undated(facts),
    "G11": lambda facts, _: orders.overdue(facts),
    "G12": lambda facts, _: orders.in_progress(facts),
    "G13": lambda facts, given: orders.silence(facts, int(given["silence"])),
    "G14": lambda facts, _: orders.responsible(facts),
    "G15": lambda facts, given: orders.decided(facts, given["lang"].strip('"')),
    "G16": lambda facts, _: orders.participants(facts),
    "G17": lambda facts, given: editions.shared(facts, superseded=given["superseded"] == "true"),
    "G18": lambda facts, _: editions.umbrella(facts),
    "G20": lambda facts, _: editions.waiting(facts),
    "G21": lambda facts, given: editions.carried(facts, Decimal(given["theta"])),
    "G24": lambda facts, _: editions.controlling(facts),
    "G25": lambda facts, _: orders.dangling(facts),
    "G27": lambda facts, _: orders.consultations(facts),
}

SELECT = re.compile(r"^SELECT (?:DISTINCT )?((?:\?\w+ )+)WHERE", re.MULTILINE)


def on_sets(check: Question, values: Mapping[str, str], facts: Facts) -> Answer | None:
    """Give a shipped check's answer, its rows sorted by what they are about; None where the query has to be run."""
    number = check.head["check"]
    if number not in SETS or check.text != checks()[number].text or not (columns := SELECT.search(check.text)):
        return None
    given = dict(check.parameters) | dict(values)
    if given.get("asOf", facts.as_of.isoformat()) != facts.as_of.isoformat():
        return None
    rows = sorted(SETS[number](facts, given), key=lambda row: (str(row[0]), str(row[1])))
    return Answer(tuple(columns[1].replace("?", "").split()), tuple(rows))
