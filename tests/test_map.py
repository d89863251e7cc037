"""The map as a file: what is in it, that it is the same every time, that it asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import itertools
import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from browsing import carried
from map_samples import BASE, PAYLOADS, hostile, musterstadt
from planwerk.views import map as views_map
from planwerk.views.columns import layered
from planwerk.views.layout import Box, Link
from planwerk.views.lettering import fit_lines, text_width
from planwerk.views.map import KINDS, MapModel, draw
from planwerk.views.netlayout import packed

TEMPLATES = Path(views_map.__file__).parent / "templates" / "map"
EMPTY = MapModel("Musterstadt", date(2020, 7, 1), None, "de", (), (), (), ())


def data_of(page: str) -> dict[str, Any]:
    result: dict[str, Any] = carried(page)
    return result


@pytest.fixture(scope="module")
def page() -> str:
    return draw(musterstadt())


# -- the same input gives the same bytes


def test_bytes_do_not_depend_on_hash_seed_or_locale(page: str) -> None:
    program = (
        "import hashlib; from map_samples import musterstadt; from planwerk.views.map import draw;"
        "print(hashlib.sha256(draw(musterstadt()).encode()).hexdigest())"
    )
    expected = hashlib.sha256(page.encode()).hexdigest()
    path = os.pathsep.join(entry for entry in sys.path if entry)
    for settings in (
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONHASHSEED": "4242", "LC_ALL": "C.UTF-8", "TZ": "Pacific/Auckland"},
    ):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, **settings, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == expected, settings


def test_order_of_the_model_does_not_matter(page: str) -> None:
    model = musterstadt()
    turned = replace(model, nodes=model.nodes[::-1], edges=model.edges[::-1], gaps=model.gaps[::-1])
    assert draw(turned) == page


# -- alone and shut


class _References(html.parser.HTMLParser):
    """Collects every attribute by which an element could fetch something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("src", "href", "srcset", "action", "formaction", "data", "poster", "background", "ping"):
                self.found.append((tag, name, value or ""))
            assert not name.startswith("on"), f"inline handler {name} on <{tag}>"
            assert name != "style", f"inline style on <{tag}>"


def test_page_refers_to_nothing_outside_itself(page: str) -> None:
    references = _References()
    references.feed(page)
    assert references.found == [("a", "href", "#map")]
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert not any(re.search(r"@import|url\(", style) for style in styles)
    assert "sourceMappingURL" not in page


