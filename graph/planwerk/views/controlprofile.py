"""Which columns a council wants in its Beschlusskontrolle: a profile is a TOML file, not code.

Shipped ones are in ``data/control``; a workspace may have its own in a folder ``columns``.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planwerk import shipped
from planwerk.errors import PlanwerkError


@dataclass(frozen=True, slots=True)
class ProfileColumn:
    """One column: what it holds, its heading by language, its width in characters."""

    key: str
    headings: Mapping[str, str]
    width: int


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """A council's table: "in Erfurt they want these columns, and what is done is reported once".

    >>> profile = read_profile("erfurt", known={"number", "decided", "point", "content", "stage", "deadline",
    ...                                         "responsible", "delay", "reason", "evidence"})
    >>> profile.columns[-2].headings["de"], profile.done_shown_days
    ('Grund der Verzögerung', 92)
    """

    name: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    columns: tuple[ProfileColumn, ...]
    done_shown_days: int | None
    """For how many days after its report a fulfilled point is still listed; without it: always."""


def read_profile(name: str, *, known: set[str], folder: Path | None = None) -> ColumnProfile:
    """Read a profile by its name, or from a TOML file by its path.

    ``known`` are the keys a cell can be made for; ``folder`` is a workspace, whose own profiles come first. Raises
    PlanwerkError where there is no such profile or it is not well-formed, naming the file and what to write.
    """
    path = _path(name, folder)
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PlanwerkError(
            f"{path} cannot be read: {error}", "a profile is TOML, as data/control/default.toml"
        ) from error
    days = said.get("done_shown_days")
    if days is not None and (not isinstance(days, int) or isinstance(days, bool) or days < 0):
        raise PlanwerkError(f"{path}: done_shown_days is no number of days", "write it as done_shown_days = 92")
    columns = said.get("columns")
    if not isinstance(columns, list) or not columns:
        raise PlanwerkError(f"{path} names no columns", "begin each with [[columns]], as data/control/default.toml")
    made = tuple(_column(column, number, path, known) for number, column in enumerate(columns, start=1))
    if len({column.key for column in made}) < len(made):
        raise PlanwerkError(f"{path} names a column twice", "each key once")
    return ColumnProfile(
        path.stem, _both(said.get("title"), path, "title"), _both(said.get("about"), path, "about"), made, days
    )


def profiles(folder: Path | None = None) -> list[str]:
    """List the names of the profiles there are.

    >>> profiles()
    ['cottbus', 'default', 'dortmund', 'erfurt', 'hagen', 'muenchen']
    """
    return sorted({path.stem for where in _folders(folder) for path in where.glob("*.toml")})


def _folders(folder: Path | None) -> list[Path]:
    return [*([folder / "columns"] if folder else []), shipped.data() / "control"]


def _path(name: str, folder: Path | None) -> Path:
    if name.endswith(".toml"):
        return Path(name)
    for where in _folders(folder):
        if (path := where / f"{Path(name).name}.toml").is_file():
            return path
    near = difflib.get_close_matches(name, profiles(folder), 1, 0.5)
    hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(profiles(folder))}; or name a .toml file"
    raise PlanwerkError(f'there is no column profile "{name}"', hint)


def _column(said: Any, number: int, path: Path, known: set[str]) -> ProfileColumn:
    key = said.get("key") if isinstance(said, dict) else None
    if key not in known:
        raise PlanwerkError(f'{path}: column {number} has the unknown key "{key}"', f"keys: {', '.join(sorted(known))}")
    width = said.get("width", 20)
    if not isinstance(width, int) or not 3 <= width <= 120:
        raise PlanwerkError(f"{path}: column {key} has no width between 3 and 120", "width is in characters")
    headings = _both(said, path, f"column {key}")
    if not headings["de"]:
        raise PlanwerkError(f"{path}: column {key} has no heading", 'write de = "…" and en = "…"')
    return ProfileColumn(str(key), headings, width)


def _both(said: Any, path: Path, what: str) -> Mapping[str, str]:
    """Give a text in both languages, the German one where there is no English; both empty where nothing is said."""
    said = said if isinstance(said, dict) else {}
    german, english = said.get("de", ""), said.get("en", "")
    if not isinstance(german, str) or not isinstance(english, str):
        raise PlanwerkError(f"{path}: {what} is no text", 'write de = "…" and en = "…"')
    return {"de": german, "en": english or german}
