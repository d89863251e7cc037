"""The query editor: shipped questions to begin with, SPARQL of one's own, the answer as a table, as CSV or as a map.

The page is whole without a script: a question is a link, a query is a form, and the answer comes with the page, so an
address holds both. The script adds the keyboard, line numbers and, in a build that has it, a colouring editor.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, parse
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response

from planwerk.errors import PlanwerkError, QueryError
from planwerk.questions import XSD, Question, fill, questions
from planwerk.server.description import dataset_iri
from planwerk.server.endpoint import Endpoint
from planwerk.server.negotiation import RDF, RESULTS
from planwerk.server.pages import OWN_POLICY, Pages
from planwerk.server.protocol import RefusedError, Request
from planwerk.site.frame import Place, render
from planwerk.site.links import Links, Target
from planwerk.site.seen import Seen
from planwerk.views.table import display, safe_href
from planwerk.vocabulary import PREFIXES

MOST_ROWS = 500
"""So many rows at most stand on the page; it says so, and the CSV has all of them."""
READERS = {
    "de": {"planner": "Planung", "researcher": "Forschung", "presenter": "Vortrag"},
    "en": {"planner": "Planning", "researcher": "Research", "presenter": "Presenting"},
}
WHERE = re.compile(r"(?:the request is not SPARQL: )?error at (?P<line>\d+):(?P<column>\d+): (?P<what>.*)", re.S)
COLOURING = {"yasqe.min.js": "text/javascript", "yasqe.min.css": "text/css"}
"""Files of the editor that only a release build has, see :mod:`planwerk.server.colouring`, with their types."""
_YASQE = Path(__file__).with_name("yasqe")
_FORMS = f"{RESULTS[0]}, {RDF[0]};q=0.9"
_BLANK = """SELECT ?plan ?label WHERE {{
  ?plan a pw:Plan ; rdfs:label ?label
  FILTER(LANG(?label) = "{lang}")
}} ORDER BY ?label"""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as the page shows it: headings and cells (text, address), or a text; and how many rows there are."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[str, str | None], ...], ...] = ()
    total: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Why a query has no answer, with the line and column where the parser stopped, and that line."""

    message: str
    line: int | None = None
    column: int | None = None
    source: str = ""


class Editor:
    """The editor's pages over one city's endpoint."""

    def __init__(self, pages: Pages, endpoint: Endpoint) -> None:
        self._pages = pages
        self._endpoint = endpoint

    async def page(self, http: HttpRequest) -> Response:
        """Show the editor: empty, with a question (``?question=``) or a query (``?query=``), and its answer."""
        try:
            seen, links = await self._pages.shown(http)
        except PlanwerkError as error:
            return PlainTextResponse(f"{error.message}\n{error.hint}\n", 400)
        known = questions(seen.city.workspace.folder)
        name = http.query_params.get("question", "")
        asked = known.get(name)
        text = http.query_params.get("query", _filled(asked, seen) if asked else "")
        text = text.replace("\r\n", "\n").strip()  # a form sends it so
        if asked is None and text:
            asked = next((question for question in known.values() if _filled(question, seen) == text), None)
        answer: Shown | None = None
        mistake = Mistake(f'there is no question "{name}"') if name and name not in known else None
        status = 200 if mistake is None else 404
        if text:
            try:
                media_type, body = await self._found(text, seen)
                answer = await run_in_threadpool(_shown, media_type, body, seen, links, asked)
            except RefusedError as refused:
                mistake, status = mistake_of(refused.reason, text), refused.status
        title = asked.title(seen.lang) if asked else seen.say("Fragen in SPARQL", "Questions in SPARQL")
        page = render(
            "query.html",
            seen,
            links,
            Place(Target("query", choice={"query": text} if text else {})),
            title,
            groups=[
                (reader, [(id, *said, links(Target("query", choice={"question": id}))) for id, *said in entries])
                for reader, entries in grouped(known.values(), seen.lang)
            ],
            asked=asked,
            query=text or blank(seen.lang),
            answer=answer,
            mistake=mistake,
            most=MOST_ROWS,
            enhanced=enhanced(),
            own_day=seen.day == self._pages.city.as_of,
            dataset=dataset_iri(seen.city),
        )
        return HTMLResponse(page, status)

    async def map(self, http: HttpRequest) -> Response:
        """Draw the things of a query's answer and what links them; where none of them is on the map, say so."""
        try:
            seen, links = await self._pages.shown(http)
        except PlanwerkError as error:
            return PlainTextResponse(f"{error.message}\n{error.hint}\n", 400)
        text = http.query_params.get("query", "").strip()
        back = links(Target("query", choice={"query": text})) or "/query"
        if not text:
            return RedirectResponse(back, 303)
        try:
            things = things_of(*await self._found(text, seen))
            drawn = await run_in_threadpool(seen.city.map, lang=seen.lang, things=things)
        except RefusedError:  # the editor says why, and where
            return RedirectResponse(back, 303)
        except QueryError:
            title = seen.say("Nichts davon steht auf der Karte", "Nothing of it is on the map")
            above = [(seen.say("Abfragen", "Queries"), Target("query"))]
            page = render("nomap.html", seen, links, Place(Target("map"), above), title, back=back)
            return HTMLResponse(page, 404)
        return HTMLResponse(drawn, headers=OWN_POLICY)

    async def static(self, http: HttpRequest) -> Response:
        """Give a file of the colouring editor, where this build has it."""
        name = http.path_params["name"]
        if name not in COLOURING or not (_YASQE / name).is_file():
            return PlainTextResponse("there is no such file\n", 404)
        return FileResponse(_YASQE / name, media_type=COLOURING[name])

    async def _found(self, text: str, seen: Seen) -> tuple[str, bytes]:
        """Run a query under the endpoint's limits; gives the media type and the whole answer, or raises RefusedError."""
        outcome = await self._endpoint.run(Request(query=text, default_graphs=(dataset_iri(seen.city),)), _FORMS)
        assert outcome.file is not None
        try:
            return outcome.media_type, await run_in_threadpool(outcome.file.read_bytes)
        finally:
            outcome.file.unlink(missing_ok=True)


