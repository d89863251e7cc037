"""The one table every result is printed as, and its ways out as data: CSV, TSV, JSON.

Its ways out for eyes are in :mod:`planwerk.views.terminal`, :mod:`planwerk.views.spreadsheet` and
:mod:`planwerk.views.page`.

Cells carry text from papers, which is hostile until proven otherwise: nothing in it is ever
interpreted, neither as a formula nor as markup, escape sequence or link with a surprise.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from urllib.parse import quote, urlsplit

Kind = Literal["text", "date", "integer", "decimal", "link"]


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere; :func:`safe_href` decides whether it may."""

    text: str
    href: str


Cell = str | int | Decimal | date | Link | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a stable English key for programs, a title in the reader's language, a width in characters."""

    key: str
    title: str
    kind: Kind = "text"
    width: int | None = None


Mark = Literal["overdue", "open", "done", "not-decidable"]


@dataclass(frozen=True, slots=True)
class Signal:
    """Which words of a column colour their row: "where the state begins with *überfällig*, the row is red".

    ``anywhere`` looks for the words within the cell, not only at its beginning. Case does not matter, as it does not
    in a spreadsheet's formulas.
    """

    column: str
    words: str
    mark: Mark
    anywhere: bool = False

    def fits(self, text: str) -> bool:
        """Tell whether a cell's text gives the signal.

        >>> Signal("state", "erfüllt", "done").fits("erfüllt: Fachtag"), Signal("state", "erfüllt", "done").fits("nicht erfüllt")
        (True, False)
        """
        said, words = text.casefold(), self.words.casefold()
        return words in said if self.anywhere else said.startswith(words)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, with the notes that say as of when and from what they hold.

    Signals colour rows where colour exists, by what a cell says: the first that fits counts. So no
    colour says what no cell does, since not everyone sees colours. An annex is a second table that
    forms for eyes show after the first; a link to ``#row-7`` leads to its seventh row.

    Raises ValueError if a row or a signal does not fit or two columns share a key, and TypeError if a
    cell is of another type: what is neither a whole number, an exact decimal nor a day (a truth
    value, a float, a time) goes in as text.

    >>> Table("Fristen", (Column("paper", "Nr."),), (("VI-A-05385", 7),))
    Traceback (most recent call last):
    ValueError: row 1 has 2 cells for 1 columns
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    lang: str = "de"
    signals: tuple[Signal, ...] = ()
    annex: Table | None = None

    def __post_init__(self) -> None:
        if len({column.key for column in self.columns}) < len(self.columns):
            raise ValueError("two columns share a key")
        for signal in self.signals:
            self.place_of(signal.column)
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells for {len(self.columns)} columns")
            for cell in row:
                _check(cell)

    def place_of(self, key: str) -> int:
        """Give the place of a column, counted from 0; raises ValueError where there is none of that key."""
        for number, column in enumerate(self.columns):
            if column.key == key:
                return number
        raise ValueError(f'no column has the key "{key}"')

    def marked_rows(self) -> Iterator[tuple[Mark | None, tuple[Cell, ...]]]:
        """Yield each row with the mark its cells give it.

        >>> stand = Table("Stand", (Column("s", "Stand"),), (("offen",),), signals=(Signal("s", "offen", "open"),))
        >>> list(stand.marked_rows())
        [('open', ('offen',))]
        """
        places = [(signal, self.place_of(signal.column)) for signal in self.signals]
        for row in self.rows:
            yield next((s.mark for s, place in places if s.fits(display(row[place], self.lang))), None), row

    @property
    def marks(self) -> tuple[Mark | None, ...]:
        """Give the mark of each row."""
        return tuple(mark for mark, _ in self.marked_rows())


