"""Ways in: text, HTML, PDF and DOCX become text with its encoding said, and bad input one clear line."""

from __future__ import annotations

import logging
import os
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import paper_samples
from paper_samples import archive, docx, paragraph, pdf
from planwerk.paper import Paper
from planwerk.passages import Copies, Passage, digest
from planwerk.profile import read_profile
from planwerk.sources.papers import files_below, keep_text, open_paper, paper_files, to_text, workspace_papers
from planwerk.sources.rejected import Reason, Refusal, Rejected, printable
from planwerk.workspace import create_workspace

SENTENCE = "Die Verwaltung prüft den Bedarf für 4.000 € – „zügig“."


def refused(name: str, content: bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        to_text(name, content)
    return caught.value


# Text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "windows-1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_the_encoding_is_found_out_and_said(written: str, said: str) -> None:
    decoded = to_text("a.txt", SENTENCE.encode(written))
    assert (decoded.text, decoded.encoding) == (SENTENCE, said)


def test_a_cut_inside_a_character_does_not_make_utf_8_into_windows_1252() -> None:
    decoded = to_text("a.txt", SENTENCE.encode() + "ü".encode()[:1])
    assert decoded.text == SENTENCE + "\ufffd"
    assert decoded.encoding == "utf-8, 1 characters replaced"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), min_size=1))
def test_utf_8_is_always_read_as_such(text: str) -> None:
    if text.strip() and "\0" not in text:
        assert to_text("a.txt", text.encode("utf-8-sig")).text == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.empty),
        (b" \n\n", Reason.without_text),
        (bytes(range(256)) * 40, Reason.binary),
        (b"MZ" + b"\x90\x00\x03\x00" * 500, Reason.binary),
        (pdf(["Antrag"]), Reason.mislabelled),
        (b"\x89PNG\r\n\x1a\n", Reason.mislabelled),
    ],
    ids=["empty", "blank", "binary", "program", "pdf", "png"],
)
def test_what_is_no_text_is_told_apart(content: bytes, reason: Reason) -> None:
    assert refused("a.txt", content).reason is reason


def test_a_kind_of_file_that_is_not_read_is_named_with_those_that_are() -> None:
    refusal = refused("a.odt", b"x")
    assert refusal.reason is Reason.unknown
    assert ".docx" in refusal.detail


# HTML


def test_a_page_gives_what_a_reader_sees_block_by_block() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>no</title><style>p{}</style></head><body><script>alert('no')</script>"
        "<h1>Antrag</h1><p>Der Rat <b>möge</b>\n beschließen:</p><ol><li>Erstens</li><li>Zweitens</li></ol><!-- no -->"
        "<table><tr><th>Gremium</th><th>Termin</th></tr><tr><td>Rat</td><td>01.02.2023</td></tr></table></body></html>"
    )
    decoded = to_text("a.html", page.encode())
    assert decoded.text.splitlines() == [
        "Antrag", "", "Der Rat möge beschließen:", "", "- Erstens", "- Zweitens", "", "Gremium\tTermin", "Rat\t01.02.2023",
    ]  # fmt: skip
    assert decoded.encoding == "text of HTML in utf-8"


def test_a_page_in_another_encoding_is_read_by_what_it_says_of_itself() -> None:
    page = '<meta charset="iso-8859-2"><p>Łódź</p>'.encode("iso-8859-2")
    assert to_text("a.htm", page).text == "Łódź\n"


def test_a_page_nested_deeply_is_read_and_one_nested_without_end_refused() -> None:
    assert to_text("a.html", b"<div>" * 900 + b"Antrag" + b"</div>" * 900).text.strip() == "Antrag"
    assert refused("a.html", b"<div>" * 100_000 + b"Antrag").reason is Reason.hostile
    assert refused("a.html", b"<b x=1>" * 100_000 + b"Antrag").reason is Reason.hostile


# PDF


def test_a_pdf_gives_its_text_layer_page_by_page() -> None:
    decoded = to_text("a.pdf", pdf([SENTENCE, "(zweite Zeile)"], ["Seite zwei"]))
    assert decoded.text == f"{SENTENCE}\n(zweite Zeile)\fSeite zwei"
    assert (decoded.pages, decoded.pages_without_text) == (2, ())


def test_pages_that_are_pictures_are_numbered_and_a_paper_of_pictures_holds_no_text() -> None:
    assert to_text("a.pdf", pdf(["Text"], [], ["Text"])).pages_without_text == (2,)
    refusal = refused("a.pdf", pdf([], [], []))
    assert (refusal.reason, refusal.detail) == (Reason.without_text, "3 pages")


