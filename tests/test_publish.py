"""A published folder as its readers meet it: opened from disk, checked by machines, cited, and published again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import rdflib
import yaml
from rdflib.namespace import DCAT, RDF, VOID

from browsing import CHROMIUM, WCAG
from conftest import Ran
from planwerk import shipped

pytestmark = pytest.mark.long

DAY = "2022-03-01"
TOML = """[workspace]
base = "https://example.org/de-14999999/"
language = "de"
profile = "musterstadt"

[municipality]
name = "Kleinmusterstadt"
key = "14999999"
type = "kreisfreie Stadt"
state = "SN"

[release]
licence = "CC-BY-4.0"
creators = ["Stadt Kleinmusterstadt"]

[[sources]]
file = "offen.txt"
title = "Antrag zum Seniorenplan"
publisher = "Stadt Kleinmusterstadt"
licence = "CC-BY-4.0"

[[sources]]
file = "geschlossen.txt"
title = "Antrag zum Jugendplan"
publisher = "Stadt Kleinmusterstadt"
licence = "unknown"
"""
MOTION = """Stadt Musterstadt

Antrag Nr. {number}

Datum: 14.01.2020
Eingereicht von: Fraktion Grüne Mitte
Betreff: {subject}

Beschlussvorschlag:
1. Die Stadtverwaltung legt dem Stadtrat bis zum 30.06.2021 einen {subject} vor.
2. Grundlage ist § 80 SGB VIII.

Begründung:
{reason}
Ansprechpartner: Herr Mustermann, Tel. 0341 123-4567, max.mustermann@example.org
"""
REASONS = {
    "offen.txt": ("A-101/20", "Seniorenplan", "Offene Worte stehen hier über das Älterwerden im Quartier."),
    "geschlossen.txt": ("A-102/20", "Jugendplan", "Verschlossene Worte stehen hier über die Jugend im Quartier."),
}
NOTE, BY = "Vermerk unter uns", "Erika Mustermann"
PRIVATE = ("123-4567", "max.mustermann", "Herr Mustermann", NOTE, BY)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, run: Callable[..., Ran]) -> Path:
    """Give a town with two motions, one whose wording may be copied and one of which nobody says so, and a reviewer's note."""
    folder = tmp_path_factory.mktemp("town") / "kleinmusterstadt"
    (folder / "papers").mkdir(parents=True)
    (folder / "planwerk.toml").write_text(TOML, "utf-8")
    for name, (number, subject, reason) in REASONS.items():
        (folder / "papers" / name).write_text(MOTION.format(number=number, subject=subject, reason=reason), "utf-8")
    read = json.loads(run("review", folder, "--json").stdout)
    assert run("review", folder, read[-1]["id"], "--reject", "--note", NOTE, "--by", BY).returncode == 0
    return folder


@pytest.fixture(scope="module")
def site(town: Path, tmp_path_factory: pytest.TempPathFactory, run: Callable[..., Ran]) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    made = run("publish", town, out, "--as-of", DAY, "--json")
    assert made.returncode == 0, made.stderr
    assert (
        json.loads(made.stdout)["dataset_sha256"] == hashlib.sha256((out / "data/dataset.nq").read_bytes()).hexdigest()
    )
    return out


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def broken(folder: Path) -> list[tuple[str, str]]:
    """Give the links within a site that lead nowhere: to no file, or to no place in it."""
    pages = {path: path.read_text("utf-8") for path in folder.rglob("*.html")}
    ids = {path: {unescape(name) for name in re.findall(r'\bid="([^"]+)"', text)} for path, text in pages.items()}
    found = []
    for path, text in pages.items():
        if path.name == "map.html":  # one file with addresses of its own, tested as such
            continue
        for href in map(unescape, re.findall(r'\b(?:href|src|action)="([^"]*)"', text)):
            if urlsplit(href).scheme in ("http", "https") or href == "data:,":
                continue
            file, _, place = href.partition("#")
            there = (path.parent / unquote(file)).resolve() if file else path
            if (
                not there.is_file()
                or not there.is_relative_to(folder.resolve())
                or (place and unquote(place) not in ids[there])
            ):
                found.append((path.relative_to(folder).as_posix(), href))
    return found


def test_every_link_leads_somewhere_and_none_out_of_the_folder(site: Path) -> None:
    assert broken(site) == []
    for name, content in files_of(site).items():
        if name.endswith(".html"):
            assert b"<script" not in content or name.endswith("map.html"), "the pages need no script"
            assert b"<form" not in content or name.endswith("map.html"), "nobody answers a form here"


def test_both_languages_have_every_kind_of_page(site: Path) -> None:
    for lang, words in (("de", "Lückenliste"), ("en", "Gap list")):
        there = {path.relative_to(site / lang).as_posix() for path in (site / lang).rglob("*.html")}
        for name in ("index", "control", "gaps", "plans", "report", "map", "ontology", "release", "questions/index"):
            assert f"{name}.html" in there, name
        for kind in ("paper", "plan", "body", "domain", "provision", "task"):
            assert f"things/{kind}.html" in there, kind
        assert words in (site / lang / "gaps.html").read_text("utf-8")
    one = {path.relative_to(site / "de") for path in (site / "de").rglob("*.html")}
    assert one == {path.relative_to(site / "en") for path in (site / "en").rglob("*.html")}


