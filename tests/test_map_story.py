"""The story: slides by arrow keys and clicker, captions beside the drawing, a handout, the file it is read from."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import planwerk
from browsing import BROWSING, WCAG, ask, carried, go, opened, written
from map_samples import BASE, musterstadt, told
from planwerk import shipped
from planwerk.errors import SourceError
from planwerk.views.mapmodel import MapModel
from planwerk.views.story import default_story, read_story


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("map") / "told.html", told())


@pytest.fixture(scope="module")
def page(browser: Any, story: Path) -> Iterator[Any]:
    with opened(browser, story, size=(1280, 720)) as page:
        yield page


def browsing(function: Any) -> Any:
    for mark in BROWSING:
        function = mark(function)
    return function


@browsing
def test_keys_turn_the_slides_and_each_shows_its_own_set(page: Any) -> None:
    slides = told().slides
    page.click("#tell")
    keys = ["ArrowRight", "PageDown", "ArrowLeft", "PageUp", "Space", "End", "Home"]
    for key, at in zip([None, *keys], [0, 1, 2, 1, 0, 1, 2, 0], strict=True):
        if key:
            page.keyboard.press(key)
        assert ask(page, "state()")["slide"] == at
        assert set(ask(page, "visible()")["nodes"]) == set(slides[at].show)
        assert page.locator("#slide-title").inner_text() == slides[at].title
        assert slides[at].text.split("\n")[0] in page.locator("#slide-text").inner_text()
    assert page.locator("#slide-text p").count() == 2  # two paragraphs of the first slide
    page.keyboard.press("ArrowRight")
    assert page.locator("#slide-day").inner_text() == "Stand 30.09.2018"
    page.keyboard.press("Escape")
    assert ask(page, "state()")["slide"] is None
    assert page.locator("#caption").is_hidden()


@browsing
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1024, 768)])
def test_no_card_lies_under_the_caption_and_labels_have_fourteen_pixels(browser: Any, story: Path, size: Any) -> None:
    for at, slide in enumerate(told().slides, start=1):
        with opened(browser, story, f"#slide={at}", size=size) as page:
            assert ask(page, "state()")["scale"] * 13 >= 14
            caption, box = page.locator("#caption").bounding_box(), page.locator("#map").bounding_box()
            scale = ask(page, "state()")["scale"]
            for _, _, _, x, y, width, height in ask(page, "places()"):
                left, right = box["x"] + x - width / 2 * scale, box["x"] + x + width / 2 * scale
                top, bottom = box["y"] + y - height / 2 * scale, box["y"] + y + height / 2 * scale
                aside = right <= caption["x"] or left >= caption["x"] + caption["width"]
                assert aside or bottom <= caption["y"] or top >= caption["y"] + caption["height"], (at, slide.title)
                assert box["x"] <= left and right <= box["x"] + box["width"], (at, slide.title)
                assert box["y"] <= top and bottom <= box["y"] + box["height"], (at, slide.title)


@browsing
def test_handout_has_a_page_per_slide_with_words_and_sources(page: Any) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    go(page, "slide=2")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#paper .slide").count() == len(told().slides)
    for at, slide in enumerate(told().slides):
        assert page.locator("#paper .slide").nth(at).locator("svg g.node").count() == len(slide.show)
    pages = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(pages) == len(told().slides)
    for paper, slide in zip(pages, told().slides, strict=True):
        text = " ".join(unicodedata.normalize("NFKC", paper.extract_text()).split())  # ff is one sign in print
        assert slide.title in text
        assert "Quellen: Vorlage MS-" in text
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert set(ask(page, "visible()")["nodes"]) == set(told().slides[1].show)


@browsing
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_slide(browser: Any, story: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    for size in ((1280, 720), (390, 800)):
        with opened(browser, story, "#slide=2", size=size, color_scheme=scheme) as page:
            results = axe.Axe().run(page, options=WCAG)
            assert results.violations_count == 0, results.generate_report()


# -- the file

STORY = """# Strategische Sozialplanung

Worte vor der ersten Folie zählen nicht.

## Der Beschluss
show: VII-A-05385-NF-02, Sozialamt, p5
view: net
as-of: 2018-09-30

Der erste Absatz
geht weiter.

Der zweite: mit Doppelpunkt.

## Was offen ist
show: G03-2b3c4d5e
"""


def told_by(text: str, folder: Path, model: MapModel | None = None, name: str = "story.md") -> Any:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_story(path, model or musterstadt(), lambda day: pytest.fail("no query, no dataset"))


def test_story_file_becomes_slides(tmp_path: Path) -> None:
    first, second = told_by(STORY, tmp_path)
    assert first.show == (BASE + "v4", BASE + "k2", BASE + "p5")
    assert (first.title, first.view, str(first.day)) == ("Der Beschluss", "net", "2018-09-30")
    assert first.text == "Der erste Absatz\ngeht weiter.\n\nDer zweite: mit Doppelpunkt."
    assert second.show == ("G03-2b3c4d5e",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("## A\nshow: Sozialampt\n", r'line 1, slide "A": nothing on the map is called "Sozialampt"'),
        ("## A\nshow: Sozialamt\nview: karte\n", 'line 3: there is no view "karte"'),
        ("## A\nas-of: gestern\n", 'line 2: "gestern" is no day'),
        ("## A\n\nNur Worte.\n", "nothing is shown"),
        ("Nur Worte.\n", "has no slide"),
        ("## A\n```python\n1\n```\n", "only SPARQL"),
    ],
)
def test_story_that_cannot_be_told_names_file_and_line(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        told_by(text, tmp_path)
    assert "story.md" in str(caught.value)
    assert caught.value.hint


YAML_STORY = """# the same, as YAML
- title: Der Beschluss
  show: [VII-A-05385-NF-02, Sozialamt, p5]
  view: net
  as-of: 2018-09-30
  text: |
    Der erste Absatz
    geht weiter.

    Der zweite: mit Doppelpunkt.
