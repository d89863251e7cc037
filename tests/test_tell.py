"""From paper to graph: what a page tells, in whose name, from which day, and where each statement stands."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from conftest import Ran
from golden_answers import golden_rows
from planwerk import pipeline
from planwerk.control import control
from planwerk.dataset import Dataset, as_of
from planwerk.inference import infer
from planwerk.paper import to_paper
from planwerk.profile import read_profile
from planwerk.questions import Value, ask, query
from planwerk.reading import Item, read
from planwerk.statements import digest
from planwerk.tell import Place, tell
from planwerk.workspace import Workspace, create_workspace, read_workspace

PAGES = Path(__file__).parent / "papers"
WHOLE = "a-whole-procedure-on-one-page.txt"
DAY = date(2022, 7, 1)


def workspace_of(folder: Path, *papers: Path, name: str = "Musterstadt") -> Workspace:
    create_workspace(folder, name=name, key="99000000", kind="kreisfreie Stadt", state="SN")
    for paper in papers:
        shutil.copy(paper, folder / "papers" / paper.name)
    return read_workspace(folder)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Build:
    """Give the build of a workspace that holds nothing but one page with a whole procedure."""
    return pipeline.build(workspace_of(tmp_path_factory.mktemp("whole") / "city", PAGES / WHOLE))


def on(day: date, made: pipeline.Build) -> Dataset:
    base = "https://w3id.org/planwerk/id/de-99000000/"
    return infer(as_of(list(made.dataset.store), day), base)


def rows(made: pipeline.Build, question: str, *columns: str, day: date = DAY) -> list[tuple[Value, ...]]:
    return [tuple(row[column] for column in columns) for row in ask(on(day, made), question).as_dicts()]


# ---- what the page says; every expected value is read off tests/papers/a-whole-procedure-on-one-page.txt ----


def test_each_version_has_a_graph_of_its_own_with_speaker_and_day(whole: pipeline.Build) -> None:
    spoken = [row for row in rows(whole, "who-speaks", "source", "speaker", "since") if row[1]]
    assert spoken == [
        ("Verwaltungsstandpunkt, erste Fassung vom 3. März 2021", "Verwaltung der Stadt Musterstadt", date(2021, 3, 3)),
        ("Antrag, Neufassung vom 4. Mai 2021", "Antragsteller (im Datenbestand nicht genannt)", date(2021, 5, 4)),
        # the new version of the position has no day of its own: known from the decision that adopts it
        (
            "Verwaltungsstandpunkt, Neufassung (Alternativvorschlag)",
            "Verwaltung der Stadt Musterstadt",
            date(2021, 6, 9),
        ),
        ("Beschluss vom 9. Juni 2021", "Stadtrat", date(2021, 6, 9)),
        ("Bericht zur Umsetzung vom 2. November 2021", "Verwaltung der Stadt Musterstadt", date(2021, 11, 2)),
        ("Bericht zur Umsetzung vom 30. Juni 2022", "Verwaltung der Stadt Musterstadt", date(2022, 6, 30)),
    ]


def test_a_version_that_is_named_without_its_text_is_told_as_such(whole: pipeline.Build) -> None:
    assert rows(whole, "motion-versions", "number", "date", "textAvailable") == [
        (1, date(2021, 2, 12), False),
        (2, date(2021, 5, 4), True),
    ]


def test_the_resolution_adopts_the_text_that_its_words_name(whole: pipeline.Build) -> None:
    assert rows(whole, "adopted-version", "date", "version", "adopted") == [
        (date(2021, 6, 9), "Verwaltungsstandpunkt, Neufassung (Alternativvorschlag)", True),
        (date(2021, 6, 9), "Antrag, Neufassung vom 4. Mai 2021", False),
    ]


def test_only_the_adopted_points_give_tasks(whole: pipeline.Build) -> None:
    found = rows(whole, "resolution-points", "number", "responsible", "asWritten", "deadline", "deliverable")
    assert found == [
        (1, "Oberbürgermeisterin", "bis Mitte 2022", date(2022, 6, 30), "Pflegekonzept"),
        (2, None, "im 1. Halbjahr 2022", date(2022, 6, 30), "Forum Quartierspflege"),
    ]
    given = query(whole.dataset, "PREFIX pw: <https://w3id.org/planwerk/ns#> SELECT ?t { ?p pw:createsTask ?t }")
    assert [str(row[0]).rsplit("/")[-1] for row in given.rows if "-vsp-2-" not in str(row[0])] == []


def test_what_was_asked_and_what_was_decided_differ_in_their_dates(whole: pipeline.Build) -> None:
    # the motion's second point only asks for money, so the question leaves it out
    assert sorted(rows(whole, "dates-asked-and-decided", "decided", "latest", "asWritten"), key=str) == [
        (False, date(2021, 12, 31), "bis Ende 2021"),
        (True, date(2022, 6, 30), "bis Mitte 2022"),
        (True, date(2022, 6, 30), "im 1. Halbjahr 2022"),
    ]


def test_a_ticked_status_and_an_event_that_was_held(whole: pipeline.Build) -> None:
    assert rows(whole, "implementation-reports", "date", "status") == [
        (date(2021, 11, 2), "in Arbeit"),
        (date(2022, 6, 30), None),
    ]
    assert rows(whole, "participation-event", "event", "date", "venue", "attendees", "group") == [
        ("Forum Quartierspflege", date(2022, 5, 17), "Bürgerhaus „Lindenhof“", 45, "Fraktionen des Stadtrates"),
        ("Forum Quartierspflege", date(2022, 5, 17), "Bürgerhaus „Lindenhof“", 45, "Freie Träger"),
    ]


def test_listed_and_announced_plans(whole: pipeline.Build) -> None:
    assert rows(whole, "listed-plans", "field", "number", "title") == [
        ("Seniorenhilfe", "0377/2020", "Seniorenplan Musterstadt 2020 bis 2025"),
        ("Wohnungsnotfallhilfe", "0112/2017", "Konzept Wohnhilfen 2017"),
    ]
    assert rows(whole, "announced-with-quarter", "plan", "asWritten", "latest") == [
        ("Fortschreibung Konzept Wohnhilfen", "im II. Quartal 2022", date(2022, 6, 30))
    ]
    counted = query(whole.dataset, "PREFIX pw: <https://w3id.org/planwerk/ns#> SELECT ?n { ?p pw:measureCount ?n }")
    assert counted.rows == ((24,),)


def test_standing_bodies_and_money(whole: pipeline.Build) -> None:
    assert rows(whole, "provider-bodies", "body", "domain") == [
        ("AG Altenhilfe", "Senioren und Altenhilfe"),
        ("Fachforum Wohnungslosenhilfe", "Wohnungsnotfall"),
    ]
    assert rows(whole, "provider-funds", "amount", "perYear", "fromYear", "toYear", "status") == [
        (30000, True, 2021, 2021, "bewilligt"),
        (12500, False, 2022, 2022, "geplant"),
    ]


# ---- where it stands ----


def test_every_statement_stands_where_its_evidence_says(whole: pipeline.Build) -> None:
    source = (PAGES / WHOLE).read_text("utf-8")
    places = query(
        whole.dataset,
        """PREFIX pw: <https://w3id.org/planwerk/ns#> PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?start ?end ?words ?digest {
          GRAPH ?g { ?segment oa:hasSelector ?at ; pw:passageDigest ?digest ; pw:wordCount ?words . ?at oa:start ?start ; oa:end ?end }
        }""",
    ).as_dicts()
    assert len(places) > 60
    for place in places:
        said = source[int(str(place["start"])) : int(str(place["end"]))]
        assert said == said.strip()
        assert digest(said) == place["digest"]
        assert len(said.split()) == place["words"]


def test_evidence_names_rule_confidence_and_that_nobody_has_looked(whole: pipeline.Build) -> None:
    answer = query(
        whole.dataset,
        """PREFIX pw: <https://w3id.org/planwerk/ns#>
        SELECT ?proof ?rule ?confidence ?state {
          GRAPH ?g { ?proof a pw:Evidence OPTIONAL { ?proof pw:readingRule ?rule ; pw:confidence ?confidence ; pw:reviewState ?state } }
        }""",
    )
    assert answer.rows
    for row in answer.as_dicts():
        assert str(row["rule"]).endswith("@1")
        assert 0 < float(str(row["confidence"])) <= 1
        assert str(row["state"]).endswith("/machine-only")
    assert {row[1] for row in ask(whole.dataset, "review-states").rows} == {"maschinell gelesen"}


def test_the_build_conforms_and_counts_the_paper(whole: pipeline.Build) -> None:
    assert whole.conforms
    assert (whole.account.read, whole.account.stored, whole.account.rejected) == (1, 1, 0)


def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path / "city", PAGES / WHOLE)
    assert pipeline.examine(workspace).dataset.to_trig() == pipeline.examine(workspace).dataset.to_trig()


def test_what_people_stated_of_a_paper_is_not_read_again(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path / "city", PAGES / WHOLE)
    (workspace.folder / "curated" / "own.ttl").write_text(
        "@prefix pw: <https://w3id.org/planwerk/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        f'<source/page> a pw:SourceDocument ; rdfs:label "Seite"@de ; pw:fileName "{WHOLE}" ; pw:fileDigest "{"0" * 64}" .\n',
        "utf-8",
    )
    made = pipeline.examine(workspace)
    assert (made.account.evidence, made.account.read) == (0, 2)


def test_a_paper_without_a_day_is_told_of_and_not_dated_by_guess(tmp_path: Path, run: Callable[..., Ran]) -> None:
    workspace = workspace_of(tmp_path / "city")
    (workspace.papers / "undated.txt").write_text(
        "Beschlussvorlage\nDer Rat nimmt den Bericht zur Kenntnis.\n", "utf-8"
    )
    ran = run("build", workspace.folder)
    account = json.loads(ran.stdout)
    assert [account[name] for name in ("read", "stored", "rejected", "unread")] == [1, 0, 1, 1]
    assert ran.stderr.startswith("undated.txt: ")
    # beside a paper with a day it is stored, counts from that day on and says that it has none of its own
    shutil.copy(PAGES / WHOLE, workspace.papers)
    beside = pipeline.examine(workspace)
    assert (beside.account.stored, beside.account.rejected, beside.account.unread) == (2, 0, 1)
    # the newest source on the whole page is the report of 30 June 2022
    assert [(row["file"], row["since"]) for row in ask(on(DAY, beside), "undated-sources").as_dicts()] == [
        ("undated.txt", date(2022, 6, 30))
    ]
    assert ask(on(date(2022, 6, 29), beside), "undated-sources").rows == ()
    (workspace.papers / WHOLE).unlink()
    with (workspace.folder / "planwerk.toml").open("a", encoding="utf-8") as file:
        file.write('[[sources]]\nfile = "undated.txt"\ndate = 2021-05-03\n')
    made = pipeline.examine(read_workspace(workspace.folder))
    assert (made.account.stored, made.account.unread) == (1, 0)
    assert date(2021, 5, 3) in made.dataset.graphs.values()
    with (workspace.folder / "planwerk.toml").open("a", encoding="utf-8") as file:
        file.write('[[sources]]\nfile = "undated.txt"\ndate = "im Mai"\n')
    assert run("build", workspace.folder).returncode == 2


@pytest.mark.parametrize(
    ("decided", "outcome", "adopts"),
    [
        ("Der Antrag wurde wie beantragt beschlossen.", "adopted", True),
        ("Der Antrag wurde abgelehnt.", "rejected", False),
        ("Der Antrag wurde vertagt.", "adjourned", False),
        ("Der Antrag wurde im Sinne eines Briefes beschlossen.", "adopted", None),
    ],
)
def test_a_text_counts_as_adopted_only_where_the_words_say_so(decided: str, outcome: str, adopts: bool | None) -> None:
    text = (
        "Antrag: „Ein Seniorenplan“ vom 3. Mai 2021\nBeschlussvorschlag:\n- Die Verwaltung legt bis Ende 2022 einen Seniorenplan vor.\n"
        f"Beschluss des Stadtrates am 9. Juni 2021\n{decided}\n"
    )
    paper = to_paper("a.txt", text.encode(), text, read_profile())
    told, _ = tell(read(paper), Place("https://example.org/", "Musterstadt", "kreisfreie Stadt"))
    said = {(s.predicate.rsplit("#")[-1], term_end(s.object)) for one in told for s in one.statements}
    assert ("decisionOutcome", outcome) in said
    if adopts is not None:
        assert any(predicate == "adoptsVersion" for predicate, _ in said) is adopts
        assert any(predicate == "createsTask" for predicate, _ in said) is adopts


def term_end(term: NamedNode | Literal) -> str:
    return term.value.rsplit("/")[-1]


# ---- one paper and another ----

MINUTES = """Stadt Musterstadt
Niederschrift über die 3. Sitzung des Stadtrates am 09.06.2021

