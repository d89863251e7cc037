"""The server put together: routes, headers that keep pages harmless, and running it on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from planwerk.city import City
from planwerk.server.desk import Desk
from planwerk.server.editor import Editor
from planwerk.server.endpoint import Endpoint
from planwerk.server.pages import Pages
from planwerk.server.snapshots import Snapshots
from planwerk.server.workers import Limits
from planwerk.vocabulary import CONCEPT, LAW

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class _Harmless:
    """Every answer says what a browser may do with it: run nothing but our own files, guess no types, tell no one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", POLICY)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


def make_app(
    city: City,
    limits: Limits | None = None,
    *,
    cors: bool = False,
    hosts: Sequence[str] = LOOPBACK,
    writable: bool = False,
) -> Starlette:
    """Make the web application for a city as of its day.

    ``cors`` lets pages of other sites ask the endpoint. ``hosts`` are the names that the server goes by: a request to
    another name is refused, so that a foreign page cannot reach a server on loopback through a name of its own. Only a ``writable`` one takes
    decisions: reviews, merged names, dismissals, a new build.
    """
    limits = limits or Limits()
    snapshots = Snapshots(city, limits)
    endpoint = Endpoint(snapshots, limits)
    pages = Pages(city, writable=writable)
    editor = Editor(pages, endpoint)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with snapshots:
            yield

    async def sparql(request: Request) -> Response:
        # A browser that asks for nothing is led to the page to write a query on; everyone else gets the description.
        asks = set(request.query_params) - {"lang", "as-of"}
        if request.method == "GET" and not asks and pages.wanted(request):
            return RedirectResponse(str(request.url.replace(path="/query")), 303, headers={"Vary": "Accept"})
        return await endpoint.sparql(request)

    async def renew(new: City) -> None:
        await snapshots.renew(new)
        pages.renew(new)

    desk = Desk(pages, renew)
    decisions = [
        Route("/", desk.start, methods=["GET", "POST"]),
        Route("/review", desk.review, methods=["GET", "POST"]),
        Route("/names", desk.names, methods=["GET", "POST"]),
        Route("/finding/{finding}", desk.finding, methods=["GET", "POST"]),
    ]
    things = [Route(urlsplit(base).path + "{rest:path}", pages.thing) for base in (LAW, CONCEPT, city.workspace.base)]
    routes = [
        *(decisions if writable else ()),
        Route("/", pages.start),
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/sparql/", sparql, methods=["GET", "POST"]),
        Route("/query", editor.page),
        Route("/query/map", editor.map),
        Route("/control", pages.register),
        Route("/gaps", pages.register),
        Route("/plans", pages.register),
        Route("/report", pages.report),
        Route("/ontology", pages.ontology),
        Route("/export/{name}.{form}", pages.export),
        Route("/things/{kind}", pages.index),
        Route("/finding/{finding}", pages.finding),
        Route("/text/{rest:path}", pages.text),
        Route("/map", pages.map),
        Route("/graphs", endpoint.graph_store, methods=["GET"]),
        Route("/.well-known/void", endpoint.void),
        Route("/static/yasqe/{name}", editor.static),
        Route("/static/{name}", pages.static),
        *things,
    ]
    middleware = [Middleware(_Harmless), Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))]
    if cors:
        middleware.append(Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"]))
    return Starlette(routes=routes, middleware=middleware, lifespan=lifespan)


def run(app: Starlette, host: str, port: int) -> None:
    """Serve until interrupted."""
    import uvicorn

    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
