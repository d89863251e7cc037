"""What one takes away from the map: statements as Turtle and JSON-LD, a table that no spreadsheet runs."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from browsing import BROWSING, ask, go, opened, saved, written
from map_samples import BASE, told

pytestmark = BROWSING
MODEL = told()
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


@pytest.fixture(scope="module")
def page(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with opened(browser, written(tmp_path_factory.mktemp("map") / "told.html", MODEL)) as page:
        yield page


@pytest.mark.parametrize("address", ["", "hide=actor.law&month=2018-05"])
def test_turtle_and_json_ld_say_what_is_visible_and_no_more(page: Any, tmp_path: Path, address: str) -> None:
    go(page, address)
    shown = ask(page, "visible()")
    things = {node.id: node for node in MODEL.nodes if node.id in shown["nodes"]}
    relations = {(e.source, e.property, e.target) for e in MODEL.edges if e.id in shown["edges"]}
    turtle = saved(page, "ttl", tmp_path).read_bytes()
    quads = list(parse(turtle, format=RdfFormat.TURTLE))
    assert {q.subject.value: q.object for q in quads if q.predicate == LABEL} == {
        id: Literal(node.label, language="de") for id, node in things.items()
    }
    iris = {(q.subject.value, q.predicate.value, q.object.value) for q in quads if isinstance(q.object, NamedNode)}
    assert iris == relations | {
        (id, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", node.type) for id, node in things.items()
    }
    findings = len(shown["nodes"]) - len(things) + len(shown["edges"]) - len(relations)
    assert f"# {findings} sichtbare" in turtle.decode()
    linked = saved(page, "jsonld", tmp_path).read_bytes()
    assert json.loads(linked)["@graph"]
    assert {str(q) for q in parse(linked, format=RdfFormat.JSON_LD)} == {str(q) for q in quads}


def test_csv_has_every_visible_element_and_relation_with_its_source(page: Any, tmp_path: Path) -> None:
    go(page, "")
    rows = list(csv.reader(saved(page, "csv", tmp_path).read_text("utf-8-sig").splitlines()))
    shown = ask(page, "visible()")
    assert len(rows) == 1 + len(shown["nodes"]) + len(shown["edges"])
    assert rows[0][:3] == ["von", "Beziehung", "nach"]
    basis = next(
        row for row in rows if row[:3] == ["Bundesteilhabegesetz", "ist Rechtsgrundlage für", "Teilhabeplan 2017–2024"]
    )
    assert basis[6] == "in der Quelle gelesen"
    assert "Vorlage MS-01" in basis[7]


@pytest.mark.parametrize("formula", ['=HYPERLINK("https://boese.example")', "+1+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(browser: Any, tmp_path: Path, formula: str) -> None:
    node = replace(MODEL.nodes[0], label=formula, number=formula, summary=formula)
    path = written(tmp_path / "formula.html", replace(MODEL, nodes=(node,), edges=(), gaps=(), moments=(), slides=()))
    with opened(browser, path) as page:
        rows = list(csv.reader(saved(page, "csv", tmp_path).read_text("utf-8-sig").splitlines()))
    assert [cell for row in rows for cell in row if cell[:1] in "=+-@\t" and cell] == []
    assert f"'{formula.strip()}" in rows[1]


def test_drawings_of_slides_and_overview_are_whole_too(page: Any, tmp_path: Path) -> None:
    go(page, "slide=2")
    text = page.evaluate("document.querySelectorAll('#caption').length && planwerkMap.visible().nodes.length")
    assert text == len(MODEL.slides[1].show)
    go(page, "view=overview")
    svg = saved(page, "svg", tmp_path).read_text("utf-8")
    assert svg.count('class="bubble"') == len(ask(page, "bubbles()"))
    assert "href" not in svg
    assert "font-family" in svg
    go(page, f"node={BASE}p5")
    assert ask(page, "state()")["node"] == BASE + "p5"