TOP 4: Antrag Nr. 2021/0017-N1 der Fraktion Bürgerforum
Punkt 1: einstimmig beschlossen
Punkt 2: mit 21 zu 17 Stimmen abgelehnt

Beschluss B-044/21:
1. Das Sozialamt legt bis Ende 2022 einen Seniorenplan vor.
"""
MOTION = """Stadt Musterstadt
Antrag Nr. 2021/0017-N1

Eingereicht von: Fraktion Bürgerforum
Datum: 03.05.2021
Betreff: Seniorenplan

Beratungsfolge:
Gremium           Sitzungstermin   Zuständigkeit      Ergebnis
Sozialausschuss   20.05.2021       Vorberatung        ungeändert empfohlen
Stadtrat          09.06.2021       Beschlussfassung   (offen)

Beschlussvorschlag:
1. Das Sozialamt legt bis Ende 2022 einen Seniorenplan vor.
2. Das Sozialamt richtet bis Mitte 2022 eine Fachstelle ein.

Begründung:
Wir berufen uns auf § 71 Abs. 1 SGB XII. In der Stadt gibt es viele ältere Menschen.
"""
POSITION = """Stadt Musterstadt
Stellungnahme der Verwaltung Nr. 2021/0017-V1

Datum: 01.06.2021
Betreff: Stellungnahme zum Antrag 2021/0017-N1

