r"""What a query may not do: reach out of the dataset.

A query is tokenised once, after its ``\uXXXX`` escapes are resolved; IRIs, strings, comments, variables and prefixed
names are passed over, so that only a bare keyword counts (SPARQL 1.1, sections 19.2 and 19.8).
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from planwerk.errors import QueryError

FORBIDDEN = frozenset({"SERVICE", "LOAD"})

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
