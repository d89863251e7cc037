"""Every find of every text at hand stands where it says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import TypeAlias

import pytest

from planwerk.reading import Reading
from planwerk.readingcopy import norm
from planwerk.readings import Asked, read_bytes

Ran: TypeAlias = "CompletedProcess[str]"
Run: TypeAlias = Callable[..., Ran]


@pytest.mark.long
@pytest.mark.slow
def test_every_quote_stands_at_its_place_in_every_text_at_hand(corpus: Path) -> None:
    texts = sorted([*corpus.glob("texts/*.txt"), *corpus.glob("oparl/karlsruhe/texts/*.txt"), *corpus.glob("*.txt")])
    assert len(texts) > 700
    items = 0
    for path in texts:
        read = read_bytes(path.name, path.read_bytes(), Asked())
        assert isinstance(read, Reading), path
        paper = read.paper
        for item in read.items:
            items += 1
            assert 0 <= item.start <= item.end <= len(paper.text), (path.name, item)
            # What the reading copy has between the two places is the quote; nothing is left over on either side.
            first, last = bisect_left(paper.origin, item.start), bisect_left(paper.origin, item.end)
            assert norm(paper.reading[first:last]) == item.text, (path.name, item)
            assert (paper.origin[first], paper.origin[last - 1] + 1) == (item.start, item.end), (path.name, item)
    assert items > 10_000
