"""Bodies and plans by their names: German builds them by rule, so what is read here stands on no list."""

from __future__ import annotations

from pathlib import Path

import pytest

from planwerk.bodies import find_named
from planwerk.paper import to_paper
from planwerk.plan_names import find_plan_names
from planwerk.profile import read_profile
from planwerk.reading import read

PAPERS = Path(__file__).parent / "papers"


def bodies(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_named(text)]


def plans(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_plan_names(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Der Sozial- und Gesundheitsausschuss tagt.", ["Sozial- und Gesundheitsausschuss"]),
        ("an den Ausschuss für Bildung, Schule und Sport", ["Ausschuss für Bildung, Schule und Sport"]),
        ("Fachbereich Jugend und Familie kann abweichen", ["Fachbereich Jugend und Familie"]),
        ("das Dezernat III, Soziales und Jugend", ["Dezernat III, Soziales und Jugend"]),
        ("FA Soziales und Gesundheit 1. Lesung", ["FA Soziales und Gesundheit"]),
        ("der Amtsleitung des Amtes für Soziale Dienste.", ["Amtes für Soziale Dienste"]),
        ("Oberbürgermeisterin Erika Mustermann", ["Oberbürgermeisterin"]),  # the role, not the person
        ("Beigeordneter für Soziales Max Mustermann", ["Beigeordneter für Soziales"]),
        ("die SPD-Stadtratsfraktion und die Fraktion DIE LINKE", ["SPD-Stadtratsfraktion", "Fraktion DIE LINKE"]),
        ("der Ortsbeirat Nordstadt", ["Ortsbeirat Nordstadt"]),
        ("Bündnis für Wohnen", ["Bündnis für Wohnen"]),
        ("die Caritas und die Lebenshilfe", ["Caritas", "Lebenshilfe"]),
        ("Muster Bau GmbH", ["Muster Bau GmbH"]),
        ("das Ministerium für Soziales und Integration", ["Ministerium für Soziales und Integration"]),
        ("Zentraler Arbeitskreis Offene Seniorenarbeit", ["Zentraler Arbeitskreis Offene Seniorenarbeit"]),
        ("Ordnungs- und\nBürgeramt", ["Ordnungs- und\nBürgeramt"]),  # a line may end within a name
        ("Amt für Ausbildungsförderung des Stadt- und Landkreises", ["Amt für Ausbildungsförderung"]),
        ("die Stabsstelle Integration berichtet", ["Stabsstelle Integration"]),
        ("das Landratsamt Musterkreis", ["Landratsamt Musterkreis"]),
        ("die Kreisverwaltung Muster-Nord", ["Kreisverwaltung Muster-Nord"]),
        ("laut Statistischem Bundesamt", ["Statistischem Bundesamt"]),
        ("in den Bezirksvertretungen, mit dem AK 80", ["Bezirksvertretungen", "AK 80"]),
        (
            "Fachbereichsausschuss Finanzen, Dienste und Ordnung",
            ["Fachbereichsausschuss Finanzen, Dienste und Ordnung"],
        ),
        ("FB 4 Stadtentwicklung", ["FB 4 Stadtentwicklung"]),
        ("Behörde für Arbeit, Soziales und Integration", ["Behörde für Arbeit, Soziales und Integration"]),
        ("die Bezirksversammlung Muster", ["Bezirksversammlung Muster"]),
        ("Sozialdienst katholischer Frauen", ["Sozialdienst katholischer Frauen"]),
        ("der Kinder- und Jugendbeauftragte", ["Kinder- und Jugendbeauftragte"]),
        ("die Steuerungsgruppe tagt, eine Steuerungsgruppe hilft", ["Steuerungsgruppe"]),  # this one, not some one
        ("Senatorin für Soziales", ["Senatorin für Soziales"]),
        ("ein Antrag von BÜNDNIS 90/DIE GRÜNEN", ["BÜNDNIS 90/DIE GRÜNEN"]),
        ("SPD beantragt, was das Amtsgericht wünscht", ["SPD", "Amtsgericht"]),
        ("der Landesrechnungshof, das Bürgerbüro", ["Landesrechnungshof", "Bürgerbüro"]),
        ("das Staatliche Schulamt Musterstadt", ["Staatliche Schulamt Musterstadt"]),
        ("Beschluss der SVV", ["SVV"]),
        # words that only end like a body
        ("als Fachaufsichtsbehörde und Rechtsaufsichtsbehörde", []),
        ("aus der Bürgerschaft kamen Hinweise", []),
        ("40 Planungsbüros", []),
        ("das Ehrenamt, der Vorrat, insgesamt, die Heirat, Gesamtamt", []),
        ("in den Ausschüssen und Beiräten, im Fachausschuss", []),
        ("Erika Mustermann und Max Mustermann", []),
        ("die Zielgruppe und die Altersgruppe", []),
    ],
)
def test_bodies_are_found_by_what_german_calls_them(text: str, found: list[str]) -> None:
    assert bodies(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fachplan Seniorenarbeit", ["Fachplan Seniorenarbeit"]),
        ("Konzeption zur „Kinder- und Jugendarbeit“", ["Konzeption zur „Kinder- und Jugendarbeit“"]),
        ("Jugendförderplan der Stadt Muster an der Havel", ["Jugendförderplan der Stadt Muster an der Havel"]),
        ("Richtlinie zur Förderung der offenen Seniorenarbeit", ["Richtlinie zur Förderung der offenen Seniorenarbeit"]),
        ("Aktionsplan zur Umsetzung der UN-Behindertenrechtskonvention", ["Aktionsplan zur Umsetzung der UN-Behindertenrechtskonvention"]),
        ("den Schulentwicklungsplan (SEP) 2011 - 2016", ["Schulentwicklungsplan (SEP) 2011 - 2016"]),
        ("das Spielplatzkonzept aus 2022", ["Spielplatzkonzept"]),
        ("der Inklusionsbericht 2014", ["Inklusionsbericht 2014"]),
        ("ein schlüssiges Konzept zur Feststellung der Vergleichsmiete", []),
        ("die Richtlinie für Zuwendungen, die EU-Richtlinie 2014/24", []),
        ("des Integrierten Stadtentwicklungskonzeptes Musterstadt 2030", ["Integrierten Stadtentwicklungskonzeptes Musterstadt 2030"]),
        ("das Konzept „Wohnen für alle“ von 2012", ["Konzept „Wohnen für alle“"]),
        ("ein neues seniorenpolitisches Gesamtkonzept", ["seniorenpolitisches Gesamtkonzept"]),
        ("die örtliche Jugendhilfeplanung", ["örtliche Jugendhilfeplanung"]),
        ("„Teilhabe für alle“ - Teilhabeplan der Stadt Musterstadt 2017 bis 2024", ["„Teilhabe für alle“ - Teilhabeplan der Stadt Musterstadt 2017 bis 2024"]),
        ("VI-DS-03588: „Wohnen in Musterstadt – Überblick und strategische Ausrichtung 2014“", ["Wohnen in Musterstadt – Überblick und strategische Ausrichtung 2014"]),
        ("Planung der Kindertagesbetreuung für das Kindergartenjahr 2024/25", ["Planung der Kindertagesbetreuung für das Kindergartenjahr 2024/25"]),
        ("die Konzeption zur Kenntnis nehmen", []),
        ("Bebauungsplan, Haushaltsplan, Stellenplan, Zeitplan, Flächennutzungsplan, Lageplan", []),
        ("Hilfeplan, Gesamtplan, Sozialplan und Teilhabeplan einer Person", []),  # for one person, or of building law
        ("die Pflegeplanung im Heim, ein Vertretungskonzept, ein Kreditprogramm", []),
        ("ein Konzept, eine Strategie, die Planung", []),
    ],
)  # fmt: skip
def test_plans_are_found_by_their_names_and_name_traps_are_not(text: str, found: list[str]) -> None:
    assert plans(text) == found


