"""Asking a SPARQL 1.1 store over HTTP: an answer is whole, or there is an error.

A store that is down, slow, cut off half-way or bounded in its rows must never look like a store that holds less, so
rows are taken only as SPARQL JSON (which shows where it ends), within a time and a size, with no redirect followed,
and against a count of the same rows. Queries go as form-encoded POST (SPARQL 1.1 Protocol, 2.1.2), which is what
every store tried understands; graphs are written by the Graph Store HTTP Protocol.

Name and password come from the environment (PLANWERK_STORE_USER, PLANWERK_STORE_PASSWORD) and are sent to the
address that was named, by TLS or to this machine, and nowhere else.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlencode, urlsplit

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from planwerk.errors import StoreError
from planwerk.guard import counting

if TYPE_CHECKING:
    import httpx2

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple | None

USER, PASSWORD, SECONDS = "PLANWERK_STORE_USER", "PLANWERK_STORE_PASSWORD", "PLANWERK_STORE_SECONDS"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
JSON = "application/sparql-results+json"
BOOLEAN = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
LARGEST = 512 * 1024 * 1024  # bytes of one answer
CUT = (
    "x-sparql-maxrows",
    "x-sql-state",
    "x-exec-db-activity-partial",
)  # with these Virtuoso says that rows are left out


@dataclass(frozen=True, slots=True)
class Rows:
    """The whole answer to a SELECT: the variables, and the terms of each row in their order."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term, ...], ...]


@dataclass(frozen=True, slots=True)
class From:
    """The dataset that a query asks (SPARQL 1.1 Protocol, 2.1.4): IRIs of default graphs and of named ones."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Give it as the fields of a form."""
        return [
            *(("default-graph-uri", graph) for graph in self.default),
            *(("named-graph-uri", graph) for graph in self.named),
        ]


EVERYTHING = From()


def _seconds() -> float:
    said = os.environ.get(SECONDS, "60")
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0
    if not 0 < seconds < 1e6:
        raise StoreError(f'{SECONDS} is "{said}", which is no time', "name seconds, such as 60")
    return seconds


