"""Musterstadt and Nebenstadt: the invented cities are what their papers say, and the code finds what people found."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

import places
import planwerk
from conftest import Ran
from golden_answers import ANSWERS
from places import DATA
from planwerk import shipped
from planwerk.compare import compare
from planwerk.find.references import find_references
from planwerk.gaps.checks import WORK
from planwerk.paper import to_paper
from planwerk.passages import digest, find_again
from planwerk.profile import read_profile
from planwerk.questions import checks, questions
from planwerk.readingcopy import norm
from planwerk.vocabulary import NS
from typesetting import DOCX, PAPERS, PDF, TEXTS, text_layer

GOLDEN = Path(__file__).parent / "golden"
OWN_PAPERS = [path for city in places.CITIES for path in sorted((DATA / city / "papers").iterdir())]
SCAN = "2012-0288-seniorenplan-2012.pdf"
Rows: TypeAlias = list[dict[str, str]]


def golden(city: str, name: str) -> Rows:
    lines = (GOLDEN / city / name).read_text("utf-8").splitlines()
    head, *rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert all(len(row) == len(head) for row in rows)
    return [dict(zip(head, row, strict=True)) for row in rows]


# ---- the papers ----


def test_there_are_20_to_30_papers_in_every_form_and_they_are_small() -> None:
    papers = list(PAPERS.iterdir())
    assert 20 <= len(papers) <= 30
    assert {paper.suffix for paper in papers} == {".txt", ".md", ".html", ".pdf", ".docx"}
    shipped_ones = [
        path
        for city in places.CITIES
        for path in (DATA / city).rglob("*")
        if path.is_file() and "build" not in path.parts
    ]
    assert set(OWN_PAPERS) < set(shipped_ones)
    assert sum(path.stat().st_size for path in shipped_ones) < 3_000_000


@pytest.mark.parametrize("name", [f"{stem}.pdf" for stem in PDF] + [f"{stem}.docx" for stem in DOCX])
def test_a_set_paper_says_what_its_text_says(name: str) -> None:
    source = (TEXTS / Path(name).with_suffix(".txt").name).read_text("utf-8")
    words = [word for word in re.split(r"[\s|]+", source) if word]
    assert text_layer(PAPERS / name).split() == words


def paper_called(city: str, number: str) -> Path:
    """Give the one paper whose name begins with this number; a version of it has a number of its own."""
    begins = re.compile(rf"{re.escape(number.replace('/', '-'))}(?!-(?:N|V|AE)\d)")
    [paper] = [path for path in (DATA / city / "papers").iterdir() if begins.match(path.name)]
    return paper


def test_every_kind_of_paper_form_and_defect_is_in_the_paper_that_the_table_names() -> None:
    readme = (DATA / "musterstadt" / "README.md").read_text("utf-8")
    table = readme.partition("| what | paper | words |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| ([^|-][^|]*) \| (\S+) \| (.+) \|$", table, re.M)
    assert len(rows) > 50
    for what, number, words in rows:
        assert norm(words) in norm(text_layer(paper_called("musterstadt", number))), what


def test_the_scan_has_no_text_to_read() -> None:
    assert text_layer(PAPERS / SCAN).strip() == ""


def all_that_is_told() -> Iterator[str]:
    """Yield the text of every paper, and of all that tells of the cities: tutorials, stories, feed, truth."""
    yield from (text_layer(paper) for paper in OWN_PAPERS)
    for city in places.CITIES:
        for folder in (DATA / city, GOLDEN / city, ANSWERS / city):
            for path in sorted(folder.rglob("*")):
                own = path.suffix in (".md", ".json", ".tsv", ".trig", ".toml") and path.parent.name != "build"
                if own and path not in OWN_PAPERS:
                    said = places.statements(path.read_text("utf-8"))
                    # The keys and types of an OParl object are those of the standard, and the same in every feed.
                    yield "\n".join(re.findall(r'": "([^"/]*)"', said)) if path.parent.name == "oparl" else said


def test_only_the_mustermanns_live_in_the_invented_cities() -> None:
    said = "\n".join(all_that_is_told())
    named = set(re.findall(r"\b(?:Herrn?|Frau|Dr\.|Prof\.) (?:[A-ZÄÖÜ][a-zäöüß]+ )?[A-ZÄÖÜ][a-zäöüß]+", said))
    assert named <= {"Frau Oberbürgermeisterin", "Herr Landrat"}
    assert set(re.findall(r"\w+ Mustermann\b", said)) <= {"Erika Mustermann", "Max Mustermann"}


@pytest.mark.slow
def test_no_fourteen_words_of_a_real_paper_stand_in_an_invented_one(corpus: Path) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[start : start + 14]) for start in range(len(words) - 13)}

    ours = set().union(*map(runs, all_that_is_told()))
    assert len(ours) > 30_000
    for path in corpus.rglob("*"):
        if path.suffix in (".txt", ".md", ".json", ".jsonl"):
            assert not ours & runs(path.read_text("utf-8", "replace")), path


# ---- the statements ----


@pytest.mark.parametrize("path", places.curated_files(), ids=lambda path: path.name)
def test_every_place_is_where_the_words_stand(path: Path) -> None:
    assert path.read_text("utf-8") == places.written(path), "python tests/places.py"


def test_a_passage_that_the_paper_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="nowhere"):
        places.find("Das Amt plant.", "Das Amt plante", "x.trig")
    with pytest.raises(ValueError, match="more than once"):
        places.find("Das Amt. Das Amt.", "Das Amt", "x.trig")


def test_every_passage_is_found_again_by_its_words_and_checksum() -> None:
    path = DATA / "musterstadt" / "curated" / "b-118-16.trig"
    text = text_layer(PAPERS / "2016-11-24-niederschrift-stadtrat.pdf")
    found = list(places.cited(path))
    assert len(found) == 5
    for passage in found:
        assert find_again(text, len(norm(passage.text).split()), digest(passage.text)) == norm(passage.text)


def test_every_paper_has_its_graph_and_every_graph_its_paper() -> None:
    for city in places.CITIES:
        named = {
            quad.object.value
            for path in (DATA / city / "curated").glob("*.trig")
            for quad in parse(path.read_bytes(), format=RdfFormat.TRIG)
            if quad.predicate == NamedNode(NS + "fileName") and isinstance(quad.object, Literal)
        }
        assert named == {paper.name for paper in (DATA / city / "papers").iterdir()}


# ---- what the code finds in them ----


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give a function that copies a shipped city, once, so that its build lies apart."""
    import shutil

    folder = tmp_path_factory.mktemp("cities")

    @cache
    def copied(name: str) -> Path:
        shutil.copytree(DATA / name, folder / name, ignore=shutil.ignore_patterns("build"))
        return folder / name

    return copied


