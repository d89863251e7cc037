"""Sets the text of an invented paper as PDF or DOCX, the same bytes every time: ``python tests/typesetting.py``.

A city publishes Word files and their prints, so Musterstadt has some too. Their text lies in ``tests/musterstadt/set/``
and is set from there; a test compares what a reader gets out of the file with what went in. The one scan among the
papers is a picture of such a text, taken once, and has no text layer.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

TEXTS = Path(__file__).parent / "musterstadt" / "set"
PAPERS = Path(__file__).parents[1] / "data" / "musterstadt" / "papers"
PDF = ("2016-0210-teilhabeplan", "2016-11-24-niederschrift-stadtrat")
DOCX = ("2016-0417-V1-stellungnahme", "2018-0190-kita-bedarfsplan")
LINES = 46  # on a page, at 15 points from line to line


def pdf(text: str) -> bytes:
    """Give a PDF with the lines of the text in Helvetica, tables in Courier; one text layer and no pictures."""
    lines = text.rstrip("\n").split("\n")
    pages = [lines[first : first + LINES] for first in range(0, len(lines), LINES)]
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    for n, page in enumerate(pages):
        # A row of a table is set in letters of one width, or its columns would not stand below each other.
        shown = b"".join(
            (b"/F2 8.5 Tf" if "   " in line.strip() else b"/F1 10.5 Tf") + b" (" + _escaped(line) + b") Tj T*\n"
            for line in page
        )
        content = zlib.compress(b"BT /F1 10.5 Tf 15 TL 62 780 Td\n" + shown + b"ET", 9)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
            + f" /Contents {6 + 2 * n} 0 R >>".encode()
        )
        objects.append(_stream(b"/Filter /FlateDecode", content))
    return _file(objects)


def picture_pdf(width: int, height: int, bits: bytes) -> bytes:
    """Give a PDF that is one picture, black on white, as a scanner makes it: no text layer."""
    packed = zlib.compress(bits, 9)
    draw = b"q 595 0 0 842 0 0 cm /P Do Q"
    kind = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode"
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /P 4 0 R >> >> /Contents 5 0 R >>",
            _stream(kind.encode(), packed),
            _stream(b"", draw),
        ]
    )


def _escaped(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def _stream(head: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(content), content)


def _file(objects: list[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def docx(text: str) -> bytes:
    """Give a Word file: a paragraph per line, a table where lines begin with a bar; no dates of making in it."""
    from docx import Document

    document = Document()
    rows: list[list[str]] = []
    for line in [*text.rstrip("\n").split("\n"), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            table = document.add_table(len(rows), len(rows[0]))
            for cells, row in zip(rows, table.rows, strict=True):
                for said, cell in zip(cells, row.cells, strict=True):
                    cell.text = said
            rows = []
        if line:
            document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name in sorted(source.namelist()):
            if name != "docProps/thumbnail.jpeg":  # the template's, and half of its bytes
                entry = zipfile.ZipInfo(name, (2016, 11, 3, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, _without_thumbnail(source.read(name)))
    return out.getvalue()


def _without_thumbnail(part: bytes) -> bytes:
    start = part.find(b"docProps/thumbnail.jpeg")
    if start < 0:
        return part
    return part[: part.rfind(b"<", 0, start)] + part[part.find(b">", start) + 1 :]


def text_layer(paper: Path) -> str:
    """Give the words of a paper as Planwerk takes them out of the file; nothing where there are none."""
    from planwerk.sources.papers import to_text
    from planwerk.sources.rejected import Refusal

    try:
        return to_text(paper.name, paper.read_bytes()).text
    except Refusal:
        return ""


if __name__ == "__main__":
    for name in PDF:
        (PAPERS / f"{name}.pdf").write_bytes(pdf((TEXTS / f"{name}.txt").read_text("utf-8")))
    for name in DOCX:
        (PAPERS / f"{name}.docx").write_bytes(docx((TEXTS / f"{name}.txt").read_text("utf-8")))
