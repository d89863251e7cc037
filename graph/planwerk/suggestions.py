"""Finders of others, plugged in by entry point: what they suggest is checked against the text before it counts.

A plug-in may be anything, a rule set of a city or a language model. It is held to what the text says: a suggestion whose
words do not literally stand at its place is refused and counted, its confidence is capped, and its review state is
"needs review", whatever it says of itself.
"""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType

from planwerk.paper import Find, Paper
from planwerk.readingcopy import norm

GROUP = "planwerk.finders"
TAKEN = frozenset({"field", "text", "start", "end", "rule", "rule_version", "confidence", "section", "review"})
MOST_CONFIDENT = 0.5  # of a plug-in's find; rules of our own begin above


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a plugged-in finder believes it saw: "these words, there, are a plan".

    ``text`` are the words, as the reading copy has them but for white space. ``start`` is the place of the first of
    them in the reading copy; None lets us look for them, which counts only where they stand once. ``values`` is what
    was understood, with the keys of the field.
    """

    field: str
    text: str
    start: int | None = None
    rule: str = "1"
    rule_version: int = 1
    confidence: float = MOST_CONFIDENT
    values: Mapping[str, object] = dataclasses.field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Refused:
    """A suggestion that does not count, and why."""

    finder: str
    text: str
    why: str


Finder = Callable[[Paper], Iterable[Suggestion]]


def suggested(
    paper: Paper, fields: Collection[str], plugged: Iterable[tuple[str, Finder]] | None = None
) -> Iterator[Find | Refused]:
    """Yield what plugged-in finders saw in a paper, as finds where it stands in the text, else as refused.

    A finder that cannot be loaded or raises an exception is refused with it; what it gave before counts.
    """
    for name, finder in _plugged() if plugged is None else plugged:
        try:
            for suggestion in finder(paper):
                yield _checked(paper, fields, name, suggestion)
        except Exception as error:
            yield Refused(name, "", f"{type(error).__name__}: {error}")


@cache
def _plugged() -> tuple[tuple[str, Finder], ...]:
    found = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return tuple((entry.name, partial(_call, entry)) for entry in found)


def _call(entry: EntryPoint, paper: Paper) -> Iterable[Suggestion]:
    finder: Finder = entry.load()
    return finder(paper)


def _checked(paper: Paper, fields: Collection[str], name: str, given: object) -> Find | Refused:
    if not isinstance(given, Suggestion):
        return Refused(name, repr(given)[:200], "is no Suggestion")
    text = str(given.text)
    if given.field not in fields:
        return Refused(name, text, f"there is no field {given.field!r}")
    try:
        spoilt = json.dumps(dict(given.values)) and TAKEN & given.values.keys()
    except (TypeError, ValueError) as error:
        return Refused(name, text, f"its values are no JSON: {error}")
    if spoilt:
        return Refused(name, text, f"its values may not say {', '.join(sorted(spoilt))}")
    words = norm(text)
    if not words:
        return Refused(name, text, "has no words")
    try:
        confidence = float(given.confidence)
    except (TypeError, ValueError):
        confidence = math.nan
    if not 0 <= confidence <= 1:
        return Refused(name, text, "its confidence is not between 0 and 1")
    span = _place(paper, words, given.start)
    if isinstance(span, str):
        return Refused(name, text, span)
    return Find(
        given.field,
        *span,
        rule=f"plugin.{name}.{given.rule}",
        rule_version=int(given.rule_version),
        confidence=min(confidence, MOST_CONFIDENT),
        values={**given.values, "review": "needs review"},
    )


def _place(paper: Paper, words: str, start: int | None) -> tuple[int, int] | str:
    """Give the span of the reading copy where the words stand, or say why there is none."""
    standing = re.compile(r"\s+".join(map(re.escape, words.split(" "))))
    if start is not None:
        if not 0 <= start < len(paper.reading):
            return "its place is none of the text"
        found = standing.match(paper.reading, start)
        return found.span() if found else "other words stand at that place"
    spans = [found.span() for found in standing.finditer(paper.reading)]
    if len(spans) == 1:
        return spans[0]
    return f"these words stand {len(spans)} times; say where" if spans else "these words do not stand in the text"
