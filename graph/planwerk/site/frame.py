"""What all pages share: the frame with its navigation, the templates, the style sheets and scripts they load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from planwerk.site.links import Links, Target
from planwerk.site.seen import Seen
from planwerk.views.reports import notes
from planwerk.views.table import display, plain
from planwerk.views.words import words

_HERE = Path(__file__).with_name("templates")
_VIEWS = Path(__file__).parents[1] / "views" / "templates"

# The areas of the navigation, in order: page, subject, German, English.
AREAS: tuple[tuple[str, str, str, str], ...] = (
    ("start", "", "Übersicht", "Overview"),
    ("control", "", "Beschlusskontrolle", "Resolution control"),
    ("gaps", "", "Lücken", "Gaps"),
    ("plans", "", "Planungsregister", "Planning register"),
    ("report", "", "Lückenbericht", "Gap report"),
    ("index", "paper", "Vorlagen", "Papers"),
    ("index", "body", "Gremien und Ämter", "Bodies"),
    ("index", "domain", "Handlungsfelder", "Planning domains"),
    ("index", "provision", "Rechtsgrundlagen", "Legal bases"),
    ("index", "task", "Aufträge", "Tasks"),
    ("map", "", "Karte", "Map"),
    ("query", "", "Fragen", "Questions"),
    ("ontology", "", "Wortschatz", "Vocabulary"),
    ("release", "", "Daten", "Data"),
    ("review", "", "Prüfen", "Review"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the whole a page stands: its target, its area of the navigation, and the pages above it."""

    target: Target
    above: Sequence[tuple[str, Target]] = field(default=())

    @property
    def area(self) -> tuple[str, str]:
        """Give the area that the navigation marks: the page itself, or the first page above it."""
        first = self.above[0][1] if self.above else self.target
        return first.page, first.about


def render(template: str, seen: Seen, links: Links, place: Place, title: str, **given: Any) -> str:
    """Fill a template of a page: everything from papers goes in as text, never as markup.

    Templates have ``t(de, en)`` for words, ``link(page, about, anchor, **choice)`` for addresses (None where there is no
    such page) and ``show(value)`` for days and numbers as the language writes them.
    """

    def link(page: str, about: str = "", anchor: str = "", **choice: str) -> str | None:
        chosen = {name.replace("_", "-"): value for name, value in choice.items()}
        return links(Target(page, about, anchor, chosen))

    target = place.target
    other = "en" if seen.lang == "de" else "de"
    areas = [
        (seen.say(german, english), address, (page, about) == place.area)
        for page, about, german, english in AREAS
        if (address := links(Target(page, about)))
    ]
    return _environment().get_template(template).render(
        lang=seen.lang,
        t=seen.say,
        link=link,
        live=links.live,
        show=lambda value: display(value, seen.lang),
        words=words(seen.lang),
        city=seen.city.workspace.name,
        day=seen.day,
        title=plain(title),
        areas=areas,
        crumbs=[(plain(name), links(above)) for name, above in place.above],
        switch=links(Target(target.page, target.about, target.anchor, {**target.choice, "lang": other})),
        here=target,
        here_address=links(target),
        notes=notes(seen.city.data, seen.lang),
        **given,
    )  # fmt: skip


@cache
def _environment() -> Environment:
    # A page of the server's own lies beside the server; the grid of a table is the one of the self-contained pages.
    return Environment(
        loader=FileSystemLoader([_HERE, _VIEWS, Path(__file__).parents[1] / "server" / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def assets() -> dict[str, bytes]:
    """Give the files that pages load, by name: one style sheet, and the scripts."""
    style = (_VIEWS / "table.css").read_bytes() + (_HERE / "style.css").read_bytes()
    return {"style.css": style, **{path.name: path.read_bytes() for path in sorted(_HERE.glob("*.js"))}}
