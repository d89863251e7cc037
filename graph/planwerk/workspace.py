"""A workspace: the folder of one municipality, with planwerk.toml, papers, curated statements and the build.

Files are the truth and the build is a cache: everything below ``build/`` can be remade at any time.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import platformdirs

from planwerk import __version__, shipped
from planwerk.errors import WorkspaceError
from planwerk.privacy import Names, Privacy

CURATED = (".trig", ".ttl", ".xlsx", ".ods", ".csv")
"""What curated statements come in: RDF, and forms filled in a spreadsheet program."""
TYPES = ("kreisfreie Stadt", "Landkreis", "kreisangehörige Gemeinde")
STATES = ("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH")


@dataclass(frozen=True, slots=True)
class ByLaw:
    """A by-law of the municipality that lies among its papers: "this file is the Beteiligungssatzung, as of that day"."""

    file: Path
    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Workspace:
    """One municipality's folder, and what its planwerk.toml says.

    ``profile`` names the way the city prints, None where each text is to show it by itself.

    >>> workspace = read_workspace(shipped.data() / "leipzig")
    >>> workspace.name, workspace.kind, workspace.base
    ('Leipzig', 'kreisfreie Stadt', 'https://w3id.org/planwerk/id/de-14713000/')
    """

    folder: Path
    name: str
    key: str
    kind: str
    state: str
    base: str
    language: str
    expect: dict[str, tuple[int | None, int | None]]
    profile: str | None = None
    privacy: Privacy = field(default_factory=Privacy)
    settings: dict[str, dict[str, str]] = field(default_factory=dict)
    """Parameters of checks by number, from tables such as [checks.G07]."""
    includes: tuple[Path, ...] = ()
    """Folders of workspaces whose curated statements are read before this one's, and whose papers and law are its too."""
    curates: tuple[str, ...] | None = None
    """Names of the curated files that count; None where all do. What they leave out is read from the papers."""
    statutes: tuple[Path, ...] = ()
    """Further folders of legal texts, beside ``law/``."""
    bylaws: tuple[ByLaw, ...] = ()

    @property
    def place(self) -> dict[str, str]:
        """Give what the checks ask of the municipality: its Land, and whether it is a local agency and a town.

        >>> read_workspace(shipped.data() / "leipzig").place
        {'state': 'SN', 'agency': 'true', 'town': 'true'}
        """
        agency, town = self.kind != "kreisangehörige Gemeinde", self.kind != "Landkreis"
        return {"state": self.state, "agency": str(agency).lower(), "town": str(town).lower()}

    @property
    def build(self) -> Path:
        """Give the folder of derived files: build/, or the user's cache where the workspace cannot be written."""
        local = self.folder / "build"
        if os.access(local if local.is_dir() else self.folder, os.W_OK):
            return local
        mark = hashlib.sha256(str(self.folder.resolve()).encode()).hexdigest()[:8]
        return Path(platformdirs.user_cache_dir("planwerk")) / f"{self.folder.name}-{mark}"

    @property
    def papers(self) -> Path:
        """Give the folder of what the city published; it need not exist."""
        return self.folder / "papers"

    @property
    def review(self) -> Path:
        """Give the folder of people's decisions; it need not exist."""
        return self.folder / "review"

    @property
    def all_papers(self) -> tuple[Path, ...]:
        """Give the folders in which copies of papers may lie: its own first, then those of included workspaces."""
        return (self.papers, *(included / "papers" for included in self.includes))

    def curated(self) -> list[Path]:
        """List the files of curated statements in the order of their names, those of included workspaces first.

        Raises WorkspaceError where planwerk.toml names one that there is not.
        """
        folders = [*(included / "curated" for included in self.includes), self.folder / "curated"]
        found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in CURATED]
        if self.curates is None:
            return found
        if missing := sorted(set(self.curates) - {path.name for path in found}):
            raise WorkspaceError(
                f'{self.folder / "planwerk.toml"}: workspace.curated names "{missing[0]}", which lies in no curated/',
                "the names of files in curated/, or leave the line out to take all of them",
            )
        return [path for path in found if path.name in self.curates]

    @property
    def law(self) -> tuple[Path, ...]:
        """Give the folders in which legal texts may lie: its own, those it names, and those of included workspaces."""
        return (self.folder / "law", *self.statutes, *(included / "law" for included in self.includes))

    @property
    def days(self) -> dict[str, date]:
        """Give the days that [[sources]] states of files in papers/; raises WorkspaceError where one is no day."""
        file = self.folder / "planwerk.toml"
        found: dict[str, date] = {}
        for row in tomllib.loads(file.read_text("utf-8")).get("sources", []):
            if isinstance(row, dict) and "date" in row:
                if type(row["date"]) is not date or not isinstance(row.get("file"), str):
                    raise WorkspaceError(f"{file}: a date in [[sources]] is no day of a file", "date = 2021-05-03")
                found[row["file"]] = row["date"]
        return found

    def fingerprint(self) -> str:
        """Give a digest that changes when anything the build rests on changes: sources, ontology, law, version."""
        digest = hashlib.sha256(__version__.encode())
        for path in self._inputs():
            stat = path.stat()
            digest.update(f"\x1f{path.name}\x1f{stat.st_size}\x1f{stat.st_mtime_ns}".encode())
        return digest.hexdigest()

    def _inputs(self) -> Iterator[Path]:
        yield self.folder / "planwerk.toml"
        yield from self.curated()
        # Of people's decisions only those on what was read change a build; a dismissed finding does not.
        for own in (*self.all_papers, *self.law, self.review / "statements", self.review / "names.jsonl"):
            found = own.rglob("*") if own.is_dir() else [own]
            yield from sorted(path for path in found if path.is_file() and not path.name.startswith("."))
        for folder in (shipped.ontology(), shipped.data() / "law", shipped.data() / "municipalities"):
            yield from sorted(path for path in folder.rglob("*") if path.suffix in (".ttl", ".rq", ".toml"))


