"""Where pages lie in a published folder, and the relative links between them."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

from planwerk.site.links import Target
from planwerk.vocabulary import CONCEPT, LAW

FILES = {
    "start": "index.html",
    "control": "control.html",
    "gaps": "gaps.html",
    "plans": "plans.html",
    "report": "report.html",
    "map": "map.html",
    "query": "questions/index.html",
    "ontology": "ontology.html",
    "release": "release.html",
}
_ELSEWHERE = {"void": "data/void.ttl"}
_LONGEST = 80  # characters of one name; some file systems take 143 bytes, and a letter may take three


class Paths:
    """Gives each target of a release a path of its own, the same one whenever it is asked.

    Names that some file system cannot tell apart or does not allow (``A`` beside ``a``, ``CON``) get a mark.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self._taken: dict[str, str] = {}

    def of(self, target: Target, lang: str) -> str | None:
        """Give the path from the top of the release, None for what a published folder does not have."""
        if target.page in _ELSEWHERE:
            return _ELSEWHERE[target.page]
        if target.page == "asset":
            return f"assets/{target.about}"
        if {name for name, value in target.choice.items() if value} - {"lang", "form", "question"}:
            return None
        path = self._path(target)
        return f"{target.choice.get('lang') or lang}/{path}" if path else None

    def _path(self, target: Target) -> str | None:
        match target.page:
            case "query" if target.choice.get("question"):
                return self._named("questions/", target.choice["question"], ".html")
            case "thing":
                return self._thing("", target.about)
            case "text":
                return self._thing("text/", target.about)
            case "index":
                return f"things/{target.about}.html"
            case "finding":
                return self._named("finding/", target.about, ".html")
            case "export":
                return f"files/{target.about}.{target.choice.get('form', 'csv')}"
        return FILES.get(target.page)

    def _thing(self, start: str, iri: str) -> str | None:
        for base, folder in ((self._base, "thing/"), (LAW, "law/"), (CONCEPT, "concept/")):
            if iri.startswith(base) and len(iri) > len(base):
                return self._named(start + folder, iri.removeprefix(base), ".html")
        return None

    def _named(self, folder: str, name: str, ending: str) -> str:
        parts = [_plain(part) for part in unquote(name).split("/")]
        path = folder + "/".join(parts)
        key = f"{folder}{name}"
        known = self._taken.setdefault(path.casefold(), key)
        if known != key or "/".join(parts) != name:
            path += f"-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
        return path + ending


_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def _plain(part: str) -> str:
    r"""Give a part of a path that every file system takes.

    >>> _plain("a:b"), _plain(".."), _plain("Con"), _plain("plan-2")
    ('a_b', '_', 'Con_', 'plan-2')
    """
    safe = re.sub(r"[^\w.\-~]", "_", part)[:_LONGEST].strip(".") or "_"
    return safe + "_" if _RESERVED.fullmatch(safe) else safe


class Relative:
    """The links of one page: relative addresses of what is published, and a note of everything that was linked."""

    live = False

    def __init__(self, paths: Paths, lang: str, here: Target) -> None:
        self._paths = paths
        self._lang = lang
        self._here = paths.of(here, lang) or ""
        self._wanted: dict[str, tuple[Target, str]] = {}

    def __call__(self, target: Target) -> str | None:
        """Give the address from this page, None for what is not published."""
        path = self._paths.of(target, self._lang)
        if path is None:
            return None
        lang = target.choice.get("lang") or self._lang
        self._wanted.setdefault(path, (target, lang))
        return relative(self._here, path) + (f"#{quote(target.anchor, safe='')}" if target.anchor else "")

    def wanted(self) -> Iterator[tuple[str, Target, str]]:
        """Yield the path, target and language of everything that this page links to."""
        for path, (target, lang) in self._wanted.items():
            yield path, target, lang


def relative(here: str, there: str) -> str:
    """Give the address of one path from another.

    >>> relative("de/things/plan.html", "assets/style.css"), relative("index.html", "de/index.html")
    ('../../assets/style.css', 'de/index.html')
    """
    return quote(posixpath.relpath(there, posixpath.dirname(here) or "."), safe="/-._~")
