"""How properties and values are said on pages: with the ontology's labels, and a few words for other vocabularies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from planwerk.questions import Value
from planwerk.site.seen import Seen
from planwerk.views.table import display
from planwerk.vocabulary import PREFIXES

TYPE, LABEL = PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label"
NAMES = (LABEL, PREFIXES["skos"] + "prefLabel")
# What other vocabularies call a property, in our readers' words.
WORDS: dict[str, tuple[str, str]] = {
    LABEL: ("Name", "name"),
    PREFIXES["skos"] + "prefLabel": ("Name", "name"),
    PREFIXES["skos"] + "altLabel": ("auch genannt", "also called"),
    PREFIXES["skos"] + "hiddenLabel": ("Suchwort", "search word"),
    PREFIXES["skos"] + "definition": ("Bedeutung", "meaning"),
    PREFIXES["skos"] + "notation": ("Kürzel", "notation"),
    PREFIXES["skos"] + "inScheme": ("Werteliste", "value list"),
    PREFIXES["skos"] + "broader": ("gehört zu", "belongs to"),
    PREFIXES["dcterms"] + "abstract": ("Zusammenfassung", "summary"),
    PREFIXES["dcterms"] + "title": ("Titel", "title"),
    PREFIXES["dcterms"] + "identifier": ("Kennung", "identifier"),
    PREFIXES["dcterms"] + "source": ("Quelle", "source"),
    PREFIXES["dcterms"] + "license": ("Lizenz", "licence"),
    PREFIXES["dcterms"] + "isPartOf": ("Teil von", "part of"),
    PREFIXES["prov"] + "wasAttributedTo": ("sagt", "said by"),
    PREFIXES["prov"] + "wasDerivedFrom": ("entnommen aus", "taken from"),
    PREFIXES["prov"] + "wasGeneratedBy": ("entstanden durch", "made by"),
    PREFIXES["org"] + "unitOf": ("Teil von", "unit of"),
    PREFIXES["rdfs"] + "seeAlso": ("siehe auch", "see also"),
    TYPE: ("ist", "is a"),
}


def word_of(seen: Seen, predicate: str, names: Mapping[str, str]) -> str:
    """Give what a property is called: by our ontology, by these words, or else by the end of its IRI."""
    if predicate in WORDS:
        return seen.say(*WORDS[predicate])
    return names.get(predicate, predicate).replace("#", "/").rsplit("/", 1)[-1]


def spoken(seen: Seen, value: Value) -> str:
    """Give a value as the language writes it: days, numbers, yes and no."""
    if isinstance(value, bool):
        return seen.say("ja", "yes") if value else seen.say("nein", "no")
    return display(value, seen.lang)


def as_day(seen: Seen, text: str) -> str:
    """Give a text that is a day in ISO form as the language writes it, any other as it is."""
    try:
        return display(date.fromisoformat(text), seen.lang)
    except ValueError:
        return text