[x] Zustimmung (zu Punkt 1)
[x] Ablehnung, da bereits Verwaltungshandeln (zu Punkt 2)
[ ] Alternativvorschlag
"""
REPORT = """Stadt Musterstadt
Umsetzungsbericht Nr. 2022/0100

Datum: 31.01.2022
Betreff: Stand der Umsetzung des Beschlusses B-044/21

Beschluss B-044/21
Punkt 1: in Arbeit X
Der Entwurf des Seniorenplans wird geprüft.
Punkt 7: umgesetzt X
"""


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Build:
    """Give the build of a motion, the position on it, the minutes that decide and the report: four files."""
    workspace = workspace_of(tmp_path_factory.mktemp("four") / "city")
    for name, text in {"a-motion": MOTION, "b-position": POSITION, "c-minutes": MINUTES, "d-report": REPORT}.items():
        (workspace.papers / f"{name}.txt").write_text(text, "utf-8")
    settings = workspace.folder / "planwerk.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("[workspace]", '[workspace]\nprofile = "musterstadt"'), "utf-8"
    )
    made = pipeline.examine(read_workspace(workspace.folder))
    assert made.conforms
    return made


def test_minutes_decide_on_the_motion_of_another_file(four: pipeline.Build) -> None:
    assert rows(four, "resolution-points", "number", "responsible", "deadline") == [
        (1, "Sozialamt", date(2022, 12, 31))
    ]
    (row,) = control(on(DAY, four))
    assert (row.number, row.mover, row.state) == ("2021/0017", "Fraktion Bürgerforum", "open")
    assert row.content == "Das Sozialamt legt bis Ende 2022 einen Seniorenplan vor."
    assert (row.status, row.said) == ("in Arbeit", "Der Entwurf des Seniorenplans wird geprüft")
    modes = query(four.dataset, "PREFIX pw: <https://w3id.org/planwerk/ns#> SELECT ?m { ?d pw:adoptionMode ?m }").rows
    assert [str(mode).rsplit("/", 1)[-1] for (mode,) in modes] == ["in-parts"]


def test_a_reported_point_that_no_resolution_has_is_told_of_and_left_out(four: pipeline.Build) -> None:
    (missing,) = four.unread
    assert "Punkt 7: umgesetzt" in missing.say()


def test_stances_stand_on_the_points_of_the_motion(four: pipeline.Build) -> None:
    said = query(
        four.dataset,
        """PREFIX pw: <https://w3id.org/planwerk/ns#>
        SELECT ?number ?stance { ?point pw:pointNumber ?number ; pw:stance ?stance ; a pw:ProposedPoint } ORDER BY ?number""",
    ).rows
    assert [(number, str(stance).rsplit("/", 1)[-1]) for number, stance in said] == [(1, "agrees"), (2, "already-done")]


def test_a_consultation_is_planned_first_and_its_result_known_from_its_day(four: pipeline.Build) -> None:
    asked = """PREFIX pw: <https://w3id.org/planwerk/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?who ?role ?result { ?v pw:consultedIn ?c . ?c pw:heldBy/rdfs:label ?who ; pw:consultationRole ?role
          FILTER(LANG(?who) = "de") OPTIONAL { ?c pw:consultationResult ?result } } ORDER BY ?who"""

    def said(day: date) -> list[tuple[str, ...]]:
        return [tuple(str(cell or "-").rsplit("/", 1)[-1] for cell in row) for row in query(on(day, four), asked).rows]

    decides = ("Stadtrat", "decision", "open")
    assert said(date(2021, 5, 3)) == [("Sozialausschuss", "advice", "-"), decides]
    assert said(date(2021, 5, 20)) == [("Sozialausschuss", "advice", "approved"), decides]


def test_a_law_that_a_motion_cites_is_cited_and_no_basis(four: pipeline.Build) -> None:
    links = query(
        four.dataset,
        "PREFIX pw: <https://w3id.org/planwerk/ns#> SELECT ?p ?law { VALUES ?p { pw:citesLaw pw:hasLegalBasis } ?v ?p ?law }",
    ).rows
    assert [(str(link).rsplit("#", 1)[-1], str(law).rsplit("/law/", 1)[-1]) for link, law in links] == [
        ("citesLaw", "de/sgb-12/71/1")
    ]


def test_what_only_a_plug_in_saw_wants_a_review_in_the_graph_too() -> None:
    text = "Antrag vom 3. Mai 2021\nBeschlussvorschlag:\n1. Das Amt legt den Bericht ABC-1 vor.\n"
    paper = to_paper("a.txt", text.encode(), text, read_profile())
    seen = Item("document_numbers", "ABC-1", text.index("ABC-1"), text.index("ABC-1") + 5, "plugin.x.1", 1, 0.5, "", {"review": "needs review"})  # fmt: skip
    reading = read(paper)
    (told,), _ = tell(
        replace(reading, items=(*reading.items, seen)), Place("https://x.org/", "Musterstadt", "Landkreis")
    )
    states = {statement.state for statement in told.statements if statement.quote == "ABC-1"}
    assert states == {"needs-review"}
    assert {statement.state for statement in told.statements if statement.quote != "ABC-1"} == {"machine-only"}


# ---- a real procedure, nothing stated by hand ----


@pytest.fixture(scope="module")
def real(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Give the dataset that comes of nothing but the text of the procedure of Leipzig."""
    folder = tmp_path_factory.mktemp("real") / "city"
    create_workspace(folder, name="Leipzig", key="14713000", kind="kreisfreie Stadt", state="SN")
    shutil.copy(corpus / "seed-leipzig-VI-A-05385.txt", folder / "papers")
    made = pipeline.build(read_workspace(folder))
    assert made.conforms
    return infer(as_of(list(made.dataset.store), date(2020, 7, 1)), "https://w3id.org/planwerk/id/de-14713000/")