@pytest.mark.parametrize("name", places.CITIES)
def test_the_city_is_built_and_nothing_violates_a_shape(
    name: str, city: Callable[[str], Path], run: Callable[..., Ran]
) -> None:
    account = json.loads(run("build", city(name), "--json").stdout)
    assert account["violations"] == 0
    assert account["read"] == account["stored"], "each paper's content is stated by hand, so none needs to be opened"


def test_the_scan_is_told_of_as_without_text_and_not_as_without_finding(run: Callable[..., Ran]) -> None:
    scan = shipped.data() / "musterstadt" / "papers" / "2012-0288-seniorenplan-2012.pdf"
    told = run("read", scan, scan.parent / "2016-0417-antrag.txt", "--json")
    assert told.returncode == 0 and json.loads(told.stdout)[0]["rejected"] == "without_text"


FINDINGS = {name: golden(name, "findings.tsv") for name in places.CITIES}
CASES = [(name, day) for name in places.CITIES for day in FINDINGS[name][0] if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)]
TABLES = [(name, table) for name in places.CITIES for table in ("findings.tsv", "compare.tsv", "control.tsv")]


def stands(row: dict[str, str], city: str) -> bool:
    """Tell whether the words of a row's place stand in the paper it names; of the scan it is the picture."""
    number, _, words = row["place"].partition(": ")
    paper = paper_called(city, number)
    return norm(words) in norm(text_layer(paper)) or (paper.name == SCAN and words == "(Bild)")


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_each_golden_row_says_why_and_names_words_that_stand_in_a_paper(name: str, table: str) -> None:
    """Only of a field that no paper names, the place is „nirgends“."""
    for row in golden(name, table):
        assert len(row["why"]) >= 3, row
        assert row["check"] == "G01" if row["place"] == "nirgends" else stands(row, name), row


