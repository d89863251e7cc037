"""The 33 checks a map is held to, each with the tests that make it; and those that take the whole Leipzig map.

The numbers are those of the list the map was designed by: what a script can find out in headless chromium.
"""

from __future__ import annotations

import ast
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

import planwerk
from browsing import BROWSING, ask, carried, go, opened, written
from map_samples import crowd, told
from planwerk import shipped
from planwerk.readingcopy import norm
from planwerk.vocabulary import NS

HERE = Path(__file__).parent
BENCH = "benchmarks/bench_map.py"

CHECKS: dict[int, tuple[str, tuple[str, ...]]] = {
    1: ("offline, silent, only the file itself is requested", ("browsing.py::opened",)),
    2: ("nothing of another origin in the source, a policy without unsafe-", (
        "test_page_refers_to_nothing_outside_itself", "test_policy_names_exactly_the_scripts_and_styles_of_the_page")),
    3: ("ready in a second, sizes", (f"{BENCH}::look", "test_size_stays_within_the_goal", "test_size_grows_by_a_hundred_bytes_for_an_element")),
    4: ("the canvas is drawn and follows pan, zoom and view", ("test_canvas_is_drawn_and_follows_pan_zoom_and_view",)),
    5: ("search by keyboard", ("test_search_by_keyboard_alone",)),
    6: ("search forgives spelling, a hidden hit becomes visible", (
        "test_search_forgives_spelling", "test_sharp_s_is_two_s", "test_hit_that_filters_hide_becomes_visible",
        "test_filter_is_chosen_by_hand_and_given_up_for_a_search_hit")),
    7: ("each legend button hides exactly its class", ("test_each_legend_button_hides_exactly_its_class",)),
    8: ("no line with a hidden end in 200 random states", (
        "test_no_line_is_shown_whose_end_is_hidden", "test_no_line_ends_at_a_hidden_card_in_two_hundred_random_states")),
    9: ("filters equal what networkx computes", (
        "test_filter_keeps_a_thing_what_touches_it_and_the_findings_about_these", "test_filters_by_status_and_by_two_at_once")),
    10: ("the date slider shows what SPARQL finds", (
        "test_relations_of_twenty_months_are_those_of_sparql", "test_resolution_appears_in_september_2018_and_not_in_august",
        "test_slider_shows_what_was_known_at_the_end_of_each_month", "test_leipzig_map_agrees_with_sparql_on_every_day")),
    11: ("neighbourhoods are ego graphs", ("test_neighbourhood_is_the_ego_graph_of_networkx",)),
    12: ("gap ids are those of the report, each dashed in canvas and SVG", (
        "test_findings_have_the_ids_of_the_report_and_are_dashed", "test_frames_of_findings_are_dashed_on_the_canvas_too",
        "test_leipzig_map_agrees_with_sparql_on_every_day")),
    13: ("quotes equal the source at their offsets, and the panel shows them", (
        "test_quotes_of_nodes_and_lines_are_the_words_of_the_source_at_their_places",)),
    14: ("addresses reopen the same view, damaged ones do no harm", (
        "test_address_reopens_exactly_the_same_view", "test_view_that_was_clicked_together_reopens",
        "test_address_reopens_a_field_and_everything_can_be_drawn_on_request", "test_damaged_addresses_neither_throw_nor_inject")),
    15: ("keys turn the slides", ("test_keys_turn_the_slides_and_each_shows_its_own_set",)),
    16: ("nothing under the caption, 14 px on slides", (
        "test_no_card_lies_under_the_caption_and_labels_have_fourteen_pixels",)),
    17: ("arrow keys reach every card and name it", ("test_arrow_keys_reach_every_card_and_name_it",)),
    18: ("tables are the graph", (
        "test_table_is_the_visible_graph", "test_without_script_the_whole_graph_is_a_table",
        "test_table_of_such_a_city_has_the_findings_too")),
    19: ("axe finds nothing", (
        "test_axe_finds_nothing", "test_axe_finds_nothing_while_searching", "test_axe_finds_nothing_on_a_slide",
        "test_axe_finds_nothing_in_the_overview", "test_axe_finds_nothing_through_time_and_on_paths")),
    20: ("tab reaches every control, visibly, and leaves", (
        "test_tab_reaches_every_control_shows_where_it_is_and_leaves_again",)),
    21: ("contrast, shapes", ("test_colours_have_contrast", "test_signs_of_all_classes_differ")),
    22: ("no two cards overlap, lines keep clear, labels have 9 px", (
        "test_no_two_cards_overlap_in_any_arrangement_that_is_prepared", "test_no_two_cards_overlap_in_any_view",
        "test_lines_keep_clear_of_foreign_cards", "test_labels_open_at_nine_pixels_or_more")),
    23: ("PNG large, SVG whole and harmless", (
        "test_png_is_large_and_not_blank", "test_svg_is_xml_with_one_group_per_visible_node")),
    24: ("paper without controls, a page per slide", (
        "test_paper_shows_drawing_and_tables_but_no_controls", "test_handout_has_a_page_per_slide_with_words_and_sources")),
    25: ("hostile texts never run", ("test_hostile_text_never_runs", "test_hostile_text_adds_no_element")),
    26: ("the policy is active", ("test_policy_is_active",)),
    27: ("the same bytes under any hash seed, locale, encoding and line end", (
        "test_bytes_do_not_depend_on_hash_seed_or_locale", "test_file_is_the_same_where_files_are_cp1252_with_other_line_ends")),
    28: ("20,000 elements in 5 s and 1 GB", (f"{BENCH}::build",)),
    29: ("CPU per frame", (f"{BENCH}::look",)),
    30: ("half the window at every width, nothing sideways", (
        "test_canvas_takes_half_the_window_and_nothing_scrolls_sideways",)),
    31: ("every text from the table, English is English", (
        "test_all_visible_text_is_from_the_model_or_the_table", "test_english_page_speaks_english",
        "test_english_page_holds_no_german_text_and_says_so")),
    32: ("in a frame of a notebook", ("test_page_works_inside_a_sandboxed_frame",)),
    33: ("what a card cuts is whole elsewhere, findings are never cut", (
        "test_label_that_a_card_cuts_is_whole_in_panel_table_and_tooltip",
        "test_labels_of_findings_are_never_cut_and_others_keep_three_lines")),
}  # fmt: skip


