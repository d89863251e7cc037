"""What the service says of itself: a SPARQL 1.1 Service Description, and VoID for the dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from planwerk.city import City
from planwerk.vocabulary import NS, PREFIXES

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
TYPE = NamedNode(PREFIXES["rdf"] + "type")
INTEGER = NamedNode(PREFIXES["xsd"] + "integer")
DAY = NamedNode(PREFIXES["xsd"] + "date")


def describe_service(city: City, address: str, media_type: str) -> bytes:
    """Describe the endpoint at an address: its language, forms, dataset and named graphs, as RDF of that type."""
    service, dataset = NamedNode(address), NamedNode(dataset_iri(city))
    said = [
        (service, TYPE, NamedNode(SD + "Service")),
        (service, NamedNode(SD + "endpoint"), service),
        (service, NamedNode(SD + "supportedLanguage"), NamedNode(SD + "SPARQL11Query")),
        (service, NamedNode(SD + "defaultDataset"), dataset),
        (dataset, TYPE, NamedNode(SD + "Dataset")),
        (dataset, NamedNode(SD + "defaultGraph"), NamedNode(dataset_iri(city) + "/default")),
        (NamedNode(dataset_iri(city) + "/default"), TYPE, NamedNode(SD + "Graph")),
    ]
    for form in ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"):
        said.append((service, NamedNode(SD + "resultFormat"), NamedNode(FORMATS + form)))
    for form in ("Turtle", "N-Triples", "JSON-LD", "RDF_XML"):
        said.append((service, NamedNode(SD + "resultFormat"), NamedNode(FORMATS + form)))
    for number, graph in enumerate(_named_graphs(city), 1):
        entry = NamedNode(f"{dataset_iri(city)}/graph/{number}")
        said += [
            (dataset, NamedNode(SD + "namedGraph"), entry),
            (entry, TYPE, NamedNode(SD + "NamedGraph")),
            (entry, NamedNode(SD + "name"), graph),
        ]
    return _written(said, media_type)


def describe_void(city: City, address: str | None, media_type: str) -> bytes:
    """Describe the dataset: counts, classes and properties with their number of statements, where to ask it, if anywhere."""
    dataset = NamedNode(dataset_iri(city))
    flat = list(city.data.store.quads_for_pattern(None, None, None, DefaultGraph()))
    properties = Counter(quad.predicate for quad in flat)
    classes = Counter(q.object for q in flat if q.predicate == TYPE and isinstance(q.object, NamedNode))
    label = f"Planwerk: {city.workspace.name}, {city.as_of.isoformat()}"
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (dataset, TYPE, NamedNode(VOID + "Dataset")),
        (dataset, NamedNode(PREFIXES["dcterms"] + "title"), Literal(label)),
        (dataset, NamedNode(PREFIXES["dcterms"] + "issued"), Literal(city.as_of.isoformat(), datatype=DAY)),
        *([(dataset, NamedNode(VOID + "sparqlEndpoint"), NamedNode(address))] if address else []),
        (dataset, NamedNode(VOID + "uriSpace"), Literal(city.workspace.base)),
        (dataset, NamedNode(VOID + "vocabulary"), NamedNode(NS)),
        (dataset, NamedNode(VOID + "triples"), _count(len(flat))),
        (dataset, NamedNode(VOID + "distinctSubjects"), _count(len({quad.subject for quad in flat}))),
        (dataset, NamedNode(VOID + "properties"), _count(len(properties))),
        (dataset, NamedNode(VOID + "classes"), _count(len(classes))),
    ]
    parts = [(f"property/{n}", "propertyPartition", "property", "triples", p, c) for n, (p, c) in _ranked(properties)]
    parts += [(f"class/{n}", "classPartition", "class", "entities", k, c) for n, (k, c) in _ranked(classes)]
    for end, link, what, unit, thing, count in parts:
        entry = NamedNode(f"{dataset_iri(city)}/{end}")
        said += [
            (dataset, NamedNode(VOID + link), entry),
            (entry, NamedNode(VOID + what), thing),
            (entry, NamedNode(VOID + unit), _count(count)),
        ]
    return _written(said, media_type)


def dataset_iri(city: City) -> str:
    """Give the IRI of a city's dataset as of its day: what a request names to ask that day."""
    return f"{city.workspace.base}dataset/{city.as_of.isoformat()}"


def _named_graphs(city: City) -> list[NamedNode]:
    return sorted((g for g in city.data.store.named_graphs() if isinstance(g, NamedNode)), key=lambda g: g.value)


def _ranked(counts: Counter[NamedNode]) -> Iterable[tuple[int, tuple[NamedNode, int]]]:
    return enumerate(sorted(counts.items(), key=lambda one: (-one[1], str(one[0]))), 1)


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=INTEGER)


def _written(said: Iterable[tuple[NamedNode, NamedNode, NamedNode | Literal]], media_type: str) -> bytes:
    form = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
    prefixes = {**PREFIXES, "sd": SD, "void": VOID}
    return rdf([Triple(s, p, o) for s, p, o in said], form, prefixes)


def rdf(triples: Iterable[Triple], form: RdfFormat, prefixes: dict[str, str]) -> bytes:
    """Write triples in a form; prefixes serve where the form has them."""
    used = prefixes if form == RdfFormat.TURTLE else None
    if form.supports_datasets:
        return serialize((Quad(t.subject, t.predicate, t.object) for t in triples), format=form, prefixes=used) or b""
    return serialize(triples, format=form, prefixes=used) or b""