- title: Was offen ist
  show: G03-2b3c4d5e
"""


def test_story_as_yaml_is_the_same_story(tmp_path: Path) -> None:
    assert told_by(YAML_STORY, tmp_path, name="story.yaml") == told_by(STORY, tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- title: A\n  show: Sozialampt\n", r'line 1, slide "A": nothing on the map is called "Sozialampt"'),
        ("- title: A\n  show: Sozialamt\n  view: karte\n", 'line 3: there is no view "karte"'),
        ("- title: A\n  as-of: gestern\n", 'line 2: "gestern" is no day'),
        ("- title: A\n  text: Nur Worte.\n", "nothing is shown"),
        ("- show: Sozialamt\n", "line 1: the slide has no title"),
        ("- title: A\n  zeige: Sozialamt\n", 'line 2: a slide has no "zeige"'),
        ("- title: A\n  title: B\n", 'line 2: "title" stands there twice'),
        ("- title: A\n  text: [a, b]\n", 'line 2: "text" is no text'),
        ("- title: A\n  show: [[Sozialamt]]\n", 'line 2: "show" is no text'),
        ("- Nur Worte\n", "line 1: a slide is a title with settings"),
        ("title: A\n", "line 1: a story is a list of slides"),
        ("- title: A: B\n", "line 1: this is no YAML"),
        ("- title: !!python/object/apply:os.system [ls]\n", 'line 1: "title" is no text'),
        ("", "has no slide"),
    ],
)
def test_yaml_story_that_cannot_be_told_names_file_and_line(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        told_by(text, tmp_path, name="story.yaml")
    assert "story.yaml" in str(caught.value)
    assert caught.value.hint


@pytest.mark.long
def test_query_chooses_what_a_slide_shows(tmp_path: Path, run: Callable[..., Any], leipzig: Path) -> None:
    """The resolution of 19 September 2018 is known on the 30th and not on the 1st, by its source's day."""
    path = tmp_path / "story.md"
    query = "```sparql\nPREFIX pw: <https://w3id.org/planwerk/ns#>\nSELECT ?r { ?r a pw:Resolution ; pw:hasPoint ?p }\n```\n"
    path.write_text(f"## Beschluss\nas-of: 2018-09-30\n\n{query}\nDer Beschluss.\n", encoding="utf-8")
    out = tmp_path / "map.html"
    done = run("map", leipzig, "--as-of", "2020-07-01", "--story", path, "-o", out)
    assert done.returncode == 0, done.stderr
    (slide,) = carried(out.read_text("utf-8"))["page"]["slides"]
    assert (slide["title"], slide["text"], len(slide["scene"]["members"])) == ("Beschluss", "Der Beschluss.", 1)
    path.write_text(f"## Beschluss\nas-of: 2018-09-01\n\n{query}\n", encoding="utf-8")
    early = run("map", leipzig, "--as-of", "2020-07-01", "--story", path, "-o", out)
    assert (early.returncode, "nothing is shown" in early.stderr) == (2, True)


def test_procedure_is_told_from_motion_to_what_is_open() -> None:
    """The Leipzig procedure has a motion, a position, one resolution and two reports (data/README.md)."""
    from planwerk.views.model import model_of

    city = planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01")
    model = model_of("Leipzig", city.data, city.gaps(lang="de"), None, "de")
    slides = default_story(model, city.data)
    assert [slide.title.partition(": ")[2] for slide in slides] == [
        "Der Antrag", "Was die Verwaltung dazu sagt", "Was beschlossen wurde", "Was berichtet wurde", "Was offen ist",
    ]  # fmt: skip
    assert any("resolution/2018-09-19" in name for name in slides[2].show)
    assert sum("paper/report-" in name for name in slides[3].show) == 2
    gaps = {gap.id for gap in model.gaps if gap.verdict == "gap"}
    assert gaps.intersection(slides[4].show)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("name", ["nordvorstadt", "seniorenplan"])
def test_stories_of_musterstadt_can_be_told(name: str, lang: str) -> None:
    from planwerk.views.model import model_of

    folder = shipped.data() / "musterstadt"
    if not (folder / "stories").is_dir():
        pytest.skip("the stories of Musterstadt do not travel with the wheel")
    city = planwerk.open(folder)
    model = model_of("Musterstadt", city.data, city.gaps(lang=lang), None, lang)
    german = folder / "stories" / f"{name}.md"
    path = german if lang == "de" else german.with_suffix(".en.md")
    slides = read_story(path, model, lambda day: city.on(day).data)
    assert len(slides) == path.read_text("utf-8").count("\n## ")
    assert all(slide.show and slide.text for slide in slides)
    shown = [line for line in path.read_text("utf-8").splitlines() if line.startswith(("show:", "as-of:"))]
    assert shown == [line for line in german.read_text("utf-8").splitlines() if line.startswith(("show:", "as-of:"))]
