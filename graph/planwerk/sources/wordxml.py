"""The XML of a word processor's file, read as it streams by (ECMA-376, part 1, section 17)."""

from __future__ import annotations

import string
from dataclasses import dataclass, field

from planwerk.sources.rejected import Reason, Refusal

MOST_DEEP = 400  # elements within elements; tables in tables in text boxes come to some sixty
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"  # the same words, saved as "Strict Open XML"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Deleted text, the second telling of a text box, field codes, and what only points somewhere.
_SKIPPED = {_W + "del", _W + "moveFrom", _MC + "Fallback", _W + "instrText", _W + "delText", _W + "rPrChange", _W + "pPrChange"}  # fmt: skip
_SIGNS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-", _W + "softHyphen": "\u00ad"}

Attributes = dict[str, str]


class _Reader:
    """What both readers refuse: entities of one's own, and nesting without end."""

    def __init__(self) -> None:
        self._open: list[str] = []

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise Refusal(Reason.hostile, "the XML brings a document type of its own")

    def start(self, tag: str, attributes: Attributes) -> None:
        tag = tag.replace(_STRICT, _W)
        self._open.append(tag)
        if len(self._open) > MOST_DEEP:
            raise Refusal(Reason.hostile, f"elements nested more than {MOST_DEEP} deep")
        self.begin(tag, {name.replace(_STRICT, _W).removeprefix(_W): value for name, value in attributes.items()})

    def end(self, tag: str) -> None:
        self.finish(self._open.pop())

    def data(self, data: str) -> None:
        pass

    def close(self) -> None:
        pass

    def begin(self, tag: str, attributes: Attributes) -> None:
        raise NotImplementedError

    def finish(self, tag: str) -> None:
        pass


@dataclass(slots=True)
class Level:
    """One level of a list: where it starts, how it counts, and what is drawn ("%1.%2.")."""

    start: int = 1
    form: str = "decimal"
    text: str = "%1."


@dataclass(slots=True)
class Numbering:
    """How the lists of a file are numbered, and how far each has come."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by abstract list
    lists: dict[str, str] = field(default_factory=dict)  # list to abstract list
    counted: dict[tuple[str, int], int] = field(default_factory=dict)

    def label(self, number: str, depth: int) -> str:
        """Count one paragraph of a list and give what is drawn before it.

        >>> numbering = Numbering({"a": {0: Level(), 1: Level(1, "lowerLetter", "%2)")}}, {"7": "a"})
        >>> numbering.label("7", 0), numbering.label("7", 1), numbering.label("7", 1), numbering.label("7", 0)
        ('1. ', 'a) ', 'b) ', '2. ')
        """
        abstract = self.lists.get(number)
        if number == "0" or abstract is None:
            return ""
        levels = self.levels.get(abstract, {})
        level = levels.get(depth, Level(form="bullet"))
        if level.form in ("bullet", "none"):
            return "- " if level.form == "bullet" else ""
        self.counted[abstract, depth] = self.counted.get((abstract, depth), level.start - 1) + 1
        for deeper in [key for key in self.counted if key[0] == abstract and key[1] > depth]:
            del self.counted[deeper]
        drawn = level.text
        for above in range(depth + 1):
            its = levels.get(above, Level())
            drawn = drawn.replace(f"%{above + 1}", _counted(self.counted.get((abstract, above), its.start), its.form))
        return f"{drawn} "


def _counted(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = string.ascii_lowercase[(number - 1) % 26] * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = ""
        for value, sign in ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):  # fmt: skip
            roman += sign * (number // value)
            number %= value
        return roman if form == "lowerRoman" else roman.upper()
    return str(number)


class NumberingReader(_Reader):
    """Reads numbering.xml."""

    def __init__(self) -> None:
        super().__init__()
        self.numbering = Numbering()
        self._abstract = self._list = ""
        self._level = Level()

    def begin(self, tag: str, attributes: Attributes) -> None:
        """Take up an element."""
        value = attributes.get("val", "")
        if tag == _W + "abstractNum":
            self._abstract = attributes.get("abstractNumId", "")
        elif tag == _W + "lvl":
            self._level = Level()
            depth = _whole(attributes.get("ilvl", ""), 0)
            self.numbering.levels.setdefault(self._abstract, {})[depth] = self._level
        elif tag == _W + "start":
            self._level.start = _whole(value, 1)
        elif tag == _W + "numFmt":
            self._level.form = value
        elif tag == _W + "lvlText":
            self._level.text = value[:40]
        elif tag == _W + "num":
            self._list = attributes.get("numId", "")
        elif tag == _W + "abstractNumId":
            self.numbering.lists[self._list] = value


class TextReader(_Reader):
    """Reads the words of a part: a paragraph is a line, a row of a table a line with its cells between tabs."""

    def __init__(self, numbering: Numbering) -> None:
        super().__init__()
        self._numbering = numbering
        self._parts: list[str] = []
        self._skipping = 0
        self._words = False
        self._cells = 0
        self._list: tuple[str, int] | None = None
        self._label_at = 0

    @property
    def text(self) -> str:
        """Give what was read so far."""
        return "".join(self._parts)

    def begin(self, tag: str, attributes: Attributes) -> None:
        """Take up an element."""
        if self._skipping or tag in _SKIPPED:
            self._skipping += 1
        elif tag == _W + "t":
            self._words = True
        elif tag in _SIGNS:
            # In a paragraph's properties a tab is a stop, no sign.
            self._parts.append(_SIGNS[tag] if self._open[-2:-1] == [_W + "r"] else "")
        elif tag == _W + "p":
            self._list = None
            self._label_at = len(self._parts)
            self._parts.append("")
        elif tag == _W + "tc":
            self._cells += 1
        elif tag == _W + "ilvl":
            self._list = (self._list[0] if self._list else "", _whole(attributes.get("val", ""), 0))
        elif tag == _W + "numId":
            self._list = (attributes.get("val", ""), self._list[1] if self._list else 0)
            self._parts[self._label_at] = self._numbering.label(*self._list)

    def finish(self, tag: str) -> None:
        """Leave an element."""
        if self._skipping:
            self._skipping -= 1
        elif tag == _W + "t":
            self._words = False
        elif tag == _W + "p":
            self._parts.append(" " if self._cells else "\n")
        elif tag == _W + "tc":
            self._cells -= 1
            self._parts.append("\t")
        elif tag == _W + "tr" and not self._cells:
            self._parts.append("\n")

    def data(self, data: str) -> None:
        """Take characters, which count only within a run's text."""
        if self._words and not self._skipping:
            self._parts.append(data)


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise
