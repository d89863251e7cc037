"""A request of the SPARQL 1.1 Protocol, read strictly: one query, one dataset, or a refusal with its HTTP status.

https://www.w3.org/TR/sparql11-protocol/, section 2.1. Updates are refused with 403: the snapshot is read only.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"


class RefusedError(Exception):
    """The request cannot be answered: an HTTP status, and one sentence that says why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: the query, the dataset that the protocol names, and a form by its short name, if any.

    ``default_graphs`` and ``named_graphs`` are IRIs; both empty where the request names no dataset. ``query`` is None
    where a GET asks for nothing, which is asking what the service is.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: str | None = None


def read_request(method: str, url_query: bytes, content_type: str | None, body: bytes, longest: int) -> Request:
    """Read a GET or POST; raises RefusedError with 400, 403, 413 or 415.

    >>> read_request("GET", b"query=ASK%20%7B%7D", None, b"", 100).query
    'ASK {}'
    >>> read_request("POST", b"", "application/sparql-update", b"CLEAR ALL", 100)
    Traceback (most recent call last):
    planwerk.server.protocol.RefusedError: updates are not taken: the dataset is read only
    """
    parameters = _parameters(url_query)
    query: list[str] = []
    if method == "POST":
        kind, _, rest = (content_type or "").partition(";")
        kind = kind.strip().lower()
        charset = rest.strip().lower().removeprefix("charset=").strip('"')
        if kind not in (FORM, QUERY, UPDATE):
            raise RefusedError(415, f"a POST comes as {FORM} or {QUERY}")
        if charset not in ("", "utf-8"):
            raise RefusedError(415, "a query comes in UTF-8")
        if kind == UPDATE:
            raise RefusedError(403, "updates are not taken: the dataset is read only")
        if kind == FORM:
            parameters += _parameters(body)
        else:
            query.append(_text(body))
    query += [value for name, value in parameters if name == "query"]
    if any(name == "update" for name, _ in parameters):
        raise RefusedError(403, "updates are not taken: the dataset is read only")
    if len(query) > 1:
        raise RefusedError(400, "one request asks one query")
    if method == "POST" and not query:
        raise RefusedError(400, "there is no query in the request")
    if query and len(query[0].encode()) > longest:
        raise RefusedError(413, f"a query may have {longest} bytes")
    forms = [value for name, value in parameters if name == "format"]
    return Request(
        query=query[0] if query else None,
        default_graphs=tuple(value for name, value in parameters if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in parameters if name == "named-graph-uri"),
        form=forms[0] if forms else None,
    )


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, "the request is not in UTF-8") from error


def _parameters(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(_text(data), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError as error:
        raise RefusedError(400, "a parameter is not in UTF-8") from error
    except ValueError as error:
        raise RefusedError(400, f"the parameters cannot be read: {error}") from error
