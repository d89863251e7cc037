r"""What a query may not do: reach out of the dataset.

A query is tokenised once, after its ``\uXXXX`` escapes are resolved; IRIs, strings, comments, variables and prefixed
names are passed over, so that only a bare keyword counts (SPARQL 1.1, sections 19.2 and 19.8).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from planwerk.errors import QueryError

FORBIDDEN = frozenset({"SERVICE", "LOAD"})
FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})

ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
TOKEN = re.compile(
    r"""\#[^\r\n]*                                                      # a comment
    |<(?P<iri>[^<>"{}|^`\\\x00-\x20]*)>                                  # an IRI
    |\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
    |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'                        # strings
    |[?$]\w+                                                            # a variable
    |(?P<prefix>[^\W\d_][\w.\-]*:|_:|:)(?P<local>(?:[\w\-:.]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
    |@[A-Za-z\-0-9]+                                                    # a language
    |(?P<word>[^\W\d]\w*)
    |.""",
    re.S | re.X,
)


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def refuse_reaching_out(query: str) -> None:
    r"""Raise QueryError where the query asks another endpoint or loads a file.

    >>> refuse_reaching_out("SELECT * { ?service ?p 'SERVICE' } # SERVICE")
    >>> refuse_reaching_out("SELECT * { S\\u0045RVICE <http://127.0.0.1/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    planwerk.errors.QueryError: the query would reach out of the dataset by SERVICE
    """
    for match in TOKEN.finditer(ESCAPE.sub(_character, query)):
        word = match["word"]
        if word and word.upper() in FORBIDDEN:
            raise QueryError(
                f"the query would reach out of the dataset by {word.upper()}", "ask about this dataset only"
            )


def graphs_named(query: str, base: str) -> set[str]:
    r"""Give the IRIs that the query's FROM and FROM NAMED clauses name, with prefixes and the base resolved.

    >>> sorted(graphs_named("PREFIX g: <http://a/> SELECT * FROM g:one FROM NAMED <two> { ?s ?p ?o }", "http://b/"))
    ['http://a/one', 'http://b/two']
    """
    prefixes: dict[str, str] = {}
    found: set[str] = set()
    state = declared = ""
    for match in TOKEN.finditer(ESCAPE.sub(_character, query)):
        word, iri, prefix = match["word"], match["iri"], match["prefix"]
        if word:
            upper = word.upper()
            state = upper if upper in ("FROM", "PREFIX", "BASE") or (upper == "NAMED" and state == "FROM") else ""
            state = "FROM" if state == "NAMED" else state
        elif prefix is not None and state == "PREFIX":
            declared = prefix
        elif prefix is not None and state == "FROM":
            found.add(prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", match["local"]))
            state = ""
        elif iri is not None and state:
            whole = urljoin(base, iri)
            if state == "PREFIX":
                prefixes[declared] = whole
            elif state == "BASE":
                base = whole
            else:
                found.add(whole)
            state = ""
    return found


@dataclass(frozen=True, slots=True)
class Parts:
    """A query taken apart: its prologue, its form (SELECT, ASK, …), its FROM clauses, and the rest of it."""

    prologue: str
    form: str
    clauses: str
    rest: str
    graphs: bool
    """Whether it asks in which named graph something stands."""


def parts_of(query: str) -> Parts:
    """Take a query apart at its words; raises QueryError where it has no form.

    >>> parts_of("PREFIX a: <http://a/> SELECT * FROM a:one { ?s ?p ?o }").clauses
    'FROM a:one'
    """
    form, start, depth, graphs = "", 0, 0, False
    clauses: list[tuple[int, int]] = []
    since = None
    for match in TOKEN.finditer(query):
        word = (match["word"] or "").upper()
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        graphs |= word == "GRAPH"
        if not form and word in FORMS:
            form, start = word, match.start()
        elif form and depth == 0 and word == "FROM":
            since = match.start()
        elif since is not None and (match["iri"] is not None or match["prefix"] is not None):
            clauses.append((since, match.end()))
            since = None
    if not form:
        raise QueryError(
            "the query is not SPARQL: it neither selects, asks, constructs nor describes",
            "planwerk questions shows queries that work",
        )
    rest, at = "", start
    for begin, end in clauses:
        rest, at = rest + query[at:begin], end
    said = " ".join(query[begin:end] for begin, end in clauses)
    return Parts(query[:start], form, said, rest + query[at:], graphs)


def counting(query: str) -> str:
    r"""Give the query that counts the rows of a SELECT query.

    >>> counting("SELECT ?s FROM <http://a/> { ?s ?p ?o } # all")
    'SELECT (COUNT(*) AS ?numberOfRows) FROM <http://a/> WHERE {\nSELECT ?s  { ?s ?p ?o } # all\n}'
    """
    parts = parts_of(query)
    head = f"{parts.prologue}SELECT (COUNT(*) AS ?numberOfRows) {parts.clauses}".rstrip()
    return f"{head} WHERE {{\n{parts.rest}\n}}"