def test_a_pdf_locked_against_changes_is_read_and_one_locked_against_reading_is_not() -> None:
    assert to_text("a.pdf", paper_samples.encrypted(pdf(["Antrag"]), user="")).text == "Antrag"
    assert refused("a.pdf", paper_samples.encrypted(pdf(["Antrag"]), user="geheim")).reason is Reason.encrypted


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_truncated_pdf_is_read_as_far_as_it_goes_or_named(share: float) -> None:
    whole = pdf(*[[f"Seite {number}"] for number in range(1, 6)])
    content = whole[: int(len(whole) * share)]
    try:
        assert "Seite 1" in to_text("a.pdf", content).text
    except Refusal as refusal:
        assert refusal.reason in (Reason.broken, Reason.without_text)  # noqa: PT017 - both ends are right


def test_what_is_called_pdf_and_is_a_page_of_the_server_is_named() -> None:
    assert refused("a.pdf", b"<!DOCTYPE html><p>404").reason is Reason.mislabelled


def test_a_pdf_whose_stream_unpacks_without_end_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    bomb = pdf(["Antrag"], zlib.compress(b" " * 100_000_000, 9))
    assert len(bomb) < 200_000
    assert refused("a.pdf", bomb).reason is Reason.hostile
    assert [record for record in caplog.records if record.levelno < logging.CRITICAL] == []


# DOCX


def test_a_docx_gives_header_body_tables_and_notes() -> None:
    table = "<w:tbl><w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in ("Rat", "01.02.2023")) + "</w:tr></w:tbl>"  # fmt: skip
    header = f'<w:hdr xmlns:w="{paper_samples.W}">{paragraph("Vorlage Nr. 2023/0784")}</w:hdr>'
    content = docx(paragraph(SENTENCE) + table, header1=header, header2=header)
    assert to_text("a.docx", content).text == f"Vorlage Nr. 2023/0784\n\n{SENTENCE}\nRat \t01.02.2023 \t\n"


def test_a_docx_keeps_what_was_inserted_and_leaves_out_what_was_deleted() -> None:
    body = (
        "<w:p><w:r><w:t>bis </w:t></w:r><w:del><w:r><w:delText>2019</w:delText><w:t>2018</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>2020</w:t></w:r></w:ins></w:p>"
    )
    assert to_text("a.docx", docx(body)).text == "bis 2020\n"


def test_a_docx_has_the_numbers_that_are_only_drawn() -> None:
    numbering = (
        f'<w:numbering xmlns:w="{paper_samples.W}"><w:abstractNum w:abstractNumId="4">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="2"><w:abstractNumId w:val="4"/></w:num></w:numbering>'
    )

    def point(text: str, depth: int) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="2"/></w:numPr>')

    body = point("Konzept", 0) + point("Ziele", 1) + point("Mittel", 1) + point("Bericht", 0) + point("Frist", 1)
    assert to_text("a.docx", docx(body, numbering=numbering)).text.splitlines() == [
        "1. Konzept", "a) Ziele", "b) Mittel", "2. Bericht", "a) Frist",
    ]  # fmt: skip


ENTITY = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (docx(paragraph("Antrag"))[:-40], Reason.broken),
        (docx("<w:p>")[:], Reason.broken),
        (docx(""), Reason.without_text),
        (archive({"a.txt": "x"}), Reason.mislabelled),
        (archive({"word/document.xml": f"{ENTITY}<a>&x;</a>"}), Reason.hostile),
        (archive({"word/document.xml": f"{LAUGHS}<a>&b;</a>".encode("utf-16")}), Reason.hostile),
        (docx("<w:p>" * 5000 + "</w:p>" * 5000), Reason.hostile),
        (docx("<w:p><w:r><w:t>" + "A" * 60_000_000 + "</w:t></w:r></w:p>"), Reason.hostile),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le"), Reason.encrypted),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, Reason.mislabelled),
        (b"plain", Reason.mislabelled),
        (b"", Reason.empty),
    ],
    ids=["cut", "unclosed", "blank", "zip", "entity", "laughs", "deep", "bomb", "locked", "doc", "text", "empty"],
)
def test_a_docx_not_to_be_trusted_is_refused(content: bytes, reason: Reason) -> None:
    assert refused("a.docx", content).reason is reason


def test_a_docx_that_declares_a_smaller_size_than_it_has_is_refused() -> None:
    content = bytearray(docx(paragraph("Antrag " * 1000)))
    with zipfile.ZipFile(BytesIO(bytes(content))) as made:
        size = made.getinfo("word/document.xml").file_size
    declared = size.to_bytes(4, "little")
    content[:] = bytes(content).replace(declared, (50).to_bytes(4, "little"))
    assert refused("a.docx", bytes(content)).reason is Reason.broken


# Folders


