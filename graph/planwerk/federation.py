"""Asking two cities in one query: SERVICE, to the endpoints that the asker allows and no other.

A ``SERVICE <endpoint> { … }`` is asked on its own, whole and counted, and its rows take its place as VALUES: SPARQL 1.1
Federated Query, section 4, defines it as the join with just these rows. So the engine itself reaches nobody, an
endpoint that does not answer is an error, and what may be asked is what the asker listed: no variable as an endpoint,
no SILENT (which would make a store that is down look like one that holds nothing), none inside another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pyoxigraph import Literal, NamedNode

from planwerk.errors import QueryError, StoreError
from planwerk.guard import TOKEN, parts_of, refuse_reaching_out
from planwerk.remote import Remote, Rows, Term

MOST = 100_000  # rows of one endpoint that are put into a query


def with_services(query: str, allowed: Collection[str]) -> str:
    """Give the query with the rows of the allowed endpoints in the place of each SERVICE.

    Raises QueryError where it asks an endpoint that is not allowed, StoreError where one does not answer whole.

    >>> with_services("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", ["http://127.0.0.1:8/sparql"])
    Traceback (most recent call last):
    planwerk.errors.QueryError: SERVICE asks http://127.0.0.1:9/, which is not among the endpoints allowed
    """
    prologue = parts_of(query).prologue
    tokens = [m for m in TOKEN.finditer(query) if not m[0].isspace() and not m[0].startswith("#")]
    calls: list[tuple[str, int, int, int]] = []
    for number, token in enumerate(tokens):
        if (token["word"] or "").upper() == "SERVICE" and (not calls or token.start() >= calls[-1][3]):
            endpoint = _endpoint(tokens[number + 1 : number + 2], allowed)
            calls.append((endpoint, token.start(), *_block(tokens[number + 2 :])))
    asked = [f"{prologue}SELECT * WHERE {query[opening:end]}" for _, _, opening, end in calls]
    for text in asked:
        refuse_reaching_out(text)
    whole, at = "", 0
    for (endpoint, start, _, end), text in zip(calls, asked, strict=True):
        whole += query[at:start] + as_values(endpoint, Remote(endpoint).select(text))
        at = end
    return whole + query[at:]


def _endpoint(following: Sequence[re.Match[str]], allowed: Collection[str]) -> str:
    """Give the endpoint that follows the word SERVICE."""
    iri: str | None = following[0]["iri"] if following else None
    if iri is None:
        raise QueryError(
            "SERVICE names its endpoint by an IRI in angle brackets, and without SILENT", "SERVICE <http://…> { … }"
        )
    if iri not in allowed:
        raise QueryError(f"SERVICE asks {iri}, which is not among the endpoints allowed", "allow it: --service IRI")
    return iri


def _block(tokens: Sequence[re.Match[str]]) -> tuple[int, int]:
    """Give where the braces open with which these tokens begin, and where they close."""
    depth = 0
    for token in tokens:
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth < 1:
            break
    else:
        depth = 1
    if depth or not tokens or tokens[0][0] != "{":
        raise QueryError("the query is not SPARQL: a SERVICE has no whole block in braces", "SERVICE <http://…> { … }")
    return tokens[0].start(), token.end()


def as_values(endpoint: str, found: Rows) -> str:
    """Write rows as a VALUES clause; raises StoreError where a row holds what no query can name.

    >>> as_values("http://a/", Rows(("x",), ((Literal("ö", language="de"),), (None,))))
    'VALUES (?x) { ("ö"@de) (UNDEF) }'
    """
    if len(found.rows) > MOST:
        raise StoreError(f"{endpoint} gave more than {MOST} rows", "narrow what is asked of it")
    names = " ".join(f"?{name}" for name in found.variables)
    rows = " ".join(f"({' '.join(_written(endpoint, term) for term in row)})" for row in found.rows)
    return f"VALUES ({names}) {{ {rows} }}"


def _written(endpoint: str, term: Term) -> str:
    if term is None:
        return "UNDEF"
    if not isinstance(term, NamedNode | Literal):
        raise StoreError(f"{endpoint} gave a blank node, which has no name outside of it", "ask for its values instead")
    return str(term)
