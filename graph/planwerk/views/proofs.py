"""The annex of a table: every place behind its rows, with the wording where a copy of the text is at hand."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from planwerk.dataset import Dataset
from planwerk.gaps import Proven
from planwerk.passages import Copy
from planwerk.questions import labels
from planwerk.views.table import Cell, Column, Kind, Link, Table

Heading = tuple[str, str, str, Kind, int]
Behind = tuple[str, tuple[Cell, ...], Sequence[Proven], str | None]
"""A row's key, the cells that name it in the annex, its evidence, and the finding that says the same."""


@dataclass(frozen=True, slots=True)
class Lying:
    """Where an output will lie, so that it can lead to the papers from there; a browser opens a PDF at a page."""

    folder: Path
    browser: bool = False

    def address(self, copy: Copy) -> str | None:
        """Give the address of a copy as seen from the output; None where there is no way, as between two drives.

        >>> Lying(Path("/a/out"), browser=True).address(Copy(Path("/a/papers/Plan 100 %.pdf"), 3))
        '../papers/Plan%20100%20%25.pdf#page=3'
        """
        try:
            way = Path(os.path.relpath(copy.path.resolve(), self.folder.resolve())).as_posix()
        except ValueError:
            return None
        return quote(way) + (f"#page={copy.page}" if self.browser and copy.page else "")


def proof_annex(
    rows: Iterable[Behind], about: Sequence[Heading], dataset: Dataset, lang: str, *, lying: Lying | None = None
) -> tuple[Table | None, dict[str, int]]:
    """Give every place as a row of an annex, and for each row's key the number of its first place.

    Each names the file of the paper that is at hand, and leads to it where it is said where the output will be lying.
    """
    every = list(rows)
    german = lang == "de"
    sources = labels(dataset, {item.source for _, _, evidence, _ in every for item in evidence}, lang)
    no_copy = "keine Abschrift des Textes zur Hand" if german else "no copy of the text at hand"
    lines: list[tuple[Cell, ...]] = []
    firsts: dict[str, int] = {}
    for key, cells, evidence, finding in every:
        for item in evidence:
            firsts.setdefault(key, len(lines) + 1)
            source = Link(sources[item.source], item.source)
            wording = item.quote or no_copy
            file = _file(item.copy, lang, lying) if item.copy else None
            place = (item.locator, source, item.start, item.end)
            lines.append((len(lines) + 1, *cells, *place, wording, file, finding))
    if not lines:
        return None, {}
    titles: list[Heading] = [
        ("row", "Beleg", "Proof", "integer", 7),
        *about,
        ("locator", "Fundstelle", "Place", "text", 44),
        ("source", "Quelle", "Source", "link", 34),
        ("start", "von Zeichen", "From character", "integer", 10),
        ("end", "bis Zeichen", "To character", "integer", 10),
        ("quote", "Wortlaut", "Wording", "text", 60),
        ("file", "Papier", "Paper", "link", 26),
        ("finding", "Befund", "Finding", "text", 14),
    ]
    columns = tuple(Column(key, de if german else en, kind, width) for key, de, en, kind, width in titles)
    return Table("Belege" if german else "Proofs", columns, tuple(lines), lang=lang), firsts


def _file(copy: Copy, lang: str, lying: Lying | None) -> Cell:
    page = f", {'S.' if lang == 'de' else 'p.'} {copy.page}" if copy.page else ""
    name = copy.path.name + page
    return Link(name, address) if lying and (address := lying.address(copy)) else name


def leading(cells: Sequence[Cell], first: int | None) -> tuple[Cell, ...]:
    """Make the first text of a row lead to its first place in the annex.

    >>> leading((3, "VI-A-05385", "Konzept"), 7)
    (3, Link(text='VI-A-05385', href='#row-7'), 'Konzept')
    """
    made = list(cells)
    place = next((n for n, cell in enumerate(made) if isinstance(cell, str) and cell), None)
    if first is not None and place is not None:
        made[place] = Link(str(made[place]), f"#row-{first}")
    return tuple(made)


def proofs_json(evidence: Iterable[Proven]) -> list[dict[str, object]]:
    """Give evidence in its machine-readable form."""
    return [
        {"source": e.source, "start": e.start, "end": e.end, "locator": e.locator, "quote": e.quote} for e in evidence
    ]