# Compared is every column that states a fact, in every row of the golden answer, and no row more. Left out are
# identifiers, what our curators put in words of their own (labels, contents, purposes), and what they know and the text
# does not say (the normal form of a number).
FACTS = {
    "adopted-version": ("procedure", "date", "adopted", "submittedBy", "mode"),
    "resolution-points": ("procedure", "number", "responsible", "asWritten", "deadline", "amount", "currency"),
    "motion-versions": ("procedure", "number", "date", "textAvailable"),
    "dates-asked-and-decided": ("procedure", "decided", "asWritten", "earliest", "latest"),
    "implementation-reports": ("procedure", "date", "status"),
    "participation-event": ("procedure", "event", "date", "venue", "attendees", "group"),
    "listed-plans": ("procedure", "field", "number"),
    "announced-with-quarter": ("plan", "asWritten", "earliest", "latest"),
    "statutory-basis": ("domain", "law"),
    "provider-bodies": ("body", "domain"),
    "measure-count-origin": ("count",),
    "strategy-orientation": ("strategy", "section", "measure"),
    "inclusion-plan": ("from", "to", "adopted", "adoptedLatest", "measures", "openedBy"),
    "contradictions": ("speaker", "relation", "otherSpeaker"),
    "provider-funds": ("amount", "currency", "perYear", "fromYear", "toYear", "status"),
}
NOT_REACHED = {
    "contradictions",  # that two claims contradict each other is a judgement; nobody's sentence says so
}


@pytest.mark.parametrize("question", sorted(set(FACTS) - NOT_REACHED))
def test_the_text_alone_answers_the_competency_question(real: Dataset, question: str) -> None:
    columns = FACTS[question]
    said = [tuple(row[column] for column in columns) for row in ask(real, question).as_dicts()]
    assert Counter(said) == Counter(golden_rows(question, columns))


@pytest.mark.parametrize("question", sorted(NOT_REACHED))
def test_what_the_text_does_not_say_is_not_told(real: Dataset, question: str) -> None:
    assert ask(real, question).rows == ()
