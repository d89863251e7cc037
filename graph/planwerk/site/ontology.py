"""The page of words: the ontology explained in the reader's language, each word at an anchor of its own."""

from __future__ import annotations

from planwerk.questions import checks, questions
from planwerk.site.frame import Place, render
from planwerk.site.links import Links, Target
from planwerk.site.seen import Seen
from planwerk.views.table import safe_href
from planwerk.vocabulary import CONCEPT, NS
from planwerk.wordbook import Word, read_wordbook, short_name

SECTIONS = (
    ("Class", "Klassen", "Classes"),
    ("ObjectProperty", "Beziehungen", "Relations"),
    ("DatatypeProperty", "Angaben", "Attributes"),
)
TRAITS = {
    "TransitiveProperty": ("überträgt sich", "transitive"),
    "FunctionalProperty": ("höchstens ein Wert", "at most one value"),
    "SymmetricProperty": ("gilt in beide Richtungen", "symmetric"),
    "InverseFunctionalProperty": ("bestimmt eindeutig", "inverse functional"),
    "AsymmetricProperty": ("gilt nie in beide Richtungen", "asymmetric"),
    "IrreflexiveProperty": ("nie zu sich selbst", "irreflexive"),
}
LIKENED = {
    "subClassOf": ("ist ein", "is a"),
    "subPropertyOf": ("ist ein Fall von", "is a case of"),
    "equivalentClass": ("dasselbe wie", "same as"),
    "equivalentProperty": ("dasselbe wie", "same as"),
    "inverseOf": ("Gegenrichtung von", "inverse of"),
    "closeMatch": ("ähnlich", "close to"),
    "exactMatch": ("entspricht", "matches"),
    "broadMatch": ("enger als", "narrower than"),
    "narrowMatch": ("weiter als", "broader than"),
    "relatedMatch": ("verwandt mit", "related to"),
    "seeAlso": ("siehe auch", "see also"),
}
SEVERITIES = {"violation": ("Verstoß", "violation"), "warning": ("Warnung", "warning"), "info": ("Hinweis", "info")}


def ontology_page(seen: Seen, links: Links) -> str:
    """Give the page of all words with their meaning, their place among the others, and what uses them."""
    book = read_wordbook()
    ours = {word.iri for word in book.words}
    known = questions() | {check.id: check for check in checks().values()}

    def to(iri: str) -> tuple[str, str | None]:
        if iri in ours:
            name = next(word for word in book.words if word.iri == iri)
            return name.label.get(seen.lang, name.name), f"#{name.name}"
        return short_name(iri), safe_href(iri)

    def shown(word: Word) -> dict[str, object]:
        other = "en" if seen.lang == "de" else "de"
        related = [
            (seen.say("Oberbegriff", "broader"), word.above),
            (seen.say("Unterbegriffe", "narrower"), word.below),
            (seen.say("von", "from"), word.domain),
            (seen.say("zu", "to"), word.range),
            (seen.say("Gegenrichtung", "inverse"), word.inverse),
        ]
        return {
            "name": word.name,
            "short": short_name(word.iri),
            "label": word.label.get(seen.lang, word.name),
            "other": word.label.get(other, ""),
            "other_lang": other,
            "definition": word.definition.get(seen.lang, ""),
            "related": [(name, [to(iri) for iri in iris]) for name, iris in related if iris],
            "traits": [seen.say(*TRAITS.get(trait, (trait, trait))) for trait in word.traits],
            "likened": [
                (seen.say(*LIKENED.get(how.replace("#", "/").rsplit("/", 1)[-1], (short_name(how),) * 2)), *to(what))
                for how, what in word.likened
            ],
            "used": [
                (
                    known[name].title(seen.lang) if name in known else name,
                    links(Target("query", choice={"question": name})) if name in questions() else None,
                )
                for name in word.used
            ],
        }

    lists = [
        (shown(one.word), [(shown(value), links(Target("thing", value.iri))) for value in one.values])
        for one in book.lists
    ]
    rules = [
        (short_name(rule.iri).rsplit("/", 1)[-1], seen.say(*SEVERITIES.get(rule.severity, (rule.severity,) * 2)),
         rule.message.get(seen.lang, ""), [to(iri) for iri in rule.about])
        for rule in book.rules
    ]  # fmt: skip
    return render(
        "ontology.html",
        seen,
        links,
        Place(Target("ontology")),
        seen.say("Wortschatz", "Vocabulary"),
        book=book,
        heading=book.title.get(seen.lang, ""),
        sections=[
            (kind, seen.say(german, english), [shown(word) for word in book.of(kind)])
            for kind, german, english in SECTIONS
        ],
        lists=lists,
        rules=rules,
        namespaces=[("pw:", NS), ("concept:", CONCEPT)],
    )
