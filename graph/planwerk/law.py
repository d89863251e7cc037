"""What a legal citation meant on a day: provisions with dated editions.

Subsections move: what § 80 Abs. 3 SGB VIII said until 9 June 2021 stands in Abs. 4 since. A citation is therefore
resolved at the date of the paper that makes it. What is not known is not decidable, never invalid.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from planwerk import shipped
from planwerk.vocabulary import NS, PREFIXES

CITATION = re.compile(
    r"(?:§|Art\.|Artikel)\s*(?P<section>\d+\s?[a-z]?)\b"
    r"(?:\s*(?:Abs\.|Absatz)\s*(?P<subsection>\d+\s?[a-z]?)\b)?"
    r"(?:\s*(?:S\.|Satz)\s*(?P<sentence>\d+)\b)?"
    r"(?:\s*(?:Nr\.|Nummer)\s*(?P<item>\d+)\b)?"
    r"\s+(?P<law>\S.*)"
)


@dataclass(frozen=True, slots=True)
class Edition:
    """What a provision says in a period: "from this day to that day, its content is this"."""

    iri: str
    content: str
    gist: Mapping[str, str]
    valid_from: date | None
    valid_until: date | None

    def holds(self, on: date) -> bool | None:
        """Tell whether it holds on the day; None where its beginning or end is not known and would decide."""
        if self.valid_until is not None and on > self.valid_until:
            return False
        if self.valid_from is not None:
            return on >= self.valid_from
        return True if self.valid_until is not None else None


@dataclass(frozen=True, slots=True)
class Provision:
    """A section, subsection, sentence or item of a legal act, with its editions as far as they are known."""

    iri: str
    label: Mapping[str, str]
    editions: tuple[Edition, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a citation means on a day, or why that cannot be told."""

    citation: str
    on: date
    verdict: OneOf["resolved", "not_decidable"]
    provision: Provision | None = None
    edition: Edition | None = None
    reason: Mapping[str, str] = field(default_factory=dict)


def resolve(citation: str, on: date) -> Resolution:
    """Resolve a citation of one provision at the date of the paper that makes it; never raises on odd text.

    >>> before, after = resolve("§ 80 Abs. 3 SGB VIII", date(2018, 1, 25)), resolve("§ 80 Abs. 3 SGB VIII", date(2022, 3, 1))
    >>> before.edition.content, after.edition.content
    ('participation', 'quality')
    >>> resolve("§ 10b SGB VIII", date(2023, 12, 31)).verdict
    'not_decidable'
    """
    provision = find_provision(citation)
    if provision is None:
        reason = {"de": "diese Norm ist hier nicht eingetragen", "en": "this provision is not recorded here"}
        return Resolution(citation, on, "not_decidable", reason=reason)
    if not provision.editions:
        # No change of this provision is known, so its one wording holds.
        return Resolution(citation, on, "resolved", provision)
    for edition in provision.editions:
        if edition.holds(on):
            return Resolution(citation, on, "resolved", provision, edition)
    if any(edition.holds(on) is None for edition in provision.editions):
        reason = {"de": "der Beginn der Geltung ist nicht geprüft", "en": "the start of validity is not verified"}
    else:
        reason = {"de": "für diesen Tag ist keine Fassung eingetragen", "en": "no edition is recorded for that day"}
    return Resolution(citation, on, "not_decidable", provision, reason=reason)


def carried_today(citation: str, on: date, as_of: date) -> Provision | None:
    """Give the provision that carries at ``as_of`` the content that the citation meant ``on`` its day.

    The same provision where nothing moved; None where that cannot be told.

    >>> carried_today("§ 80 Abs. 3 SGB VIII", date(2018, 1, 25), date(2022, 3, 1)).label["de"]
    '§ 80 Abs. 4 SGB VIII'
    """
    meant = resolve(citation, on)
    if meant.edition is None or meant.provision is None:
        return meant.provision
    act = _act_of(meant.provision.iri)
    for provision in _provisions().values():
        if _act_of(provision.iri) == act:
            for edition in provision.editions:
                if edition.content == meant.edition.content and edition.holds(as_of):
                    return provision
    return None


