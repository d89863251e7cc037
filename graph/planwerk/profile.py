"""How a municipality prints: its document numbers, headings, form lines and bodies, from one TOML file per city.

What differs by city is data. A new city is a new file in ``data/municipalities/`` (or beside the papers), no code;
every pattern row carries examples and counter-examples that are its test.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planwerk import shipped
from planwerk.errors import PatternError

GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class ReferencePattern:
    """One form of document number: "in this city a motion is printed as VI-A-05385".

    ``cue`` is a pattern that must stand right before a number which looks like a budget or school year as well;
    None where the number speaks for itself. ``kind`` is a notation of the scheme of paper kinds, None where the
    number does not tell.
    """

    pattern: re.Pattern[str]
    kind: str | None
    cue: re.Pattern[str] | None
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A municipality's ways of printing; ``state`` is the Land in two letters, None for the generic profile.

    ``headings`` gives, for a kind of procedure step, the city's own headings beside those that any city uses;
    ``boilerplate`` the form lines that stand on every paper; ``bodies`` names that no rule would guess.

    >>> read_profile("generic").name
    'generic'
    """

    name: str
    state: str | None
    references: tuple[ReferencePattern, ...]
    headings: Mapping[str, tuple[re.Pattern[str], ...]]
    boilerplate: tuple[re.Pattern[str], ...]
    bodies: tuple[str, ...]


def profiles() -> dict[str, Path]:
    """List the shipped profiles by name."""
    return {path.stem: path for path in sorted((shipped.data() / "municipalities").glob("*.toml"))}


def read_profile(name: str | Path = GENERIC) -> Profile:
    """Read a shipped profile by its name, or any by its path.

    Raises PatternError where there is none of that name, where it is not TOML, or where a pattern is none.
    """
    path = name if isinstance(name, Path) else profiles().get(name)
    if path is None or not path.is_file():
        raise PatternError(
            f'no profile "{name}"', f"one of: {', '.join(profiles())}; or copy one of them and give its path"
        )
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PatternError(f"{path} cannot be read: {error}", "see data/municipalities/leipzig.toml") from error
    return Profile(
        name=path.stem,
        state=said.get("state"),
        references=tuple(_reference(row, path) for row in said.get("reference", [])),
        headings={kind: tuple(_pattern(one, path) for one in rows) for kind, rows in said.get("headings", {}).items()},
        boilerplate=tuple(_pattern(one, path) for one in said.get("boilerplate", [])),
        bodies=tuple(said.get("bodies", [])),
    )


def _reference(row: dict[str, Any], path: Path) -> ReferencePattern:
    if not isinstance(row.get("pattern"), str):
        raise PatternError(f"{path}: a [[reference]] has no pattern", "see data/municipalities/leipzig.toml")
    return ReferencePattern(
        pattern=_pattern(row["pattern"], path),
        kind=row.get("kind"),
        cue=_pattern(row["cue"], path) if "cue" in row else None,
        examples=tuple(row.get("examples", [])),
        counterexamples=tuple(row.get("counterexamples", [])),
    )


def _pattern(text: str, path: Path) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise PatternError(
            f"{path}: {text!r} is no pattern: {error}", "it is a regular expression of Python"
        ) from error
