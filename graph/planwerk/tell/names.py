"""Names that the ontology's lists know (groups of actors, planning domains), found in whatever form they are inflected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from planwerk import shipped
from planwerk.vocabulary import CONCEPT, PREFIXES

_LABELS = tuple(NamedNode(PREFIXES["skos"] + name) for name in ("prefLabel", "altLabel", "hiddenLabel"))
_GAP = r"\s{1,3}"
_ENDING = r"(?:e[nrsm]?|ern|n|s|innen|in)?"


@dataclass(frozen=True, slots=True)
class Named:
    """A value of a list, named in a text: "characters 12 to 24 name the independent providers"."""

    start: int
    end: int
    iri: str


def find_groups(text: str, start: int = 0, end: int | None = None) -> Iterator[Named]:
    """Find the groups of actors that a text names, each once.

    >>> [one.iri.rsplit("/")[-1] for one in find_groups("mit Vertretern freier Träger und städtischer Ämter")]
    ['providers', 'municipal-offices']
    """
    yield from _find("stakeholder", text, start, end)


def find_domains(text: str, start: int = 0, end: int | None = None) -> Iterator[Named]:
    """Find the planning domains that a text names, each once.

    >>> [one.iri.rsplit("/")[-1] for one in find_domains("Fachplan Seniorenarbeit")]
    ['d05']
    """
    yield from _find("domain", text, start, end)


def _find(scheme: str, text: str, start: int, end: int | None) -> Iterator[Named]:
    found = [
        Named(match.start(), match.end(), iri)
        for iri, pattern in _patterns(scheme)
        for match in pattern.finditer(text, start, len(text) if end is None else end)
    ]
    last, seen = start, set()
    for one in sorted(found, key=lambda one: (one.start, -one.end, one.iri)):
        if one.start >= last:
            last = one.end
            if one.iri not in seen:
                seen.add(one.iri)
                yield one


@cache
def _patterns(scheme: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Give a pattern for every German name in a list; a name that ends in a hyphen begins a compound."""
    names: dict[str, list[str]] = {}
    for path in sorted((shipped.ontology() / "vocabularies").glob("*.ttl")):
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if (
                isinstance(quad.subject, NamedNode)
                and quad.subject.value.startswith(f"{CONCEPT}{scheme}/")
                and quad.predicate in _LABELS
                and isinstance(quad.object, Literal)
                and quad.object.language == "de"
            ):
                names.setdefault(quad.subject.value, []).append(quad.object.value)
    return tuple(
        (iri, re.compile("|".join(_pattern(form) for form in sorted(forms, key=lambda form: (-len(form), form)))))
        for iri, forms in sorted(names.items())
    )


def _pattern(name: str) -> str:
    if name.endswith("-"):
        return rf"(?<!\w){re.escape(name[:-1])}\w*"
    words = [
        re.escape(word) if word in ("und", "oder", "von", "mit", "des", "der") else _inflected(word)
        for word in re.split(r"\s+", name)
    ]
    return rf"(?<![\w-]){_GAP.join(words)}(?!\w)"


def _inflected(word: str) -> str:
    stem = re.escape(re.sub(r"(?<=\w\w\w)(?:innen|en|er|es|e|n|s)$", "", word))
    if word[:1].isalpha() and word.endswith("e"):  # an adjective, which may begin a sentence or a label
        stem = f"[{word[0].lower()}{word[0].upper()}]{stem[1:]}"
    return stem + _ENDING