def test_the_ontology_is_explained_in_both_languages(site: Path) -> None:
    graph = rdflib.Graph()
    for name in ("core.ttl", "law.ttl"):
        graph.parse(shipped.ontology() / name)
    ns, owl = "https://w3id.org/planwerk/ns#", rdflib.OWL
    terms = {
        t for kind in (owl.Class, owl.ObjectProperty, owl.DatatypeProperty) for t in graph.subjects(RDF.type, kind)
    }
    for lang in ("de", "en"):
        page = unescape((site / lang / "ontology.html").read_text("utf-8"))
        for term in map(str, terms):
            if term.startswith(ns):
                assert f'<article id="{term.removeprefix(ns)}">' in page, term
                [label] = [str(o) for o in graph.objects(rdflib.URIRef(term), rdflib.RDFS.label) if o.language == lang]  # type: ignore[attr-defined]
                assert f"<h3>{label}</h3>" in page, label
    german = (site / "de" / "ontology.html").read_text("utf-8")
    edition = german.partition('<article id="PlanEdition">')[2].partition("</article>")[0]
    assert '<a href="#Plan">' in german and "eli:Work" in edition, "relations and alignments are told"


def test_private_data_and_closed_wording_are_nowhere(site: Path) -> None:
    for name, content in files_of(site).items():
        text = content.decode("utf-8", "replace")
        assert not [word for word in PRIVATE if word in text], name
        assert "Verschlossene Worte" not in text, name
        assert str(site.parent) not in text, name
    texts = "".join(path.read_text("utf-8") for path in (site / "de" / "text").rglob("*.html"))
    assert "Offene Worte stehen hier" in texts, "what may be copied is shown"
    licences = (site / "de" / "release.html").read_text("utf-8")
    assert "nicht gezeigt, nur Fundstellen" in licences and "CC-BY-4.0" in licences


