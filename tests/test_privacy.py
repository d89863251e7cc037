"""Private data is masked before anything is read, in its length, so that every place stays where it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planwerk.errors import WorkspaceError
from planwerk.paper import Paper
from planwerk.passages import Copies, Passage, digest
from planwerk.privacy import MASK, Names, Privacy, mask
from planwerk.reading import read
from planwerk.sources.papers import workspace_papers
from planwerk.workspace import Workspace, create_workspace, read_workspace


def hidden(text: str, privacy: Privacy | None = None) -> set[str]:
    """Give the words that a mask hides."""
    masked = mask(text, privacy)
    assert len(masked) == len(text)
    return {before for before, after in zip(text.split(), masked.split(), strict=True) if before != after}


@pytest.mark.parametrize(
    "contact",
    [
        "erika.mustermann@example.org",
        "max@mail.example.org",
        "Tel.: 0341 123-4567",
        "Telefon (0341) 1 23 45 67",
        "Fax: 123-4568",
        "Mobil +49 151 2345678",
        "0721/133-1313",
        "Musterstraße 12 a, 04109 Leipzig",
        "Straße der Einheit 3\n04109 Leipzig",
        "Am Alten Markt 5 | 14467 Potsdam",
        "wohnhaft Musterweg 7",
        "Ansprechpartnerin: Frau Mustermann",
        "Sachbearbeiter: Max Mustermann",
    ],
)
def test_ways_to_reach_a_person_are_masked_whatever_the_paper_and_the_setting(contact: str) -> None:
    for names in Names:
        masked = mask(f"Antrag. {contact}. Beschluss.", Privacy(names))
        assert MASK in masked
        for private in (
            "ermann",
            "max",
            "1313",
            "4567",
            "4568",
            "67",
            "12 a",
            "Einheit 3",
            "Markt 5",
            "weg 7",
            "45678",
        ):
            assert private not in masked


@pytest.mark.parametrize(
    "public",
    [
        "Vorlage Nr. 0721/2023 vom 12.03.2023",
        "0065/2024/KREIS",
        "4.000.000 Euro im Doppelhaushalt 2019/2020",
        "PSP-Element 1.100.31.1.1.01",
        "Kita in der Musterstraße 12",
        "0,5 VZÄ Sachbearbeiter/-in Statistik",
        "§ 80 Abs. 1 SGB VIII",
        "04109 Leipzig",
        "Frau Mustermann, Leiterin des Sozialamts",
        "DS-00077/14, RB-V-1433/12, V 0314/15",
    ],
)
def test_what_a_council_publishes_of_its_work_stays(public: str) -> None:
    assert mask(public) == public


QUESTION = """Einwohneranfrage
Eingereicht von: Erika Mustermann
Herr Max Muster-
mann und Frau Dr. Erika Mustermann fragen Herrn Oberbürgermeister Mustergroß:
Wann wird der Altenhilfeplan fortgeschrieben? Frau Mustermann bittet um Antwort bis Ende 2023.
gez. Mustergroß
Oberbürgermeister
Mit freundlichen Grüßen

Max Mustermann
"""


def test_residents_who_ask_are_not_named_and_who_holds_an_office_is() -> None:
    masked = mask(QUESTION)
    assert [name for name in ("Erika", "Max", "Mustermann", "Muster-", "\nmann") if name in masked] == []
    assert masked.count("Mustergroß") == 2
    assert "Altenhilfeplan fortgeschrieben? Frau ██████████ bittet um Antwort bis Ende 2023." in masked


def test_a_pseudonym_stands_for_the_same_person_each_time() -> None:
    text = "Petition von Frau Erika Mustermann und Herrn Max Musterle. Herr Musterle wohnt bei Frau Mustermann."
    assert mask(text, Privacy(Names.pseudonym)) == (
        "Petition von Frau █████ A█████████ und Herrn ███ B███████. Herr B███████ wohnt bei Frau A█████████."
    )


def test_names_stay_where_the_workspace_says_so_and_in_papers_that_residents_did_not_write() -> None:
    assert hidden(QUESTION, Privacy(Names.keep)) == set()
    assert hidden("Antrag der Fraktion. Frau Erika Mustermann wird in den Beirat berufen.") == set()


def test_the_submitter_that_is_a_group_is_no_private_person() -> None:
    assert hidden("Bürgeranfrage\nEingereicht von: SPD-Fraktion\nAntragsteller: Seniorenbeirat der Stadt") == set()
    assert hidden("Petition\nEinreicher: Bürgerverein Musterstadt e. V.") == set()


@given(st.text(st.sampled_from("aZäÄ019 .,-/@()+\n\r\t\f:"), max_size=200), st.sampled_from(Names))
def test_a_mask_keeps_the_length_the_words_and_what_is_masked_already(text: str, names: Names) -> None:
    text = "Petition von Frau Erika Mustermann " + text
    masked = mask(text, Privacy(names))
    assert len(masked) == len(text)
    assert [len(word) for word in masked.split()] == [len(word) for word in text.split()]
    assert [sign for sign in masked if sign.isspace()] == [sign for sign in text if sign.isspace()]


def workspace(tmp_path: Path, said: str = "") -> Workspace:
    made = create_workspace(tmp_path / "city", name="Musterstadt", key="00000000", kind="kreisfreie Stadt", state="SN")
    (made.papers / "frage.txt").write_text(QUESTION, "utf-8")
    toml = made.folder / "planwerk.toml"
    if said:
        toml.write_text(toml.read_text("utf-8").replace('names = "drop"', said), "utf-8")
    return read_workspace(made.folder)


def test_the_papers_of_a_workspace_come_masked_with_everything_in_its_place(tmp_path: Path) -> None:
    (paper,) = workspace_papers(workspace(tmp_path))
    assert isinstance(paper, Paper)
    assert "Mustermann" not in paper.text + paper.reading
    assert len(paper.text) == len(QUESTION)
    for item in read(paper).items:
        assert "Mustermann" not in item.text


def test_a_workspace_may_keep_names_and_a_setting_that_is_none_is_refused(tmp_path: Path) -> None:
    (paper,) = workspace_papers(workspace(tmp_path / "a", 'names = "keep"'))
    assert isinstance(paper, Paper)
    assert paper.text == QUESTION
    with pytest.raises(WorkspaceError, match="drop, pseudonym or keep"):
        workspace(tmp_path / "b", "names = false")


def test_a_quote_is_masked_as_the_paper_was_whichever_text_its_checksum_is_of(tmp_path: Path) -> None:
    said = "Frau Mustermann bittet um Antwort"
    start = QUESTION.index(said)
    (tmp_path / "frage.txt").write_text(QUESTION, "utf-8")
    (tmp_path / "anders.txt").write_text(QUESTION.replace(" ", "  ").replace("Einwohneranfrage", "Einwohneranfrage:"), "utf-8")  # fmt: skip
    shown = "Frau ██████████ bittet um Antwort"
    for of in (said, shown):
        for file in ("frage.txt", "anders.txt"):
            place = Passage("s", file, start, start + len(said), 5, digest(of), "Frage")
            assert Copies([tmp_path]).quote(place) == shown, (of, file)
            assert (Copies([tmp_path], privacy=Privacy(Names.keep)).quote(place) or said) == said
