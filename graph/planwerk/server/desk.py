"""Where people decide: the queue of statements to review, names that may mean one thing, dismissals, a new build.

Every decision is written through to the workspace's files by the functions that the command line uses. A form carries
what its page showed, so that of two windows the second hears of the first one's decision instead of undoing it.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from planwerk.city import City, open_city
from planwerk.errors import ConflictError, PlanwerkError
from planwerk.gaps.dismissals import take_back
from planwerk.reviewing import Reviewing
from planwerk.server.addresses import Addresses
from planwerk.server.forms import Gate
from planwerk.server.pages import Pages, trouble_page
from planwerk.server.protocol import RefusedError
from planwerk.site.findings import finding_page
from planwerk.site.links import Target
from planwerk.site.overview import start_page
from planwerk.site.queue import Shown, names_page, review_page
from planwerk.site.seen import Seen

KEPT = ("file", "rule", "state", "by", "lang", "as-of")
"""What a form carries from page to page: the choice of rows, and who reviews."""

Renew = Callable[[City], Awaitable[None]]


class Desk:
    """The pages that write, over the pages that show."""

    def __init__(self, pages: Pages, renew: Renew) -> None:
        self._pages = pages
        self._renew = renew
        self._gate = Gate()
        self._reviewing: dict[tuple[int, str], Reviewing] = {}
        self._lock = threading.Lock()

    # ---- statements ----

    async def review(self, request: Request) -> Response:
        """Show the queue, or take a decision on one statement."""
        return await self._answer(request, self._review_page, self._decide)

    def _review_page(self, seen: Seen, links: Addresses, asked: Mapping[str, str], trouble: str) -> str:
        shown = Shown(self._gate.token, {name: asked.get(name, "") for name in KEPT}, trouble)
        return review_page(seen, links, self._of(seen.lang), asked, shown)

    def _decide(self, seen: Seen, links: Addresses, form: Mapping[str, str]) -> str:
        reviewing, key = self._of(seen.lang), form.get("key", "")
        marks = {key: form["seen"]} if "seen" in form else None
        if form.get("verdict") == "undo":
            reviewing.undo([key], seen=marks)
        else:
            reviewing.decide(
                [key], form.get("verdict", ""), value=form.get("value", "") if form.get("verdict") == "correct" else "",
                note=form.get("note", "").strip(), by=form.get("by", "").strip(), seen=marks,
            )  # fmt: skip
        return self._back(links, "review", form, done=key, after=form.get("after", ""))

    # ---- names ----

    async def names(self, request: Request) -> Response:
        """Show pairs of things that may be one, or take a decision on one pair."""
        return await self._answer(request, self._names_page, self._decide_names)

    def _names_page(self, seen: Seen, links: Addresses, asked: Mapping[str, str], trouble: str) -> str:
        shown = Shown(self._gate.token, {name: asked.get(name, "") for name in KEPT}, trouble)
        return names_page(seen, links, self._of(seen.lang), shown)

    def _decide_names(self, seen: Seen, links: Addresses, form: Mapping[str, str]) -> str:
        reviewing, key = self._of(seen.lang), form.get("key", "")
        if form.get("verdict") == "undo":
            reviewing.undo([key])
        else:
            note, by = form.get("note", "").strip(), form.get("by", "").strip()
            reviewing.decide_names([key], form.get("verdict", ""), note=note, by=by, first=True)
        return self._back(links, "names", form)

    # ---- findings ----

    async def finding(self, request: Request) -> Response:
        """Show a finding, dismiss it, or take that back."""
        return await self._answer(request, self._finding_page, self._dismiss)

    def _finding_page(self, seen: Seen, links: Addresses, asked: Mapping[str, str], trouble: str) -> str:
        return finding_page(seen, links, asked["finding"], dismissing=self._gate.token, trouble=trouble)

    def _dismiss(self, seen: Seen, links: Addresses, form: Mapping[str, str]) -> str:
        if form.get("undo"):
            take_back(seen.city.workspace.folder, form["finding"])
        else:
            seen.city.dismiss(form["finding"], form.get("reason", ""))
        return links(Target("finding", form["finding"])) or "/"

    # ---- a new build ----

    async def start(self, request: Request) -> Response:
        """Show the start page, or build the workspace anew and show that from now on.

        Where the build fails the old result stays, and the page says why.
        """
        return await self._answer(request, self._build_page, self._built)

    def _build_page(self, seen: Seen, links: Addresses, asked: Mapping[str, str], trouble: str) -> str:
        return start_page(seen, links, token=self._gate.token, trouble=trouble)

    async def _built(self, seen: Seen, links: Addresses, form: Mapping[str, str]) -> str:
        own = self._pages.city
        city = await run_in_threadpool(open_city, own.workspace.folder, as_of_day=own.as_of)
        await self._renew(city)
        return links(Target("start")) or "/"

    # ---- what they share ----

    def _of(self, lang: str) -> Reviewing:
        """Give the statements of the build that is shown; they are read once and the decisions at every look."""
        with self._lock:
            key = (id(self._pages.city), lang)
            if key not in self._reviewing:
                self._reviewing = {known: one for known, one in self._reviewing.items() if known[0] == key[0]}
                city = self._pages.city
                self._reviewing[key] = Reviewing(city.workspace.folder, lang=lang, city=city)
            return self._reviewing[key]

    def _back(self, links: Addresses, page: str, form: Mapping[str, str], **more: str) -> str:
        kept = {name: form[name] for name in ("file", "rule", "state", "by") if form.get(name)}
        return links(Target(page, choice={**kept, **{name: value for name, value in more.items() if value}})) or "/"

    async def _answer(
        self,
        request: Request,
        page: Callable[[Seen, Addresses, Mapping[str, str], str], str],
        write: Callable[[Seen, Addresses, Mapping[str, str]], str | Awaitable[str]],
    ) -> Response:
        """Show a page; or write what its form says and lead back to it (303), or show it again with what went wrong."""
        asked = {**request.query_params, **request.path_params}
        form: dict[str, str] = {}
        try:
            if request.method == "POST":
                form = await self._gate.read(request)
            seen, links = await self._pages.shown(request)
        except RefusedError as refused:
            return PlainTextResponse(f"{refused.reason}\n", refused.status)
        except PlanwerkError as error:
            return PlainTextResponse(f"{error.message}\n{error.hint}\n", 400)
        status, trouble = 200, ""
        if request.method == "POST":
            try:
                made = await run_in_threadpool(write, seen, links, {**form, **request.path_params})
                return RedirectResponse(made if isinstance(made, str) else await made, 303)
            except PlanwerkError as error:
                status = 409 if isinstance(error, ConflictError) else 400
                trouble = seen.say("Nicht gespeichert: ", "Not saved: ") + _told(seen, error)
                asked = {**asked, **form, **request.path_params}
        try:
            return HTMLResponse(await run_in_threadpool(page, seen, links, asked, trouble), status)
        except PlanwerkError as error:
            return HTMLResponse(trouble_page(seen, links, error), 400)


def _told(seen: Seen, error: PlanwerkError) -> str:
    if isinstance(error, ConflictError):
        return seen.say(
            "Darüber hat inzwischen jemand anderes entschieden. Unten steht, wie es jetzt ist.",
            "somebody else decided on it meanwhile. Below is how it is now.",
        )
    return f"{error.message}. {error.hint}"