def _check(cell: object) -> None:
    # True is an int and a time is a date to isinstance, but not to a reader.
    if isinstance(cell, bool | datetime) or not isinstance(cell, str | int | Decimal | date | Link | None):
        raise TypeError(f"a cell cannot hold {cell!r}; write it as text")
    if isinstance(cell, Decimal) and not cell.is_finite():
        raise TypeError(f"a cell cannot hold {cell!r}; write it as text")


# Escape sequences as ECMA-48 has them; one that does not end loses its escape character only, never the text after it.
_SEQUENCES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor
    "|(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)"  # titles, links, device strings
    "|\x1b[ -/]*[0-~]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# Marks that make text run backwards, so that it reads otherwise than it is; and halves of a character.
_DECEIVING = re.compile("[\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    r"""Give the text as it may be shown anywhere.

    Escape sequences and control characters go, every line end becomes a newline, and direction
    overrides (U+202A to U+202E, U+2066 to U+2069) become a visible U+FFFD.

    >>> plain("\x1b[31mFrist\x1b[0m:\r\nMitte\x00 2020")
    'Frist:\nMitte 2020'
    >>> plain("Betrag \u202e0004")
    'Betrag \ufffd0004'
    """
    text = _LINE_ENDS.sub("\n", _SEQUENCES.sub("", text))
    return _DECEIVING.sub("\ufffd", _CONTROLS.sub("", text))


def display(cell: Cell, lang: str) -> str:
    """Give the cell as a reader of the language expects it.

    >>> from datetime import date
    >>> display(date(2020, 6, 30), "de"), display(date(2020, 6, 30), "en"), display(Decimal("0.5"), "de")
    ('30.06.2020', '2020-06-30', '0,5')
    """
    if isinstance(cell, date) and lang == "de":
        return f"{cell.day:02}.{cell.month:02}.{cell.year:04}"
    if isinstance(cell, Decimal) and lang == "de":
        return exact(cell).replace(".", ",")
    return exact(cell)


def exact(cell: Cell) -> str:
    """Give the cell as programs expect it: days in ISO 8601, a decimal point, the text of a link.

    A link without a text is its address.

    >>> exact(Decimal("4E+3")), exact(Link("VI-A-05385", "papers/VI-A-05385.txt")), exact(None)
    ('4000', 'VI-A-05385', '')
    """
    match cell:
        case None:
            return ""
        case str():
            return plain(cell)
        case Link():
            return plain(cell.text) or plain(cell.href)
        case Decimal():
            return f"{cell:f}"
        case date():
            return cell.isoformat()
    return str(cell)


_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")
_NEVER_IN_HREF = re.compile("[\x00-\x1f\x7f-\x9f\\\\\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_TO_ESCAPE = re.compile(r"""[\s"<>^`{|}]""")


def safe_href(href: str) -> str | None:
    r"""Give the address as it may be written out as a link, or nothing.

    Only http and https, a place in the same page, and a file named from where the page lies; a
    server in disguise (``//host``, ``\\host``), a script and a path from the root are none of these.

    >>> safe_href("https://w3id.org/planwerk/ns#Paper"), safe_href("#g12"), safe_href("papers/Anlage 1.pdf")
    ('https://w3id.org/planwerk/ns#Paper', '#g12', 'papers/Anlage%201.pdf')
    >>> safe_href("JavaScript:alert(1)"), safe_href(r"\\host\share"), safe_href("java\tscript:alert(1)")
    (None, None, None)
    """
    if not href or href != href.strip() or _NEVER_IN_HREF.search(href) or href.startswith("/"):
        return None
    try:
        parts = urlsplit(href)
    except ValueError:  # a bracket that opens no address
        return None
    if _SCHEME.match(href) and (parts.scheme not in {"http", "https"} or not parts.netloc):
        return None
    return _TO_ESCAPE.sub(lambda found: quote(found[0]), href)


Headings = Literal["key", "title"]

# Where a spreadsheet begins a cell: at its start; and at a semicolon, where a German Excel splits a
# comma-separated file, and at the line end it then takes for a new row (a dash there is a list).
_FORMULA = re.compile(r"\A(?=[\t\r\n]|\s*[=+\-@＝＋－＠])|(?<=;)(?=\s*[=+\-@＝＋－＠])|(?<=\n)(?=\s*[=+@＝＋＠])")


def disarm(text: str) -> str:
    """Put an apostrophe before whatever a spreadsheet would take for a formula.

    >>> disarm("=HYPERLINK(A1)"), disarm("Frist;=A1"), disarm("II. Quartal")
    ("'=HYPERLINK(A1)", "Frist;'=A1", 'II. Quartal')
    """
    return _FORMULA.sub("'", text)


def to_csv(table: Table, *, bom: bool = False, headings: Headings = "key") -> bytes:
    r"""Give the table as comma-separated values (RFC 4180), in UTF-8.

    Days are in ISO 8601, a link is its text, notes are left out. Text that a spreadsheet would
    take for a formula gets an apostrophe (see :func:`disarm`); :func:`to_json` has it as it was.
    Excel needs the byte order mark to see the umlauts.

    >>> table = Table("Punkte", (Column("item", "Punkt"), Column("days", "Verzug", "integer")), (("-2 %", -2),))
    >>> to_csv(table)
    b"item,days\r\n'-2 %,-2\r\n"
    """
    return ("\ufeff" if bom else "").encode() + _separated(table, headings, ",", "\r\n", disarm)


def to_tsv(table: Table, *, headings: Headings = "key") -> bytes:
    r"""Give the table as tab-separated values, in UTF-8: one line a row, whatever is in it.

    As :func:`to_csv`, but tabs and line ends within a cell become a space; only a cell with a
    quotation mark is quoted.

    >>> to_tsv(Table("Punkte", (Column("item", "Punkt"), Column("note", "Hinweis")), (("a\nb", None),)))
    b'item\tnote\na b\t\n'
    """
    return _separated(table, headings, "\t", "\n", lambda text: disarm(re.sub("[\t\n]+", " ", text)))


def _separated(table: Table, headings: Headings, delimiter: str, line_end: str, tame: Callable[[str], str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(tame(plain(column.key if headings == "key" else column.title)) for column in table.columns)
    for row in table.rows:
        # Numbers and days are ours and stay as they are: -2 is no formula.
        writer.writerow(tame(exact(cell)) if isinstance(cell, str | Link) else exact(cell) for cell in row)
    return out.getvalue().encode()


def to_json(table: Table) -> bytes:
    r"""Give the rows as a JSON list of objects by column key, one a line, in UTF-8.

    Text is exact: what a terminal would obey is escaped, not dropped. Days are in ISO 8601, decimals
    numbers with all their digits; a link is an object with a text and an href, null if unsafe.

    >>> table = Table("Punkte", (Column("item", "Punkt"), Column("sum", "Summe")), (("1\x9b", Decimal("4000.50")),))
    >>> print(to_json(table).decode(), end="")
    [
    {"item": "1\u009b", "sum": 4000.50}
    ]
    """
    keys = [_quoted(column.key) for column in table.columns]
    objects = (
        "{" + ", ".join(f"{key}: {_value(cell)}" for key, cell in zip(keys, row, strict=True)) + "}"
        for row in table.rows
    )
    return ("[\n" + ",\n".join(objects) + "\n]\n").encode() if table.rows else b"[]\n"


def _value(cell: Cell) -> str:
    match cell:
        case None:
            return "null"
        case str():
            return _quoted(cell)
        case Link():
            href = safe_href(cell.href)
            return f'{{"text": {_quoted(cell.text)}, "href": {_quoted(href) if href else "null"}}}'
        case date():
            return _quoted(cell.isoformat())
    return exact(cell)


_INVISIBLE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def _quoted(text: str) -> str:
    whole = re.sub("[\ud800-\udfff]", "\ufffd", text)  # half a character is no Unicode, so no JSON
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(whole, ensure_ascii=False))