def test_a_workspace_that_keeps_private_names_is_not_published(
    town: Path, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    keeping = tmp_path / "keeping"
    shutil.copytree(town, keeping)
    (keeping / "planwerk.toml").write_text(TOML + '\n[privacy]\nnames = "keep"\n', "utf-8")
    said = run("publish", keeping, tmp_path / "out", "--as-of", DAY)
    assert said.returncode == 2 and "keeps the names of private persons" in said.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("what", ["notes", "file", "other city", "one file more"])
def test_a_folder_that_is_not_its_own_is_left_alone(
    what: str, town: Path, site: Path, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    out = tmp_path / "out"
    if what == "file":
        out.write_text("mine")
    elif what == "notes":
        out.mkdir()
        (out / "notes.txt").write_text("mine")
    else:
        shutil.copytree(site, out)
        if what == "other city":
            said = json.loads((out / "release.json").read_text("utf-8"))
            (out / "release.json").write_text(json.dumps(said | {"base": "https://example.org/other/"}), "utf-8")
        else:
            (out / "de" / "thing" / "notes.txt").write_text("mine")
    before = files_of(out) if out.is_dir() else out.read_bytes()
    said_ = run("publish", town, out, "--as-of", DAY)
    assert said_.returncode == 2 and "hint: name a folder" in said_.stderr
    assert (files_of(out) if out.is_dir() else out.read_bytes()) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"], "nothing half written is left"


def test_an_earlier_release_is_replaced_as_a_whole(
    town: Path, site: Path, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    out = tmp_path / "out"
    shutil.copytree(site, out)
    (out / "de" / "gaps.html").write_text("changed by somebody")
    assert run("publish", town, out, "--as-of", DAY).returncode == 0
    assert files_of(out) == files_of(site), "the same input gives the same bytes"


def test_checksums_hold_for_every_file(site: Path) -> None:
    lines = [line.split("  ", 1) for line in (site / "SHA256SUMS").read_text("utf-8").splitlines()]
    listed = {name: digest for digest, name in lines}
    there = {name: hashlib.sha256(content).hexdigest() for name, content in files_of(site).items()}
    assert listed == {name: digest for name, digest in there.items() if name != "SHA256SUMS"}


def test_the_three_dumps_say_the_same(site: Path) -> None:
    quads = (site / "data/dataset.nq").read_text("utf-8").splitlines()
    assert quads == sorted(set(quads)) and not [line for line in quads if "_:" in line.split('"')[0]], "canonical"
    from pyoxigraph import RdfFormat, parse

    def read(name: str, form: RdfFormat) -> set[str]:
        return {str(quad) for quad in parse(path=str(site / "data" / name), format=form)}

    first = read("dataset.nq", RdfFormat.N_QUADS)
    assert first and first == read("dataset.trig", RdfFormat.TRIG) == read("dataset.jsonld", RdfFormat.JSON_LD)


def test_the_catalogue_names_files_with_their_sizes_and_checksums(site: Path) -> None:
    spdx = rdflib.Namespace("http://spdx.org/rdf/terms#")
    said = rdflib.Graph().parse(site / "dcat.ttl", publicID=(site / "dcat.ttl").as_uri())
    [dataset] = said.subjects(RDF.type, DCAT.Dataset)
    assert str(dataset) == f"https://example.org/de-14999999/dataset/{DAY}"
    assert str(said.value(dataset, rdflib.DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"
    offered = list(said.objects(dataset, DCAT.distribution))
    assert len(offered) == 6
    for one in offered:
        content = Path(unquote(urlsplit(str(said.value(one, DCAT.downloadURL))).path)).read_bytes()
        assert int(str(said.value(one, DCAT.byteSize))) == len(content)
        digest = said.value(said.value(one, spdx.checksum), spdx.checksumValue)
        assert str(digest) == hashlib.sha256(content).hexdigest()
    assert {str(licence) for source in said.objects(dataset, rdflib.DCTERMS.source) for licence in said.objects(source, rdflib.DCTERMS.license)} == {"CC-BY-4.0", "unknown"}  # fmt: skip
    void = rdflib.Graph().parse(site / "data/void.ttl", publicID=(site / "data/void.ttl").as_uri())
    [dump] = void.objects(None, VOID.dataDump)
    assert Path(urlsplit(str(dump)).path) == site / "data/dataset.nq"


def test_it_can_be_cited(site: Path) -> None:
    digest = hashlib.sha256((site / "data/dataset.nq").read_bytes()).hexdigest()
    cited = yaml.safe_load((site / "CITATION.cff").read_text("utf-8"))
    assert cited["cff-version"] == "1.2.0" and cited["type"] == "dataset"
    assert cited["authors"] == [{"name": "Stadt Kleinmusterstadt"}] and cited["license"] == "CC-BY-4.0"
    assert str(cited["date-released"]) == DAY and cited["identifiers"][0]["value"] == f"sha256:{digest}"
    about = json.loads((site / "datacite.json").read_text("utf-8"))
    assert about["publicationYear"] == "2022" and about["rightsList"][0]["rights"] == "CC-BY-4.0"
    assert digest[:16] in (site / "de" / "release.html").read_text("utf-8")


VALUES: dict[str, Callable[[str], object]] = {
    "integer": int,
    "decimal": Decimal,
    "date": lambda text: re.fullmatch(r"\d{4}-\d\d-\d\d", text)[0],  # type: ignore[index]
    "string": str,
}


def test_the_tables_are_what_their_metadata_say(site: Path) -> None:
    # https://www.w3.org/TR/tabular-metadata/: the header row equals the titles, each value fits its datatype.
    group = json.loads((site / "data/csv-metadata.json").read_text("utf-8"))
    assert group["@context"][0] == "http://www.w3.org/ns/csvw"
    described = {table["url"] for table in group["tables"]}
    assert described == {name.removeprefix("data/") for name in files_of(site) if name.startswith("data/csv/")}
    for table in group["tables"]:
        columns = table["tableSchema"]["columns"]
        header, *rows = csv.reader(io.StringIO((site / "data" / table["url"]).read_text("utf-8"), newline=""))
        assert header == [column["titles"] for column in columns], table["url"]
        assert len({column["name"] for column in columns}) == len(columns)
        assert all(re.fullmatch(r"[A-Za-z0-9]\w*", column["name"], re.ASCII) for column in columns), table["url"]
        for row in rows:
            assert len(row) == len(columns)
            for value, column in zip(row, columns, strict=True):
                assert value == "" or VALUES[column["datatype"]](value) is not None, (table["url"], column, value)


def test_the_statements_table_has_every_statement_of_the_dump(site: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((site / "data/csv/statements.csv").read_text("utf-8"), newline="")))
    lines = [line for line in (site / "data/dataset.nq").read_text("utf-8").splitlines() if "-evidence> ." not in line]
    assert len(rows) == len(lines)


@pytest.mark.loopback
@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium at /usr/bin/chromium")
def test_it_opens_from_disk_without_a_server_or_a_foreign_request(browser: Any, site: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    requests: list[str] = []
    noise: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="Deutsch").click()
    page.wait_for_url("**/de/index.html")
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "the style sheet is loaded from disk"
    for name in (
        "de/gaps.html",
        "de/ontology.html",
        "de/release.html",
        "de/questions/index.html",
        "en/questions/adopted-version.html",
    ):
        page.goto((site / name).as_uri())
        found = axe.run(page, options=WCAG | {"resultTypes": ["violations"], "preload": False}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], name
    assert noise == [] and all(url.startswith((site.as_uri(), "blob:")) for url in requests)
    context.close()


def test_musterstadt_published_twice_is_the_same_to_the_byte(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        town = tmp_path / f"town-{seed}" / "musterstadt"
        shutil.copytree(shipped.data() / "musterstadt", town, ignore=shutil.ignore_patterns("build"))
        out = tmp_path / f"out-{seed}"
        command = [sys.executable, "-m", "planwerk.cli", "publish", str(town), str(out), "--as-of", "2023-03-01"]
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run(command, check=True, env=env, capture_output=True)
        made.append(files_of(out))
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []
    assert broken(tmp_path / "out-1") == []