def find_provision(citation: str) -> Provision | None:
    """Find the provision a citation names, by the act's short name, long name or an alias.

    >>> find_provision("§ 80 Absatz 3 des KJHG").label["de"]
    '§ 80 Abs. 3 SGB VIII'
    """
    match = CITATION.search(citation)
    if not match:
        return None
    law = re.sub(r"^(?:des|der|dem)\s+", "", match["law"].strip(" .,;)"))
    law = re.sub(r"\b(\w+)(?:en|n) Buche?s?\b", r"\1s Buch", law)
    act = _acts().get(law.casefold())
    if act is None:
        return None
    parts = [match["section"], match["subsection"], match["item"]]
    path = "/".join([act, *(part.replace(" ", "") for part in parts if part)])
    if match["sentence"] and not match["item"]:
        path += f"/s{match['sentence']}"
    return _provisions().get(path)


def find_act(name: str) -> str | None:
    """Find the IRI of an act by its short name, long name or an alias; None where it is not recorded here.

    >>> find_act("KJHG")
    'https://w3id.org/planwerk/id/law/de/sgb-8'
    """
    return _acts().get(name.strip().casefold())


def _act_of(iri: str) -> str:
    return "/".join(iri.split("/")[:8])


@cache
def _said() -> dict[str, dict[str, list[Literal | NamedNode]]]:
    said: dict[str, dict[str, list[Literal | NamedNode]]] = {}
    for path in sorted((shipped.data() / "law").glob("*.ttl")):
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal | NamedNode):
                about = said.setdefault(quad.subject.value, {})
                about.setdefault(quad.predicate.value, []).append(quad.object)
    return said


def _texts(about: Mapping[str, list[Literal | NamedNode]], predicate: str) -> dict[str, str]:
    return {term.language or "": term.value for term in about.get(predicate, []) if isinstance(term, Literal)}


def _day(about: Mapping[str, list[Literal | NamedNode]], name: str) -> date | None:
    said = about.get(NS + name)
    return date.fromisoformat(said[0].value) if said else None


@cache
def named_acts() -> dict[str, tuple[str, ...]]:
    """Give the acts that planning duties rest on by their path ("de/sgb-8"): the usual abbreviation, then other names."""
    names = (PREFIXES["rdfs"] + "label", PREFIXES["dcterms"] + "title", PREFIXES["skos"] + "altLabel")
    return {
        iri.removeprefix(PREFIXES["law"]): tuple(
            dict.fromkeys(term.value for name in names for term in about.get(name, []) if isinstance(term, Literal))
        )
        for iri, about in _said().items()
        if NamedNode(NS + "LegalAct") in about.get(PREFIXES["rdf"] + "type", [])
    }


@cache
def _acts() -> dict[str, str]:
    return {name.casefold(): PREFIXES["law"] + path for path, names in named_acts().items() for name in names}


@cache
def _provisions() -> dict[str, Provision]:
    said = _said()
    return {
        iri: Provision(
            iri,
            _texts(about, PREFIXES["rdfs"] + "label"),
            tuple(_edition(term.value, said[term.value]) for term in about.get(NS + "provisionEdition", [])),
        )
        for iri, about in said.items()
        if NamedNode(NS + "LegalProvision") in about.get(PREFIXES["rdf"] + "type", [])
    }


def _edition(iri: str, about: Mapping[str, list[Literal | NamedNode]]) -> Edition:
    content = about[NS + "contentKey"][0].value
    gist = _texts(about, PREFIXES["dcterms"] + "abstract")
    return Edition(iri, content, gist, _day(about, "validFrom"), _day(about, "validUntil"))
