"""The fields by which a page's rows are chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filter:
    """A field of a form: its name in the address, its label, and the values it offers; none where text is typed."""

    name: str
    label: str
    value: str
    offered: tuple[tuple[str, str], ...] = ()
    hint: str = ""


def offering(
    name: str, label: str, chosen: Mapping[str, str], offered: Iterable[tuple[str, str]], *, every: str = "–"
) -> Filter:
    """Give a field with these values and words, and one that chooses nothing.

    A value that was asked for and is not among them is offered too, so that the form shows what was asked.
    """
    value = chosen.get(name, "")
    values = list(dict.fromkeys(offered))
    if value and value not in {known for known, _ in values}:
        values.append((value, value))
    return Filter(name, label, value, (("", every), *values))


def names(every: Iterable[Iterable[str]]) -> list[tuple[str, str]]:
    """Give all names once, in order, as values that say themselves."""
    return [(name, name) for name in sorted({name for some in every for name in some})]
