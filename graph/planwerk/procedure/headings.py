"""Lines of a text that head something, by the patterns of the profile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from planwerk.profile import Profile

OPENERS = (
    "amendment", "answer", "position", "report", "minutes", "resolution", "information", "proposal", "petition",
    "question", "motion",
)  # fmt: skip
PARTS = (
    "points", "alternative", "consultations", "reasons", "finance", "law", "attachments", "outcome", "signatures", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty, without the marks around it; ``after_gap`` where nothing runs on into it."""

    start: int
    end: int
    text: str
    after_gap: bool


@dataclass(frozen=True, slots=True)
class Head:
    """A line that heads something: its number among the lines, and how many characters the heading takes of it."""

    line: int
    kind: str
    rest: str
    length: int


def to_lines(text: str) -> Iterator[Line]:
    """Split a text into its lines."""
    gap, place = True, 0
    for raw in text.split("\n"):
        stripped = raw.strip(" \t|*#\x0c")
        if stripped:
            start = place + raw.index(stripped[0])
            yield Line(start, start + len(stripped), stripped, gap)
        gap = not any(map(str.isalnum, stripped)) or stripped[-1] in ".:!?;)“”" or len(stripped) < 70
        place += len(raw) + 1


def find_heads(lines: list[Line], profile: Profile) -> list[Head]:
    """Find the lines that head a step or a part of one."""
    found = []
    for number, line in enumerate(lines):
        if len(line.text) > 160 or not line.after_gap or not (line.text[0].isupper() or line.text[0].isdecimal()):
            continue
        for kind in (*OPENERS, *PARTS):
            match = next((hit for form in profile.headings.get(kind, ()) if (hit := form.match(line.text))), None)
            if match is not None:
                rest = line.text[match.end() :].lstrip(" .").rstrip()
                if kind in PARTS or _is_heading(rest):
                    found.append(Head(number, kind, rest, match.end()))
                break
    return found


# What may stand behind the word that opens a step: nothing, a number, a date, whose it is, what it is about.
_RUNS_ON = re.compile(
    r"(?:wird|werden|wurden?|ist|sind|war|hat|haben|soll\w*|kann|muss|liegt|lautet|und|oder|nicht|auch|mit|im|in|ein\w*|,|-)\b|,|\.\s"
)


# "Anfrage im Sozialausschuss am 18.11.2013" heads a question all the same.
_SITTING = re.compile(
    r"(?:im|in der|in dem)\s[^.,;]{3,60}(?:ausschuss|rat|tag|versammlung|vertretung)\w{0,4}\s(?:am|vom)\s\d"
)


def _is_heading(rest: str) -> bool:
    if _SITTING.match(rest):
        return len(rest) < 110
    if not rest or rest[0] in ":-–|/(" or rest[0].isdecimal() or re.match(r"Nr|[A-Z]{1,4}[- ]?\d", rest):
        return len(rest) < 130
    return (
        not _RUNS_ON.match(rest)
        and not rest.endswith(("-", ",", " und", " der", " die", " des"))
        and len(rest) < 110
        and not re.search(r"[a-zäöü]\.$|\b(?:wird|wurden?|werden|ist|sind|hat|haben)\b", rest)
    )
