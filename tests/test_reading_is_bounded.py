"""Reading ends: text made to keep a pattern busy costs no more than its length is worth."""

from __future__ import annotations

import pytest

from planwerk.find.bodies import find_bodies
from planwerk.find.claims import find_claims
from planwerk.find.links import find_links
from planwerk.find.participation import find_participation
from planwerk.find.plans import find_plans
from planwerk.find.procedure import find_procedure
from planwerk.find.references import find_references
from planwerk.find.tasks import find_tasks
from planwerk.paper import to_paper
from planwerk.profile import profile_of, read_profile

FINDERS = (
    find_references,
    find_procedure,
    find_bodies,
    find_plans,
    find_tasks,
    find_links,
    find_participation,
    find_claims,
)
# What each would keep busy: a pattern that starts anew at every character, or that can split its match in many ways.
HOSTILE = (
    "1234567890", "1/", "A-", " ", "\n", " \n", "Aaaa ", "Jugend- und ", "Amt für Jugend, ", "Antrag\n", "1. Das Amt\n",
    "Konzept zur Förderung der ", "„Konzept ", "a", "A", "XI", "der ", "ausschuss", "Beschluss vom ", "wird Amt, ",
    "Verein für ", "am 1. Mai 2020 ", ". ", "Beratungsfolge\nStadtrat 01.02.2020\n", "Fraktion\n",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_read_to_its_end(piece: str) -> None:
    # Ten thousand characters: where one of these patterns costs more than the square of the length, this never ends.
    text = piece * (10_000 // len(piece))
    paper = to_paper("a.txt", text.encode(), text, read_profile())
    for finder in FINDERS:
        for find in finder(paper):
            assert 0 <= find.start <= find.end <= len(paper.reading)
    assert profile_of(text).name
