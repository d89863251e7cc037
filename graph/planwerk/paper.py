"""A paper as it is read: the source's text untouched, beside it a reading copy, and the way back from one to the other.

Finders look at the reading copy, where line-break hyphens, soft hyphens and ligatures are undone; what they find is
said in places of the source. So a quote can always be checked against the bytes that came in.
"""

from __future__ import annotations

import dataclasses
import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from planwerk.profile import Profile
from planwerk.readingcopy import Span, reading_copy


@dataclass(frozen=True, slots=True)
class Find:
    """Something a finder saw: "characters 12 to 31 of the reading copy are a legal citation, says rule law.section".

    ``start`` and ``end`` count characters of the reading copy from 0, end exclusive. ``rule`` and ``rule_version``
    name the rule, so that a change of it can be reviewed; ``confidence`` is between 0 and 1. ``values`` is what was
    understood, with the keys of the field (for ``dates``: iso; for ``amounts``: eur; …).
    """

    field: str
    start: int
    end: int
    rule: str
    rule_version: int = 1
    confidence: float = 1.0
    values: Mapping[str, object] = dataclasses.field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: the decoded text of a file, its reading copy, and the profile of the city that printed it.

    ``origin[i]`` is the place in ``text`` of the i-th character of ``reading``; it has one entry more than
    ``reading`` has characters. ``boilerplate`` are the spans of the reading copy that are form text.
    ``day`` is the paper's own date where somebody said it; ``encoding`` tells how the text was had from the bytes;
    ``pages_without_text`` numbers the pages, from 1, that are pictures only.
    """

    name: str
    sha256: str
    text: str
    reading: str
    origin: array[int]
    profile: Profile
    boilerplate: tuple[Span, ...] = ()
    day: date | None = None
    encoding: str = "utf-8"
    pages_without_text: tuple[int, ...] = ()

    def source_span(self, start: int, end: int) -> Span:
        r"""Give the place in the source of a span of the reading copy.

        >>> from planwerk.profile import read_profile
        >>> paper = to_paper("a.txt", b"", "Senioren-\nhilfe plant", read_profile())
        >>> paper.reading, paper.source_span(0, 13)
        ('Seniorenhilfe plant', (0, 15))
        """
        return (self.origin[start], self.origin[end - 1] + 1) if end > start else (self.origin[start],) * 2

    def copy_span(self, start: int, end: int) -> Span:
        """Give the place in the reading copy of a span of the source: the way back from :meth:`source_span`."""
        return bisect_left(self.origin, start), bisect_left(self.origin, end)

    def in_boilerplate(self, start: int, end: int) -> bool:
        """Tell whether the span lies in form text."""
        return any(first <= start and end <= last for first, last in self.boilerplate)


def to_paper(
    name: str,
    content: bytes,
    text: str,
    profile: Profile,
    *,
    day: date | None = None,
    encoding: str = "utf-8",
    pages_without_text: tuple[int, ...] = (),
) -> Paper:
    """Make a paper of a file's bytes and the text decoded from them."""
    reading, origin = reading_copy(text)
    boilerplate = sorted(found.span() for form in profile.boilerplate for found in form.finditer(reading))
    return Paper(
        name, hashlib.sha256(content).hexdigest(), text, reading, origin, profile, tuple(boilerplate), day, encoding,
        pages_without_text,
    )  # fmt: skip