@pytest.mark.parametrize(
    ("text", "state", "update"),
    [
        ("Der Fachplan Seniorenarbeit soll im III. Quartal 2019 vorliegen.", "intended", False),
        ("Derzeit wird ein Konzept zur Schuldnerberatung erarbeitet.", "in-preparation", False),
        ("Der Altenhilfeplan wurde 2018 beschlossen und wird fortgeschrieben.", "adopted", True),
        ("Die Fortschreibung des Altenhilfeplans ist offen.", None, True),
        ("Im Altenhilfeplan stehen Ziele.", None, False),
    ],
)
def test_the_state_of_a_plan_is_what_its_sentence_says(text: str, state: str | None, update: bool) -> None:
    [plan] = find_plan_names(text)
    assert (plan.state, plan.update) == (state, update)


def test_a_period_in_the_name_is_read() -> None:
    [plan] = find_plan_names("3. Altenhilfeplan der Stadt Musterstadt 2018 bis 2022")
    assert plan.period == (2018, 2022)


def test_one_name_is_listed_in_one_form() -> None:
    text = "Das Gespräch im Sozialamt; des Sozialamtes. Der Altenhilfeplan; Ziele des Altenhilfeplans."
    found = read(to_paper("a.txt", text.encode(), text, read_profile())).as_json()
    assert (found["actors"], found["plans"]) == (["Sozialamt"], ["Altenhilfeplan"])


