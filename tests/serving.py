"""A city served on loopback for tests, in a thread of this process, and requests to it."""

from __future__ import annotations

import http.client
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from urllib.parse import urlencode

import uvicorn

from planwerk.city import City
from planwerk.server.app import make_app
from planwerk.server.workers import Limits

Answer = tuple[int, dict[str, str], bytes]
FORM = "application/x-www-form-urlencoded"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served(city: City, limits: Limits | None = None, *, writable: bool = False, cors: bool = False) -> Iterator[int]:
    """Serve a city on a free port of loopback in a thread of this process; gives the port."""
    port = free_port()
    app = make_app(city, limits or Limits(), cors=cors, writable=writable)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join()


def ask(
    port: int, path: str, *, method: str = "GET", body: bytes | None = None, headers: dict[str, str] | None = None
) -> Answer:
    """Send one request over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        response = connection.getresponse()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
    finally:
        connection.close()


def page(port: int, path: str) -> str:
    """Get a page as a browser does; it must be there."""
    status, headers, body = ask(port, path, headers={"Accept": "text/html"})
    assert status == 200, (path, status, body[:300])
    assert headers["content-type"].startswith("text/html"), path
    return body.decode()


def send(port: int, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
    """Send a form as a browser does from a page of this server."""
    said = {
        "Content-Type": FORM,
        "Origin": f"http://127.0.0.1:{port}",
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    return ask(port, path, method="POST", body=urlencode(fields).encode(), headers=said)


def token_of(html: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found, "the page has no form that writes"
    return found[1]


def links_of(html: str) -> list[str]:
    """Give where the links of a page lead, each once."""
    return list(dict.fromkeys(unescape(href) for href in re.findall(r'<a [^>]*?href="([^"]+)"', html)))
