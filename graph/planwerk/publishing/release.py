"""What a release is called, who made it, and what of it may be shown: the ``[release]`` and ``[[sources]]`` of planwerk.toml.

Facts and places may always be published, the wording of a source only under a licence that says so. So a source whose
licence is not stated, or not known to be open, is published without its wording; its places stay.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from planwerk import __version__
from planwerk.city import City
from planwerk.errors import WorkspaceError
from planwerk.privacy import Names

OPEN = re.compile(
    r"CC0(?:-1\.0)?|CC-BY(?:-SA)?-\d\.\d|DL-DE-(?:BY|ZERO)-2\.0|dl-de/(?:by|zero)-2-0|PDDL-1\.0|ODC-By-1\.0|ODbL-1\.0|EUPL-1\.2",
    re.IGNORECASE,
)
"""Licences that allow anyone to copy the wording, by their SPDX names (and GovData's own for its two)."""
LICENCES = {
    "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-sa-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "dl-de-by-2.0": "https://www.govdata.de/dl-de/by-2-0",
    "dl-de/by-2-0": "https://www.govdata.de/dl-de/by-2-0",
    "dl-de-zero-2.0": "https://www.govdata.de/dl-de/zero-2-0",
    "dl-de/zero-2-0": "https://www.govdata.de/dl-de/zero-2-0",
}
_KEYS = {"title", "version", "licence", "creators", "publisher", "address", "doi"}


@dataclass(frozen=True, slots=True)
class Source:
    """A row of [[sources]]: where the wording comes from, and under which licence."""

    file: str | None
    title: str
    publisher: str
    licence: str

    @property
    def open(self) -> bool:
        """Tell whether its wording may be published."""
        return bool(OPEN.fullmatch(self.licence))


@dataclass(frozen=True, slots=True)
class Release:
    """What a published dataset says of itself; everything has a value even where planwerk.toml has no [release]."""

    title: Mapping[str, str]
    version: str
    day: date
    creators: tuple[str, ...]
    publisher: str
    licence: str | None
    address: str | None
    doi: str | None
    sources: tuple[Source, ...]
    base: str

    @property
    def licence_address(self) -> str | None:
        """Give the address of the licence's text, where it is one that we know."""
        return LICENCES.get((self.licence or "").lower())

    def citation(self, lang: str, digest: str) -> str:
        """Say how to cite it: creators, year, title, version, the first digits of its checksum, and where it lies."""
        where = f"https://doi.org/{self.doi}" if self.doi else self.address
        version = f"Version {self.version}" if lang == "de" else f"version {self.version}"
        parts = [
            f"{'; '.join(self.creators)} ({self.day.year})",
            self.title[lang],
            version,
            f"SHA-256 {digest[:16]}",
            *([where] if where else []),
        ]
        return ". ".join(parts) + "."

    def shows(self, file: str) -> bool:
        """Tell whether the wording of a file may be published.

        >>> from planwerk import shipped
        >>> leipzig = read_release(shipped.data() / "leipzig", "Leipzig", date(2020, 7, 1), "https://example.org/")
        >>> leipzig.shows("seed-leipzig-VI-A-05385.txt")
        False
        """
        name = Path(file).name
        own = [source for source in self.sources if source.file in (file, name)]
        rest = [source for source in self.sources if source.file is None]
        return all(source.open for source in own or rest) and bool(own or rest)


def read_release(folder: Path, name: str, day: date, base: str) -> Release:
    """Read [release] and [[sources]] of a workspace's planwerk.toml; raises WorkspaceError where a value is no text."""
    file = folder / "planwerk.toml"
    said = tomllib.loads(file.read_text("utf-8"))
    table = said.get("release", {})
    if not isinstance(table, dict) or set(table) - _KEYS:
        unknown = sorted(set(table) - _KEYS) if isinstance(table, dict) else ["release"]
        raise WorkspaceError(f'{file}: [release] does not know "{unknown[0]}"', f"it knows: {', '.join(sorted(_KEYS))}")
    creators = table.get("creators", [])
    if not isinstance(creators, list) or not all(isinstance(one, str) for one in creators):
        raise WorkspaceError(f"{file}: release.creators is no list of names", 'creators = ["Stadt Musterstadt"]')
    sources = tuple(_source(row) for row in said.get("sources", []) if isinstance(row, dict))
    own = _text(table, "title", file)
    days = {"de": f"{day:%d.%m.%Y}", "en": day.isoformat()}
    return Release(
        title={
            "de": own or f"{name}: Beschluss- und Planungskontrolle, Datenbestand mit Stichtag {days['de']}",
            "en": own or f"{name}: resolutions and plans, dataset as of {days['en']}",
        },
        version=_text(table, "version", file) or day.isoformat(),
        day=day,
        creators=tuple(creators) or (_text(table, "publisher", file) or name,),
        publisher=_text(table, "publisher", file) or name,
        licence=_text(table, "licence", file),
        address=_text(table, "address", file),
        doi=_text(table, "doi", file),
        sources=sources,
        base=base,
    )


def published(city: City, release: Release) -> City:
    """Give the city as it may be published: without the wording of sources that are not open.

    Raises WorkspaceError where the workspace keeps the names of private persons.
    """
    if city.workspace.privacy.names is Names.keep:
        raise WorkspaceError(
            f"{city.workspace.folder} keeps the names of private persons, so it cannot be published",
            'set [privacy] names = "drop" or "pseudonym" in planwerk.toml and build again',
        )
    return city.with_copies(city.copies.only(release.shows))


def generator() -> str:
    """Name what made a release."""
    return f"Planwerk {__version__}"


def _source(row: Mapping[str, Any]) -> Source:
    values = {key: str(row.get(key, "")) for key in ("title", "publisher", "licence")}
    file = row.get("file")
    return Source(file if isinstance(file, str) else None, **values)


def _text(table: Mapping[str, Any], key: str, file: Path) -> str | None:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise WorkspaceError(f"{file}: release.{key} is no text", f'{key} = "…"')
    return value or None
