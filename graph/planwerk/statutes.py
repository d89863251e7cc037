"""Legal texts that a workspace holds, taken apart into provisions.

A text is a file in a folder named by the day of its edition (``law/2021-07-01/SGB_8.md``): a title that names the act,
then ``§ 80 – Title`` headings, subsections ``(1)`` and items ``1.`` each at the beginning of a line, as the official
sites and their mirrors print them. The project ships facts about the law, never its sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planwerk.act_names import SGB, sgb_name
from planwerk.acts import find_act, long_names

_SECTION = re.compile(
    r"#*\s*(?P<sign>§|Art\.|Artikel)\s*(?P<section>\d+\s?[a-z]?)(?:\s*[–-]\s*(?P<title>.*)|\s+(?P<bare>\D.*))?$"
)
_SUBSECTION = re.compile(r"\((?P<number>\d+[a-z]?)\)\s+")
_ITEM = re.compile(r"(?P<number>\d+[a-z]?)\.\s+")
_SHORT = re.compile(r"\((?:[^()]*[-–,]\s?)?(?P<short>[A-ZÄÖÜ][\wÄÖÜäöü]*[A-Z][\w]*)\)")


LegalText = tuple[date, Path, str]
"""The day of an edition, the file, and what the act is called where its title does not name it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a provision says in an edition: "§ 80 Abs. 1 Nr. 3 SGB VIII, as of 1 July 2021, reads …"."""

    law: str
    section: str
    paragraph: str
    number: str
    edition: date
    text: str
    sign: str = "§"

    @property
    def label(self) -> str:
        """The provision as one would cite it."""
        parts = (
            f"{self.sign} {self.section}",
            f"Abs. {self.paragraph}" if self.paragraph else "",
            f"Nr. {self.number}" if self.number else "",
            self.law,
        )
        return " ".join(part for part in parts if part)


def legal_texts(folder: Path) -> list[LegalText]:
    """List the legal texts below a folder with the days of their editions; folders that are no day are passed over."""
    found: list[LegalText] = []
    for path in sorted(folder.glob("*/*")):
        if path.suffix in (".md", ".txt") and re.fullmatch(r"\d{4}-\d\d-\d\d", path.parent.name):
            try:
                found.append((date.fromisoformat(path.parent.name), path, path.stem))
            except ValueError:
                continue
    return found


def read_statute(text: str, edition: date, name: str = "") -> Iterator[Wording]:
    r"""Read the provisions of a legal text; ``name`` names the act where its title does not.

    >>> text = "% Mustergesetz (MuG)\n# § 1 – Ziele\n(1) Die Stadt plant.\n1. rechtzeitig und\n2. genug."
    >>> [(one.label, one.text) for one in read_statute(text, date(2021, 7, 1))]
    [('§ 1 Abs. 1 MuG', 'Die Stadt plant.'), ('§ 1 Abs. 1 Nr. 1 MuG', 'rechtzeitig und'), ('§ 1 Abs. 1 Nr. 2 MuG', 'genug.')]
    """
    law = act_of_title(text[:400], name)
    section = paragraph = number = ""
    sign, lines = "§", list[str]()

    def said() -> Iterator[Wording]:
        if section and lines:
            yield Wording(law, section, paragraph, number, edition, " ".join(lines), sign)
        lines.clear()

    for raw in text.splitlines():
        line = raw.strip()
        if heading := _SECTION.match(line):
            yield from said()
            sign = "§" if heading["sign"] == "§" else "Art."
            section, paragraph, number = heading["section"].replace(" ", ""), "", ""
        elif line.startswith(("#", "%")):
            yield from said()
            section = "" if line.startswith("#") else section
        elif begin := _SUBSECTION.match(line):
            yield from said()
            paragraph, number = begin["number"], ""
            lines.append(line[begin.end() :])
        elif begin := _ITEM.match(line):
            yield from said()
            number = begin["number"]
            lines.append(line[begin.end() :])
        elif line:
            lines.append(line)
    yield from said()


def act_of_title(title: str, name: str = "") -> str:
    """Give the usual abbreviation of the act that a title names.

    >>> act_of_title("% Sozialgesetzbuch (SGB) - Achtes Buch (VIII) - Kinder- und Jugendhilfe")
    'SGB VIII'
    """
    first = next((line.strip("%# \t") for line in title.splitlines() if line.strip("%# \t")), "")
    if book := SGB.search(first):
        return sgb_name(book)
    if (long := long_names().search(first)) and (act := find_act(long[0])):
        return act.short
    if short := _SHORT.search(first):
        return short["short"]
    return name or first
