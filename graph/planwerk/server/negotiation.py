"""Which form an answer takes: the Accept header of HTTP (RFC 9110, section 12.5.1) against the forms on offer."""

from __future__ import annotations

RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
"""Media types of rows and truth values, the first by default (SPARQL 1.1 JSON, XML, CSV and TSV results)."""

RDF = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")
"""Media types of graphs, the first by default."""

NAMES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
"""Short names for a ``format`` parameter, for links and spreadsheets that cannot send a header."""

_ALSO = {"application/json": RESULTS[0], "application/xml": RESULTS[1], "text/xml": RESULTS[1], "text/plain": RDF[1]}


def accepted(header: str | None, offered: tuple[str, ...]) -> tuple[str, ...]:
    """Give the offered media types that the header accepts, the best first; all of them where there is no header.

    >>> accepted("text/csv;q=0.5, application/sparql-results+xml", RESULTS)[0]
    'application/sparql-results+xml'
    >>> accepted("text/*", RESULTS)
    ('text/csv', 'text/tab-separated-values')
    >>> accepted("image/png", RESULTS)
    ()
    """
    if header is None or not header.strip():
        return offered
    ranges: list[tuple[str, float]] = []
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        ranges.append((name, _quality(parameters)))
    rated = []
    for place, media_type in enumerate(offered):
        best = max(((_fit(name, media_type), quality) for name, quality in ranges), default=(0, 0.0))
        if best[0] and best[1] > 0:
            rated.append((-best[1], -best[0], place, media_type))
    return tuple(media_type for *_, media_type in sorted(rated))


def _fit(name: str, media_type: str) -> int:
    """Rate how closely a media range names a type: 3 by name, 2 by its kind, 1 by ``*/*``, 0 not at all."""
    if name == media_type or _ALSO.get(name) == media_type:
        return 3
    if name.endswith("/*") and name != "*/*" and media_type.startswith(name[:-1]):
        return 2
    return 1 if name == "*/*" else 0


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
