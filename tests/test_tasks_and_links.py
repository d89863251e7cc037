"""Tasks, links between plans, named bases, participation and claims, in the words of small papers."""

from __future__ import annotations

from pathlib import Path

import pytest

from planwerk.find.claims import find_claims
from planwerk.find.links import find_links
from planwerk.find.participation import find_participation
from planwerk.find.tasks import find_tasks, responsible
from planwerk.paper import Paper, to_paper
from planwerk.profile import profile_of, read_profile

PAPERS = Path(__file__).parent / "papers"


def paper(name: str) -> Paper:
    text = (PAPERS / f"{name}.txt").read_text("utf-8")
    return to_paper(f"{name}.txt", text.encode(), text, profile_of(text))


def of(text: str) -> Paper:
    return to_paper("a.txt", text.encode(), text, read_profile())


def test_only_the_points_of_the_adopted_text_are_adopted_tasks() -> None:
    # The page says: decided "im Sinne der Neufassung des Verwaltungsstandpunktes"; so the motion's points were only asked for.
    found = [
        (task.values["status"], task.values["step"], task.values["point"], task.values.get("responsible"), task.values.get("deadline"))
        for task in find_tasks(paper("whole-procedure-on-one-page"))
    ]  # fmt: skip
    assert found == [
        ("asked", "motion", "1", "Oberbürgermeisterin", "2021-12-31"),
        ("asked", "motion", "2", None, None),
        ("adopted", "position", "1", "Sozialamt", "2022-06-30"),
        ("adopted", "position", "2", None, None),
    ]


def test_what_a_council_rejects_is_no_task_of_anybody() -> None:
    # The minutes reject the motion: its points stay what was asked for, and the rejection itself orders nothing.
    statuses = [task.values["status"] for task in find_tasks(paper("motion-and-position-and-minutes-in-one-file"))]
    assert statuses == ["asked", "asked"]


def test_questions_are_no_tasks() -> None:
    assert list(find_tasks(paper("question-and-its-answer"))) == []


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Die Verwaltung wird beauftragt, ein Konzept zu erarbeiten.", "Verwaltung"),
        ("Daraus folgend wird die Verwaltung mit der Überarbeitung beauftragt.", "Verwaltung"),
        ("Der Kreistag bittet den Landrat, zu berichten.", "Landrat"),
        ("Das Sozialamt legt bis Mitte 2022 ein Konzept vor.", "Sozialamt"),
        ("Dem Stadtrat wird jährlich berichtet.", None),  # the one who is told is not the one who must act
        ("In die Erarbeitung wird der Seniorenbeirat einbezogen.", None),
        ("Für das Forum werden 4.000 Euro bereitgestellt.", None),
    ],
)
def test_who_must_act_is_named_by_the_point_itself_or_not_at_all(words: str, who: str | None) -> None:
    assert responsible(words, read_profile()) == who


def test_links_are_what_is_said_of_these_very_plans() -> None:
    found = [
        (find.values["link"], find.values.get("from"), find.values["to"])
        for find in find_links(paper("plans-that-are-linked"))
        if find.field == "plan_links"
    ]
    assert ("continues", "Fachplan Seniorenarbeit", "2. Altenhilfeplans") in found
    assert ("part_of", "Fachkonzept „Soziale Teilhabe“", "Stadtentwicklungskonzeptes") in found
    assert ("feeds", "Psychiatrieplans", "Konzept zur Wohnungsnotfallhilfe") in found
    assert ("coordinated_with", "Jugendhilfeplanung", "Schulentwicklungsplanung") in found
    # Two plans in one sentence are not linked by that ("Neben dem … gibt es …").
    assert not any("Teilhabeplan" in f"{first} {second}" for _, first, second in found)


def test_the_words_before_a_citation_name_it_as_a_basis() -> None:
    found = [
        (find.values["cue"], find.values["strength"], find.values["cited"])
        for find in find_links(paper("plans-that-are-linked"))
        if find.field == "legal_bases"
    ]
    assert ("auf der grundlage von", "basis", "§ 80 SGB VIII") in found


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        ("Das Konzept wird in Abstimmung mit freien Trägern und dem Seniorenbeirat erarbeitet.", "coordination", "freien Trägern und dem Seniorenbeirat"),
        ("In die Erarbeitung werden freie Träger, Experten und Vertreter der Fraktionen im 2. Halbjahr 2019 einbezogen.", "involvement", "freie Träger, Experten und Vertreter der Fraktionen"),
        ("Die Kosten werden in der Anlage genannt.", None, None),
    ],
)  # fmt: skip
def test_participation_is_given_as_printed(text: str, kind: str | None, who: str | None) -> None:
    found = [(find.values["kind"], find.values["who"]) for find in find_participation(of(text))]
    assert found == ([(kind, who)] if kind else [])


def test_a_claim_has_a_speaker() -> None:
    text = (
        "Antrag vom 3. Mai 2021\nBegründung:\nDie Förderung ist von Stagnation geprägt. Der Bedarf steigt.\n"
        "Verwaltungsstandpunkt vom 4. Juni 2021\nBegründung:\nDie Ausstattung wird als angemessen bewertet.\n"
    )
    found = [
        (find.values["speaker"], find.values["polarity"], text[find.start : find.end]) for find in find_claims(of(text))
    ]
    assert found == [
        ("mover", "negative", "Die Förderung ist von Stagnation geprägt."),
        ("administration", "positive", "Die Ausstattung wird als angemessen bewertet."),
    ]


def test_the_seed_has_no_adopted_task_from_the_motion(corpus: Path) -> None:
    text = (corpus / "seed-leipzig-VI-A-05385.txt").read_text("utf-8")
    tasks = list(find_tasks(to_paper("seed.txt", b"", text, profile_of(text))))
    assert [(task.values["step"], task.values["deadline"]) for task in tasks if task.values["status"] == "adopted"] == [
        ("position", "2020-06-30"),  # L16: bis Mitte 2020
        ("position", "2019-12-31"),  # L17: im 2. Halbjahr 2019
        ("position", "2019-12-31"),  # L18: im Jahr 2019
    ]
    assert {task.values["status"] for task in tasks if task.values["step"] == "motion"} == {"asked"}
