"""The SPARQL endpoint: the query side of the SPARQL 1.1 Protocol, over published snapshots.

Beside it stand its service description, VoID, and the read side of the Graph Store Protocol. An answer is complete or refused: 400 (not SPARQL), 403 (an update, or reaching out of the dataset), 406 (no form fits),
413 (too large), 503 (too slow, too hungry, or all workers busy). Nothing is cut.
"""

from __future__ import annotations

from datetime import date

from starlette.background import BackgroundTask
from starlette.requests import Request as HttpRequest
from starlette.responses import FileResponse, PlainTextResponse, Response

from planwerk.errors import QueryError
from planwerk.guard import graphs_named, refuse_reaching_out
from planwerk.server.description import describe_service, describe_void
from planwerk.server.negotiation import NAMES, RDF, RESULTS, accepted
from planwerk.server.protocol import RefusedError, Request, read_request
from planwerk.server.snapshots import Snapshot, Snapshots
from planwerk.server.workers import Job, Limits, Outcome


class Endpoint:
    """The endpoint's answers to HTTP requests, over one workspace's snapshots."""

    def __init__(self, snapshots: Snapshots, limits: Limits) -> None:
        self._snapshots = snapshots
        self._limits = limits

    async def sparql(self, http: HttpRequest) -> Response:
        """Answer a query; a GET without one gets the service description."""
        try:
            body = await _body(http, self._limits.query * 4)
            request = read_request(
                "POST" if http.method == "POST" else "GET",
                http.url.query.encode("latin-1", "replace"),
                http.headers.get("content-type"),
                body,
                self._limits.query,
            )
            if request.query is None:
                return self._description(http)
            return await self._answer(request, http.headers.get("accept"))
        except RefusedError as refused:
            return refusal(refused)

    async def _answer(self, request: Request, accept: str | None) -> Response:
        outcome = await self.run(request, accept)
        file = outcome.file
        assert file is not None
        return FileResponse(
            file,
            media_type=outcome.media_type,
            headers={"Vary": "Accept"},
            background=BackgroundTask(file.unlink, missing_ok=True),
        )

    async def run(self, request: Request, accept: str | None) -> Outcome:
        """Run a query under the limits; the outcome has the file with the whole answer, else RefusedError is raised."""
        assert request.query is not None
        day, default_graphs = self._day(request)
        snapshot = await self._snapshots.of(day)
        base = self._snapshots.city.workspace.base
        try:
            refuse_reaching_out(request.query)
        except QueryError as error:
            raise RefusedError(403, error.message) from error
        if outside := sorted(graphs_named(request.query, base) - snapshot.graphs):
            raise RefusedError(403, f"the dataset has no graph {outside[0]}; a query asks this dataset only")
        named = bool(default_graphs or request.named_graphs)
        results, rdf = accepted(accept, RESULTS), accepted(accept, RDF)
        if request.form is not None:
            if request.form not in NAMES:
                raise RefusedError(400, f"format is one of: {', '.join(NAMES)}")
            chosen = (NAMES[request.form],)
            results, rdf = (chosen, ()) if chosen[0] in RESULTS else ((), chosen)
        outcome = await snapshot.pool.run(
            Job(
                request.query,
                base,
                results,
                rdf,
                default_graphs if named else None,
                request.named_graphs if named else None,
            )
        )
        if outcome.file is None:
            raise RefusedError(outcome.status, outcome.reason)
        return outcome

    def _day(self, request: Request) -> tuple[date, tuple[str, ...]]:
        """Give the day that is asked, and the default graphs that are left when a dataset of a day is named."""
        days = {iri: self._snapshots.day_of(iri) for iri in request.default_graphs}
        asked = {day for day in days.values() if day}
        if len(asked) > 1:
            raise RefusedError(400, "one request asks the dataset of one day")
        left = tuple(iri for iri, day in days.items() if day is None)
        return (asked.pop() if asked else self._snapshots.city.as_of), left

    async def graph_store(self, http: HttpRequest) -> Response:
        """Give one graph whole (Graph Store HTTP Protocol, section 5.2): ``?graph=<IRI>`` or ``?default``."""
        snapshot = await self._snapshots.of(self._snapshots.city.as_of)
        graph = http.query_params.get("graph")
        if (graph is None) == ("default" not in http.query_params):
            return refusal(RefusedError(400, "name one graph: ?graph=… or ?default"))
        if graph is not None and graph not in snapshot.graphs:
            return refusal(RefusedError(404, f"the dataset has no graph {graph}"))
        try:
            return await self._whole(snapshot, graph, http.headers.get("accept"))
        except RefusedError as refused:
            return refusal(refused)

    async def _whole(self, snapshot: Snapshot, graph: str | None, accept: str | None) -> Response:
        forms = accepted(accept, RDF)
        if not forms:
            raise RefusedError(406, f"a graph comes as {', '.join(RDF)}")
        place = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        outcome = await snapshot.pool.run(
            Job(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {place} }}", self._snapshots.city.workspace.base, (), forms)
        )
        if outcome.file is None:
            raise RefusedError(outcome.status, outcome.reason)
        return FileResponse(
            outcome.file,
            media_type=outcome.media_type,
            background=BackgroundTask(outcome.file.unlink, missing_ok=True),
        )

    def _description(self, http: HttpRequest) -> Response:
        forms = accepted(http.headers.get("accept"), RDF) or (RDF[0],)
        address = str(http.url.replace(query=""))
        return Response(describe_service(self._snapshots.city, address, forms[0]), media_type=forms[0])

    async def void(self, http: HttpRequest) -> Response:
        """Describe the dataset with VoID."""
        forms = accepted(http.headers.get("accept"), RDF) or (RDF[0],)
        address = str(http.url.replace(path="/sparql", query=""))
        return Response(describe_void(self._snapshots.city, address, forms[0]), media_type=forms[0])


async def _body(http: HttpRequest, longest: int) -> bytes:
    """Read a request's body up to a length, whatever its headers say."""
    parts, size = [], 0
    async for part in http.stream():
        size += len(part)
        if size > longest:
            raise RefusedError(413, f"a request may have {longest} bytes")
        parts.append(part)
    return b"".join(parts)


def refusal(refused: RefusedError) -> Response:
    """Say why a request is not answered."""
    headers = {"Retry-After": "5"} if refused.status == 503 else {}
    return PlainTextResponse(refused.reason + "\n", refused.status, headers=headers)
