"""The reading copy: what a print leaves behind is undone, and each character knows its place in the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planwerk.paper import to_paper
from planwerk.profile import read_profile
from planwerk.readingcopy import reading_copy


def copy(text: str) -> str:
    return reading_copy(text)[0]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        # The six that a lost line break left inside lines of the Leipzig procedure (single words of it).
        ("konzeptorien-tiert", "konzeptorientiert"),
        ("Wohnungsnot-fallhilfe", "Wohnungsnotfallhilfe"),
        ("Alten-hilfeplan", "Altenhilfeplan"),
        ("Handlungserfor-dernissen", "Handlungserfordernissen"),
        ("Geflüch-teten", "Geflüchteten"),
        ("perspekti-visch", "perspektivisch"),
        # The other half of a line's end.
        ("Senioren-\nhilfe", "Seniorenhilfe"),
        ("Senioren-  \r\n   hilfe", "Seniorenhilfe"),
        ("Jugend\u00adhilfe und Jugend\u00ad\nhilfe", "Jugendhilfe und Jugendhilfe"),
        # What the same text writes in one word elsewhere is one word.
        ("Mitglieder, Mit-glieder", "Mitglieder, Mitglieder"),
        ("§\u00a080 SGB\u202fVIII", "§ 80 SGB VIII"),
        ("\ufb01nanziell e\ufb03zient", "finanziell effizient"),
        ("eins\r\nzwei\rdrei", "eins\nzwei\ndrei"),
    ],
)
def test_what_a_print_leaves_behind_is_undone(printed: str, read: str) -> None:
    assert copy(printed) == read


@pytest.mark.parametrize(
    "meant",
    [
        "Integrations- und Teilhabeplan",
        "Kinder-\nund Jugendhilfe",
        "Kinder-und Jugendhilfe",
        "öffentlich-rechtlich",
        "Corona-bedingte Mehrkosten",
        "EU-weit",
        "Kita-Platz",
        "Bürger-innen",
        "Coming-out",
        "Peer-to-Peer",
        "rot-grün",
        "sozial-emotionale Entwicklung",
        "fünf-gruppige Kita",
        "VI-A-05385-VSP-01",
        "RB-V-1433/12",
        "https://example.org/kinder-tiert/alten-hilfeplan",
        "erika-mustermann@example.org",
        "Viktor-von-Scheffel-Straße",
    ],
)
def test_a_hyphen_that_is_meant_stays(meant: str) -> None:
    assert copy(meant) == meant


def test_headers_and_footers_stand_once_and_page_numbers_not_at_all() -> None:
    pages = "\f".join(
        f"Stadt Musterstadt\nVorlage Nr. 2023/0784\n{said}\nZuschuss: {said * 3}.000 Euro\nSeite {number}\nVorlage 2023, Blatt {number}\n"
        for number, said in enumerate("4567", 1)
    )
    assert copy(pages).split("\n") == [
        "Stadt Musterstadt",
        "Vorlage Nr. 2023/0784",
        "4",
        "Zuschuss: 444.000 Euro",
        "Vorlage 2023, Blatt 1",
        "5",
        "Zuschuss: 555.000 Euro",
        "6",
        "Zuschuss: 666.000 Euro",
        "7",
        "Zuschuss: 777.000 Euro",
        "",
    ]


def test_a_word_cut_by_a_page_with_its_header_and_footer_is_whole_again() -> None:
    pages = [f"Vorlage 2023/0784\n{said}\n– {number} –" for number, said in enumerate(["Der Alten-", "hilfeplan soll fortge-", "schrieben werden."], 1)]  # fmt: skip
    assert copy("\f".join(pages)) == "Vorlage 2023/0784\nDer Altenhilfeplan soll fortgeschrieben werden.\n"


def test_lines_that_two_pages_share_are_no_header() -> None:
    text = "Antrag\nErstens\fAntrag\nZweitens"
    assert copy(text) == "Antrag\nErstens\nAntrag\nZweitens"


def test_the_letters_of_a_watermark_go_and_a_list_and_upright_words_stay() -> None:
    line = "Die Verwaltung wird beauftragt, den Bedarf zu ermitteln.\n"
    marked = "".join(f"{line}{letter}\n" for letter in "ExemplarfürFraktionen" if letter not in "xX")
    assert copy(marked) == line * 20
    for kept in ("".join(f"{letter}\n{line}" for letter in "abcde"), "\n".join("Zusammenfassung") + "\n"):
        assert copy(kept) == kept


PIECES = st.sampled_from(
    [
        "Alten",
        "hilfe",
        "-",
        "-\n",
        "\n",
        "\r\n",
        "\f",
        "\u00ad",
        "\u00a0",
        "\ufb01",
        " und ",
        "Seite 2",
        "– 3 –\n",
        "a\n",
        "q",
        "ß",
        "Ä",
        "\U0001f600",
        ". ",
    ]
)


@given(st.lists(PIECES).map("".join))
def test_every_character_of_the_copy_is_the_one_at_its_place_in_the_source(text: str) -> None:
    reading, origin = reading_copy(text)
    assert len(origin) == len(reading) + 1
    assert origin[-1] == len(text)
    assert list(origin) == sorted(origin)
    plain = {"\u00a0": " ", "\r": "\n", "\f": "\n", "\ufb01": "fi"}
    for sign, place in zip(reading, origin, strict=False):
        assert sign in plain.get(text[place], text[place])


@given(st.lists(PIECES).map("".join), st.data())
def test_a_span_of_the_copy_is_told_as_a_place_in_the_source_that_holds_it(text: str, data: st.DataObject) -> None:
    paper = to_paper("a.txt", text.encode(), text, read_profile())
    start = data.draw(st.integers(0, len(paper.reading)))
    end = data.draw(st.integers(start, len(paper.reading)))
    first, last = paper.source_span(start, end)
    assert 0 <= first <= last <= len(text)
    # The place holds every character of the span, and no other character that the copy has.
    inside = [number for number, place in enumerate(paper.origin[:-1]) if first <= place < last]
    assert set(range(start, end)) <= set(inside)
    assert {paper.origin[number] for number in inside} == set(paper.origin[start:end])
