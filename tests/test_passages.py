"""Places in the source: by position, and again by words and checksum in a copy with other line breaks."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import planwerk
from planwerk import shipped
from planwerk.passages import Copies, Evidence, Passage, digest, find_again
from planwerk.readingcopy import norm

SEED = "seed-leipzig-VI-A-05385.txt"


@pytest.fixture(scope="module")
def places() -> list[Passage]:
    city = planwerk.open(shipped.data() / "leipzig")
    evidence = Evidence(city.data)
    return sorted(
        {proof.passage for proofs in evidence._read.by_statement.values() for proof in proofs}, key=lambda p: p.start
    )


def other_breaks(text: str) -> str:
    """Give a copy of the text with other line breaks, as a PDF of it would have."""
    words = text.split()
    return "\r\n".join("  ".join(words[i : i + 7]) for i in range(0, len(words), 7))


def test_every_place_is_found_in_the_text_by_position(places: list[Passage], corpus: Path) -> None:
    text = (corpus / SEED).read_bytes().decode("utf-8")
    assert len(places) > 80
    for place in places:
        here = text[place.start : place.end]
        assert digest(here) == place.digest, place
        assert len(norm(here).split(" ")) == place.words
        assert here == here.strip(), "a place begins and ends with a word"


def test_every_place_is_found_again_in_a_copy_with_other_line_breaks(
    places: list[Passage], corpus: Path, tmp_path: Path
) -> None:
    text = (corpus / SEED).read_bytes().decode("utf-8")
    (tmp_path / SEED).write_text(other_breaks(text), "utf-8")
    copies, original = Copies([tmp_path]), Copies([corpus])
    for place in places:
        assert copies.quote(place) == original.quote(place) is not None, place


def test_the_source_named_is_the_one_that_was_read(corpus: Path) -> None:
    said = (shipped.data() / "leipzig" / "curated" / "8-background.trig").read_text("utf-8")
    match = re.search(r'pw:fileDigest "([0-9a-f]{64})"', said)
    assert match
    assert match[1] == hashlib.sha256((corpus / SEED).read_bytes()).hexdigest()


def test_nothing_of_the_source_s_sentences_is_shipped(corpus: Path) -> None:
    def runs(text: str) -> set[str]:
        words = re.findall(r"\w+", text.replace("\u00ad", "").casefold())
        return {" ".join(words[i : i + 14]) for i in range(len(words) - 13)}

    source = runs((corpus / SEED).read_text("utf-8"))
    for path in sorted((shipped.data() / "leipzig").rglob("*.trig")):
        if "build" not in path.parts:
            assert not runs(path.read_text("utf-8")) & source, path.name


def test_without_a_copy_there_is_no_quote_but_a_place(places: list[Passage], tmp_path: Path) -> None:
    assert Copies([tmp_path]).quote(places[0]) is None
    assert "Zeichen" in places[0].locator("de")
    assert "characters" in places[0].locator("en")


def test_a_changed_wording_gives_no_quote(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Das Amt plante im Jahr 2020.", "utf-8")
    place = Passage("s", "a.txt", 0, 28, 6, digest("Das Amt plant im Jahr 2019 ."), "Punkt 1")
    assert Copies([tmp_path]).quote(place) is None


def test_a_file_name_cannot_lead_out_of_the_papers(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "secret.txt").write_text("geheim", "utf-8")
    place = Passage("s", "../secret.txt", 0, 6, 1, digest("geheim"), "Punkt 1")
    assert Copies([tmp_path / "papers"]).quote(place) is None


@given(st.lists(st.text("abcäöüß.§0129", min_size=1, max_size=6), min_size=1, max_size=30), st.data())
def test_any_run_of_words_is_found_again_whatever_the_white_space(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    wanted = " ".join(words[start:end])
    spaced = "".join(word + data.draw(st.sampled_from([" ", "\n", "\u00a0 ", "\r\n\t"])) for word in words)
    assert find_again(spaced, end - start, digest(wanted)) == wanted