def _filled(question: Question, seen: Seen) -> str:
    """Give the query ready to run, without the head of comments: the page says what stands there."""
    lines = question.with_parameters(fill(question, seen.city.data, seen.lang)).splitlines()
    return "\n".join(dropwhile(lambda line: line.startswith("#"), lines)).strip()


def _shown(media_type: str, body: bytes, seen: Seen, links: Links, asked: Question | None) -> Shown:
    if media_type != RESULTS[0]:
        return Shown(text=body.decode())
    found = json.loads(body)
    if "boolean" in found:
        return Shown(text=seen.say("ja", "yes") if found["boolean"] else seen.say("nein", "no"))
    columns, bindings = found["head"]["vars"], found["results"]["bindings"]
    return Shown(
        tuple(asked.heading(column, seen.lang) if asked else column for column in columns),
        tuple(tuple(_cell(row.get(column), seen, links) for column in columns) for row in bindings[:MOST_ROWS]),
        len(bindings),
    )


def _cell(value: dict[str, str] | None, seen: Seen, links: Links) -> tuple[str, str | None]:
    if value is None:
        return "", None
    text = value["value"]
    if value["type"] == "uri":
        return short(text, seen.city.workspace.base), links(Target("thing", text)) or safe_href(text)
    kind = value.get("datatype", "")
    if kind == XSD + "date":
        try:
            return display(date.fromisoformat(text[:10]), seen.lang), None
        except ValueError:
            return text, None
    if kind == XSD + "boolean":
        return seen.say({"true": "ja", "false": "nein"}.get(text, text), text), None
    return text, None


def grouped(known: Iterable[Question], lang: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Give the questions by whom they are for, each with its id, title and question."""
    groups: dict[str, list[tuple[str, str, str]]] = {reader: [] for reader in READERS[lang]}
    for question in known:
        entry = (question.id, question.title(lang), question.question(lang))
        groups.setdefault(question.audience, []).append(entry)
    return [(READERS[lang].get(reader, reader), entries) for reader, entries in groups.items() if entries]


def blank(lang: str) -> str:
    """Give a query to begin with: all prefixes, and one that has an answer wherever there are plans.

    >>> blank("de").splitlines()[0]
    'PREFIX pw: <https://w3id.org/planwerk/ns#>'
    """
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    return prefixes + _BLANK.format(lang=lang)


def mistake_of(reason: str, query: str) -> Mistake:
    r"""Find in a refusal the line and column of the query where its parser stopped.

    >>> mistake_of("the request is not SPARQL: error at 2:4: expected one of '{'", "SELECT\n ?a }")
    Mistake(message="expected one of '{'", line=2, column=4, source='?a }')
    >>> mistake_of("all workers are busy", "ASK {}").line is None
    True
    """
    match = WHERE.fullmatch(reason)
    if match is None:
        return Mistake(reason)
    # The parser lists all it would have taken there, character classes too; what has a word for it helps a person.
    head, _, rest = match["what"].partition("expected one of ")
    options = [part for part in rest.replace("\n", " ").split(", ") if "\\u{" not in part and "..=" not in part]
    said = [part for part in options if part[:1].isupper() and " " in part]  # a reason, such as "Prefix not found"
    what = said[0] if said else f"{head}expected one of {', '.join(options)}" if options else match["what"]
    line, lines = int(match["line"]), query.splitlines()
    return Mistake(what, line, int(match["column"]), lines[line - 1].strip() if line <= len(lines) else "")


def short(iri: str, base: str) -> str:
    """Give an IRI as people read it: with its prefix, or without the city's base.

    >>> short("https://w3id.org/planwerk/ns#Plan", "https://example.org/"), short("https://example.org/a/b", "https://example.org/")
    ('pw:Plan', 'a/b')
    """
    if iri.startswith(base) and len(iri) > len(base):
        return iri.removeprefix(base)
    fits = [(name, start) for name, start in PREFIXES.items() if iri.startswith(start) and len(iri) > len(start)]
    name, start = max(fits, key=lambda fit: len(fit[1]), default=("", ""))
    return f"{name}:{iri.removeprefix(start)}" if start else iri


def things_of(media_type: str, body: bytes) -> set[str]:
    """Give the IRIs in an answer, rows or graph.

    >>> sorted(things_of("text/turtle", b"<http://a/> <http://b/> <http://c/> ."))
    ['http://a/', 'http://c/']
    """
    if media_type == RESULTS[0]:
        found: Any = json.loads(body)
        rows = found["results"]["bindings"] if "results" in found else []
        return {value["value"] for row in rows for value in row.values() if value["type"] == "uri"}
    form = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
    return {t.value for q in parse(body, format=form) for t in (q.subject, q.object) if isinstance(t, NamedNode)}


def enhanced() -> bool:
    """Tell whether this build has the colouring editor; the plain one is always there."""
    return all((_YASQE / name).is_file() for name in COLOURING)