def test_every_file_of_a_workspace_becomes_a_paper_or_is_told_of(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "city", name="Musterstadt", key="00000000", kind="kreisfreie Stadt", state="SN")  # fmt: skip
    papers = workspace.papers
    (papers / "2023").mkdir()
    (papers / "2023" / "antrag.txt").write_text("Antrag", "utf-8")
    (papers / "Beschluß & mehr.md").write_text("Beschluss", "utf-8")
    (papers / "scan.pdf").write_bytes(pdf([]))
    (papers / "leer.txt").touch()
    (papers / "tabelle.xlsx").write_bytes(b"PK")
    (papers / ".DS_Store").touch()
    (papers / "~$antrag.docx").touch()
    (papers / "feed.jsonl").touch()
    found = list(workspace_papers(workspace))
    assert [(one.name, one.reason.value if isinstance(one, Rejected) else one.text) for one in found] == [
        ("2023/antrag.txt", "Antrag"),
        ("Beschluß & mehr.md", "Beschluss"),
        ("leer.txt", "empty"),
        ("scan.pdf", "without_text"),
        ("tabelle.xlsx", "unknown"),
    ]
    assert [one.name for one in found if isinstance(one, Rejected) and one.without_text] == ["scan.pdf"]
    assert [file.name for file in paper_files(workspace)] == [one.name for one in found]


def test_links_and_pipes_are_told_of_and_not_followed(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (tmp_path / "secret.txt").write_text("geheim", "utf-8")
    (papers / "out.txt").symlink_to(tmp_path / "secret.txt")
    (papers / "loop.txt").symlink_to(papers / "loop.txt")
    (papers / "up").symlink_to(papers, target_is_directory=True)
    (papers / "kept.txt").write_text("Antrag", "utf-8")
    (papers / "within.txt").symlink_to(papers / "kept.txt")
    os.mkfifo(papers / "pipe.txt")
    read = {file.name: open_paper(file, read_profile()) for file in files_below(papers)}
    assert {name: one.reason.value if isinstance(one, Rejected) else one.text for name, one in read.items()} == {
        "kept.txt": "Antrag",
        "loop.txt": "unreadable",
        "out.txt": "outside",
        "pipe.txt": "no_file",
        "up": "no_file",
        "within.txt": "Antrag",
    }


def test_a_file_beyond_the_bound_is_not_even_opened(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(100_000_000)
    (only,) = (open_paper(file, read_profile()) for file in files_below(tmp_path))
    assert isinstance(only, Rejected)
    assert only.say("en") == "large.txt: too large, 100 MB, at most 20"


@pytest.mark.parametrize("made", [lambda b: b"a\xff.txt", lambda b: b"a\nb\x1b[31m.txt"], ids=["no-utf-8", "escape"])
def test_an_odd_file_name_reaches_no_terminal_as_it_is(tmp_path: Path, made: Callable[[int], bytes]) -> None:
    path = os.path.join(os.fsencode(tmp_path), made(0))  # noqa: PTH118 - pathlib has no names in bytes
    os.close(os.open(path, os.O_CREAT))
    (only,) = (open_paper(file, read_profile()) for file in files_below(tmp_path))
    assert isinstance(only, Rejected)
    assert only.say().isprintable()
    only.say().encode()


def test_control_characters_are_made_visible() -> None:
    assert printable("ä\x07\u202e\ud800") == "ä\\x07\\u202e\\ud800"


def test_a_paper_carries_the_checksum_of_its_bytes(tmp_path: Path) -> None:
    # SHA-256 of "abc": FIPS 180-2, appendix B.1.
    (tmp_path / "a.txt").write_bytes(b"abc")
    (paper,) = (open_paper(file, read_profile()) for file in files_below(tmp_path))
    assert isinstance(paper, Paper)
    assert paper.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_quote_from_a_pdf_comes_from_the_text_that_was_read_and_is_kept(tmp_path: Path) -> None:
    papers, kept = tmp_path / "papers", tmp_path / "build" / "texts"
    (papers / "2023").mkdir(parents=True)
    (papers / "2023" / "antrag.pdf").write_bytes(pdf(["Der Altenhilfeplan wird", "bis Ende 2023 fortgeschrieben."]))
    (papers / "antrag.pdf").write_bytes(pdf(["Ein anderer."]))
    paper = open_paper(next(files_below(papers)), read_profile())
    assert isinstance(paper, Paper)
    start = paper.text.index("bis Ende")
    place = Passage("s", "2023/antrag.pdf", start, start + 13, 3, digest("bis Ende 2023"), "Beschluss")
    assert Copies([papers]).quote(place) == "bis Ende 2023"
    keep_text(kept, paper)
    (only,) = kept.iterdir()
    assert (only.name, only.read_text("utf-8")) == (f"{paper.sha256}.txt", paper.text)
    only.write_text("X" * start + "bis Ende 2023", "utf-8")
    assert Copies([papers], kept=kept).quote(place) == "bis Ende 2023"
    assert Copies([papers], kept=kept).quote(Passage("s", "2023/antrag.pdf", 0, 5, 1, digest("XXXXX"), "")) == "XXXXX"


def test_a_text_file_is_its_own_text_and_is_not_kept_twice(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Antrag", "utf-8")
    (paper,) = (open_paper(file, read_profile()) for file in files_below(tmp_path))
    assert isinstance(paper, Paper)
    keep_text(tmp_path / "texts", paper)
    assert not (tmp_path / "texts").exists()
