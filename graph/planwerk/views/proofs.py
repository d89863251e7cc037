"""The annex of a table: every place behind its rows, with the wording where a copy of the text is at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planwerk.dataset import Dataset
from planwerk.gaps import Proven
from planwerk.questions import labels
from planwerk.views.table import Cell, Column, Kind, Link, Table

Heading = tuple[str, str, str, Kind, int]
Behind = tuple[str, tuple[Cell, ...], Sequence[Proven], str | None]
"""A row's key, the cells that name it in the annex, its evidence, and the finding that says the same."""


def proof_annex(
    rows: Iterable[Behind], about: Sequence[Heading], dataset: Dataset, lang: str
) -> tuple[Table | None, dict[str, int]]:
    """Give every place as a row of an annex, and for each row's key the number of its first place."""
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
            lines.append((len(lines) + 1, *cells, item.locator, source, item.start, item.end, wording, finding))
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
        ("finding", "Befund", "Finding", "text", 14),
    ]
    columns = tuple(Column(key, de if german else en, kind, width) for key, de, en, kind, width in titles)
    return Table("Belege" if german else "Proofs", columns, tuple(lines), lang=lang), firsts


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
