"""Steps of a procedure, in small papers named for what each shows; what is expected is what a reader sees in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planwerk.paper import Paper, to_paper
from planwerk.procedure import Procedure, Step, to_procedure
from planwerk.profile import profile_of, read_profile
from planwerk.reading import read

PAPERS = Path(__file__).parent / "papers"


def paper(name: str) -> Paper:
    text = (PAPERS / f"{name}.txt").read_text("utf-8")
    return to_paper(f"{name}.txt", text.encode(), text, profile_of(text))


def steps(name: str, *, printed: bool = True) -> list[Step]:
    return [step for step in to_procedure(paper(name)).steps if step.printed is printed]


def said(name: str, step: Step) -> list[tuple[str, str]]:
    text = paper(name).reading
    return [(point.number, " ".join(text[point.start : point.end].split())) for point in step.points]


def test_a_page_with_a_whole_procedure_becomes_its_steps() -> None:
    found = steps("whole-procedure-on-one-page")
    assert [(step.kind, step.date, step.version) for step in found] == [
        ("motion", "2021-06-04", "new"),
        ("position", "2021-04-12", "old"),
        ("position", None, "new"),
        ("resolution", "2021-07-07", None),
        ("report", "2022-02-01", None),
        ("report", "2022-09-30", None),
    ]
    assert [(step.kind, step.date) for step in steps("whole-procedure-on-one-page", printed=False)] == [
        ("motion", "2021-02-03")  # the first version, of which only the date is printed
    ]


def test_the_text_that_a_resolution_adopts_gives_the_points_that_hold() -> None:
    name = "whole-procedure-on-one-page"
    resolution = next(step for step in steps(name) if step.kind == "resolution")
    assert (resolution.body, resolution.adopts, resolution.outcome) == (
        "Ratsversammlung",
        ("position", "new"),
        "adopted",
    )
    adopted = to_procedure(paper(name)).adopted()
    assert adopted is not None
    assert said(name, adopted) == [
        ("1", "Das Sozialamt legt bis Mitte 2022 ein Konzept zur Pflegeberatung vor."),
        ("2", "In die Erarbeitung wird der Seniorenbeirat einbezogen."),
    ]


def test_old_and_new_reasons_are_kept_apart() -> None:
    name = "whole-procedure-on-one-page"
    text = paper(name).reading
    old, new = (step for step in steps(name) if step.kind == "position")
    assert old.reasons and "Eine eigene Stelle" in text[old.reasons.start : old.reasons.end]
    assert new.reasons and "Seniorenbüro" in text[new.reasons.start : new.reasons.end]


def test_consultations_printed_in_three_lines() -> None:
    rows = to_procedure(paper("amendment-with-consultations-in-three-lines")).consultations
    assert [(row.body, row.date, row.role) for row in rows] == [
        ("FA Soziales und Gesundheit", "2021-06-08", "1. Lesung"),
        ("Ratsversammlung", "2021-07-07", "Beschlussfassung"),
    ]


def test_a_sitting_below_its_row_belongs_to_the_row() -> None:
    rows = to_procedure(paper("proposal-page-with-sittings-below-their-rows")).consultations
    assert [(row.body, row.date, row.role, row.result) for row in rows] == [
        ("Dienstberatung des Oberbürgermeisters", None, "Bestätigung", None),
        ("Seniorenbeirat", "2022-03-14", "Vorberatung", "offen"),
        ("FA Soziales und Gesundheit", "2022-03-21", "2. Lesung", "AUSFALL"),
        ("Ratsversammlung", "2022-04-13", "Beschlussfassung", "ungeändert beschlossen"),
    ]


def test_consultations_in_columns() -> None:
    rows = to_procedure(paper("table-with-columns-by-strokes")).consultations
    assert [(row.body, row.date, row.role) for row in rows] == [
        ("Ältestenrat", "2021-01-19", "beratend"),
        ("Ausschuss für Soziales und Wohnen", "2021-02-02", "1. Lesung (federführend)"),
        ("Stadtrat", "2021-03-25", "beschließend"),
    ]


def test_the_day_of_a_sitting_is_no_date_of_the_paper() -> None:
    # "Datum:15.02.2023" is the day on which the council sat, by the Beratungsfolge.
    name = "result-lines-of-a-budget-motion"
    assert [(step.kind, step.date, step.reference) for step in steps(name)] == [("motion", None, "A 0042 23/24")]
    assert [(step.kind, step.date, step.result) for step in steps(name, printed=False)] == [
        ("resolution", "2023-02-15", "verwiesen"),
        ("resolution", "2022-11-09", None),
    ]


def test_motion_position_and_minutes_in_one_file() -> None:
    name = "motion-and-position-and-minutes-in-one-file"
    assert [(step.kind, step.date, step.reference, step.body, step.outcome) for step in steps(name)] == [
        ("motion", "2021-05-11", "2021/0456", "GRÜNE-Gemeinderatsfraktion", None),
        ("position", None, "2021/0456", None, None),
        ("resolution", "2021-06-22", "2021/0456", "Gemeinderates", "rejected"),
    ]
    assert [(step.kind, step.date) for step in steps(name, printed=False)] == [("resolution", "2019-03-12")]


def test_a_rejected_motion_has_no_point_that_holds() -> None:
    assert to_procedure(paper("motion-and-position-and-minutes-in-one-file")).adopted() is None


@pytest.mark.parametrize(
    ("name", "kind", "date", "points"),
    [
        ("excerpt-of-minutes", "resolution", "2021-09-14", 2),
        ("county-proposal-in-label-lines", "proposal", None, 1),
        ("letter-that-moves-without-a-heading", "amendment", "2021-05-05", 2),
        ("amendment-with-consultations-in-three-lines", "amendment", None, 2),
        ("table-with-columns-by-strokes", "motion", None, 3),
        ("proposal-page-with-sittings-below-their-rows", "proposal", None, 2),
    ],
)
def test_one_paper_is_one_step(name: str, kind: str, date: str | None, points: int) -> None:
    [step] = steps(name)
    assert (step.kind, step.date, len(step.points)) == (kind, date, points)


# What a reader of each text sees in it: the kinds of the steps and their dates, printed ones and named ones.
SEEN: dict[str, list[tuple[str, str | None]]] = {
    "Anfrage im Sozialausschuss am 18.11.2021\nWir bitten um Antwort.\n"
    "Die Anfrage wurde in der Sitzung des Sozialausschusses am 09.12.2021 beantwortet.": [
        ("question", "2021-11-18"),
        ("answer", "2021-12-09"),
    ],
    "Betreff\nSachstandsbericht Barrierefreiheit\nVorlage\n10/0815\nArt\nBeschlussvorlage\n"
    "Beschlussvorschlag:\nDer Beirat nimmt Kenntnis.\n": [("proposal", None)],
    "hier: Antrag der SPD-Fraktion vom 3. Mai 2021\nBeschlussvorschlag\nDer Rat folgt dem Antrag.\n": [
        ("proposal", None),
        ("motion", "2021-05-03"),
    ],
    "Beschlussantrag – Barrierefreie Wege\nAntragsteller: SPD-Fraktion, Fraktion DIE LINKE\n"
    "Beschlussvorschlag:\n1. Die Verwaltung wird beauftragt.\n": [("motion", None)],
    "Haushaltsantrag vom 10/21/2021\nNr. 815/2021\n\nWir beantragen:\n1. Mittel für Wege.\n": [
        ("motion", "2021-10-21")
    ],
    "Die Fachkräfte arbeiten nach dem vom Stadtrat im Dezember 2011 einstimmig beschlossenen Konzept.": [
        ("resolution", "2011-12")
    ],
    "Vorlage - 2015/0815-1\nVorlage-Art:Beschlussvorlage\nBeratungsfolge:\nRat der Stadt Muster Entscheidung\n"
    "17.12.2015\nSitzung des Rates der Stadt Muster ungeändert beschlossen\n\nBeschlussvorschlag:\nEs gilt.\n": [
        ("proposal", None),
        ("resolution", "2015-12-17"),
    ],
    "Bg Muster TOP Vorlage des Bürgermeisters öffentlich Betreff Schule Beschlussentwurf: 1. Es wird gebaut.": [
        ("proposal", None)
    ],
    "Neue Spielplätze\n\nDie Stadtverwaltung wird beauftragt, ein Konzept vorzulegen.\n\nBegründung\n\nEs fehlt.": [
        ("motion", None)
    ],
    "Infosystem\nGeschäftliche Mitteilung - 0815/2022\n\nAntrag\n\nSachverhalt\nMit Beschluss des Ausschusses "
    "vom 29.09.2021 wurde das Amt beauftragt.": [("information", None), ("resolution", "2021-09-29")],
    "Ergebnis:\n1. Der Bericht wird zur Kenntnis genommen.\nBeschluss des Stadtrates: mit 45 gegen 0 Stimmen angenommen": [
        ("resolution", None)
    ],
    "Der am 07.10.2014 vom Stadtrat gefasste Beschluss zum Antrag der SPD-Fraktion vom 15.09.2014 gilt.": [
        ("resolution", "2014-10-07"),
        ("motion", "2014-09-15"),
    ],
    "Mit Schreiben vom 21.05.2020 hat die SPD-Fraktion beantragt, ein Frauenhaus zu fördern.": [
        ("motion", "2020-05-21")
    ],
    "Bürgerschaftsbeschluss zum: Integrationskonzept der Hansestadt, vom 23.02.2012": [("resolution", "2012-02-23")],
    "Das Amt prüft es aufgrund eines Antrags von BÜNDNIS 90/DIE GRÜNEN aus dem Jahr 2021.": [("motion", "2021")],
    "Vorlage - VO/19/0815\nVorlage-Art:Beschlussvorlage\nBeratungsfolge:\nJugendhilfeausschuss Entscheidung\n"
    "13.11.2019\nÖffentliche Sitzung des Jugendhilfeausschusses ungeändert beschlossen\n\nSachverhalt:\nEs ist so.\n": [
        ("proposal", None),
        ("resolution", "2019-11-13"),
    ],
}


@pytest.mark.parametrize("text", SEEN)
def test_what_a_short_text_shows_of_a_procedure(text: str) -> None:
    found = to_procedure(to_paper("a.txt", text.encode(), text, read_profile())).steps
    assert [(step.kind, step.date) for step in found] == SEEN[text]


def test_a_resolution_called_by_its_number_is_one_in_any_town() -> None:
    text = "Antrag vom 3. Mai 2021\nDer Beschluss B-118/16 gilt fort, nicht aber die Vorlage 2016/0417.\n"
    found = to_procedure(to_paper("a.txt", text.encode(), text, read_profile())).steps
    assert [(step.kind, step.reference) for step in found if not step.printed] == [("resolution", "B-118/16")]


def test_points_inside_one_sentence() -> None:
    name = "decision-page-with-points-in-a-sentence"
    [step] = steps(name)
    assert (step.kind, step.date, step.outcome) == ("resolution", None, "adopted")
    assert said(name, step) == [
        ("1", "nimmt den Sozialbericht zur Kenntnis"),
        ("2", "beauftragt die Verwaltung, bis Ende 2022 einen Fachplan Seniorenarbeit vorzulegen"),
        ("3", "bittet das Sozialamt um einen Bericht."),
    ]


def written(text: str) -> Procedure:
    return to_procedure(to_paper("a.txt", text.encode(), text, read_profile("musterstadt")))


def test_a_resolution_called_by_its_number_is_a_step_with_the_day_that_stands_behind_it() -> None:
    procedure = written(
        "Umsetzungsbericht Nr. 2018/0333\nDatum: 14.09.2018\n\nDie Beschlüsse B-118/16 (Seniorenplan) und B-041/18 gelten.\n"
        "Punkt 2 des Beschlusses B-118/16 ist umgesetzt. Er folgt dem Beschluss B-090/14 vom\n03.07.2014.\n"
        "Die Anlage liegt unter B-001/11 in der Akte.\n"  # the number alone is no mention of a resolution
    )
    assert [(one.reference, one.date) for one in procedure.steps if one.kind == "resolution"] == [
        ("B-118/16", None),
        ("B-041/18", None),
        ("B-090/14", "2014-07-03"),
    ]


def test_a_body_that_is_heard_agrees_and_decides_nothing() -> None:
    procedure = written(  # the table is headed by its first row alone
        "Beschlussvorlage Nr. 2015/0150\nDatum: 17.09.2015\n\n| Gremium | Sitzungstermin | Zuständigkeit | Ergebnis |\n"
        "| Seniorenbeirat | 24.09.2015 | Anhörung | zugestimmt |\n"
        "| Stadtrat | 08.10.2015 | Beschlussfassung | ungeändert beschlossen |\n"
    )
    assert [row.date for row in procedure.consultations] == ["2015-09-24", "2015-10-08"]
    assert [one.date for one in procedure.steps if one.kind == "resolution"] == ["2015-10-08"]


def test_a_question_and_its_answer() -> None:
    assert [(step.kind, step.date) for step in steps("question-and-its-answer")] == [
        ("question", "2021-05-03"),
        ("answer", "2021-05-20"),
    ]


def test_everything_is_said_with_the_section_in_which_it_stands() -> None:
    items = read(paper("whole-procedure-on-one-page")).items
    where = {item.text: item.section for item in items if item.field == "actors"}
    assert where["Sozialamt"] == "Alternativvorschlag (Neufassung)"
    assert where["Ratsversammlung"] == "Beschluss der Ratsversammlung am 7. Juli 2021"


@pytest.mark.parametrize("name", sorted(path.stem for path in PAPERS.glob("*.txt")))
def test_no_find_leaves_its_paper_and_each_quotes_its_place(name: str) -> None:
    one = paper(name)
    for item in read(one).items:
        assert 0 <= item.start < item.end <= len(one.text)
        assert item.text and item.text[0] == one.text[item.start]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from((
    "Antrag", "Antrag vom 3. Mai 2021", "Beschlussvorschlag:", "Begründung:", "Verwaltungsstandpunkt", "Neufassung",
    "Beratungsfolge", "Stadtrat 03.05.2021 Beschlussfassung", "1. Das Amt legt ein Konzept vor.", "- Punkt", "", "Beschluss:",
    "Niederschrift", "Bericht zum Stand der Umsetzung vom 31.01.20:", "Abstimmungsergebnis: einstimmig", "Vorlage 2023/0784",
)), max_size=25).map("\n".join))  # fmt: skip
def test_steps_and_points_lie_within_the_paper_and_points_within_their_order(text: str) -> None:
    one = to_paper("a.txt", text.encode(), text, read_profile())
    for step in to_procedure(one).steps:
        assert 0 <= step.start <= step.end <= len(one.reading)
        places = [(point.start, point.end) for point in step.points]
        assert places == sorted(places)
        assert all(first < last <= len(one.reading) for first, last in places)


def test_the_seed_has_its_seven_steps_and_the_three_adopted_points(corpus: Path) -> None:
    # The steps of the gold annotation; L16 to L18 are the points of the new version of the position.
    text = (corpus / "seed-leipzig-VI-A-05385.txt").read_text("utf-8")
    procedure = to_procedure(to_paper("seed.txt", b"", text, profile_of(text)))
    found = {(step.kind, step.date) for step in procedure.steps if step.kind != "resolution" or step.printed}
    assert found == {
        ("motion", "2018-01-25"), ("motion", "2018-08-23"), ("position", "2018-03-13"), ("position", None),
        ("resolution", "2018-09-19"), ("report", "2019-03-01"), ("report", "2020-01-31"),
    }  # fmt: skip
    adopted = procedure.adopted()
    assert adopted is not None and (adopted.kind, adopted.version) == ("position", "new")
    lines = text.split("\n")
    assert [text[point.start : point.end] for point in adopted.points] == [line[2:] for line in lines[15:18]]
