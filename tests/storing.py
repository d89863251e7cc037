"""A SPARQL store on loopback for tests, in a thread of this process, that can be told to misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import DefaultGraph, NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store

JSON = "application/sparql-results+json"


class Loopback(ThreadingHTTPServer):
    """A store that speaks the protocols' form POST, PUT and DELETE; ``fault`` goes before the answers to queries."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = Store()
        self.fault: Callable[[Handler, bytes], None] | None = None
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        """Method, path and headers of each request."""
        self.refuse_after: int | None = None
        """So many writes are taken, further ones are not."""

    def handle_error(self, *_: object) -> None:
        pass  # a client that gave up on a misbehaving store closes the connection: so it should

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/query"


class Handler(BaseHTTPRequestHandler):
    server: Loopback
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _note(self) -> bytes:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append((self.command, self.path, headers))
        return self.rfile.read(int(headers.get("content-length", "0")))

    def do_POST(self) -> None:
        fields = parse_qs(self._note().decode())
        dataset = {
            key: [NamedNode(iri) for iri in fields[name]]
            for key, name in (("default_graph", "default-graph-uri"), ("named_graphs", "named-graph-uri"))
            if name in fields
        }
        found = self.server.store.query(fields["query"][0], **dataset)  # type: ignore[arg-type]
        assert not isinstance(found, QueryTriples)
        body = found.serialize(format=QueryResultsFormat.JSON)
        assert body is not None
        (self.server.fault or Handler.answer)(self, body)

    def do_PUT(self) -> None:
        graph, body = self._graph(), self._note()
        if self.server.refuse_after is not None:
            self.server.refuse_after -= 1
            if self.server.refuse_after < 0:
                return self.answer(b"disk full", status=507, kind="text/plain")
        self.server.store.clear_graph(graph)
        self.server.store.load(body, format=RdfFormat.N_TRIPLES, to_graph=graph)
        return self.answer(b"", status=204)

    def do_DELETE(self) -> None:
        self._note()
        self.server.store.remove_graph(self._graph())
        self.answer(b"", status=204)

    def _graph(self) -> NamedNode | DefaultGraph:
        return NamedNode(parse_qs(urlsplit(self.path).query)["graph"][0])

    def answer(
        self, body: bytes, *, status: int = 200, kind: str = JSON, length: int | None = None, **more: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 204:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        if length is not None:
            self.close_connection = True

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.close_connection = True


def few(rows: int) -> Callable[[Handler, bytes], None]:
    """Give a fault that bounds the rows of an answer and says nothing about it."""

    def fault(handler: Handler, body: bytes) -> None:
        said = json.loads(body)
        if "results" in said:
            del said["results"]["bindings"][rows:]
        handler.answer(json.dumps(said).encode())

    return fault


def trickle(handler: Handler, body: bytes) -> None:
    """Give the answer byte by byte, each well within any time between two bytes."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: " + JSON.encode() + b"\r\nContent-Length: 100\r\n\r\n")
    for _ in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: " + JSON.encode() + b"\r\n"

FAULTS: dict[str, Callable[[Handler, bytes], None]] = {
    "cut before its length": lambda handler, body: handler.answer(body[: len(body) // 2], length=len(body)),
    "cut between chunks": lambda handler, body: handler.raw(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + f"{len(body):x}\r\n".encode() + body + b"\r\n"
    ),
    "cut with no length told": lambda handler, body: handler.raw(
        HEAD + b"Connection: close\r\n\r\n" + body.rstrip()[:-2]
    ),
    "a sentence after the rows": lambda handler, body: handler.answer(body + b"Evaluation error: timeout"),
    "a page for people": lambda handler, body: handler.answer(b"<h1>Welcome</h1>", kind="text/html"),
    "a page under the right name": lambda handler, body: handler.answer(b"<h1>Welcome</h1>"),
    "partial content": lambda handler, body: handler.answer(body, status=206),
    "nothing": lambda handler, body: handler.answer(b"", status=204),
    "no rows at all": few(0),
    "one row": few(1),
    "a bound that is told": lambda handler, body: handler.answer(body, X_SPARQL_MaxRows="10000"),
    "an anytime answer": lambda handler, body: handler.answer(body, X_SQL_State="S1TAT"),
    "an error": lambda handler, body: handler.answer(b"\x1b[2Jout of memory", status=500, kind="text/plain"),
    "busy": lambda handler, body: handler.answer(b"busy", status=503, kind="text/plain"),
    "no HTTP": lambda handler, body: handler.raw(b"SSH-2.0-store\r\n"),
    "a truth value": lambda handler, body: handler.answer(b'{"head":{},"boolean":true}'),
    "no IRI where one has to be": lambda handler, body: handler.answer(
        body.replace(b'"type":"uri","value":"', b'"type":"uri","value":"< ')
    ),
    "slow": trickle,
}


@contextmanager
def loopback_store() -> Iterator[Loopback]:
    """Run a store on a free port of loopback."""
    with Loopback() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