def test_policy_names_exactly_the_scripts_and_styles_of_the_page(page: str) -> None:
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert policy
    rules = dict(rule.split(" ", 1) for rule in policy.group(1).split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy.group(1)
    for element, rule in (("script", "script-src"), ("style", "style-src")):
        bodies = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        digests = {base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in bodies}
        assert set(re.findall(r"'sha256-([^']+)'", rules[rule])) == digests
    # Before the policy stands nothing it should have governed.
    assert page.index("Content-Security-Policy") < page.index("<title>") < page.index("<style>")


def test_size_stays_within_the_goal(page: str) -> None:
    # Goal: 700 KB, and about 100 bytes compressed for each further element; 469 KB are the renderer.
    assert len(page.encode()) <= 700_000


def test_pyvis_stays_the_carrier_and_its_page_stays_away(page: str) -> None:
    data = data_of(page)
    assert json.loads(data["options"])["physics"] == {"enabled": False}
    assert {node["id"] for node in data["nodes"]} >= {node.id for node in musterstadt().nodes}
    assert "bootstrap" not in page.lower()
    assert "mynetwork" not in page


def test_line_feeds_are_plain(page: str) -> None:
    assert "\r" not in page


# -- the model arrives whole


def test_every_word_of_the_model_is_in_the_data_and_in_the_table_without_script(page: str) -> None:
    model = musterstadt()
    data = data_of(page)
    plain = page[page.index("<noscript>") : page.index("</noscript>")]
    nodes = {node["id"]: node for node in data["nodes"]}
    for node in model.nodes:
        assert nodes[node.id]["label"] == node.label
        assert [item["quote"] for item in nodes[node.id]["evidence"]] == [item.quote for item in node.evidence]
        assert node.label in plain
    for relation, item in ((one, item) for one in model.edges for item in one.evidence):
        assert relation.label in plain
        assert (item.quote or item.locator) in plain
    assert len(re.findall(r"<tr>", plain)) == 2 + len(data["nodes"]) + len(data["edges"])


def test_findings_become_nodes_beside_their_subjects(page: str) -> None:
    data = data_of(page)
    model = musterstadt()
    drawn = {node["id"]: node["kind"] for node in data["nodes"] if node["kind"] in ("gap", "undecided")}
    assert drawn == {gap.id: "gap" if gap.verdict == "gap" else "undecided" for gap in model.gaps}
    tied = {(edge["from"], edge["to"]) for edge in data["edges"] if "finding" in edge}
    assert tied == {(gap.id, subject) for gap in model.gaps for subject in gap.subjects}


def test_finding_about_something_that_is_not_on_the_map_is_still_shown() -> None:
    gap = replace(musterstadt().gaps[0], subjects=(BASE + "elsewhere",))
    data = data_of(draw(replace(EMPTY, gaps=(gap,))))
    assert [node["id"] for node in data["nodes"]] == [gap.id]
    assert data["edges"] == []


def test_labels_of_findings_are_never_cut_and_others_keep_three_lines() -> None:
    long = "Gesamtstädtische " + "Beteiligungsverfahrensordnung " * 8
    model = musterstadt()
    gap = replace(model.gaps[0], label=long)
    node = replace(model.nodes[0], label=long)
    data = data_of(draw(replace(model, gaps=(gap, *model.gaps[1:]), nodes=(node, *model.nodes[1:]))))
    cards = {entry["id"]: entry["card"] for entry in data["nodes"]}
    assert "".join(cards[gap.id]["label"]).replace("-", "").replace(" ", "") == long.replace(" ", "")
    assert len(cards[node.id]["label"]) == 3
    assert cards[node.id]["label"][-1].endswith("…")


def test_empty_map_is_a_page() -> None:
    assert data_of(draw(EMPTY))["nodes"] == []


def test_theme_is_set_on_the_page_and_unknown_ones_are_refused() -> None:
    assert 'data-theme="dark"' in draw(EMPTY, theme="dark")[:200]
    with pytest.raises(ValueError, match="unknown theme"):
        draw(EMPTY, theme="sepia")  # type: ignore[arg-type]


def test_self_reference_and_parallel_relations_are_drawn() -> None:
    model = musterstadt()
    first = model.edges[0]
    more = (replace(first, id="again"), replace(first, id="self", target=first.source))
    data = data_of(draw(replace(model, edges=model.edges + more)))
    for view in data["page"]["views"]:
        assert len(view["routes"]) == len(data["edges"])
        assert all(route[0].startswith("M") for route in view["routes"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"nodes": (musterstadt().nodes[0],) * 2}, "two nodes"),
        ({"nodes": ()}, "not on the map"),
        ({"nodes": (replace(musterstadt().nodes[0], kind="office"),)}, "unknown kind"),
        ({"edges": (replace(musterstadt().edges[0], origin="heard"),)}, "unknown origin"),
        ({"gaps": (replace(musterstadt().gaps[0], verdict="ok"),)}, "unknown verdict"),
        ({"lang": "fr"}, "no texts"),
        ({"pages": (("gaps", "javascript:alert(1)"),)}, "no address beside the map"),
    ],
)
def test_model_that_contradicts_itself_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        draw(replace(musterstadt(), **change))


# -- hostile text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_adds_no_element(payload: str) -> None:
    """The page with the payload has the elements of the page with a harmless word in its place."""

    class Elements(html.parser.HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.seen: list[tuple[str, tuple[str, ...]]] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.seen.append((tag, tuple(name for name, _ in attrs)))

    def elements(text: str) -> list[tuple[str, tuple[str, ...]]]:
        parser = Elements()
        parser.feed(text)
        return parser.seen

    bad, good = draw(hostile(payload)), draw(hostile("harmlos"))
    assert not Counter(elements(bad)) - Counter(elements(good))
    # A place whose link is none is listed once with its like; nothing else may be gone.
    assert {tag for tag, _ in Counter(elements(good)) - Counter(elements(bad))} <= {"li", "q"}
    bad.encode("utf-8")
    assert bad.count("<script>") == good.count("<script>")
    assert "unsafe" not in bad[:1500]


def test_links_are_web_addresses_only() -> None:
    hrefs = [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//boese.example/",
        "https://a@b.example/",
    ]
    node = musterstadt().nodes[0]
    proof = node.evidence[0]
    wanted = replace(node, evidence=tuple(replace(proof, href=href) for href in [*hrefs, "https://gut.example/1"]))
    entries = data_of(draw(replace(EMPTY, nodes=(wanted,))))["nodes"][0]["evidence"]
    assert [entry.get("href") for entry in entries] == [None] * len(hrefs) + ["https://gut.example/1"]


# -- words


def strings() -> dict[str, dict[str, str]]:
    return tomllib.loads((TEMPLATES / "strings.toml").read_text(encoding="utf-8"))


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    table = strings()
    assert table["de"].keys() == table["en"].keys()
    for key, text in table["de"].items():
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", table["en"][key])), key


def test_every_text_is_used_and_every_used_text_exists() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in [*TEMPLATES.glob("*.js"), TEMPLATES / "page.html"])
    sources += "".join((TEMPLATES.parents[1] / name).read_text(encoding="utf-8") for name in ("map.py", "mapdata.py"))
    used = set(re.findall(r"\bt\.(\w+)|\bt\(\"(\w+)\"|strings\[\"(\w+)\"\]", sources))
    named = {name for names in used for name in names if name} - {"replace"}
    table = strings()["de"]
    assert named <= table.keys()
    families = (
        "view_",
        "theme_",
        "origin_",
        "steps_",
        "kind_",
        "layer_",
        "month_",
        "only_",
        "change_",
        "page_",
        "path_",
        "read_",
        "gap_edge",
        "hid",
        "shown",
        "reason",
        "cited",
    )
    assert {
        key for key in table if key not in named and not key.startswith((*families, "cite_failed", "summary"))
    } == set()


