"""The gap report on the Leipzig procedure; expected verdicts are the domain study's, 3.3."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest

import office
import planwerk
from conftest import Ran
from planwerk import shipped
from planwerk.city import City
from planwerk.questions import checks
from planwerk.report import CRITERIA, Report, report
from planwerk.views.document import report_docx, report_html
from planwerk.views.reportwords import Wording

LEIPZIG = shipped.data() / "leipzig"


@pytest.fixture(scope="module")
def city() -> City:
    return planwerk.open(LEIPZIG, as_of="2020-07-01")


@pytest.fixture(scope="module")
def made(city: City) -> Report:
    return city.report()


def column(made: Report, criterion: str) -> dict[str, str]:
    return {s.notation: cell.result for s in made.domains for cell in s.cells if cell.criterion == criterion}


def test_every_domain_has_a_section_and_every_criterion_a_cell(made: Report) -> None:
    assert [section.notation for section in made.domains] == [f"d{number:02}" for number in range(1, 15)]
    assert all([cell.criterion for cell in section.cells] == list(CRITERIA) for section in made.domains)


def test_plans_in_force_are_those_of_g01(made: Report) -> None:
    covered = {"d05", "d07", "d08", "d09", "d14"}
    assert column(made, "plan") == {
        f"d{n:02}": "ok" if f"d{n:02}" in covered else "not_decidable" for n in range(1, 15)
    }


def test_adoption_is_as_g04_has_it_field_by_field(made: Report) -> None:
    # no evidence P4 (d08), P7 (d09); body unnamed P3 (d07); P1 and P2 (d05), P5 and P6 (d09) are in order
    found = column(made, "adopted")
    assert {domain: result for domain, result in found.items() if result != "nothing"} == {
        "d05": "ok", "d07": "gap", "d08": "gap", "d09": "gap",
    }  # fmt: skip
    (d09,) = [cell for s in made.domains if s.notation == "d09" for cell in s.cells if cell.criterion == "adopted"]
    assert (d09.met, d09.judged) == (2, 3)


def test_a_criterion_without_a_check_says_so_and_with_one_does_not(made: Report) -> None:
    for criterion, check in CRITERIA.items():
        assert ("unchecked" in column(made, criterion).values()) == (check not in checks())


def test_the_counts_of_the_summary_are_those_of_the_gap_list(city: City, made: Report) -> None:
    findings = city.gaps()
    gaps = [finding for finding in findings if finding.verdict == "gap"]
    assert made.verdicts["gap"] == len(gaps) == sum(made.severities.values())
    assert f"{len(gaps)} Lücken" in Wording(made, "de").summary[0]
    assert made.urgent == tuple(finding for finding in gaps if finding.severity == 3)


def test_every_finding_but_those_in_order_stands_in_the_report(city: City, made: Report) -> None:
    shown = {f.id for s in made.domains for cell in s.cells for f in cell.findings}
    shown |= {f.id for s in made.domains for f in s.findings} | {f.id for f in made.across}
    assert {finding.id for finding in city.gaps() if finding.verdict != "ok"} <= shown


def test_a_dismissed_finding_counts_no_more(city: City, made: Report) -> None:
    findings = [replace(f, dismissed="known") if f.check == "G04" else f for f in city.gaps()]
    without = report("Leipzig", city.data, findings, city.plans(), city.control())
    assert sum(without.severities.values()) < sum(made.severities.values())
    assert not any(cell.findings for s in without.domains for cell in s.cells if cell.criterion == "adopted")


# The document


def test_each_cell_of_the_matrix_leads_to_its_proof(made: Report) -> None:
    page = report_html(made, "de")
    links = set(re.findall(r'<a href="#([^"]+)"', page))
    places = re.findall(r'id="([^"]+)"', page)
    assert links and links <= set(places)
    assert len(places) == len(set(places))
    assert {f"{s.notation}-{c.criterion}" for s in made.domains for c in s.cells if c.findings} == links
    xml = docx.Document(io.BytesIO(report_docx(made, "de"))).element.xml
    anchors, marks = set(re.findall(r'w:anchor="([^"]+)"', xml)), set(re.findall(r'w:name="(d\d[^"]+)"', xml))
    assert anchors == marks == {link.replace("-", "_") for link in links}


def test_summary_comes_first_then_matrix_then_domains(made: Report) -> None:
    paper = docx.Document(io.BytesIO(report_docx(made, "de")))
    headings = [p.text for p in paper.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    assert headings[:3] == ["Zusammenfassung", "Handlungsfelder im Überblick", "d01 Kinder- und Jugendhilfe"]
    assert len([heading for heading in headings if re.match(r"d\d\d ", heading)]) == 14
    assert report_docx(made, "de") == report_docx(made, "de")


def test_the_page_says_day_scope_and_what_a_gap_means_and_loads_nothing(made: Report) -> None:
    page = report_html(made, "de")
    assert "Stichtag 01.07.2020; jüngste Quelle: 31.01.2020; durchsuchte Quellen: 8" in page
    assert "kein Nachweis im Datenbestand" in page
    assert not re.search(r"<script|src=|@import|url\(", page)
    assert "default-src &#39;none&#39;" in page


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_wording_claims_more_than_the_data(lang: str, city: City) -> None:
    page = report_html(city.report(lang=lang), lang)
    assert not re.search(r"\bfehlt\b|\bmissing\b|Pflicht verletzt|Verstoß nachgewiesen", page)


def test_hostile_labels_stay_text(made: Report) -> None:
    first = made.domains[0]
    hostile = replace(first, label='<script>alert(1)</script>"><img src=x>', findings=made.urgent)
    page = report_html(replace(made, municipality="</title><script>", domains=(hostile,)), "de")
    assert "<script" not in page and "<img" not in page


def test_the_matrix_as_csv_names_its_findings(run: Callable[..., Ran]) -> None:
    done = run("report", LEIPZIG, "--as-of", "2020-07-01", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == 14 and list(rows[0]) == ["domain", *CRITERIA, "findings"]
    assert "G04-71922724" in rows[6]["findings"]


def test_json_has_the_proof_of_every_judged_cell(run: Callable[..., Ran]) -> None:
    said = json.loads(run("report", LEIPZIG, "--as-of", "2020-07-01").stdout)
    cell = next(row for row in said["matrix"] if row["notation"] == "d05")["adopted"]
    assert cell["result"] == "ok" and len(cell["findings"]) == 2
    assert all(proof["locator"] for proof in cell["proofs"])


def test_a_form_nobody_knows_is_refused(run: Callable[..., Ran], tmp_path: Path) -> None:
    done = run("report", LEIPZIG, "-o", tmp_path / "report.pdf")
    assert done.returncode == 2 and "report.html, report.docx" in done.stderr


def test_libreoffice_reads_the_document(made: Report, tmp_path: Path) -> None:
    text = office.as_text(report_docx(made, "en"), "report.docx", tmp_path, "txt:Text (encoded):UTF8")
    assert "Summary" in text and "Planning domains at a glance" in text
