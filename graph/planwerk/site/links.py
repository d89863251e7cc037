"""Where links lead: pages name their targets, and whoever shows them knows the addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: "the gap list, at this finding, in English", whatever its address.

    ``page`` is one of start, control, gaps, finding, plans, report, index, thing, text, review, names, map, query, ontology, release,
    void, rdf, export and asset. ``about`` is what it is about: the IRI of a thing, the IRI of the source of a text, the kind of an index, the
    register of an export, the name of an asset. ``anchor`` is a place on it; ``choice`` narrows its rows, and may name
    ``lang`` and ``as-of`` where they are to differ from those of the page.
    """

    page: str
    about: str = ""
    anchor: str = ""
    choice: dict[str, str] = field(default_factory=dict)


class Links(Protocol):
    """Gives addresses to targets: the server's own, or relative ones in a published folder."""

    @property
    def live(self) -> bool:
        """Tell whether somebody answers: forms that choose rows, a day or a decision are shown only then."""
        ...

    def __call__(self, target: Target) -> str | None:
        """Give the address, None where this rendering has no such page; the words then stand without a link."""
        ...