def check_address(url: str) -> str:
    """Give the address back; raises StoreError where it is none of http(s), or holds a name or password."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\x00-\x20\x7f]", url)
        good = good and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good:
        raise StoreError(f"{shown(url)!r} is no address of a store", "such as http://127.0.0.1:7878/query")
    if parts.username is not None or parts.password is not None:
        raise StoreError(
            f"the address of {parts.hostname} holds a name or password",
            f"put them into the environment: {USER}, {PASSWORD}",
        )
    return url


def graph_store(url: str, named: str | None) -> str:
    """Give the address of the Graph Store HTTP Protocol: the named one, else that of an Oxigraph server.

    >>> graph_store("http://127.0.0.1:7878/query", None)
    'http://127.0.0.1:7878/store'
    """
    if named is not None:
        return check_address(named)
    if not url.endswith("/query"):
        raise StoreError(
            f"{url} does not tell where graphs are written",
            "name it with --graphs, for Virtuoso …/sparql-graph-crud-auth",
        )
    return url.removesuffix("query") + "store"


@dataclass(frozen=True)
class Remote:
    """A SPARQL store at an address, and how long one answer may take.

    Raises StoreError where the address is none. Nothing is asked before the first question.

    >>> Remote("http://user:secret@example.org/sparql")
    Traceback (most recent call last):
    planwerk.errors.StoreError: the address of example.org holds a name or password
    """

    url: str
    seconds: float = field(default_factory=_seconds)

    def __post_init__(self) -> None:
        check_address(self.url)

    def select(self, query: str, dataset: From = EVERYTHING) -> Rows:
        """Give all rows of a SELECT query, counted: raises StoreError where the count is another.

        The same query is asked twice, once for its rows and once for their number, because a bound on rows that a
        store keeps to itself shows in nothing else.
        """
        found = self.rows(query, dataset)
        counted = self.rows(counting(query), dataset)
        number = _number(counted)
        if number != len(found.rows):
            raise StoreError(
                f"{self.url} gave {len(found.rows)} of {number} rows",
                "the store bounds its answers or changed meanwhile: narrow the query, or raise the store's limit",
            )
        return found

    def rows(self, query: str, dataset: From = EVERYTHING) -> Rows:
        """Give the rows of a query as the store sends them; for askers who know how many there have to be."""
        found = _read(self.url, self._ask(query, dataset))
        if isinstance(found, bool):
            raise StoreError(f"{self.url} answered a SELECT with a truth value", "is it a SPARQL 1.1 store?")
        return found

    def truth(self, query: str, dataset: From = EVERYTHING) -> bool:
        """Give the answer to an ASK query."""
        match _read(self.url, self._ask(query, dataset)):
            case bool(said):
                return said
            case Rows(("__ASK_RETVAL",), ((Literal(value=said),),)):  # so Virtuoso 7 says it
                return said == "1"
        raise StoreError(f"{self.url} answered an ASK with rows", "is it a SPARQL 1.1 store?")

    def _ask(self, query: str, dataset: From) -> bytes:
        body = urlencode([("query", query), *dataset.fields]).encode()
        headers = {"Accept": JSON, "Content-Type": "application/x-www-form-urlencoded"}
        return self._send("POST", self.url, body, headers, wanted=JSON)

    def put(self, graphs: str, graph: str, triples: bytes) -> None:
        """Replace a graph of the store by N-Triples; ``graphs`` is the address of its Graph Store HTTP Protocol."""
        self._send("PUT", _named(graphs, graph), triples, {"Content-Type": "application/n-triples"})

    def delete(self, graphs: str, graph: str) -> None:
        """Remove a graph; one that is not there is no error."""
        self._send("DELETE", _named(graphs, graph), b"", {}, gone=True)

    def _send(
        self,
        method: str,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        *,
        wanted: str | None = None,
        gone: bool = False,
    ) -> bytes:
        try:
            import httpx2
        except ModuleNotFoundError as error:
            raise StoreError("a store elsewhere wants httpx2", "pip install 'planwerk[remote]'") from error
        until = time.monotonic() + self.seconds
        with self._client(url) as client:
            response, content = self._exchange(client, method, url, body, headers, None, until)
            if response.status_code == 401 and (
                auth := _credentials(url, response.headers.get("www-authenticate", ""))
            ):
                response, content = self._exchange(client, method, url, body, headers, auth, until)
        assert isinstance(response, httpx2.Response)
        self._refuse(url, response, content, gone=gone)
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if wanted and kind not in (wanted, "application/json"):
            raise StoreError(
                f"{url} answered with {shown(kind) or 'no media type'} instead of {wanted}",
                "is it the address of a SPARQL 1.1 query service?",
            )
        return content

    @contextmanager
    def _client(self, url: str) -> Iterator[httpx2.Client]:
        import httpx2

        outward = urlsplit(url).hostname not in LOOPBACK  # a proxy serves what lies beyond this machine
        try:
            with httpx2.Client(follow_redirects=False, timeout=self.seconds, trust_env=outward) as client:
                yield client
        except httpx2.TimeoutException as error:
            raise self._slow(url) from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise StoreError(
                f"{url} did not give a whole answer: {shown(str(error)) or type(error).__name__}",
                "is the store running, and is this its address?",
            ) from error

    def _slow(self, url: str) -> StoreError:
        return StoreError(
            f"{url} took longer than {self.seconds:g} seconds", f"narrow the query, or set {SECONDS} to a longer time"
        )

    def _exchange(
        self,
        client: httpx2.Client,
        method: str,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        auth: httpx2.Auth | None,
        until: float,
    ) -> tuple[httpx2.Response, bytes]:
        """Send one request and read its whole answer; the time holds for all of it, not for each piece."""
        said = {"User-Agent": "planwerk", "Accept-Encoding": "identity", **headers}
        with client.stream(method, url, content=body, headers=said, auth=auth) as response:
            parts, size = [], 0
            for part in response.iter_bytes():
                size += len(part)
                if time.monotonic() > until:
                    raise self._slow(url)
                if size > LARGEST:
                    raise StoreError(f"{url} answers with more than {LARGEST} bytes", "narrow the query")
                parts.append(part)
        return response, b"".join(parts)

    def _refuse(self, url: str, response: httpx2.Response, content: bytes, *, gone: bool) -> None:
        status = response.status_code
        if 300 <= status < 400:
            to = shown(response.headers.get("location", "elsewhere"))
            raise StoreError(f"{url} sends on to {to}", "name that address itself if it is the store you mean")
        if status in (401, 403):
            raise StoreError(
                f"{url} refuses the request ({status}): {shown(content.decode('utf-8', 'replace'))}",
                f"give name and password in the environment: {USER}, {PASSWORD}",
            )
        if gone and status == 404:
            return
        if status not in (200, 201, 204):
            raise StoreError(
                f"{url} answered {status}: {shown(content.decode('utf-8', 'replace'))}",
                "its answer is not used, since it may not be whole" if status < 300 else "see the store's log",
            )
        if cut := [name for name in CUT if name in response.headers]:
            raise StoreError(
                f"{url} leaves rows out ({cut[0]}: {shown(response.headers[cut[0]])})",
                "narrow the query, or raise the store's limit",
            )


def shown(text: str, longest: int = 200) -> str:
    r"""Give what a server said as one line that is fit for a terminal.

    >>> shown("no\x1b[2J such\n graph")
    'no [2J such graph'
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _number(counted: Rows) -> int:
    match counted.rows:
        case ((Literal(value=number),),) if number.isdigit():
            return int(number)
    raise StoreError("the store does not count its rows", "is it a SPARQL 1.1 store?")