def read_workspace(folder: Path, *, _included: bool = False) -> Workspace:
    """Read the folder's planwerk.toml.

    Raises WorkspaceError where there is none, where it is not TOML, or where a value is not allowed.
    """
    file = folder / "planwerk.toml"
    if not folder.is_dir():
        raise WorkspaceError(f"no folder at {folder}", f"planwerk init {folder} makes a workspace")
    if not file.is_file():
        raise WorkspaceError(f"{folder} is no workspace: it has no planwerk.toml", f"planwerk init {folder} makes one")
    try:
        said = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WorkspaceError(
            f"{file} cannot be read: {error}", "see data/leipzig/planwerk.toml for the form"
        ) from error
    city, own = _table(said, "municipality", file), _table(said, "workspace", file)
    base = _text(own, "base", file)
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+/", base):
        raise WorkspaceError(
            f'{file}: workspace.base "{base}" is no http(s) IRI that ends in /', "take your own, stable address"
        )
    kind, state = _text(city, "type", file), _text(city, "state", file)
    if kind not in TYPES:
        raise WorkspaceError(f'{file}: municipality.type "{kind}" is not known', f"one of: {', '.join(TYPES)}")
    if state not in STATES:
        raise WorkspaceError(f'{file}: municipality.state "{state}" is not known', f"one of: {', '.join(STATES)}")
    language = own.get("language", "de")
    if language not in ("de", "en"):
        raise WorkspaceError(f'{file}: workspace.language "{language}" is not known', "de or en")
    profile = own.get("profile")
    if profile is not None and not isinstance(profile, str):
        raise WorkspaceError(f"{file}: workspace.profile is no text", 'profile = "leipzig"')
    return Workspace(
        folder, _text(city, "name", file), _text(city, "key", file), kind, state, base, language, _expect(said, file),
        profile, _privacy(said, file),
        _settings(said, file), (includes := _includes(own, file, nested=_included)), _names(own, "curated", file),
        tuple(Path(os.path.normpath(folder / name)) for name in _names(own, "law", file) or ()),
        (*_bylaws(said, file), *(one for included in includes for one in read_workspace(included, _included=True).bylaws)),
    )  # fmt: skip


