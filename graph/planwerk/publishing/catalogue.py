"""What a release says of itself to machines: DCAT and VoID, a citation file, DataCite metadata, checksums.

Addresses are relative to where the release lies, or absolute where planwerk.toml names that place.
Sources: DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/), VoID (https://www.w3.org/TR/void/), SPDX checksums, Citation File
Format 1.2.0, DataCite Metadata Schema 4.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from planwerk.city import City
from planwerk.publishing.release import Release, generator
from planwerk.server.description import TYPE, VOID, dataset_iri, describe_void, rdf
from planwerk.vocabulary import NS, PREFIXES

DCAT = "http://www.w3.org/ns/dcat#"
SPDX = "http://spdx.org/rdf/terms#"
IANA = "https://www.iana.org/assignments/media-types/"
XSD, DCTERMS, FOAF = PREFIXES["xsd"], PREFIXES["dcterms"], PREFIXES["foaf"]
HERE = (
    "https://release.invalid/"  # stands for the place of the release while RDF is written, where relative IRIs are none
)

# What is offered to take away: path, media type, title in German and English.
DISTRIBUTIONS = (
    ("data/dataset.trig", "application/trig", "Aussagen je Quelle (TriG)", "statements by source (TriG)"),
    ("data/dataset.nq", "application/n-quads", "Aussagen je Quelle, sortiert (N-Quads)", "statements by source, sorted (N-Quads)"),
    ("data/dataset.jsonld", "application/ld+json", "Aussagen je Quelle (JSON-LD)", "statements by source (JSON-LD)"),
    ("data/csv-metadata.json", "application/csvm+json", "Tabellen (CSV mit CSVW-Beschreibung)", "tables (CSV described by CSVW)"),
    ("data/ontology.ttl", "text/turtle", "Ontologie, Wertelisten und Planungspflichten (Turtle)", "ontology, value lists and planning duties (Turtle)"),
    ("data/shapes.ttl", "text/turtle", "Regeln für den Datenbestand (SHACL)", "rules for the data (SHACL)"),
)  # fmt: skip


def checksum(content: bytes) -> str:
    """Give the SHA-256 of a file in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def void(city: City) -> bytes:
    """Describe the dataset with VoID: counts, classes and properties, and where its dump lies."""
    described = describe_void(city, None, "text/turtle")
    dump = Triple(NamedNode(dataset_iri(city)), NamedNode(VOID + "dataDump"), NamedNode(HERE + "dataset.nq"))
    return described + _written([dump], {"void": VOID}, HERE)


def dcat(city: City, release: Release, files: Mapping[str, bytes]) -> bytes:
    """Describe the release as a DCAT dataset with a distribution for each form, its size and its checksum."""
    dataset = NamedNode(dataset_iri(city))
    said: list[tuple[NamedNode, str, NamedNode | Literal]] = [
        (dataset, TYPE.value, NamedNode(DCAT + "Dataset")),
        *((dataset, DCTERMS + "title", Literal(text, language=lang)) for lang, text in release.title.items()),
        (dataset, DCTERMS + "description", Literal(_ABOUT["de"], language="de")),
        (dataset, DCTERMS + "description", Literal(_ABOUT["en"], language="en")),
        (dataset, DCTERMS + "issued", Literal(release.day.isoformat(), datatype=NamedNode(XSD + "date"))),
        (dataset, DCAT + "version", Literal(release.version)),
        (dataset, DCTERMS + "identifier", Literal(f"sha256:{checksum(files['data/dataset.nq'])}")),
        (dataset, DCTERMS + "conformsTo", NamedNode(NS.rstrip("#"))),
        (dataset, DCAT + "landingPage", NamedNode(HERE + "index.html")),
        *((dataset, DCTERMS + "creator", Literal(name)) for name in release.creators),
        (dataset, DCTERMS + "publisher", Literal(release.publisher)),
    ]
    if release.doi:
        said.append((dataset, DCTERMS + "identifier", Literal(f"https://doi.org/{release.doi}")))
    if release.licence:
        address = release.licence_address
        licence = NamedNode(address) if address else Literal(release.licence)
        said.append((dataset, DCTERMS + "license", licence))
    for path, media_type, german, english in DISTRIBUTIONS:
        content = files[path]
        one, sum_ = (
            NamedNode(f"{HERE}dcat.ttl#{quote(path, safe='/')}"),
            NamedNode(f"{HERE}dcat.ttl#sum/{quote(path, safe='/')}"),
        )
        said += [
            (dataset, DCAT + "distribution", one),
            (one, TYPE.value, NamedNode(DCAT + "Distribution")),
            (one, DCTERMS + "title", Literal(german, language="de")),
            (one, DCTERMS + "title", Literal(english, language="en")),
            (one, DCAT + "downloadURL", NamedNode(HERE + path)),
            (one, DCAT + "mediaType", NamedNode(IANA + media_type)),
            (one, DCAT + "byteSize", Literal(str(len(content)), datatype=NamedNode(XSD + "nonNegativeInteger"))),
            (one, SPDX + "checksum", sum_),
            (sum_, TYPE.value, NamedNode(SPDX + "Checksum")),
            (sum_, SPDX + "algorithm", NamedNode(SPDX + "checksumAlgorithm_sha256")),
            (sum_, SPDX + "checksumValue", Literal(checksum(content), datatype=NamedNode(XSD + "hexBinary"))),
        ]  # fmt: skip
    for number, source in enumerate(release.sources, 1):
        one = NamedNode(f"{HERE}dcat.ttl#source/{number}")
        said += [
            (dataset, DCTERMS + "source", one),
            (one, DCTERMS + "title", Literal(source.title or source.file or "")),
            (one, DCTERMS + "publisher", Literal(source.publisher)),
            (one, DCTERMS + "license", Literal(source.licence)),
        ]
    triples = [Triple(subject, NamedNode(predicate), value) for subject, predicate, value in said]
    prefixes = {"dcat": DCAT, "spdx": SPDX, "dcterms": DCTERMS, "xsd": XSD}
    return _written(triples, prefixes, HERE, release.address)


