"""How legal acts are named, and which sections they had on a day.

Papers name an act by its usual abbreviation, an older or a longer name, in the genitive ("des Achten Buches
Sozialgesetzbuch"), and by names that mean another act in another state: the SchulG of Leipzig is not that of Cologne.
The names are data, in ``data/law/``; so are the sections of the acts of which dated copies are at hand.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from planwerk import shipped
from planwerk.law import named_acts
from planwerk.vocabulary import PREFIXES


@dataclass(frozen=True, slots=True)
class Act:
    """A legal act: "the SGB VIII, federal law, also called KJHG".

    ``path`` is its place below the IRIs of the law, "de/sgb-8"; ``names`` are long names and further abbreviations.
    A collective agreement is no law and says so by its ``kind``, but papers cite it in the same way.
    """

    path: str
    short: str
    names: tuple[str, ...]
    kind: Literal["act", "collective agreement"] = "act"

    @property
    def state(self) -> str | None:
        """The Land whose law it is, in two letters; None for federal and international law."""
        land = self.path.split("/")[0]
        return land.upper() if len(land) == 2 and land != "de" else None

    @property
    def iri(self) -> str:
        """The act's IRI."""
        return PREFIXES["law"] + self.path

    def said(self) -> dict[str, object]:
        """Give what a find says of the act: its IRI, the Land of a Land law, and that an agreement is no law."""
        said: dict[str, object] = {"act": self.iri}
        if self.state:
            said["state"] = self.state
        if self.kind != "act":
            said["kind"] = self.kind
        return said


@cache
def acts() -> tuple[Act, ...]:
    """List all acts whose names are known."""
    found = {path: Act(path, names[0], names[1:]) for path, names in named_acts().items()}
    by_short = {(path.split("/")[0], act.short): path for path, act in found.items()}
    said = tomllib.loads((shipped.data() / "law" / "acts.toml").read_text("utf-8"))
    for land, rows in said.items():
        for short, names in rows.items():
            path = by_short.get((land, short)) or f"{land}/{_slug(short)}"
            known = found.get(path, Act(path, short, ()))
            kind: Literal["act", "collective agreement"] = "collective agreement" if land == "agreement" else "act"
            others = dict.fromkeys(name for name in (*known.names, short, *names) if name != known.short)
            found[path] = Act(path, known.short, tuple(others), kind)
    return tuple(found.values())


def find_act(name: str, state: str | None = None) -> Act | None:
    """Find the act of that name; where several states have one, that of the state, else none.

    >>> find_act("Achten Buches Sozialgesetzbuch").short, find_act("KJHG").short
    ('SGB VIII', 'SGB VIII')
    >>> find_act("SchulG", "SN").short, find_act("SchulG", "NW").short, find_act("SchulG")
    ('SächsSchulG', 'SchulG NRW', None)
    """
    found = _by_name().get(_key(name), ())
    for sharing in ([act for act in found if state and act.state == state], [act for act in found if not act.state]):
        if sharing:
            return sharing[0]
    return found[0] if len(found) == 1 else None


def is_known(name: str) -> bool:
    """Tell whether any act is so named, in whatever state; capitals count in abbreviations.

    >>> is_known("WEG"), is_known("Weg"), is_known("Wohngeldgesetzes")
    (True, False, True)
    """
    return _key(name) in _by_name() if re.search(r"[a-zäöü]{4}", name) else _close(name) in _abbreviations()


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(_close(name) for act in acts() for name in (act.short, *act.names))


@cache
def long_names() -> re.Pattern[str]:
    """Give the pattern of all long names, inflected as they stand in a sentence; the longest first."""
    names = {name for act in acts() for name in (act.short, *act.names) if re.search(r"[a-zäöü]{4}", name)}
    return re.compile(
        r"(?<![\w-])(?:" + "|".join(_inflected(name) for name in sorted(names, key=lambda n: (-len(n), n))) + r")(?!\w)"
    )


def sections_between(act: Act, first: str, last: str, on: date | None) -> tuple[tuple[str, ...], date] | None:
    """Give the sections from first to last as in force on the day, and the day of the copy of the law that says so.

    The copy is the latest of that day or before, the oldest for earlier days; None where no copy is at hand or a
    section is not in it.

    >>> act = find_act("SGB VIII")
    >>> sections_between(act, "11", "14", date(2020, 1, 1))
    (('11', '12', '13', '14'), datetime.date(2021, 5, 15))
    >>> sections_between(act, "11", "14", date(2022, 1, 1))[0]
    ('11', '12', '13', '13a', '14')
    """
    copies = _copies().get(act.path, ())
    if not copies:
        return None
    day, _, sections = next((copy for copy in reversed(copies) if on is not None and copy[1] <= on), copies[0])
    if on is None:
        day, _, sections = copies[-1]
    if first not in sections or last not in sections:
        return None
    between = sections[sections.index(first) : sections.index(last) + 1]
    return (between, day) if between else None


def has_section(act: Act, section: str) -> bool:
    """Tell whether any copy at hand has the section: § 78f is one, § 67f is "§ 67 and the following one"."""
    return any(section in sections for _, _, sections in _copies().get(act.path, ()))


@cache
def _copies() -> dict[str, tuple[tuple[date, date, tuple[str, ...]], ...]]:
    said = tomllib.loads((shipped.data() / "law" / "sections.toml").read_text("utf-8"))
    copies: dict[str, list[tuple[date, date, tuple[str, ...]]]] = {}
    for row in said["copy"]:
        sections = tuple(section for run in row["sections"].split() for section in _run(run))
        copies.setdefault(row["act"], []).append((row["day"], row.get("since", row["day"]), sections))
    return {act: tuple(sorted(rows, key=lambda row: row[0])) for act, rows in copies.items()}


def _run(run: str) -> list[str]:
    first, _, last = run.partition("-")
    return [str(number) for number in range(int(first), int(last) + 1)] if last else [first]


@cache
def _by_name() -> dict[str, tuple[Act, ...]]:
    found: dict[str, list[Act]] = {}
    for act in acts():
        for key in dict.fromkeys(_key(name) for name in (act.short, *act.names)):
            found.setdefault(key, []).append(act)
    return {key: tuple(sharing) for key, sharing in found.items()}


def _key(name: str) -> str:
    """Give what is the same in all inflections and spellings of a name."""
    # Short words keep their endings: "Gegen" is no GEG.
    name = re.sub(rf"(?<=\w{{{3 if ' ' in name else 5}}})e[snrm]?\b", "", name.casefold())
    name = re.sub(r"(gesetz|buch|vertrag|statut)s\b", r"\1", name)
    return _close(name)


def _close(name: str) -> str:
    return re.sub(r"[\s–-]+", "", name)


def _slug(name: str) -> str:
    plain = name.casefold()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        plain = plain.replace(letter, letters)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _inflected(name: str) -> str:
    def word(match: re.Match[str]) -> str:
        text = match[0]
        if re.search(r"(?:[Gg]esetz|[Bb]uch|vertrag)$", text):
            return re.escape(text) + "(?:e?s)?"
        if match.start() == 0 and match.end() < len(name) and (adjective := re.fullmatch(r"(\w{3,}?)e[snrm]?", text)):
            return adjective[1] + "e[snrm]?"
        return re.escape(text)

    return r"\s{1,4}".join(re.sub(r"\w+|[^\w]+", word, part) for part in name.split(" "))