def _settings(said: dict[str, Any], file: Path) -> dict[str, dict[str, str]]:
    """Read the checks' parameters; whether a check or parameter exists is told when the checks run."""
    checks = said.get("checks", {})
    if not isinstance(checks, dict) or not all(isinstance(values, dict) for values in checks.values()):
        raise WorkspaceError(
            f"{file}: [checks] holds no tables of parameters", "write [checks.G07] and years = 7 below it"
        )
    settings: dict[str, dict[str, str]] = {}
    for check, values in checks.items():
        for name, value in values.items():
            if not isinstance(value, str | int | float | date):
                raise WorkspaceError(
                    f"{file}: checks.{check}.{name} is no single value", "a number, true, false, a date or text"
                )
            settings.setdefault(check, {})[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return settings


def _includes(own: dict[str, Any], file: Path, *, nested: bool) -> tuple[Path, ...]:
    """Resolve the included folders against the file's own; each must be a workspace of the same base and include none."""
    named = _names(own, "includes", file) or ()
    if named and nested:
        raise WorkspaceError(f"{file} is included and includes others itself", "name them all in one place, in order")
    folders = tuple(Path(os.path.normpath(file.parent / name)) for name in named)
    for folder in folders:
        base = read_workspace(folder, _included=True).base
        if base != own["base"]:
            raise WorkspaceError(f"{file}: {folder} has another base, {base}", "include workspaces of one municipality")
    return folders


def _names(own: dict[str, Any], key: str, file: Path) -> tuple[str, ...] | None:
    named = own.get(key)
    if named is not None and not (isinstance(named, list) and all(isinstance(name, str) for name in named)):
        raise WorkspaceError(f"{file}: workspace.{key} is no list of names", 'such as includes = ["../leipzig"]')
    return None if named is None else tuple(named)


def _bylaws(said: dict[str, Any], file: Path) -> Iterator[ByLaw]:
    """Read [[bylaws]]: which papers are legal texts of the municipality, by what name, since when."""
    rows = said.get("bylaws", [])
    for row in rows if isinstance(rows, list) else [rows]:
        text, name, day = (row.get(key) if isinstance(row, dict) else None for key in ("file", "name", "date"))
        path = file.parent / "papers" / str(text)
        if not (isinstance(text, str) and isinstance(name, str) and type(day) is date and path.is_file()):
            raise WorkspaceError(
                f"{file}: a row of [[bylaws]] names no file in papers/, no name or no day",
                'file = "satzung.txt", name = "Beteiligungssatzung", date = 2015-01-01',
            )
        yield ByLaw(path, name, day)


def _table(said: dict[str, Any], key: str, file: Path) -> dict[str, Any]:
    value = said.get(key)
    if not isinstance(value, dict):
        raise WorkspaceError(f"{file}: the table [{key}] is not there", "see data/leipzig/planwerk.toml for the form")
    return value


def _text(table: dict[str, Any], key: str, file: Path) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise WorkspaceError(f'{file}: "{key}" is not there or no text', "see data/leipzig/planwerk.toml for the form")
    return value


def _privacy(said: dict[str, Any], file: Path) -> Privacy:
    table = said.get("privacy", {})
    unknown = set(table) - {"names"} if isinstance(table, dict) else {"privacy"}
    if unknown or table.get("names", "drop") not in set(Names):
        raise WorkspaceError(f"{file}: [privacy] wants names = drop, pseudonym or keep", 'names = "drop"')
    return Privacy(Names(table.get("names", "drop")))


def _expect(said: dict[str, Any], file: Path) -> dict[str, tuple[int | None, int | None]]:
    bounds: dict[str, tuple[int | None, int | None]] = {}
    for name, value in said.get("expect", {}).items():
        if (
            not isinstance(value, dict)
            or not all(isinstance(n, int) for n in value.values())
            or set(value) - {"min", "max"}
        ):
            raise WorkspaceError(
                f"{file}: [expect] {name} wants whole numbers min and max", f"{name} = {{ min = 1, max = 9 }}"
            )
        bounds[name] = (value.get("min"), value.get("max"))
    return bounds


TEMPLATE = """\
# What this folder is about. planwerk build reads it.
[workspace]
base = "{base}"
language = "de"               # de or en: the language of reports

[privacy]
names = "drop"                # of private persons in residents' questions and petitions: drop, pseudonym or keep

[municipality]
name = "{name}"
key = "{key}"              # amtlicher Gemeindeschlüssel, eight digits (five for a Landkreis)
type = "{kind}"     # kreisfreie Stadt, Landkreis or kreisangehörige Gemeinde
state = "{state}"                  # Land, two letters
"""


def create_workspace(folder: Path, *, name: str, key: str, kind: str, state: str) -> Workspace:
    """Make a new workspace: the folders and a planwerk.toml to fill in.

    Raises WorkspaceError where a planwerk.toml is already there (nothing is overwritten) or a value is not allowed.
    """
    file = folder / "planwerk.toml"
    if file.exists():
        raise WorkspaceError(f"{folder} is a workspace already", "edit its planwerk.toml")
    if not re.fullmatch(r"\d{5}|\d{8}", key):
        raise WorkspaceError(f'"{key}" is no official municipality key', "eight digits, or five for a Landkreis")
    for part in ("papers", "curated", "review"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    base = f"https://w3id.org/planwerk/id/de-{key}/"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    file.write_text(TEMPLATE.format(base=base, name=quoted, key=key, kind=kind, state=state), "utf-8", newline="\n")
    try:
        return read_workspace(folder)
    except WorkspaceError:
        file.unlink()
        raise
