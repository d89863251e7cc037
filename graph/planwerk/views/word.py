"""The table as a DOCX for the committee: A4 across, headings on every page, legend, page numbers, notes.

Word, LibreOffice and python-docx open it. Text from papers is text: no field, no formula and no link but the safe ones.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from planwerk.views.archive import settled
from planwerk.views.table import Cell, Link, Table, display, plain, safe_href
from planwerk.views.words import words

FILLS = {"overdue": "FBE3E0", "done": "E6F3E7", "not-decidable": "ECECF3"}
_HEAD = "22344F"
_LINE = "C5CCD6"
_PAGE = (297, 210)  # A4 across, in millimetres
_MARGIN = 12
_PADDING = 1.0  # of a cell, left and right
_SIZE, _SMALLEST = 8.0, 6.5  # points
_LETTER = 1.5  # millimetres that a letter of 8 points takes
_LONGEST_UNBROKEN = 13  # letters; a longer word may be broken, or one compound takes the page


def docx_table(table: Table) -> bytes:
    """Give the table as the bytes of a DOCX; the same table gives the same bytes.

    >>> from planwerk.views.table import Column
    >>> made = docx.Document(io.BytesIO(docx_table(Table("Punkte", (Column("item", "Punkt"),), (("=1+1",),)))))
    >>> [cell.text for cell in made.tables[0].columns[0].cells]
    ['Punkt', '=1+1']
    """
    paper = new_paper(table.title, table.lang, foot=" · ".join([table.title, *table.notes[:1]]))
    paper.add_heading(plain(table.title), level=1)
    for note in table.notes:
        add_note(paper, note)
    if any(table.marks):
        add_note(paper, words(table.lang)["legend"])
    add_table(paper, table)
    if table.annex:
        paper.add_heading(plain(table.annex.title), level=2)
        add_table(paper, table.annex, ids=[f"row-{number}" for number in range(1, len(table.annex.rows) + 1)])
    return finished(paper)


def new_paper(title: str, lang: str, *, foot: str, landscape: bool = True) -> Document:
    """Begin a DOCX on A4 with page numbers and a line at the foot of every page."""
    paper = docx.Document()
    section = paper.sections[0]
    long, short = (Mm(side) for side in _PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin = section.bottom_margin = Mm(14)
    section.footer_distance = Mm(7)
    for name, size in (("Normal", 10.0), ("Heading 1", 16.0), ("Heading 2", 13.0), ("Heading 3", 11.0)):
        style = paper.styles[name]
        assert isinstance(style, ParagraphStyle)  # they come with python-docx's template
        style.font.name, style.font.size = "Calibri", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), "Calibri")
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(kind), None)  # a theme's font would win over the named one
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(_HEAD)
    normal = paper.styles["Normal"]
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "de-DE" if lang == "de" else "en-GB")
    normal.element.get_or_add_rPr().append(language)
    _foot(section.footer.paragraphs[0], foot, lang)
    core = paper.core_properties
    core.title, core.author, core.comments, core.language = plain(title)[:250], "Planwerk", "", lang
    core.created = core.modified = datetime(2000, 1, 1, tzinfo=UTC)  # taken out again when the file is finished
    return paper


def finished(paper: Document) -> bytes:
    """Give the bytes of a DOCX, the same for the same content."""
    out = io.BytesIO()
    paper.save(out)
    return settled(out.getvalue())


def add_note(paper: Document, text: str) -> None:
    """Add a small paragraph that says how to read what stands around it."""
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(plain(text))
    run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string("4A525C")


def add_table(paper: Document, table: Table, *, ids: Sequence[str | None] = ()) -> None:
    """Add a table whose headings stand on every page and whose rows are not torn apart; ``ids`` name rows to link to."""
    if not table.rows:
        paper.add_paragraph(words(table.lang)["no rows"])
        return
    grid = paper.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    grid.autofit = False
    _style(grid._tbl.tblPr)
    widths, size = _widths(table)
    lines = list(grid.rows)
    _once(lines[0]._tr.get_or_add_trPr(), "w:tblHeader")
    for number, column in enumerate(table.columns):
        cell = lines[0].cells[number]
        _fill(cell, _HEAD)
        run = _line(cell).add_run(plain(column.title))
        run.font.bold, run.font.size, run.font.color.rgb = True, Pt(size), RGBColor(255, 255, 255)
    for place, (mark, row) in enumerate(table.marked_rows(), start=1):
        _once(lines[place]._tr.get_or_add_trPr(), "w:cantSplit")
        for number, (cell, value) in enumerate(zip(lines[place].cells, row, strict=True)):
            if mark in FILLS:
                _fill(cell, FILLS[mark])
            paragraph = _line(cell)
            if table.columns[number].kind in ("integer", "decimal"):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if number == 0 and ids and (name := ids[place - 1]):
                _bookmark(paragraph, name)
            write_cell(paragraph, value, table.lang, size=size)
    for number, width in enumerate(widths):
        grid.columns[number].width = Mm(width)  # LibreOffice reads these, Word those of the cells
    for line in lines:
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = Mm(width)


def write_cell(paragraph: Paragraph, value: Cell, lang: str, *, size: float = _SIZE) -> None:
    """Write a value into a paragraph; a link only where it leads to a row here, or is safe to follow."""
    text = display(value, lang)
    if isinstance(value, Link) and (href := safe_href(value.href)):
        if re.fullmatch(r"#[A-Za-z][\w-]{0,39}", href):
            _link(paragraph, text, size, anchor=_bookmarked(href[1:]))
            return
        if not href.startswith("#"):
            _link(paragraph, text, size, href=href)
            return
    run = paragraph.add_run(text)
    run.font.size = Pt(size)


def _line(cell: _Cell) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def _link(paragraph: Paragraph, text: str, size: float, *, href: str = "", anchor: str = "") -> None:
    link = OxmlElement("w:hyperlink")
    if anchor:
        link.set(qn("w:anchor"), anchor)
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)
    run.font.size, run.font.underline, run.font.color.rgb = Pt(size), True, RGBColor.from_string("0B4F9E")
    link.append(run._r)
    paragraph._p.append(link)


def _bookmarked(name: str) -> str:
    return name.replace("-", "_")  # Word allows letters, digits and underscores


def _bookmark(paragraph: Paragraph, name: str) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):  # the number only has to differ within the file
        mark.set(qn("w:id"), str(int(hashlib.sha256(name.encode()).hexdigest()[:7], 16)))
    start.set(qn("w:name"), _bookmarked(name))
    paragraph._p.append(start)
    paragraph._p.append(end)


def _fill(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shade.set(qn(key), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _once(properties: BaseOxmlElement, name: str) -> None:
    properties.append(OxmlElement(name))


def _style(properties: BaseOxmlElement) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("w:top", "w:bottom", "w:insideH"):
        line = OxmlElement(side)
        for key, value in (("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", _LINE)):
            line.set(qn(key), value)
        borders.append(line)
    properties.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), str(int(_PADDING * 56.7)))  # twentieths of a point
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)


def _foot(paragraph: Paragraph, text: str, lang: str) -> None:
    line = " ".join(plain(text).split())
    said = words(lang)
    run = paragraph.add_run(f"{line[:180]}   ·   {said['page']} ")
    run.font.size = Pt(8)
    _field(paragraph, "PAGE")
    paragraph.add_run(f" {said['of']} ").font.size = Pt(8)
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, what: str) -> None:
    for kind, text in (("begin", ""), ("", what), ("separate", ""), ("value", "1"), ("end", "")):
        run = paragraph.add_run("1" if kind == "value" else "")
        run.font.size = Pt(8)
        if kind == "":
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._r.append(instruction)
        elif kind != "value":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _widths(table: Table) -> tuple[list[float], float]:
    """Share the page's width among the columns, in millimetres, and give the size of the letters, in points.

    First each gets what breaks no word, then by what it asks for; where that is more than the page, letters shrink.
    """
    room = _PAGE[0] - 2 * _MARGIN
    words_of, asked = [], []
    for number, column in enumerate(table.columns):
        texts = [display(row[number], table.lang) for row in table.rows]
        longest = max(map(_longest_word, texts), default=0)
        words_of.append(max(_longest_word(column.title) * 1.08, min(_LONGEST_UNBROKEN, longest)))
        asked.append(float(column.width or max(8, min(60, max(map(len, texts), default=8)))))
    padding = len(words_of) * (2 * _PADDING + 0.5)
    size = min(_SIZE, max(_SMALLEST, _SIZE * (room - padding) / (sum(words_of) * _LETTER)))
    least = [word * _LETTER * size / _SIZE + 2 * _PADDING + 0.5 for word in words_of]
    rest = room - sum(least)
    if rest < 0:
        return [width / sum(least) * room for width in least], size
    return [width + rest * share / sum(asked) for width, share in zip(least, asked, strict=True)], size


def _longest_word(text: str) -> int:
    return max(map(len, re.split(r"[\s-]+", text)), default=0)