def _read(url: str, body: bytes) -> Rows | bool:
    try:
        json.loads(body)  # the parser below takes what comes after the end for nothing
        found = parse_query_results(body, format=QueryResultsFormat.JSON)
        if not isinstance(found, QuerySolutions):
            return bool(found)
        names = tuple(variable.value for variable in found.variables)
        return Rows(names, tuple(tuple(_canonical(row[name]) for name in names) for row in found))
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"the answer of {url} is cut or no SPARQL JSON", "ask again; see the store's log") from error


def _canonical(term: Term) -> Term:
    """Write a truth value as XML Schema's canonical form has it; Virtuoso keeps them as 0 and 1."""
    if isinstance(term, Literal) and term.datatype == BOOLEAN and term.value in ("0", "1"):
        return Literal("true" if term.value == "1" else "false", datatype=BOOLEAN)
    return term


def _named(graphs: str, graph: str) -> str:
    return f"{graphs}{'&' if '?' in graphs else '?'}{urlencode({'graph': graph})}"


def _credentials(url: str, challenge: str) -> httpx2.Auth | None:
    """Give name and password from the environment as the store asks for them; None where there are none."""
    import httpx2

    user, password = os.environ.get(USER), os.environ.get(PASSWORD)
    if not user or password is None:
        return None
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise StoreError(
            f"name and password are not sent to {parts.hostname} in clear text", "use an address with https://"
        )
    digest = challenge.strip().lower().startswith("digest")
    return httpx2.DigestAuth(user, password) if digest else httpx2.BasicAuth(user, password)


def values(graphs: Sequence[str]) -> str:
    """Give the graphs as the rows of a VALUES clause; raises StoreError where one is no IRI that SPARQL can write."""
    for graph in graphs:
        if re.search(r'[\x00-\x20<>"{}|^`\\]', graph):
            raise StoreError(f"{shown(graph)!r} is no IRI", "a graph's name is an IRI")
    return " ".join(f"<{graph}>" for graph in graphs)
