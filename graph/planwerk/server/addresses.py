"""The addresses of the server's pages: a thing lies where its IRI says, a register at its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode, urlsplit

from planwerk.site.links import Target
from planwerk.vocabulary import CONCEPT, LAW

PATHS = {
    "start": "/",
    "control": "/control",
    "gaps": "/gaps",
    "plans": "/plans",
    "report": "/report",
    "map": "/map",
    "query": "/query",
    "ontology": "/ontology",
    "void": "/.well-known/void",
    "review": "/review",
    "names": "/names",
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """The links of one page: its language and day go with them, the day only where it is not the server's own."""

    base: str
    lang: str
    day: date
    own_day: date
    writable: bool = False

    @property
    def live(self) -> bool:
        """Somebody answers here."""
        return True

    def __call__(self, target: Target) -> str | None:
        """Give the path and query of a target, None for what this server does not have."""
        path = self._path(target)
        if path is None:
            return None
        choice = {name: value for name, value in target.choice.items() if value and not _in_path(target.page, name)}
        if target.page not in ("asset", "void", "rdf"):
            choice.setdefault("lang", self.lang)
            choice.setdefault("as-of", self.day.isoformat())
            if choice["as-of"] == self.own_day.isoformat():
                del choice["as-of"]
        anchor = f"#{quote(target.anchor, safe='')}" if target.anchor else ""
        return path + (f"?{urlencode(choice)}" if choice else "") + anchor

    def _path(self, target: Target) -> str | None:
        about = quote(target.about, safe="")
        match target.page:
            case "thing":
                return self._thing(target.about, ".html")
            case "rdf":
                return self._thing(target.about, f".{target.choice.get('form', 'ttl')}")
            case "text":
                path = self._thing(target.about, "")
                return f"/text{path}" if path else None
            case "index":
                return f"/things/{about}"
            case "finding":
                return f"/finding/{about}"
            case "asset":
                return f"/static/{about}"
            case "export":
                return f"/export/{about}.{quote(target.choice.get('form', 'csv'), safe='')}"
            case "review" | "names" if not self.writable:
                return None
        return PATHS.get(target.page)

    def _thing(self, iri: str, ending: str) -> str | None:
        """Give where a thing lies: at its IRI's path; things from elsewhere have no page."""
        if not iri.startswith((self.base, LAW, CONCEPT)):
            return None
        parts = urlsplit(iri)
        if parts.query or parts.fragment:
            return None
        return quote(parts.path, safe="/-._~!$&'()*+,;=:@%") + ending


def _in_path(page: str, name: str) -> bool:
    return name == "form" and page in ("export", "rdf")
