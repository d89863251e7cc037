"""What a printed legal citation means, form by form.

The forms are those of the domain study 5.4, collected from real papers; what each means was written down by hand from
the wording. Section lists are those of dated copies of the law (data/law/sections.toml).
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planwerk.acts import acts, find_act, is_known, sections_between
from planwerk.citation import citations
from planwerk.find.acts import find_acts
from planwerk.find.law import find_law
from planwerk.paper import to_paper
from planwerk.profile import read_profile
from planwerk.reading import read


def cited(text: str, state: str | None = None, dated: str = "") -> list[dict[str, object]]:
    profile = replace(read_profile(), state=state)
    text = f"Antrag vom {dated}\n{text}" if dated else text
    found = read(to_paper("a.txt", b"", text, profile)).items
    return [dict(item.values) for item in found if item.field == "legal_citations"]


# text | law | kind | section | what else is said
FORMS = """
§ 80 Abs. 1 Nr. 2 SGB VIII                      | SGB VIII | § | 80 | paragraph=1 number=2
§ 80 Absatz 3 Satz 1 SGB VIII                   | SGB VIII | § | 80 | paragraph=3 sentence=1
§ 80 Abs. 3 S. 1 SGB VIII                       | SGB VIII | § | 80 | paragraph=3 sentence=1
§§ 79, 80 SGB VIII                              | SGB VIII | § | 79 | ; 80
§§ 79 und 80 SGB VIII                           | SGB VIII | § | 79 | ; 80
§§ 11 bis 14 SGB VIII                           | SGB VIII | § | 11-14 |
§§ 11-14 SGB VIII                               | SGB VIII | § | 11-14 |
§§ 67 ff. SGB XII                               | SGB XII  | § | 67 | open_end=ff
§ 27 ff SGB VIII                                | SGB VIII | § | 27 | open_end=ff
§ 67f. SGB XII                                  | SGB XII  | § | 67 | open_end=f
§ 78f SGB VIII                                  | SGB VIII | § | 78f |
Art. 28 Abs. 2 GG                               | GG       | Art. | 28 | paragraph=2
Artikel 28 Absatz 2 Grundgesetz                 | GG       | Art. | 28 | paragraph=2
§ 80 des Achten Buches Sozialgesetzbuch         | SGB VIII | § | 80 |
§ 80 Achtes Buch Sozialgesetzbuch (SGB VIII)    | SGB VIII | § | 80 |
§ 24 Abs. 4 Sozialgesetzbuch (SGB) VIII         | SGB VIII | § | 24 | paragraph=4
§ 80 SGB 8                                      | SGB VIII | § | 80 |
§ 80 SGBVIII                                    | SGB VIII | § | 80 |
§ 80 SGB – Achtes Buch                          | SGB VIII | § | 80 |
§ 80 KJHG                                       | SGB VIII | § | 80 |
§ 95 Abs. 1 Satz 1 Nr. 2 SGB X                  | SGB X    | § | 95 | paragraph=1 sentence=1 number=2
§ 4 (1) SächsGemO                               | SächsGemO | § | 4 | paragraph=1 state=SN
§ 8 SächsKitaG                                  | SächsKitaG | § | 8 | state=SN
§ 7 APG NRW                                     | APG NRW  | § | 7 | state=NW
§ 15 3. AG-KJHG - KJFöG                         | KJFöG    | § | 15 | state=NW
Art. 69 AGSG                                    | AGSG     | Art. | 69 | state=BY
AG nach § 78 SGB VIII                           | SGB VIII | § | 78 |
AG nach § 78                                    | SGB VIII | § | 78 |
die AG 78 tagt                                  | SGB VIII | § | 78 |
Artikel 19 UN-BRK                               | UN-BRK   | Art. | 19 |
§ 171e SGB V                                    | SGB V    | § | 171e |
§ 8 a SGB VIII                                  | SGB VIII | § | 8a |
§ 7 Abs. 2 Buchst. a der Hauptsatzung           | Hauptsatzung | § | 7 | paragraph=2 letter=a
§80 Abs.1 SGB VIII                              | SGB VIII | § | 80 | paragraph=1
§ 80 Abs. 1, 3 und 4 SGB VIII                   | SGB VIII | § | 80 | paragraph=1,3,4
§ 46 Abs. 1 - 4 KiBiz                           | KiBiz    | § | 46 | paragraph=1-4 state=NW
§ 24 Abs. 1 und 2 KiBiz                         | KiBiz    | § | 24 | paragraph=1,2 state=NW
§ 80 Abs. 1 Nrn. 2 und 3 SGB VIII               | SGB VIII | § | 80 | paragraph=1 number=2,3
§ 79 Abs. 2 Satz 1 Nr. 2 Halbsatz 1 SGB VIII    | SGB VIII | § | 79 | paragraph=2 sentence=1 number=2 half_sentence=1
§ 71 Abs. 3 Satz 2 2. Halbsatz SGB VIII         | SGB VIII | § | 71 | paragraph=3 sentence=2 half_sentence=2
§ 80 III SGB VIII                               | SGB VIII | § | 80 | paragraph=3
§ 75 Abs. I SGB VIII                            | SGB VIII | § | 75 | paragraph=1
§§ 45c und d SGB XI                             | SGB XI   | § | 45c | ; 45d
SGB VIII, § 80 Abs. 1                           | SGB VIII | § | 80 | paragraph=1
SGBII §22                                       | SGB II   | § | 22 |
§ 2 Freizügigkeitsgesetz/EU (FreizügG/EU)       | FreizügG/EU | § | 2 |
§ 16 (3) VOL/A                                  | VOL/A    | § | 16 | paragraph=3
Art. 17 Dublin-III-VO                           | Dublin-III-VO | Art. | 17 |
§ 2 Abs. 6 des Kinder- und Jugendhilfegesetzes für Baden-Württemberg (LKJHG) | LKJHG | § | 2 | paragraph=6 state=BW
§ 2 Abs. 6 des Kinder- und Jugendhilfegesetztes Baden-Württemberg (LKJHG) | LKJHG | § | 2 | paragraph=6 state=BW
§ 8b Absatz 2 (Kindertagesbetreuungsgesetz) | KiTaG | § | 8b | paragraph=2 state=BW
§ 1 Abs. 6 der „Musterverordnung“ | Musterverordnung | § | 1 | paragraph=6
§ 30 Schulgesetz Baden-Württemberg              | SchG     | § | 30 | state=BW
§ 30 SchG BW                                    | SchG     | § | 30 | state=BW
§ 29c des Gesetzes über den kommunalen Finanzausgleich | FAG | § | 29c | state=BW
§ 25 des Gesetzes über Musterfragen (MusFG)     | MusFG    | § | 25 |
§ 3 der Satzung für das Jugendamt der Stadt     | Satzung für das Jugendamt der Stadt | § | 3 |
Art. 25 (1) Allg. Erklärung der Menschenrechte  | AEMR     | Art. | 25 | paragraph=1
Art. 7 und 12 UN-KRK                            | UN-KRK   | Art. | 7 | ; 12
§ 24 und 25 SGB VIII                            | SGB VIII | § | 24 | ; 25
§ 90 Abs. 3 i. V. m. Abs. 1 SGB VIII            | SGB VIII | § | 90 | paragraph=3 ; 90
§§ 6 Abs. 2 bis 5, 7 Abs. 3 und 5 KiföG M-V     | KiföG M-V | § | 6 | paragraph=2-5 state=MV ; 7
§ 92 Absatz 2 und Absatz 3 der Kommunalverfassung für das Land Mecklenburg-Vorpommern (KV M-V) | KV M-V | § | 92 | paragraph=2,3 state=MV
NKomVG § 58 Abs. 1 Nr. 5                        | NKomVG   | § | 58 | paragraph=1 number=5 state=NI
Paragraph 80 SGB VIII                           | SGB VIII | § | 80 |
§ 22 Absatz 2 Punkt 4 SGB VIII                  | SGB VIII | § | 22 | paragraph=2 number=4
§ 3 der Satzung des Jugendamtes                 | Satzung des Jugendamtes | § | 3 |
nach dem 12. Sozialgesetzbuch                   | SGB XII  | act | - |
bare SGB VIII                                   | SGB VIII | act | - |
nach dem Asylbewerberleistungsgesetz            | AsylbLG  | act | - |
des Asylbewerberleistungsgesetzes               | AsylbLG  | act | - |
Mit der KiBiz-Novelle                           | KiBiz    | act | - | state=NW
im Achten Buch Sozialgesetzbuch                 | SGB VIII | act | - |
des Sozialgesetzbuches II                       | SGB II   | act | - |
nach dem Prostituiertenschutzgesetz             | ProstSchG | act | - |
nach dem neuen Musterfördergesetz               | Musterfördergesetz | act | - |
Anwendung des TVöD                              | TVöD     | collective agreement | - |
"""


def forms() -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in FORMS.strip().splitlines()]


@pytest.mark.parametrize(("text", "law", "kind", "section", "more"), [(*row, "")[:5] for row in forms()])
def test_a_citation_is_taken_apart(text: str, law: str, kind: str, section: str, more: str) -> None:
    parts, _, further = more.partition(";")
    expected = [(law, kind, None if section == "-" else one) for one in (section, *further.split())]
    found = cited(text)
    assert [(one["law"], one["kind"], one["section"]) for one in found] == expected
    said = {"paragraph": None} | dict(part.split("=") for part in parts.split())
    known = {"sentence", "number", "letter", "half_sentence", "alternative", "open_end", "link", "state", "paragraph"}
    assert {key: value for key, value in found[0].items() if key in known} == said


def test_two_acts_in_one_phrase_are_two_citations() -> None:
    first, second = cited("§ 8a SGB VIII i. V. m. § 4 KKG")
    assert (first["law"], first.get("link"), second["law"], second["link"]) == ("SGB VIII", None, "KKG", "i. V. m.")
    assert [one["law"] for one in cited("nach § 17 SGB I und § 95 SGB X")] == ["SGB I", "SGB X"]


@pytest.mark.parametrize("link", ["i. V. m.", "i.V.m.", "in Verbindung mit"])
def test_a_section_without_an_act_takes_that_of_the_one_it_is_joined_to(link: str) -> None:
    assert [(one["law"], one["section"]) for one in cited(f"gemäß § 79 {link} § 80 SGB VIII")] == [
        ("SGB VIII", "79"),
        ("SGB VIII", "80"),
    ]
    assert [one["section"] for one in cited("nach § 29 b und § 29 c FAG")] == ["29b", "29c"]


@pytest.mark.parametrize(
    ("dated", "sections", "copy"),
    [
        ("1. März 2018", ("11", "12", "13", "14"), "2021-05-15"),
        ("9. Juni 2021", ("11", "12", "13", "14"), "2021-05-15"),
        ("10. Juni 2021", ("11", "12", "13", "13a", "14"), "2021-07-01"),  # § 13a came with the KJSG of 10.06.2021
        ("1. März 2024", ("11", "12", "13", "13a", "14"), "2021-07-01"),
    ],
)
def test_a_range_is_expanded_against_the_sections_in_force_on_the_day(
    dated: str, sections: tuple[str, ...], copy: str
) -> None:
    (found,) = cited("Angebote nach §§ 11 bis 14 SGB VIII", dated=dated)
    assert (found["section"], found["sections"], found["sections_as_of"]) == ("11-14", sections, copy)


def test_a_range_of_an_act_of_which_no_copy_is_at_hand_is_not_expanded() -> None:
    (found,) = cited("§§ 136 bis 142 BauGB", dated="1. März 2018")
    assert (found["section"], "sections" in found) == ("136-142", False)


@pytest.mark.parametrize(
    ("dated", "content"), [("25. Januar 2018", "/participation"), ("1. März 2022", "/quality")]
)  # domain study 1.4: Abs. 3 was about participation until 9 June 2021, about quality since
def test_a_citation_is_resolved_at_the_day_of_the_step_that_makes_it(dated: str, content: str) -> None:
    from planwerk.law import find_provision

    (found,) = cited("Beteiligung nach § 80 Abs. 3 SGB VIII", dated=dated)
    provision = find_provision("§ 80 Abs. 3 SGB VIII")
    assert provision is not None
    assert found["provision"] == provision.iri
    (edition,) = [one for one in provision.editions if one.iri == found["edition"]]
    assert f"/{edition.content}" == content


def test_an_act_of_several_states_is_that_of_the_papers_state() -> None:
    assert [(one["law"], one.get("state")) for one in cited("§ 23a SchulG", "SN")] == [("SächsSchulG", "SN")]
    assert [(one["law"], one.get("state")) for one in cited("§ 80 SchulG", "NW")] == [("SchulG NRW", "NW")]
    assert [(one["law"], one.get("state")) for one in cited("§ 80 SchulG")] == [("SchulG", None)]
    assert [(one["law"], one.get("state")) for one in cited("§ 70 Abs. 1 GemO", "BW")] == [("GemO", "BW")]


@pytest.mark.parametrize(
    "text",
    [
        "wird umgesetzt", "Abs. 1 Satz 2 Nr. 3", "III. Quartal 2019", "Artikel in der Zeitung", "auf dem Weg", "Gegen Armut",
        "der Gesetzgeber", "gesetzliche Grundlage", "das Bundesverfassungsgericht (BVerfG)", "VOLKSWOHNUNG GmbH", "Bundesgesetz",
        "§ 4 UMFANG DER ZUWENDUNG", "nach § 3 Absatz 2", "Tagesordnung", "AG Soziales", "Artikel 16 des Gesetzes vom 4. April 2023", "das Sozialgesetzbuch", "AG 7 und 8", "Größenordnung",
    ],
)  # fmt: skip
def test_what_only_looks_like_law_is_none(text: str) -> None:
    assert cited(text) == []


def test_a_second_book_of_the_code_is_named_by_its_number_alone() -> None:
    assert [one["law"] for one in cited("Leistungen nach SGB II oder XII, SGB VIII/IX")] == [
        "SGB II",
        "SGB XII",
        "SGB VIII",
        "SGB IX",
    ]


def test_the_abbreviation_in_brackets_tells_which_states_act_it_is() -> None:
    assert [one["law"] for one in cited("das Kindertagesförderungsgesetz (KitaFöG)")] == ["KitaFöG", "KitaFöG"]


def test_a_section_whose_act_is_not_named_is_said_to_be_unread() -> None:
    text = "Nach § 3 Absatz 2 ist das möglich.\n§ 4 Umfang\nGefördert wird …"
    finds = list(find_law(to_paper("a.txt", b"", text, read_profile())))
    assert [(find.field, text[find.start : find.end]) for find in finds] == [("unread", "§ 3 Absatz 2")]


def test_every_name_of_an_act_finds_it() -> None:
    for act in acts():
        for name in (act.short, *act.names):
            assert is_known(name), name
            assert find_act(name, act.state) is not None, name


def test_the_paths_of_acts_are_distinct_and_printable() -> None:
    paths = [act.path for act in acts()]
    assert len(paths) == len(set(paths))
    assert all(path.isascii() and path == path.lower() for path in paths)


def test_sections_run_in_order_and_unknown_ends_give_nothing() -> None:
    act = find_act("SGB VIII")
    assert act is not None
    found = sections_between(act, "78", "79", None)
    assert found is not None
    assert found[0] == ("78", "78a", "78b", "78c", "78d", "78e", "78f", "78g", "79")
    assert sections_between(act, "78", "799", None) is None
    assert sections_between(act, "80", "79", None) is None


PIECES = [
    "§ ",
    "§§ ",
    "80",
    "8a",
    " Abs. ",
    "1",
    " Satz ",
    " und ",
    " bis ",
    "-",
    ", ",
    " ff.",
    " SGB VIII",
    " KKG",
    " i. V. m. ",
    "Art. ",
    "(",
    ")",
    "\n",
    " Nr. ",
    " des ",
    "Gesetz",
    " zur ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_citations_stand_in_the_text_and_in_its_order(text: str) -> None:
    found = list(citations(text))
    assert [one.start for one in found] == sorted(one.start for one in found)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert one.section is not None


@pytest.mark.long
@pytest.mark.parametrize(
    "stuff",
    [
        "§ ",
        "§",
        "§ 1 ",
        "§§ 1, ",
        "1",
        " ",
        "\n",
        "Art. 1 ",
        "SGB ",
        "Gesetz zur ",
        "Gesetz zur a ",
        "A-",
        "Aa",
        "Gesetzes über ",
        "§ 1 Abs. 1 ",
        "(",
        "G",
    ],
)
def test_a_long_run_of_anything_ends(stuff: str) -> None:
    text = stuff * (40_000 // len(stuff))
    paper = to_paper("a.txt", b"", text, read_profile())
    assert len([*find_law(paper), *find_acts(paper)]) <= len(text)
