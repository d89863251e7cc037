"""How a municipality prints: its document numbers, headings, form lines and bodies, from one TOML file per city.

What differs by city is data. A new city is a new file in ``data/municipalities/`` (or beside the papers), no code;
every pattern row carries examples and counter-examples that are its test. A city's file adds to ``generic.toml``,
which says what any German municipality does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from planwerk import shipped
from planwerk.errors import PatternError

GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class ReferencePattern:
    """One form of document number: "in this city a motion is printed as VI-A-05385".

    ``cue`` is a pattern that must stand right before a number which looks like a budget or school year as well;
    None where the number speaks for itself. ``kind`` is the kind of paper, None where the number does not tell.
    Where ``years`` is not set, a pair of years that follow one another (2019/20) is none of these numbers.
    Named groups of the pattern tell more: ``code`` is looked up in the profile's kinds, ``suffixes`` is read from left
    to right with the profile's suffixes. ``rule`` names the row: the file and its place there.
    """

    rule: str
    pattern: re.Pattern[str]
    kind: str | None
    cue: re.Pattern[str] | None
    years: bool
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what has this form, whether its cue stands before it or not."""
        for match in self.pattern.finditer(text):
            if self.years or not any(int(b) % 100 == (int(a) + 1) % 100 for a, b in _YEARS.findall(match[0])):
                yield match

    def is_cued(self, match: re.Match[str]) -> bool:
        """Tell whether the cue stands right before the match, or none is wanted."""
        return self.cue is None or bool(self.cue.search(match.string[max(0, match.start() - _BEFORE) : match.start()]))


_BEFORE = 60  # characters in which a cue has to stand
_YEARS = re.compile(r"(?<![\d/-])((?:19|20)?\d\d)/((?:19|20)?\d\d)(?![\d/-])")


