"""The names of a form's lines and the IRIs they stand for; objections to names that stand nowhere."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from planwerk.sources.form import BodyLine, Form, PlanLine, sheet_name
from planwerk.sources.formline import Line
from planwerk.sources.sheet import Problem
from planwerk.sources.stretch import Stretch
from planwerk.vocabulary import CONCEPT, NS

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ABSTRACT = "http://purl.org/dc/terms/abstract"
UNIT_OF = "http://www.w3.org/ns/org#unitOf"
PROV = "http://www.w3.org/ns/prov#"
XSD = "http://www.w3.org/2001/XMLSchema#"
Said = Iterator[tuple[str, str, "NamedNode | Literal"]]

_UMLAUTS = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}


def slug(text: str) -> str:
    """Give a text as the end of an IRI.

    >>> slug("Konzept „Wohnen für alle“, 2. Fassung"), slug("???") == slug("!!!")
    ('konzept-wohnen-fuer-alle-2-fassung', False)
    """
    plain = text.casefold().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if 0 < len(made) <= 80:
        return made
    return f"{made[:60]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}".strip("-")


class Named:
    """A form with the IRIs its names stand for; what stands nowhere is objected to, cell by cell."""

    def __init__(self, form: Form, path: Path, base: str, digest: str, today: date | None, lang: str) -> None:
        self.form, self.path, self.base, self.digest, self.lang = form, path, base, digest, lang
        self.day = form.stated_on or today
        self.problems: list[Problem] = []
        self.bodies = by_names(f"{base}body/", ((line.name, line.id) for line in form.bodies))
        self.events = by_names(f"{base}event/", ((line.title, line.id) for line in form.events))
        self.processes = by_names(f"{base}process/", ((line.title, line.id) for line in form.processes))
        self.papers = {line.number: f"{base}paper/{line.id or slug(line.number)}" for line in form.papers}
        self.plans: dict[str, str] = {}
        for line in form.plans:
            iri = f"{base}edition/{line.id or slug(line.title)}"
            for name in (line.id, line.number, line.title):  # a title that two share stands for the first
                if name:
                    self.plans.setdefault(name, iri)

    def linked(self, thing: str, name: str, titles: tuple[str, ...], row: int, field: str, kind: type[Line]) -> Said:
        """Link a thing to the plans or, where the column holds bodies, to the bodies of these names."""
        find = self.body if kind.headings()[field].of == "BodyLine" else self.plan
        for title in titles:
            if found := find(title, row, field, kind):
                yield thing, NS + name, to_iri(found)

    def span(self, thing: str, name: str, stretch: Stretch | None) -> Said:
        """Say that a thing has a stretch of time, and what that is; nothing where there is none."""
        if stretch is None:
            return
        span = f"{self.base}span/{stretch.precision}-{stretch.first.isoformat()}-{stretch.last.isoformat()}"
        yield thing, NS + name, to_iri(span)
        yield span, RDF_TYPE, to_iri(NS + "TimeSpan")
        yield span, NS + "asWritten", to_german(stretch.written)
        yield span, NS + "earliest", to_day(stretch.first)
        yield span, NS + "latest", to_day(stretch.last)
        yield span, NS + "precision", to_iri(f"{CONCEPT}precision/{stretch.precision}")

    def body(self, name: str, row: int, field: str, kind: type[Line]) -> str | None:
        """Give the IRI of a body by its name or id; objects to the cell where there is none."""
        return self.found(self.bodies, name, row, field, kind, BodyLine)

    def plan(self, name: str, row: int, field: str, kind: type[Line]) -> str | None:
        """Give the IRI of an edition by title, number or id; objects to the cell where there is none."""
        return self.found(self.plans, name, row, field, kind, PlanLine)

    def found(
        self, known: dict[str, str], name: str, row: int, field: str, kind: type[Line], *of: type[Line]
    ) -> str | None:
        """Give the IRI a name stands for; else object, with the sheets it could stand in and the nearest name."""
        if name in known:
            return known[name]
        near = difflib.get_close_matches(name, known, 1, 0.6)
        where_de, where_en = (
            joint.join(sheet_name(one, lang) for one in of) for lang, joint in (("de", " oder "), ("en", " or "))
        )
        self.object_to(
            kind, row, field, name,
            f"steht nicht im Blatt {where_de}" + (f"; gemeint: {near[0]}?" if near else ""),
            f"does not stand in the sheet {where_en}" + (f"; did you mean {near[0]}?" if near else ""),
        )  # fmt: skip
        return None

    def object_to(self, kind: type[Line], row: int, field: str, value: str, german: str, english: str) -> None:
        """Keep an objection to a cell, once."""
        heading = kind.headings().get(field)
        column = (
            (heading.de if self.lang == "de" else heading.en)
            if heading
            else ("erstellt von" if self.lang == "de" else "drawn up by")
        )
        problem = Problem(
            sheet_name(kind, self.lang), row, column, value[:60], german if self.lang == "de" else english
        )
        if problem not in self.problems:
            self.problems.append(problem)


def by_names(stem: str, named: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Give the IRIs of things by name and by id; a name that two share stands for the first."""
    found: dict[str, str] = {}
    for name, end in named:
        for known in (end, name):
            if known:
                found.setdefault(known, stem + (end or slug(name)))
    return found


def a_thing(iri: str, kind: str, label: str) -> Said:
    """Say what a thing is and what it is called."""
    yield iri, RDF_TYPE, to_iri(kind)
    yield iri, LABEL, to_german(label)


def to_iri(iri: str) -> NamedNode:
    """Give an IRI as a term."""
    return NamedNode(iri)


def to_german(text: str) -> Literal:
    """Give a German text as a term."""
    return Literal(text, language="de")


def to_day(day: date) -> Literal:
    """Give a day as a term."""
    return Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))


def to_number(number: int) -> Literal:
    """Give a whole number as a term."""
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))


def to_flag(value: bool) -> Literal:
    """Give a truth value as a term."""
    return Literal(str(value).lower(), datatype=NamedNode(XSD + "boolean"))