def _written(triples: list[Triple], prefixes: Mapping[str, str], here: str, address: str | None = None) -> bytes:
    place = (address.rstrip("/") + "/") if address else ""
    return rdf(triples, RdfFormat.TURTLE, dict(prefixes)).replace(f"<{here}".encode(), f"<{place}".encode())


def citation_file(release: Release, digest: str) -> bytes:
    """Give CITATION.cff (Citation File Format 1.2.0)."""
    said: list[str] = [
        "cff-version: 1.2.0",
        "message: " + _text("Cite this dataset as below."),
        "type: dataset",
        "title: " + _text(release.title["de"]),
        "authors:",
        *(f"  - name: {_text(name)}" for name in release.creators),
        "version: " + _text(release.version),
        f"date-released: {release.day.isoformat()}",
        "identifiers:",
        "  - type: other",
        f"    value: {_text('sha256:' + digest)}",
        "    description: " + _text("SHA-256 of data/dataset.nq"),
    ]
    if release.doi:
        said.append("doi: " + _text(release.doi))
    if release.address:
        said.append("url: " + _text(release.address))
    if release.licence and release.licence_address:
        said.append("license: " + _text(release.licence))
    return ("\n".join(said) + "\n").encode()


def datacite(release: Release, digest: str, files: Mapping[str, bytes]) -> bytes:
    """Give the metadata that a DOI is registered with (DataCite 4), whether or not there is one already."""
    said: dict[str, object] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "RDF dataset"},
        "creators": [{"name": name, "nameType": "Organizational"} for name in release.creators],
        "titles": [{"title": text, "lang": lang} for lang, text in release.title.items()],
        "publisher": {"name": release.publisher},
        "publicationYear": str(release.day.year),
        "version": release.version,
        "language": "de",
        "dates": [{"date": release.day.isoformat(), "dateType": "Issued"}],
        "alternateIdentifiers": [{"alternateIdentifier": digest, "alternateIdentifierType": "SHA-256"}],
        "descriptions": [
            {"description": text, "descriptionType": "Abstract", "lang": lang} for lang, text in _ABOUT.items()
        ],
        "formats": [media_type for _, media_type, *_ in DISTRIBUTIONS],
        "sizes": [f"{sum(len(files[path]) for path, *_ in DISTRIBUTIONS)} bytes"],
    }
    if release.doi:
        said["identifiers"] = [{"identifier": release.doi, "identifierType": "DOI"}]
    if release.licence:
        rights = {"rights": release.licence}
        said["rightsList"] = [rights | ({"rightsUri": release.licence_address} if release.licence_address else {})]
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def manifest(city: City, release: Release, digest: str) -> bytes:
    """Give release.json: what this is, as of when, made by what; by it a release knows its own folder."""
    said = {
        "made_by": generator(),
        "workspace": city.workspace.name,
        "base": city.workspace.base,
        "as_of": release.day.isoformat(),
        "version": release.version,
        "dataset_sha256": digest,
        "citation": {lang: release.citation(lang, digest) for lang in ("de", "en")},
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def sums(checksums: Mapping[str, str]) -> bytes:
    """Give SHA256SUMS, which ``sha256sum --check`` understands."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(checksums.items())).encode()


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)  # every JSON string is a YAML string


_ABOUT = {
    "de": "Was Rat und Verwaltung zu sozialen Planungen beschlossen, angekündigt und berichtet haben: Pläne, Beschlüsse, Aufträge, Fristen, Rechtsgrundlagen und Beteiligte, jede Aussage mit Quelle und Fundstelle. Eine Lücke heißt: kein Nachweis im Datenbestand.",
    "en": "What council and administration decided, announced and reported on social planning: plans, resolutions, tasks, deadlines, legal bases and those involved, each statement with its source and place. A gap means: no evidence in the data.",
}