@pytest.mark.parametrize(("name", "field"), [("plans-and-what-is-none", "plans"), ("who-acts", "actors")])
def test_a_paper_of_names_and_of_words_that_are_none(name: str, field: str) -> None:
    text = (PAPERS / f"{name}.txt").read_text("utf-8")
    found = read(to_paper(name, text.encode(), text, read_profile())).as_json()[field]
    wanted = {  # read off the first lines of the papers; their last lines hold what is none
        "plans": ["Fachplan Seniorenarbeit", "3. Altenhilfeplan der Stadt Musterstadt 2018 bis 2022",
                  "Integrierten Stadtentwicklungskonzept Musterstadt 2030", "Konzept zur Schuldnerberatung",
                  "Kita-Bedarfsplanung für das Kindergartenjahr 2022/2023", "Programm „Frühe Hilfen“"],
        "actors": ["Amt für Jugend, Familie und Bildung", "Schul- und Sportamt", "Jobcenter", "Jugendhilfeausschuss",
                   "Ausschuss für Soziales, Familie und Senioren", "Beirat für Menschen mit Behinderungen",
                   "Fraktion Bündnis 90/Die Grünen", "CDU-Kreistagsfraktion", "Oberbürgermeister", "Netzwerk Frühe Hilfen",
                   "Musterstädter Nachbarschaft e. V.", "Muster Pflege gGmbH", "Diakonische Werk",
                   "Arbeitsgemeinschaft der freien Wohlfahrtspflege", "AG Sozialberichterstattung",
                   "Dezernat Jugend und Soziales", "Landesjugendamt"],
    }  # fmt: skip
    assert found == wanted[field]


def test_a_plan_named_in_short_is_listed_once_by_its_full_name() -> None:
    text = "Der Seniorenplan 2012 gilt. Die Aussagen des Seniorenplans gelten weiter, der Jugendhilfeplan auch."
    said = read(to_paper("a.txt", text.encode(), text, read_profile())).as_json()
    assert said["plans"] == ["Seniorenplan 2012", "Jugendhilfeplan"]


def test_a_body_printed_in_two_cases_is_listed_once() -> None:
    text = "Der Jugendhilfeausschuss tagt. Die Sitzung des Jugendhilfeausschusses ist öffentlich."
    said = read(to_paper("a.txt", text.encode(), text, read_profile())).as_json()
    assert said["actors"] == ["Jugendhilfeausschuss"]