@pytest.mark.parametrize(
    "path", sorted(ANSWERS.glob("*stadt/*.tsv")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_each_row_of_an_answer_says_why_and_names_words_that_stand_in_a_paper(path: Path) -> None:
    """Only our own background comes from no paper."""
    assert {one.name for one in path.parent.iterdir()} == {f"{question}.tsv" for question in questions()}
    for row in golden("", str(path)):
        assert row["why"], row
        assert "Hintergrund" in row["why"] if row["place"] == "nirgends" else stands(row, path.parent.name), row


def subject(finding: Any) -> str:
    return " ".join(thing.rsplit("/", 1)[-1] for thing in finding.subjects)


@pytest.mark.parametrize(("name", "day"), CASES)
def test_every_check_finds_what_people_found(name: str, day: str, city: Callable[[str], Path]) -> None:
    """Compare gaps and undecidable ones row by row; "ok" and "-" say that no finding stands there."""
    known = set(checks()) | set(WORK)
    wanted = {
        (row["check"], row["subject"]): row[day]
        for row in FINDINGS[name]
        if row["check"] in known and row[day] not in ("ok", "-")
    }
    found = {}
    for finding in planwerk.open(city(name), as_of=day).gaps():
        days = f":{finding.days}" if finding.days is not None else ""
        if finding.verdict != "ok" and finding.check in known:
            found[finding.check, subject(finding)] = {"gap": f"gap{days}", "not_decidable": "nd"}[finding.verdict]
    assert found == wanted


@pytest.mark.parametrize(("name", "day"), CASES)
def test_what_people_found_in_order_is_found_in_order(name: str, day: str, city: Callable[[str], Path]) -> None:
    fine = {
        (finding.check, subject(finding))
        for finding in planwerk.open(city(name), as_of=day).gaps()
        if finding.verdict == "ok"
    }
    ten = {"G01", "G04", "G05", "G07", "G09", "G11", "G13", "G17", "G21"}  # these give a row for what is in order, too
    told = {(row["check"], row["subject"]) for row in FINDINGS[name] if row[day] == "ok" and row["check"] in ten}
    assert {key for key in fine if key[0] in ten} == told


@pytest.mark.parametrize("row", golden("musterstadt", "checks.tsv"), ids=lambda row: row["check"])
def test_every_check_fires_is_silent_where_a_careless_one_is_not_and_is_undecided_where_it_can_be(
    row: dict[str, str],
) -> None:
    """Each cell is a finding by hand ("thing day"); a check that is never undecided says what in its definition rules it out."""
    city = dict.fromkeys(("fires", "silent", "not_decidable"), "musterstadt")

    def verdict(column: str) -> str:
        cell = row[column]
        if cell.startswith("nebenstadt: "):
            city[column], cell = "nebenstadt", cell.removeprefix("nebenstadt: ")
        thing, _, day = cell.rpartition(" ")
        [found] = [f[day] for f in FINDINGS[city[column]] if (f["check"], f["subject"]) == (row["check"], thing)]
        return found

    assert verdict("fires").startswith("gap")
    assert verdict("silent") in ("ok", "-")
    assert len(row["trap"]) > 15 and len(row["reason"]) > 15
    undecided = {f["check"] for rows in FINDINGS.values() for f in rows if "nd" in f.values()}
    if row["not_decidable"] == "-":
        assert row["check"] not in undecided, "its definition does not allow it"
    else:
        assert verdict("not_decidable") == "nd"


def test_the_table_of_checks_has_all_of_them() -> None:
    listed = [row["check"] for row in golden("musterstadt", "checks.tsv")]
    assert listed == sorted(set(checks()) | set(WORK)) and len(listed) == 28


@pytest.mark.parametrize("name", places.CITIES)
def test_the_control_table_is_the_one_made_by_hand(name: str, city: Callable[[str], Path]) -> None:
    rows = planwerk.open(city(name), as_of="2020-07-01").control()
    said = [
        {
            "number": row.number, "mover": row.mover, "decided": row.decided, "point": row.point_number,
            "deadline": row.deadline, "state": row.state, "responsible": row.responsible,
            "last_report": row.last_report, "delay": row.delay,
        }
        for row in rows
    ]  # fmt: skip
    shown = [{name: "-" if value is None else str(value) for name, value in row.items()} for row in said]
    wanted = [{key: row[key] for key in row if key not in ("why", "place")} for row in golden(name, "control.tsv")]
    assert shown == wanted


def test_a_quote_is_shown_beside_what_it_proves(city: Callable[[str], Path]) -> None:
    [finding] = [
        f for f in planwerk.open(city("musterstadt"), as_of="2020-07-01").gaps(only=["G09"]) if f.verdict == "gap"
    ]
    # The plan is a PDF, the position a DOCX, the report a text file: all are quoted.
    assert [proof.quote for proof in finding.evidence] == [
        "Das Sozialamt legt bis Ende 2018 ein Konzept Wohnberatung vor."
    ]
    rows = planwerk.open(city("musterstadt"), as_of="2020-07-01").control()
    quotes = [proof.quote for row in rows for proof in row.evidence if proof.quote]
    assert "Der Seniorenplan 2019 bis 2024 wurde am 28.03.2019 beschlossen." in quotes
    assert any(quote.startswith("1. Das Sozialamt erarbeitet bis Mitte 2018") for quote in quotes)


# ---- what a perfect reader finds ----


def truth(paper: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((GOLDEN / "musterstadt" / f"{paper.stem}.gold.json").read_text("utf-8"))
    return said


def entries_of(gold: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is to be found, as field and name: a step is called by its kind and number, a sitting by its day."""
    for field in ("document_numbers", "actors", "plans"):
        yield from ((field, value) for value in gold.get(field, []))
    for field in ("legal_citations", "dates", "due", "amounts", "text_reuse"):
        yield from ((field, entry["text"]) for entry in gold.get(field, []))
    for step in gold.get("process_steps", []):
        yield "process_steps", f"{step['kind']} {step['document'] or step['date']}"
    for one in gold.get("consultations", []):
        yield "consultations", f"{one['body']} {one['date']}"
    for one in gold.get("planning_basis", []):
        yield "planning_basis", ", ".join([one["domain"], *one["basis"]])
    for values in gold.get("optional", {}).values():
        yield from (("optional", value) for value in values)


@pytest.mark.parametrize("paper", sorted(PAPERS.iterdir()), ids=lambda paper: paper.name)
def test_each_entry_of_the_truth_on_a_paper_says_why_and_stands_in_the_paper(paper: Path) -> None:
    gold, text = truth(paper), text_layer(paper)
    assert gold["file"] == paper.name and gold["why"]
    places = gold.get("places", [])
    assert Counter((place["field"], place.get("entry", place["text"])) for place in places) == Counter(entries_of(gold))
    for place in places:
        assert norm(text[place["start"] : place["end"]]) == place["text"], place
        assert len(place["why"].split()) >= 3 and place["why"] != place["text"], place
    for step in gold.get("process_steps", []):
        assert step["document"] is None or step["document"] in gold["document_numbers"]
    for trap in gold["traps"] if text.strip() else []:  # of the scan there is no text to quote
        quoted = re.search("„([^“]+)“", trap)
        assert quoted and norm(quoted[1]) in norm(text), trap


def test_the_words_that_a_motion_takes_over_are_counted_in_both_papers() -> None:
    """The golden run is as long as the longest that both papers have, and the place of the by-law is where it stands."""
    motion, by_law = PAPERS / "2018-0066-antrag-mit-stellungnahme.md", PAPERS / "2014-0401-beteiligungssatzung.txt"
    [run] = truth(motion)["text_reuse"]
    words, theirs = re.findall(r"\w+", run["text"]), " ".join(re.findall(r"\w+", text_layer(by_law)))
    assert run["words"] == len(words) and " ".join(words) in theirs
    ours = re.findall(r"\w+", text_layer(motion))
    longer = {" ".join(ours[start : start + len(words) + 1]) for start in range(len(ours) - len(words))}
    assert not any(one in theirs for one in longer)
    paragraph = text_layer(by_law).split("§ 2 Gegenstand")[1].split("(2)")[0]
    assert norm(run["text"]) in norm(paragraph)
    assert (run["source"], run["section"], run["paragraph"], run["edition"]) == ("2014/0401", "2", "1", "2015-01-01")


@pytest.mark.parametrize("paper", sorted(PAPERS.iterdir()), ids=lambda paper: paper.name)
def test_the_profile_reads_every_number_and_no_year(paper: Path) -> None:
    text = text_layer(paper)
    read = to_paper(paper.name, b"", text, read_profile("musterstadt"))
    found = {read.reading[find.start : find.end] for find in find_references(read)}
    assert found == set(truth(paper)["document_numbers"])


# ---- the comparison of each motion ----


@pytest.mark.parametrize("name", places.CITIES)
def test_what_became_of_each_motion_is_what_people_found(name: str, city: Callable[[str], Path]) -> None:
    dataset = planwerk.open(city(name), as_of="2020-07-01").data
    rows = golden(name, "compare.tsv")
    for motion, resolution in dict.fromkeys((row["motion"], row["resolution"]) for row in rows):
        if resolution == "-":
            continue  # rejected: there is no text to compare with
        changes = compare(dataset, motion, resolution).changes
        assert [
            (change.element, change.verdict, "-" if change.days is None else str(change.days)) for change in changes
        ] == [
            (row["element"], row["class"], row["days"])
            for row in rows
            if (row["motion"], row["resolution"]) == (motion, resolution)
        ]
