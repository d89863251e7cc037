"""Pages for people: the start page, a page to write queries on, the tables and the map, and a page per thing.

A thing's address is its IRI on this server: a browser is led to HTML, a program to RDF (303, as for things that are not
themselves pages; https://www.w3.org/TR/cooluris/, section 4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from planwerk.city import City
from planwerk.questions import labels
from planwerk.server.description import rdf
from planwerk.server.negotiation import RDF, accepted
from planwerk.views.controltable import control_table
from planwerk.views.page import to_html
from planwerk.views.reports import gap_table, notes
from planwerk.views.table import safe_href
from planwerk.vocabulary import NS, PREFIXES

HTML = "text/html"
ENDINGS = {".html": HTML, ".ttl": RDF[0], ".nt": RDF[1], ".jsonld": RDF[2]}
STATIC = {"style.css": "text/css", "query.css": "text/css", "query.js": "text/javascript"}
# A page that carries its own policy, by the hashes of what it holds; the header only adds what a page cannot say.
OWN_POLICY = {"Content-Security-Policy": "frame-ancestors 'none'"}
_FOLDER = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class _Said:
    """One line of a thing's page: a property, a value as text, and where a click on it leads."""

    property: str
    text: str
    href: str | None
    graph: str


class Pages:
    """The pages of one city as of its day, in German or English."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._templates = Environment(
            loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )

    def wanted(self, request: Request) -> bool:
        """Tell whether the request comes from a browser that would rather have a page than RDF."""
        return accepted(request.headers.get("accept"), (*RDF, HTML))[:1] == (HTML,)

    def _lang(self, request: Request) -> str:
        asked = request.query_params.get("lang")
        return asked if asked in ("de", "en") else self._city.workspace.language

    def _page(self, name: str, request: Request, **values: object) -> HTMLResponse:
        lang = self._lang(request)
        page = self._templates.get_template(name).render(
            lang=lang, german=lang == "de", city=self._city, notes=notes(self._city.data, lang), **values
        )
        return HTMLResponse(page)

    async def start(self, request: Request) -> Response:
        """Show the state of the data and the ways on."""
        findings = await run_in_threadpool(self._city.gaps, lang=self._lang(request))
        counts = {verdict: sum(f.verdict == verdict for f in findings) for verdict in ("gap", "not_decidable", "ok")}
        return self._page("start.html", request, counts=counts, graphs=len(self._city.data.graphs))

    async def control(self, request: Request) -> Response:
        """Show the Beschlusskontrolle."""
        lang = self._lang(request)
        rows = await run_in_threadpool(self._city.control, lang=lang)
        return HTMLResponse(to_html(control_table(rows, self._city.data, lang, wording=False)), headers=OWN_POLICY)

    async def gaps(self, request: Request) -> Response:
        """Show the gap list."""
        lang = self._lang(request)
        findings = await run_in_threadpool(self._city.gaps, lang=lang)
        return HTMLResponse(to_html(gap_table(findings, self._city.data, lang)), headers=OWN_POLICY)

    async def map(self, request: Request) -> Response:
        """Show the relationship map."""
        page = await run_in_threadpool(self._city.map, lang=self._lang(request))
        return HTMLResponse(page, headers=OWN_POLICY)

    async def static(self, request: Request) -> Response:
        """Give one of our own style sheets and scripts."""
        name = request.path_params["name"]
        if name not in STATIC:
            return PlainTextResponse("there is no such file\n", 404)
        return Response((_FOLDER / name).read_bytes(), media_type=STATIC[name])

    async def thing(self, request: Request) -> Response:
        """Answer for an IRI of the city: lead to the form that is accepted, or give the form that its ending names."""
        rest = request.path_params["rest"]
        ending = next((ending for ending in ENDINGS if rest.endswith(ending)), None)
        iri = self._city.workspace.base + quote(rest.removesuffix(ending or ""), safe="/-._~!$&'()*+,;=:@")
        said = self._about(iri)
        if not said:
            return PlainTextResponse(f"the dataset says nothing of {iri}\n", 404)
        if ending is None:
            forms = accepted(request.headers.get("accept"), (HTML, *RDF[:3]))
            if not forms:
                return PlainTextResponse(f"{iri} comes as {', '.join(ENDINGS.values())}\n", 406)
            by_form = {form: ending for ending, form in ENDINGS.items()}
            return RedirectResponse(request.url.path + by_form[forms[0]], 303, headers={"Vary": "Accept"})
        if ENDINGS[ending] == HTML:
            return self._thing_page(request, iri, said)
        form = RdfFormat.from_media_type(ENDINGS[ending]) or RdfFormat.TURTLE
        triples = sorted({Triple(q.subject, q.predicate, q.object) for q in said}, key=str)
        return Response(rdf(triples, form, PREFIXES), media_type=ENDINGS[ending])

    def _about(self, iri: str) -> list[Quad]:
        """Give what the named graphs say of a thing, as subject and as object."""
        try:
            thing = NamedNode(iri)
        except ValueError:
            return []
        store = self._city.data.store
        both = [*store.quads_for_pattern(thing, None, None), *store.quads_for_pattern(None, None, thing)]
        return sorted((q for q in both if not isinstance(q.graph_name, DefaultGraph)), key=str)

    def _thing_page(self, request: Request, iri: str, said: list[Quad]) -> Response:
        lang = self._lang(request)
        terms = {
            t.value for q in said for t in (q.subject, q.predicate, q.object, q.graph_name) if isinstance(t, NamedNode)
        }
        named = labels(self._city.data, terms, lang)
        own = [self._line(q.predicate.value, q.object, q, named) for q in said if q.subject == NamedNode(iri)]
        others = [self._line(q.predicate.value, q.subject, q, named) for q in said if q.object == NamedNode(iri)]
        return self._page("thing.html", request, iri=iri, title=named.get(iri, iri), own=own, others=others)

    def _line(self, predicate: str, value: object, quad: Quad, named: dict[str, str]) -> _Said:
        graph = named.get(getattr(quad.graph_name, "value", ""), "")
        if isinstance(value, Literal):
            language = f" ({value.language})" if value.language else ""
            return _Said(_property(predicate, named), value.value + language, None, graph)
        address = getattr(value, "value", str(value))
        base = self._city.workspace.base
        href = "/" + base.split("/", 3)[3] + address.removeprefix(base) if address.startswith(base) else address
        shown = None if address.startswith(NS) else safe_href(href) or (href if href.startswith("/") else None)
        return _Said(_property(predicate, named), named.get(address, address), shown, graph)


def _property(predicate: str, named: dict[str, str]) -> str:
    """Give a property's label where it is one of ours, else its local name."""
    return named[predicate] if predicate.startswith(NS) else predicate.replace("#", "/").rsplit("/", 1)[-1]