def functions(file: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}


def test_each_of_the_thirty_three_checks_has_its_tests() -> None:
    assert list(CHECKS) == list(range(1, 34))
    of_the_map = set().union(*(functions(file) for file in HERE.glob("test_map*.py")))
    for number, (_, names) in CHECKS.items():
        for name in names:
            file, _, function = name.rpartition("::")
            assert function in (functions(HERE / file) if file else of_the_map), (number, name)


def browsing(function: Any) -> Any:
    for mark in BROWSING:
        function = mark(function)
    return function


# -- 8, 12, 22, 27, 33: on invented maps


@pytest.fixture(scope="module")
def page(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with opened(browser, written(tmp_path_factory.mktemp("map") / "told.html", told())) as page:
        yield page


@browsing
@pytest.mark.long
def test_no_line_ends_at_a_hidden_card_in_two_hundred_random_states(page: Any) -> None:
    model, dice = told(), random.Random(3)
    ends = {edge.id: (edge.source, edge.target) for edge in model.edges}
    ends |= {f"{gap.id} {subject}": (gap.id, subject) for gap in model.gaps for subject in gap.subjects}
    things = [node.id for node in model.nodes]
    of_kind = {kind: [n.id for n in model.nodes if n.kind == kind] for kind in ("domain", "law", "body")}
    for _ in range(200):
        state = {
            "view": dice.choice(["structure", "time", "net", "overview"]),
            "hide": ".".join(dice.sample(sorted({node.kind for node in model.nodes}), dice.randrange(4))),
            "domain": dice.choice(["", *of_kind["domain"]]),
            "party": dice.choice(["", "", *of_kind["body"]]),
            "law": dice.choice(["", "", *of_kind["law"]]),
            "month": dice.choice(["", "2018-03", "2018-10", "2019-05"]),
            "before": dice.choice(["", "", "2018-05"]),
            "node": dice.choice(["", *things]),
            "steps": str(dice.randrange(4)),
            "all": dice.choice(["", "1"]),
        }
        go(page, "&".join(f"{key}={quote(value, safe='')}" for key, value in state.items() if value))
        shown = ask(page, "visible()")
        nodes = set(shown["nodes"])
        assert all(set(ends[edge]) <= nodes for edge in shown["edges"]), state


@browsing
def test_frames_of_findings_are_dashed_on_the_canvas_too(page: Any) -> None:
    """Along the upper edge of a card run the colours of its frame: one stroke for a thing, many for a finding."""
    go(page, "at=0,0,1")
    for view in ("structure", "net"):
        go(page, f"view={view}")
        page.click("#fit")
        strokes = page.evaluate(
            """() => new Promise((done) => requestAnimationFrame(() => {
              const canvas = document.querySelector('#map canvas'), copy = document.createElement('canvas');
              copy.width = canvas.width; copy.height = canvas.height;
              const c = copy.getContext('2d', { willReadFrequently: true }), scale = planwerkMap.state().scale;
              c.drawImage(canvas, 0, 0);
              done(planwerkMap.places().map(([id, , , x, y, width, height]) => {
                const left = Math.round(x - width / 2 * scale + 8 * scale), top = Math.round(y - height / 2 * scale);
                const length = Math.round((width - 40) * scale), rows = [-1, 0, 1].map((shift) => c.getImageData(left, top + shift, length, 1).data);
                const dark = (row, i) => row[4 * i] + row[4 * i + 1] + row[4 * i + 2] < 560;
                const runs = rows.map((row) => { let count = 0; for (let i = 1; i < length; i += 1) count += dark(row, i) !== dark(row, i - 1); return count; });
                return [id, Math.max(...runs)];
              }));
            }))"""
        )
        dashed = {gap.id for gap in told().gaps if gap.id in dict(strokes)}
        assert dashed
        assert {name for name, runs in strokes if runs >= 8} == dashed, strokes


def test_no_two_cards_overlap_in_any_arrangement_that_is_prepared() -> None:
    model = crowd(280, fields=3)
    for data in (
        carried(planwerk_draw(model)),
        carried(planwerk_draw(told())),
    ):
        nodes, page = data["nodes"], data["page"]
        scenes = [*page["views"], *(view["folded"] for view in page["views"] if "folded" in view)]
        scenes += [field["scene"] for field in page["fields"] if "scene" in field]
        scenes += [slide["scene"] for slide in page["slides"]]
        for scene in scenes:
            members = scene.get("members", range(len(nodes)))
            cards = [nodes[at]["full" if scene.get("whole") else "card"] for at in members]
            for (a, (ax, ay)), (b, (bx, by)) in combinations(zip(cards, scene["places"], strict=True), 2):
                apart_x = abs(ax - bx) >= (a["width"] + b["width"]) / 2 - 0.2
                assert apart_x or abs(ay - by) >= (a["height"] + b["height"]) / 2 - 0.2


def planwerk_draw(model: Any) -> str:
    from planwerk.views.map import draw

    return draw(model)


def test_file_is_the_same_where_files_are_cp1252_with_other_line_ends(tmp_path: Path) -> None:
    """As on a German Windows: what is opened without an encoding is cp1252, and a line ends with two characters."""
    program = """
import builtins, io, os, sys
from pathlib import Path
real = io.open
def windows(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, *more, **other):
    if "b" not in mode and not isinstance(file, int):
        encoding = "cp1252" if encoding in (None, "locale") else encoding
        newline = "\\r\\n" if newline is None and mode[0] in "wax" else newline
    return real(file, mode, buffering, encoding, errors, newline, *more, **other)
if sys.argv[2] == "windows":
    builtins.open = io.open = windows
    os.linesep = "\\r\\n"
from map_samples import told
from planwerk.cli.printing import write
from planwerk.views.map import draw
write(draw(told()).encode(), Path(sys.argv[1]))
"""
    files = []
    for name in ("here", "windows"):
        files.append(tmp_path / f"{name}.html")
        path = ":".join(entry for entry in sys.path if entry)
        subprocess.run(
            [sys.executable, "-c", program, str(files[-1]), name],
            check=True,
            env={"PYTHONPATH": path},
            capture_output=True,
        )
    assert files[0].read_bytes() == files[1].read_bytes()
    assert b"\r" not in files[0].read_bytes()


@browsing
def test_label_that_a_card_cuts_is_whole_in_panel_table_and_tooltip(browser: Any, tmp_path: Path) -> None:
    model = crowd(120, fields=4)
    cut = [node for node in carried(planwerk_draw(model))["nodes"] if node["card"]["label"][-1].endswith("…")]
    assert len(cut) > 20
    assert not [node for node in cut if node["kind"] in ("gap", "undecided")]
    with opened(browser, written(tmp_path / "cut.html", model), "#view=net", size=(1920, 1080)) as page:
        box = page.locator("#map").bounding_box()
        within = {
            entry[0]: (box["x"] + entry[3], box["y"] + entry[4])
            for entry in ask(page, "places()")
            if 100 < entry[3] < box["width"] - 100 and 60 < entry[4] < box["height"] - 60
        }
        pointed = [node for node in cut if node["id"] in within][:8]
        assert pointed
        for node in pointed:
            page.mouse.move(*within[node["id"]])
            assert page.locator("#tip").inner_text().endswith(node["label"])
        for node in cut[::5]:
            page.evaluate("id => planwerkMap.select(id)", node["id"])
            assert page.locator("#panel h2").inner_text() == node["label"]
        go(page, "table=1")
        text = page.locator("#tables").inner_text()
        assert all(node["label"] in text for node in cut)


# -- 10, 13: the Leipzig procedure, against SPARQL and against its text


@pytest.fixture(scope="module")
def city() -> Any:
    return planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01")


@pytest.fixture(scope="module")
def leipzig_map(city: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "leipzig.html"
    path.write_text(city.map(), encoding="utf-8", newline="\n")
    return path


DIRECT = (
    "coversDomain",
    "continues",
    "leadUnit",
    "responsible",
    "involves",
    "reportsOn",
    "adoptedBy",
    "addressesTargetGroup",
)


@browsing
@pytest.mark.long
def test_relations_of_twenty_months_are_those_of_sparql(browser: Any, city: Any, leipzig_map: Path) -> None:
    """Which relations hold at the end of a month is asked of the store anew; both ends must be known by then to be something."""
    months = [date(2018 + at // 12, at % 12 + 1, 1) for at in range(3, 23)]
    with opened(browser, leipzig_map) as page:
        ends = {node["id"] for node in carried(leipzig_map.read_text("utf-8"))["nodes"]}
        counts = []
        for first in months:
            go(page, f"month={first:%Y-%m}&all=1")
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            values = " ".join(f"pw:{name}" for name in DIRECT)
            rows = (
                city.on(last)
                .query(
                    f"PREFIX pw: <{NS}> SELECT DISTINCT ?s ?p ?o {{ VALUES ?p {{ {values} }} ?s ?p ?o . ?s a ?sc . ?o a ?oc FILTER(?s != ?o && STRSTARTS(STR(?sc), STR(pw:)) && STRSTARTS(STR(?oc), STR(pw:))) }}"
                )
                .rows
            )
            expected = {f"{s} {str(p).removeprefix(NS)} {o}" for s, p, o in rows if {s, o} <= ends}
            shown = {edge for edge in ask(page, "visible()")["edges"] if edge.split(" ")[1] in DIRECT}
            assert shown == expected, first
            counts.append(len(shown))
        assert all(one <= other for one, other in pairwise(counts)) and counts[0] < counts[-1]


@browsing
@pytest.mark.long
def test_quotes_of_nodes_and_lines_are_the_words_of_the_source_at_their_places(
    browser: Any, leipzig_map: Path, corpus: Path
) -> None:
    source = (corpus / "seed-leipzig-VI-A-05385.txt").read_text("utf-8")
    data = carried(leipzig_map.read_text("utf-8"))
    held = 0
    with opened(browser, leipzig_map) as page:
        for thing in (*data["nodes"], *data["edges"]):
            quoted = [item for item in thing["evidence"] if item["quote"]]
            for item in quoted:
                found = re.search(r"Zeichen (\d+) bis (\d+)", item["locator"])
                assert found, item
                assert item["quote"] == norm(source[int(found[1]) : int(found[2])])
            if quoted:
                page.evaluate("id => planwerkMap.select(id)", thing["id"])
                texts = page.locator("#panel .proof q").evaluate_all("all => all.map((one) => one.textContent)")
                assert texts == [item["quote"] for item in quoted]
                held += 1
    assert held > 150  # of 201 nodes and 233 lines; the rest is entered or inferred, and has no words
