"""Papers made by code: small PDF and DOCX files, whole ones and such as nobody should trust."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

NUMBER = "Vorlage Nr. 2023/0784"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(*pages: Sequence[str] | bytes) -> bytes:
    """Give a PDF with these lines on its pages; a page without lines has a picture's place and no text.

    A page of bytes is a stream that is packed already, whatever it unpacks to.
    """
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]  # fmt: skip
    kids = []
    for lines in pages:
        packed = b" /Filter /FlateDecode" if isinstance(lines, bytes) else b""
        drawn = b"".join(b"(%s) Tj T*\n" % _escaped(line) for line in lines if isinstance(line, str))
        stream = (
            lines
            if isinstance(lines, bytes)
            else b"BT /F1 11 Tf 14 TL 60 780 Td\n%sET\n" % drawn
            if lines
            else b"0 0 100 100 re f\n"
        )
        kids.append(len(objects) + 1)
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (len(objects) + 2))  # fmt: skip
        objects.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(stream), packed, stream))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def _escaped(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def encrypted(content: bytes, user: str, owner: str = "owner") -> bytes:
    """Give the PDF locked with a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(user, owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Give a ZIP archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """Give a DOCX with this XML as its body, and further parts by the name of their file (``header1``)."""
    return archive(
        {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'}
        | {f"word/{name}.xml": content for name, content in parts.items()}
    )


def paragraph(text: str, properties: str = "") -> str:
    """Give a paragraph of one run."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def folder_of_papers(folder: Path) -> Path:
    """Fill a new folder with a paper of each kind, all with the same number, and with files that give none."""
    folder.mkdir()
    (folder / "a.txt").write_text(NUMBER, "utf-8")
    (folder / "b.md").write_text(f"# Antrag\n\n{NUMBER}", "utf-16")
    (folder / "c.html").write_text("<!DOCTYPE html><p>Vorlage <b>Nr.</b> 2023/0784</p>", "utf-8")
    (folder / "d.pdf").write_bytes(pdf([NUMBER], []))
    (folder / "e.docx").write_bytes(docx(paragraph(NUMBER)))
    (folder / "f.pdf").write_bytes(encrypted(pdf([NUMBER]), "geheim"))
    (folder / "g.txt").write_bytes(bytes(range(256)) * 9)
    (folder / "h.txt").touch()
    (folder / "i.pdf").write_bytes(pdf([]))
    (folder / "j.docx").write_bytes(docx(paragraph(NUMBER))[:-30])
    with (folder / "k.txt").open("wb") as large:
        large.truncate(100_000_000)
    (folder / "l.odt").write_bytes(b"PK")
    (folder / "sub").mkdir()
    (folder / "sub" / "m.txt").write_text(NUMBER, "cp1252")
    return folder
