"""The table as one self-contained page: opens from disk, prints, loads nothing, runs nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from planwerk.views.table import Cell, Link, Table, display, plain, safe_href
from planwerk.views.words import words

_TEMPLATES = Path(__file__).with_name("templates")
# Only these become class names; a mark nobody styled stays without.
_MARKS = frozenset({"overdue", "open", "done", "not-decidable"})


@dataclass(frozen=True, slots=True)
class _Shown:
    text: str
    href: str | None


def to_html(table: Table) -> str:
    r"""Give the table as a page in the table's language.

    It has no script and admits none: the content security policy names the one style sheet by its
    hash and nothing else, so text that slipped through as markup could neither run nor load. Links
    go where :func:`planwerk.views.table.safe_href` lets them, other cells are text.

    >>> from planwerk.views.table import Column
    >>> page = to_html(Table("Punkte", (Column("item", "Punkt"),), (("<script>alert(1)</script>",),)))
    >>> "<script" in page, "&lt;script&gt;" in page, page.endswith("</html>\n")
    (False, True, True)
    """
    style = _style(table)
    said = words(table.lang)
    return render(
        "table.html",
        style,
        lang=table.lang,
        title=plain(table.title),
        notes=[plain(note) for note in (*table.notes, *([said["legend"]] if any(table.marks) else []))],
        tables=[shown(table), *([shown(table.annex, numbered(table.annex))] if table.annex else [])],
        words=said,
    )


def render(template: str, style: str, **given: object) -> str:
    """Fill a template; the page admits no script, and no style but this one, which must be ours."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return environment.get_template(template).render(style=Markup(style), policy=policy, **given)


def numbered(table: Table) -> list[str | None]:
    """Name each row of an annex, so that a link to ``#row-7`` leads to its seventh."""
    return [f"row-{number}" for number in range(1, len(table.rows) + 1)]


def shown(table: Table, ids: Sequence[str | None] = ()) -> dict[str, object]:
    """Give a table as the template ``grid.html`` wants it; ``ids`` name rows that links lead to."""
    return {
        "ids": list(ids) or [None] * len(table.rows),
        "title": plain(table.title),
        "columns": [
            (plain(column.title), column.kind + (" whole" if _is_whole(table, number) else ""))
            for number, column in enumerate(table.columns)
        ],
        "rows": [
            (mark if mark in _MARKS else None, [_shown(cell, table.lang) for cell in row])
            for mark, row in table.marked_rows()
        ],
    }


def _shown(cell: Cell, lang: str) -> _Shown:
    return _Shown(display(cell, lang), safe_href(cell.href) if isinstance(cell, Link) else None)


def _is_whole(table: Table, number: int) -> bool:
    # References and the like: a browser would break them at their hyphens.
    texts = [display(row[number], table.lang) for row in table.rows]
    return all(len(text) <= 24 and not any(map(str.isspace, text)) for text in texts)


def _style(table: Table) -> str:
    """Give the style sheet with this table's widths and, for print, its title and notes on every page."""
    said = words(table.lang)
    widths = "".join(
        f"  .table-{place} tr > :nth-child({number}) {{ min-width: {width_of(part, number - 1)}ch; }}\n"
        for place, part in enumerate([part for part in (table, table.annex) if part], start=1)
        for number in range(1, len(part.columns) + 1)
    )
    foot = " · ".join([table.title, *table.notes])
    return (
        (_TEMPLATES / "table.css").read_text(encoding="utf-8")
        + f"@media screen and (min-width: 48.01rem) {{\n{widths}}}\n"
        + f"@page {{\n  @bottom-left {{ content: {in_css(foot[:200])}; }}\n"
        + f'  @bottom-right {{ content: "{said["page"]} " counter(page) " {said["of"]} " counter(pages); }}\n}}\n'
    )


def width_of(table: Table, number: int) -> int:
    """Give the width in characters that a column wants: its own, or one that its texts fit in on a few lines."""
    if width := table.columns[number].width:
        return width
    texts = [display(row[number], table.lang) for row in table.rows]
    word = max((len(word) for text in texts for word in text.split()), default=0)
    whole = max((len(line) for text in texts for line in text.split("\n")), default=0)
    return max(3, min(whole, max(min(word, 20), min(int(2.3 * whole**0.5), 44))))


def in_css(text: str) -> str:
    r"""Give the text as a string in a style sheet, where neither quote, backslash nor tag means anything.

    >>> in_css('Bad "Muster" </style>')
    '"Bad \\22 Muster\\22  \\3c \\2f style\\3e "'
    """
    line = " ".join(plain(text).split())
    return '"' + "".join(char if char.isalnum() or char in " .,;:-–·" else f"\\{ord(char):x} " for char in line) + '"'