def test_absence_is_worded_as_absence_of_evidence() -> None:
    texts = " ".join(strings()["de"].values()).lower()
    assert "fehlt" not in texts
    assert strings()["de"]["kind_gap"] == "kein Nachweis im Datenbestand"


def test_english_page_holds_no_german_text_and_says_so() -> None:
    page = draw(replace(EMPTY, lang="en"))
    assert '<html lang="en"' in page
    table = strings()
    outside = re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL)
    for key, text in table["de"].items():
        if text != table["en"][key] and len(text) > 3:
            assert not re.search(rf"\b{re.escape(text)}\b", outside), key


def test_template_and_script_hold_no_words_of_their_own() -> None:
    template = re.sub(r"\{[{%].*?[}%]\}", "", (TEMPLATES / "page.html").read_text(encoding="utf-8"), flags=re.DOTALL)
    visible = re.sub(r"<[^>]*>", " ", template)
    assert not re.search(r"[^\W\d_]{2,}", visible), visible


# -- colours and signs (WCAG 2.1, 1.4.3 and 1.4.11; formula of relative luminance as given there)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def schemes() -> dict[str, dict[str, str]]:
    css = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    blocks = re.findall(r"^:root(\[data-scheme=\"dark\"\])? \{(.*?)^\}", css, re.DOTALL | re.MULTILINE)
    return {
        "dark" if dark else "light": dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body)) for dark, body in blocks
    }


def test_contrast_formula_agrees_with_known_pairs() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the well-known near miss


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_have_contrast(scheme: str) -> None:
    colours = schemes()[scheme]
    assert {name.removeprefix("kind-") for name in colours if name.startswith("kind-")} == set(KINDS)
    for kind in KINDS:
        # The class name is written in its colour on the card; frame and sign also meet the ground.
        assert contrast(colours[f"kind-{kind}"], colours["card"]) >= 4.5, kind
        assert contrast(colours[f"kind-{kind}"], colours["ground"]) >= 3, kind
    for text, ground in itertools.product(("text", "muted", "accent"), ("card", "ground", "quote")):
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
    for line in ("edge", "selected", "focus", "control", "new", "gone"):
        assert contrast(colours[line], colours["card"]) >= 3, line
        assert contrast(colours[line], colours["ground"]) >= 3, line


def test_signs_of_all_classes_differ() -> None:
    assert len({(kind.sign, kind.dashed) for kind in KINDS.values()}) == len(KINDS)


# -- places


def points(path: str) -> list[tuple[float, float]]:
    """Walk an SVG path of ours (M, C, Q, H) in small steps."""
    result: list[tuple[float, float]] = []
    x = y = 0.0
    for command, rest in re.findall(r"([MCQH])([^MCQH]*)", path):
        v = [float(value) for value in rest.split()]
        if command == "M":
            x, y = v
            result.append((x, y))
            continue
        knots = [(x, y), *([(v[0], y)] if command == "H" else zip(v[::2], v[1::2], strict=True))]
        for step in range(1, 41):
            line = knots
            while len(line) > 1:  # de Casteljau
                line = [
                    (a + (c - a) * step / 40, b + (d - b) * step / 40) for (a, b), (c, d) in itertools.pairwise(line)
                ]
            result.append(line[0])
        x, y = knots[-1]
    return result


def through_foreign_cards(data: dict[str, Any], view: dict[str, Any]) -> int:
    places = list(zip(data["nodes"], view["places"], strict=True))
    return sum(
        any(
            abs(x - cx) < node["card"]["width"] / 2 and abs(y - cy) < node["card"]["height"] / 2
            for node, (cx, cy) in places
            if node["id"] not in (edge["from"], edge["to"])
            for x, y in points(route[0])
        )
        for edge, route in zip(data["edges"], view["routes"], strict=True)
    )


