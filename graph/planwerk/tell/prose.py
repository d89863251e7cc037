"""Sentences of running text, over the breaks of its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.readingcopy import norm
from planwerk.tell.page import Page, Sentence, Step

_HEADLINE = re.compile(r"^[ \t]*(?:#{1,4}[ \t]+[^\n]*|\d{1,2}(?:\.\d{1,2})*\.?[ \t]+[A-ZÄÖÜ][^\n.,;:]{2,60})$", re.M)
_PASSAGE = re.compile(
    r"[^.!?\n](?:[^.!?\n]|\n(?![ \t]*(?:\n|[-•–*#|]|\d+[.)]? ))"
    r"|(?<=\d)\.(?=\s*(?:\d|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Quartal|Halbjahr))"
    r"|[.](?!\s+[A-ZÄÖÜ„]|\s*\Z|[ \t]*\n))*"
)


def passages(page: Page, step: Step) -> Iterator[Sentence]:
    """Yield the sentences of a version over the breaks of its lines: paragraphs and headings are cut, lines are not."""
    for first, last in step.spans():
        heads = [match.span() for match in _HEADLINE.finditer(page.copy, first, last)]
        starts = [first, *(end for _, end in heads)]
        ends = [*(start for start, _ in heads), last]
        for begin, end in zip(starts, ends, strict=True):
            for match in _PASSAGE.finditer(page.copy, begin, end):
                if words := norm(match[0]):
                    start = match.start() + len(match[0]) - len(match[0].lstrip())
                    yield Sentence(start, match.end(), words)