@dataclass(frozen=True, slots=True)
class Term:
    """A council's term of office, as its numbers name it: "VI is 2014 to 2019"."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reference:
    """What a printed number says: "VI-A-05385-VSP-01 is a position on VI-A-05385".

    ``on`` is the number it belongs to, None where it stands alone; ``revision`` counts new versions of the paper.
    """

    kind: str | None
    on: str | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity: what was read by a profile can be remembered
class Profile:
    """A municipality's ways of printing; ``state`` is the Land in two letters, None for the generic profile.

    ``cities`` are the names by which a paper shows whose it is. ``headings`` gives, for a part of a procedure, the
    patterns of its headings, the city's own before those of any city; ``boilerplate`` the form lines that stand on
    every paper; ``bodies`` names that no rule would guess, with their kind; ``aliases`` other names of one body; ``control`` the
    form lines that say whether a resolution is under control, with a group ``not``.

    >>> read_profile("generic").name
    'generic'
    """

    name: str
    state: str | None
    cities: tuple[str, ...]
    terms: tuple[Term, ...]
    references: tuple[ReferencePattern, ...]
    kinds: Mapping[str, str]
    suffixes: Mapping[str, str]
    headings: Mapping[str, tuple[re.Pattern[str], ...]]
    boilerplate: tuple[re.Pattern[str], ...]
    bodies: Mapping[str, str]
    aliases: Mapping[str, str]
    control: tuple[re.Pattern[str], ...] = ()

    def to_reference(self, form: ReferencePattern, match: re.Match[str]) -> Reference:
        """Say what a number means; its suffixes are read from left to right.

        >>> leipzig = read_profile("leipzig")
        >>> form = leipzig.references[0]
        >>> leipzig.to_reference(form, form.pattern.search("VI-DS-06434-NF-02-ÄA-02"))
        Reference(kind='amendment', on='VI-DS-06434-NF-02', revision=None)
        """
        groups = match.groupdict()
        kind = self.kinds.get(groups.get("code") or "", form.kind)
        on, revision = None, None
        whole = re.sub(r"\s+", " ", match[0])
        chain = groups.get("suffixes") or ""
        stem = whole.removesuffix(chain)
        for suffix in _SUFFIX.finditer(chain):
            means = self.suffixes.get(suffix["code"] or "/")
            if means == "revision":
                revision = int(suffix["number"])
                on = on or stem
            else:
                on, revision = stem, None
                kind = means or kind
            stem += suffix[0]
        return Reference(kind, on, revision)


_SUFFIX = re.compile(r"[-/](?:(?P<code>[A-Za-zÄÖÜäöü]+)-?)?(?P<number>\d+)")


def profiles() -> dict[str, Path]:
    """List the shipped profiles by name."""
    return {path.stem: path for path in sorted((shipped.data() / "municipalities").glob("*.toml"))}


@cache
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
    headings = {kind: _patterns(rows, path) for kind, rows in said.get("headings", {}).items()}
    boilerplate = _patterns(said.get("boilerplate", []), path)
    own = tuple(_reference(row, path, number) for number, row in enumerate(said.get("reference", []), 1))
    any_city = None if path == profiles().get(GENERIC) else read_profile(GENERIC)
    return Profile(
        name=path.stem,
        state=said.get("state"),
        cities=tuple(said.get("cities", [])),
        terms=tuple(_term(row, path) for row in said.get("term", [])),
        references=own + (any_city.references if any_city else ()),
        kinds=said.get("kinds", {}),
        suffixes=said.get("suffixes", {}),
        headings=_joined(headings, any_city.headings if any_city else {}),
        boilerplate=boilerplate + (any_city.boilerplate if any_city else ()),
        bodies={**(any_city.bodies if any_city else {}), **said.get("bodies", {})},
        aliases=said.get("aliases", {}),
        control=_control(said.get("control", []), path),
    )


def _joined(
    own: Mapping[str, tuple[re.Pattern[str], ...]], generic: Mapping[str, tuple[re.Pattern[str], ...]]
) -> dict[str, tuple[re.Pattern[str], ...]]:
    return {kind: own.get(kind, ()) + generic.get(kind, ()) for kind in (*generic, *own)}


def _reference(row: dict[str, Any], path: Path, number: int) -> ReferencePattern:
    if not isinstance(row.get("pattern"), str):
        raise PatternError(f"{path}: a [[reference]] has no pattern", "see data/municipalities/leipzig.toml")
    return ReferencePattern(
        rule=f"reference.{path.stem}.{number}",
        pattern=_pattern(row["pattern"], path),
        kind=row.get("kind"),
        cue=_pattern(row["cue"], path) if "cue" in row else None,
        years=bool(row.get("years", False)),
        examples=tuple(row.get("examples", [])),
        counterexamples=tuple(row.get("counterexamples", [])),
    )


def _term(row: dict[str, Any], path: Path) -> Term:
    try:
        return Term(str(row["name"]), int(row["first"]), int(row["last"]))
    except (KeyError, TypeError, ValueError) as error:
        raise PatternError(f"{path}: a [[term]] wants name, first and last", "as in leipzig.toml") from error


def _patterns(rows: Iterable[str], path: Path) -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern(one, path) for one in rows)


def _control(rows: Iterable[str], path: Path) -> tuple[re.Pattern[str], ...]:
    made = _patterns(rows, path)
    for one in made:
        if "not" not in one.groupindex:
            raise PatternError(
                f"{path}: the control pattern {one.pattern!r} has no group not",
                "write it as data/municipalities/muenchen.toml",
            )
    return made


def _pattern(text: str, path: Path) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise PatternError(
            f"{path}: {text!r} is no pattern: {error}", "it is a regular expression of Python"
        ) from error


def profile_of(text: str) -> Profile:
    """Give the profile that a text shows by itself; the generic one where none shows clearly.

    A profile has one vote for each number in a form that is the city's own (a row without a cue), one for each form
    line of its papers, and one for each mention of the city as a municipality ("Stadt Leipzig"), five of each at most. The profile with the most
    votes wins if it has two votes at least and twice as many as the next; otherwise the text is read by the generic
    profile, which costs a few finds and invents none.

    >>> profile_of("Die Stadt Leipzig legt die Vorlage VII-DS-00500 vor.").name
    'leipzig'
    >>> profile_of("Leipzig, Köln und Dresden tauschen sich aus.").name
    'generic'
    """
    votes = sorted(((_votes(read_profile(name), text), name) for name in profiles() if name != GENERIC), reverse=True)
    if not votes or votes[0][0] < 2 or (len(votes) > 1 and votes[0][0] < 2 * votes[1][0]):
        return read_profile(GENERIC)
    return read_profile(votes[0][1])


def _votes(profile: Profile, text: str) -> int:
    any_city = read_profile(GENERIC)
    own = profile.references[: len(profile.references) - len(any_city.references)]
    numbers = {match[0] for form in own if form.cue is None for match in form.finditer(text)}
    forms = profile.boilerplate[: len(profile.boilerplate) - len(any_city.boilerplate)]
    lines = sum(form.search(text) is not None for form in forms)
    mentions = len(_named(profile.cities).findall(text)) if profile.cities else 0
    return min(len(numbers), 5) + min(lines, 5) + min(mentions, 5)


@cache
def _named(cities: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:[Ss]tadt|STADT|Landeshauptstadt|Stadtverwaltung)\s+(?:{'|'.join(map(re.escape, cities))})\b"
    )