def test_no_two_cards_overlap_in_any_view(page: str) -> None:
    data = data_of(page)
    for view in data["page"]["views"]:
        cards = list(zip((node["card"] for node in data["nodes"]), view["places"], strict=True))
        for (a, (ax, ay)), (b, (bx, by)) in itertools.combinations(cards, 2):
            apart_x = abs(ax - bx) >= (a["width"] + b["width"]) / 2
            apart_y = abs(ay - by) >= (a["height"] + b["height"]) / 2
            assert apart_x or apart_y, view["id"]


def test_lines_keep_clear_of_foreign_cards(page: str) -> None:
    data = data_of(page)
    structure, _, net = data["page"]["views"]
    assert through_foreign_cards(data, structure) == 0  # each has a lane of its own; goal: at most a tenth
    assert through_foreign_cards(data, net) <= len(data["edges"]) // 10


def test_columns_follow_the_order_of_planning(page: str) -> None:
    data = data_of(page)
    x = {node["id"]: place[0] for node, place in zip(data["nodes"], data["page"]["views"][0]["places"], strict=True)}
    by_layer: dict[int, list[float]] = {}
    for node in data["nodes"]:
        if node["kind"] not in ("gap", "undecided"):
            by_layer.setdefault(KINDS[node["kind"]].layer, []).append(x[node["id"]])
    for one, other in itertools.pairwise(sorted(by_layer)):
        assert max(by_layer[one]) < min(by_layer[other])


def test_ordering_untangles_what_can_be_drawn_without_crossing() -> None:
    # A ladder turned upside down: a1-b3, a2-b2, a3-b1 cross three times in the given order.
    boxes = [Box(f"{side}{n}", 100, 40, layer) for layer, side in enumerate("ab") for n in (1, 2, 3)]
    result = layered(boxes, [Link(str(n), f"a{n}", f"b{4 - n}") for n in (1, 2, 3)])
    left = sorted((1, 2, 3), key=lambda n: result.places[f"a{n}"][1])
    right = sorted((1, 2, 3), key=lambda n: result.places[f"b{n}"][1])
    assert [4 - n for n in left] == right


@pytest.mark.parametrize("arrange", [layered, packed])
def test_layouts_hold_for_awkward_graphs(arrange: Any) -> None:
    ring = [Link(f"r{n}", f"n{n}", f"n{(n + 1) % 40}") for n in range(40)]
    star = [Link(f"s{n}", "n0", f"n{n}") for n in range(1, 40)]
    boxes = [Box(f"n{n}", 100 + n, 40 + n % 5 * 20, n % 5) for n in range(60)]  # 20 of them without a line
    result = arrange(boxes, ring + star)
    assert set(result.places) == {box.id for box in boxes}
    assert set(result.routes) == {link.id for link in ring + star}
    by_id = {box.id: box for box in boxes}
    for (a, (ax, ay)), (b, (bx, by)) in itertools.combinations(result.places.items(), 2):
        assert (
            abs(ax - bx) >= (by_id[a].width + by_id[b].width) / 2 - 0.2
            or abs(ay - by) >= (by_id[a].height + by_id[b].height) / 2 - 0.2
        )


def test_lines_fit_their_card_and_lose_no_letter() -> None:
    for node in musterstadt().nodes:
        lines = fit_lines(node.label, 13, 164)
        assert all(text_width(line, 13) <= 164 for line in lines)
        assert "".join(lines).replace("-", "").replace(" ", "") == node.label.replace("-", "").replace(" ", "")


# -- the command


def test_command_opens_the_map_where_it_was_asked_to(run: Callable[..., Any], leipzig: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    done = run(
        "map", leipzig, "--as-of", "2020-07-01", "--focus", "VI-A-05385", "--steps", "1", "--domain", "d05", "-o", out
    )
    assert done.returncode == 0, done.stderr
    start = dict(parse_qsl(carried(out.read_text("utf-8"))["page"]["start"]))
    assert start["node"].endswith("/paper/vi-a-05385")
    assert start["steps"] == "1"
    assert start["domain"] == "https://w3id.org/planwerk/concept/domain/d05"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--focus", "Fachplan Seniorenarbeid"), "did you mean Fachplan Seniorenarbeit?"),
        (("--domain", "xyzzy"), "use a label, a printed number, an IRI, or the id of a finding"),
        (("--story", "nowhere.md"), "nowhere.md cannot be read"),
    ],
)
def test_command_refuses_what_is_not_there_with_a_hint(
    run: Callable[..., Any], leipzig: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = run("map", leipzig, "--as-of", "2020-07-01", *arguments, "-o", tmp_path / "map.html")
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())
    assert not (tmp_path / "map.html").exists()
