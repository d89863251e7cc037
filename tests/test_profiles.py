"""Profiles: every pattern row proves itself by its examples, and a text shows whose it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from planwerk.errors import PatternError
from planwerk.find.references import find_references
from planwerk.paper import to_paper
from planwerk.profile import GENERIC, Profile, ReferencePattern, profile_of, profiles, read_profile

Ran = CompletedProcess[str]
ROWS = [
    pytest.param(profile, form, id=form.rule)
    for profile in map(read_profile, profiles())
    for form in profile.references
    if form.rule.startswith(f"reference.{profile.name}.")
]


def cued(form: ReferencePattern, text: str) -> list[str]:
    return [match[0] for match in form.finditer(text) if form.is_cued(match)]


def numbers(text: str, profile: Profile) -> list[str]:
    paper = to_paper("a.txt", text.encode(), text, profile)
    return [paper.reading[find.start : find.end] for find in find_references(paper)]


@pytest.mark.parametrize(("profile", "form"), ROWS)
def test_each_row_reads_its_examples_and_nothing_of_its_counterexamples(
    profile: Profile, form: ReferencePattern
) -> None:
    assert form.examples and form.counterexamples
    for example in form.examples:
        assert len(cued(form, example)) == 1, example
    for example in form.counterexamples:
        assert cued(form, example) == [], example


@pytest.mark.parametrize("name", profiles())
def test_no_profile_takes_years_laws_or_telephones_for_numbers(name: str) -> None:
    text = """Im Doppelhaushalt 2019/2020 und im Schuljahr 2022/23, Kindergartenjahr 2024/25, PSP-Element 1.100.31.1.1.01
    („Altenhilfeplan“), § 24 Abs. 1 und 2 SGB VIII, Verordnung (EU) 2016/679, Telefon 0341/123-4567, 14-20 Uhr,
    Bundestagsdrucksache 19/26107, Az. 11 K 2695/15, Bebauungsplan Nr. 123/2019, CDU/CSU, Beschluss 17/18, 1/1"""
    assert numbers(text, read_profile(name)) == []


# Forms as German municipalities print them (see the profiles' comments); the numbers themselves are invented.
FORMS = {
    "Drucksache Nr.: 0123/2021 BV": "0123/2021 BV",
    "Vorlage-Nr. 20/0815-B1": "20/0815-B1",
    "VO/0815/21": "VO/0815/21",
    "Vorl.-Nr. 123/2020": "123/2020",
    "Beschluss-Nr. 112/2019": "112/2019",
    "2021/BV/1234": "2021/BV/1234",
    "Drs. IX-0815": "IX-0815",
    "0123/2021/BV": "0123/2021/BV",
    "B-123/2019": "B-123/2019",
    "Vorlage-Nr.: VII/2019/00123": "VII/2019/00123",
    "Drucksache Nr.: 12345-20": "12345-20",
    "Vorlage: 2021/0815": "2021/0815",
    "Beschlussvorlage 071/2022": "071/2022",
    "Vorlage 51/123/2021": "51/123/2021",
    "(Drucksache 18/2020)": "18/2020",
    "Vorlage\n0065/2024/KREIS": "0065/2024/KREIS",
    "Haushaltsantrag\nNr. 815/2021\n": "815/2021",
    "Empfehlungsvorlage (inaktiv) - A 40/0815/WP15": "A 40/0815/WP15",
    "Vorlage\nFB3/0815/2016\nArt\nBeschlussvorlage": "FB3/0815/2016",
    "Drucksache - DrS/2023/815": "DrS/2023/815",
    "Vorlage - An0815/2021-2026VO": "An0815/2021-2026VO",
    "Geschäftliche Mitteilung - 0815/2022": "0815/2022",
    "anliegende Drucksache 21-0815B": "21-0815B",
    "21-0815\n\nRaum für alle": "21-0815",
    "Der Ratsantrag Nr. 815/18 der SPD-Fraktion": "815/18",
    "Vorlage-Nr. 1815 /15/1": "1815 /15/1",
    "Beschluss der Stadtverordnetenversammlung 815/ 2009": "815/ 2009",
    "(Beschluss der SVV 030/2009)": "030/2009",
    "unter Vorlage 0815-2015/KrMu": "0815-2015/KrMu",
    "Umsetzungsbericht Nr. 2017/0815": "2017/0815",
    "Stellungnahme der Verwaltung Nr. 2016/0815-V1": "2016/0815-V1",
}


def test_a_number_alone_on_its_line_is_one_if_another_of_its_shape_has_a_cue() -> None:
    head = "Vorlagenummer\n\nStadt Musterstadt\n\n12/816/06\n\nBezugsdrucksache\n\n11/815/32; 11/815/33\n"
    assert numbers(head, read_profile()) == ["12/816/06", "11/815/32", "11/815/33"]
    assert numbers(head.replace("\n12/816/06", "\nKonto 12/816/06"), read_profile()) == ["11/815/32", "11/815/33"]


@pytest.mark.parametrize("text", FORMS)
def test_the_generic_profile_reads_the_forms_of_cities_without_one(text: str) -> None:
    assert numbers(text, read_profile()) == [FORMS[text]]


def test_a_number_once_introduced_counts_where_it_stands_bare() -> None:
    text = "Vorlage 2023/0784 wurde vertagt. Mit 2023/0784 wird auch 2021/0001 beraten."
    assert numbers(text, read_profile()) == ["2023/0784", "2023/0784"]


def test_suffixes_are_read_from_left_to_right() -> None:
    # The second amendment to the second new version of a proposal; the position on a motion.
    text = "VI-DS-06434-NF-02-ÄA-02, VI-A-05385-VSP-01 und VI-A-05385-NF-02"
    paper = to_paper("a.txt", text.encode(), text, read_profile("leipzig"))
    assert [dict(find.values) for find in find_references(paper)] == [
        {"kind": "amendment", "on": "VI-DS-06434-NF-02"},
        {"kind": "position", "on": "VI-A-05385"},
        {"kind": "motion", "on": "VI-A-05385", "revision": 2},
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Die Stadt Leipzig, Vorlage VII-DS-00500", "leipzig"),  # its own form of number and its name
        ("Stadt Karlsruhe, Stadtverwaltung Karlsruhe", "karlsruhe"),  # named twice
        ("Die Stadt Leipzig und die Stadt Köln", GENERIC),  # one vote each
        ("VII-DS-00500", GENERIC),  # one number may be quoted by another city
        ("", GENERIC),
    ],
)
def test_a_text_shows_whose_it_is_and_in_doubt_it_is_nobodys(text: str, name: str) -> None:
    assert profile_of(text).name == name


def test_a_new_city_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "musterstadt.toml"
    path.write_text(
        'state = "SN"\ncities = ["Musterstadt"]\n[[reference]]\npattern = \'MS-(?P<code>[AV])\\d{3}\'\n[kinds]\nA = "motion"\n'
    )
    profile = read_profile(path)
    assert numbers("MS-A123 und Vorlage Nr. 2023/0784", profile) == ["MS-A123", "2023/0784"]
    assert profile.headings.keys() >= {"motion", "reasons"}, "what any city does holds here as well"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[[reference]]\npattern = '('", "is no pattern"),
        ("[[reference]]\nkind = 'motion'", "has no pattern"),
        ("[[term]]\nname = 'VI'", "wants name, first and last"),
        ("name =", "cannot be read"),
    ],
)
def test_a_broken_profile_is_named_with_what_is_wrong(content: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(content)
    with pytest.raises(PatternError, match=r"broken\.toml") as raised:
        read_profile(path)
    assert says in raised.value.message


def test_the_seed_has_eight_numbers_and_nothing_else(corpus: Path) -> None:
    text = (corpus / "seed-leipzig-VI-A-05385.txt").read_text("utf-8")
    assert profile_of(text).name == "leipzig"
    for name in ("leipzig", GENERIC):
        assert sorted(set(numbers(text, read_profile(name)))) == [
            "DS-00077/14", "RB-V-1433/12", "RBV-1165/12", "RBV-1293/12", "RBV-1826/13",
            "VI-A-05385-VSP-01", "VI-DS-03588", "VI-DS-04839-NF-01",
        ]  # fmt: skip


def test_the_check_shows_what_is_read_and_what_nothing_reads(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Vorlage VII-DS-00500\nHaushaltslage:\nVorlage 12-34-56 im Schuljahr 2022/23\n", encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text("Haushaltslage:\nVII-DS-00500-NF-01\n", encoding="utf-8")
    (tmp_path / "c.exe").write_bytes(b"\0")
    ran = run("profile", "check", tmp_path, "--profile", "leipzig", "--json")
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert (found["profile"], found["papers"], found["rejected"]) == ("leipzig", 2, 1)
    read = {use["rule"]: (use["read"], use["papers"], use["examples"]) for use in found["patterns"] if use["read"]}
    assert read == {"reference.leipzig.1": (2, 2, ["VII-DS-00500", "VII-DS-00500-NF-01"])}
    assert {"text": "Haushaltslage", "count": 2, "papers": 2} in found["headings"]
    assert [one["text"] for one in found["numbers"]] == ["12-34-56"]


def test_a_collision_with_a_date_is_told(run: Callable[..., Ran], tmp_path: Path) -> None:
    profile = tmp_path / "city.toml"
    profile.write_text("[[reference]]\npattern = '\\d{4}/\\d{2}'\nyears = true\n", encoding="utf-8")
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "a.txt").write_text("im Schuljahr 2022/23\n", encoding="utf-8")
    found = json.loads(run("profile", "check", papers, "-p", profile, "--json").stdout)
    assert [(one["text"], one["other"]) for one in found["collisions"]] == [
        ("2022/23", "school-year: Schuljahr 2022/23")
    ]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_profiles_are_listed_and_checked_as_a_table(lang: str, run: Callable[..., Ran], tmp_path: Path) -> None:
    listed = run("profile", "list", "--format", "table", "--lang", lang).stdout
    assert all(name in listed for name in profiles())
    (tmp_path / "a.txt").write_text("Vorlage VII-DS-00500\n", encoding="utf-8")
    checked = run("profile", "check", tmp_path, "--format", "table", "--lang", lang).stdout
    assert {"de": "Muster", "en": "pattern"}[lang] in checked


def test_no_folder_is_said(run: Callable[..., Ran], tmp_path: Path) -> None:
    ran = run("profile", "check", tmp_path / "none")
    assert ran.returncode == 2
    assert "is no folder" in ran.stderr and "hint:" in ran.stderr


def test_a_profile_of_ones_own_is_held_to_its_examples(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """A new city is a file and no code; the mistakes made in it are named, row by row."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text("Vorlage VO/2019/105", "utf-8")
    own = tmp_path / "musterdorf.toml"
    row = "[[reference]]\npattern = '(?<![\\w/-])VO/\\d{4}/\\d{3}(?![\\w/])'\n"
    own.write_text(row + 'examples = ["VO/2019/105"]\ncounterexamples = ["VO 2019"]\n', "utf-8")
    good = run("profile", "check", tmp_path / "papers", "--profile", own, "--json")
    assert (good.returncode, json.loads(good.stdout)["failing"]) == (0, [])
    own = tmp_path / "mistaken.toml"
    own.write_text(row + 'examples = ["VO/19/105"]\ncounterexamples = ["VO/2019/105"]\n\n' + row, "utf-8")
    bad = run("profile", "check", tmp_path / "papers", "--profile", own, "--json")
    assert bad.returncode == 1
    assert [(one["rule"], one["text"], one["why"]) for one in json.loads(bad.stdout)["failing"]] == [
        ("reference.mistaken.1", "VO/19/105", "not read"),
        ("reference.mistaken.1", "VO/2019/105", "read"),
        ("reference.mistaken.2", "", "no example"),
        ("reference.mistaken.2", "", "no counter-example"),
    ]
    table = run("profile", "check", tmp_path / "papers", "--profile", own, "--format", "csv").stdout
    assert "VO/19/105 wird nicht gelesen" in table
