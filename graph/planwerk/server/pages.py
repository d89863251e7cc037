"""The site's pages over HTTP: which page an address asks for, on which day and in which language.

A thing's address is its IRI on this server: a browser is led to HTML, a program to RDF (303, as for things that are not
themselves pages; https://www.w3.org/TR/cooluris/, section 4.3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from planwerk.city import City
from planwerk.errors import PlanwerkError
from planwerk.server.addresses import Addresses
from planwerk.server.description import rdf
from planwerk.server.negotiation import RDF, accepted
from planwerk.server.shelf import Shelf
from planwerk.site.findings import finding_page
from planwerk.site.frame import Place, assets, render
from planwerk.site.kinds import KINDS
from planwerk.site.links import Target
from planwerk.site.ontology import ontology_page
from planwerk.site.overview import map_page, start_page
from planwerk.site.papertext import text_page
from planwerk.site.registers import MEDIA, export, register_page, report_page
from planwerk.site.seen import Seen
from planwerk.site.things import index_page, known, thing_page
from planwerk.vocabulary import CONCEPT, LAW, PREFIXES

HTML = "text/html"
ENDINGS = {".html": HTML, ".ttl": RDF[0], ".nt": RDF[1], ".jsonld": RDF[2]}
TYPES = {".css": "text/css", ".js": "text/javascript"}
# A page that carries its own policy, by the hashes of what it holds; the header only adds what a page cannot say.
OWN_POLICY = {"Content-Security-Policy": "frame-ancestors 'none'"}
_FOLDER = Path(__file__).with_name("templates")

Page = Callable[[Seen, Addresses], str]


class Pages:
    """The pages of one city in German or English, as of the server's day or any other."""

    def __init__(self, city: City, *, writable: bool = False) -> None:
        self._shelf = Shelf(city)
        self._writable = writable

    @property
    def city(self) -> City:
        """Give the city as of the server's own day."""
        return self._shelf.city

    def renew(self, city: City) -> None:
        """Show another build of the city from now on."""
        self._shelf = Shelf(city)

    def wanted(self, request: Request) -> bool:
        """Tell whether the request comes from a browser that would rather have a page than RDF."""
        return accepted(request.headers.get("accept"), (*RDF, HTML))[:1] == (HTML,)

    async def shown(self, request: Request) -> tuple[Seen, Addresses]:
        """Give the city as the request wants to see it, and the addresses of its pages; raises PlanwerkError for no day."""
        asked = request.query_params.get("lang")
        lang = asked if asked in ("de", "en") else self.city.workspace.language
        day = _day(request.query_params.get("as-of")) or self.city.as_of
        seen = await run_in_threadpool(self._shelf.seen, day, lang)
        return seen, Addresses(self.city.workspace.base, lang, day, self.city.as_of, self._writable)

    async def page(self, request: Request, make: Page, *, headers: Mapping[str, str] | None = None) -> Response:
        """Answer with a page; what the reader can mend is told as a page with status 400."""
        try:
            seen, links = await self.shown(request)
        except PlanwerkError as error:
            return PlainTextResponse(f"{error.message}\n{error.hint}\n", 400)
        try:
            return HTMLResponse(await run_in_threadpool(make, seen, links), headers=headers)
        except PlanwerkError as error:
            return HTMLResponse(trouble_page(seen, links, error), 400)

    async def start(self, request: Request) -> Response:
        """Show the state of the data and the ways on."""
        return await self.page(request, start_page)

    async def register(self, request: Request) -> Response:
        """Show the control table, the gap list or the planning register, with the rows that the address chooses."""
        name, chosen = request.url.path.strip("/"), dict(request.query_params)
        return await self.page(request, lambda seen, links: register_page(seen, links, name, chosen))

    async def report(self, request: Request) -> Response:
        """Show the gap report."""
        return await self.page(request, report_page)

    async def ontology(self, request: Request) -> Response:
        """Explain the words."""
        return await self.page(request, ontology_page)

    async def export(self, request: Request) -> Response:
        """Give a register as a file."""
        name, form = request.path_params["name"], request.path_params["form"]
        try:
            seen, _ = await self.shown(request)
            content = await run_in_threadpool(export, seen, name, dict(request.query_params), form)
        except PlanwerkError as error:
            return PlainTextResponse(f"{error.message}\n{error.hint}\n", 400)
        file = f"{name}-{seen.day.isoformat()}.{form}"
        return Response(content, media_type=MEDIA[form], headers={"Content-Disposition": f'attachment; filename="{file}"'})  # fmt: skip

    async def index(self, request: Request) -> Response:
        """Show all things of a kind."""
        kind = request.path_params["kind"]
        if kind not in KINDS:
            return PlainTextResponse(f"there is no index of {kind!r}; there are: {', '.join(KINDS)}\n", 404)
        return await self.page(request, lambda seen, links: index_page(seen, links, kind))

    async def finding(self, request: Request) -> Response:
        """Show one finding with everything behind it."""
        finding = request.path_params["finding"]
        return await self.page(request, lambda seen, links: finding_page(seen, links, finding))

    async def map(self, request: Request) -> Response:
        """Show the relationship map."""
        return await self.page(request, map_page, headers=OWN_POLICY)

    async def static(self, request: Request) -> Response:
        """Give one of our own style sheets and scripts."""
        name = request.path_params["name"]
        content = assets().get(name)
        if content is None and name in ("query.js", "query.css"):
            content = (_FOLDER / name).read_bytes()
        if content is None:
            return PlainTextResponse("there is no such file\n", 404)
        return Response(content, media_type=TYPES[Path(name).suffix])

    async def text(self, request: Request) -> Response:
        """Show a paper's text with what was read in it."""
        source = self._iri("/" + request.path_params["rest"])
        if source is None or not known(self._shelf.seen(self.city.as_of, "de"), source):
            return PlainTextResponse("the dataset has no such source\n", 404)
        return await self.page(request, lambda seen, links: text_page(seen, links, source))

    async def thing(self, request: Request) -> Response:
        """Answer for an IRI: lead to the form that is accepted, or give the form that its ending names."""
        path = request.url.path
        ending = next((ending for ending in ENDINGS if path.endswith(ending)), None)
        iri = self._iri(path.removesuffix(ending or ""))
        try:
            seen, _ = await self.shown(request)
        except PlanwerkError as error:
            return PlainTextResponse(f"{error.message}\n{error.hint}\n", 400)
        if iri is None or not known(seen, iri):
            return PlainTextResponse(f"the dataset says nothing of {iri or path} on {seen.day.isoformat()}\n", 404)
        if ending is None:
            forms = accepted(request.headers.get("accept"), (HTML, *RDF[:3]))
            if not forms:
                return PlainTextResponse(f"{iri} comes as {', '.join(ENDINGS.values())}\n", 406)
            by_form = {form: ending for ending, form in ENDINGS.items()}
            asked = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(path + by_form[forms[0]] + asked, 303, headers={"Vary": "Accept"})
        if ENDINGS[ending] == HTML:
            return await self.page(request, lambda seen, links: thing_page(seen, links, iri))
        form = RdfFormat.from_media_type(ENDINGS[ending]) or RdfFormat.TURTLE
        triples = sorted({Triple(q.subject, q.predicate, q.object) for q in about(seen.city, iri)}, key=str)
        return Response(rdf(triples, form, PREFIXES), media_type=ENDINGS[ending])

    def _iri(self, path: str) -> str | None:
        """Give the IRI whose path this is, of this workspace or of the shipped law and value lists."""
        for base in (self.city.workspace.base, LAW, CONCEPT):
            here = urlsplit(base).path
            if path.startswith(here):
                return base + quote(path.removeprefix(here), safe="/-._~!$&'()*+,;=:@%")
        return None


def about(city: City, iri: str) -> list[Quad]:
    """Give what the named graphs say of a thing, as subject and as object."""
    thing, store = NamedNode(iri), city.data.store
    both = [*store.quads_for_pattern(thing, None, None), *store.quads_for_pattern(None, None, thing)]
    return sorted((q for q in both if not isinstance(q.graph_name, DefaultGraph)), key=str)


def trouble_page(seen: Seen, links: Addresses, error: PlanwerkError) -> str:
    """Give a page that says what the reader can mend."""
    title = seen.say("Das geht so nicht", "That does not work")
    return render("trouble.html", seen, links, Place(Target("start")), title, error=error)


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise PlanwerkError(f'"{text}" is no day', "write it as 2020-07-01") from error
