"""A folder of bad files, through the command: one line for each that gives nothing, and everything else is read.

The processor and the memory that the whole run may take are the system's own limits (``RLIMIT_CPU``, ``RLIMIT_AS``),
so a file that wants more ends the run, and the test with it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from paper_samples import archive, docx, encrypted, paragraph, pdf

SENTENCE = "Der Jugendhilfeausschuss tagt am 3. Mai 2021; die Ämter prüfen § 80 SGB VIII."
CPU = 240  # seconds of processor, of which 500 pages of PDF take the most
MEMORY = 2_000_000_000  # bytes of addresses, libraries included; the largest file alone would unpack to as much
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "'
    + b"&x;" * 1000
    + b'"><!ENTITY z "'
    + b"&y;" * 1000
    + b'">]><a>&z;</a>'
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
DEEP = b"<w:p>" * 200_000
WORD = "word/document.xml"

READ = {
    "cp1252.txt": SENTENCE.encode("cp1252"),
    "good.docx": docx(paragraph(SENTENCE)),
    "good.txt": SENTENCE.encode(),
    "page.html": f"<p>{SENTENCE}</p>".encode(),
    "pages-500.pdf": pdf(*[[SENTENCE]] * 500),
    "utf-16-without-mark.txt": SENTENCE.encode("utf-16-le"),
}
REFUSED = {
    "binary.txt": bytes(range(256)) * 400,
    "bomb.docx": archive({WORD: b" " * 100_000_000}),
    "bomb.pdf": pdf(["Antrag"], zlib.compress(b" " * 100_000_000, 9)),
    "deep.docx": archive({WORD: DEEP}),
    "empty.txt": b"",
    "laughs.docx": archive({WORD: LAUGHS}),
    "locked.pdf": encrypted(pdf(["Antrag"]), user="geheim"),
    "outside.docx": archive({WORD: OUTSIDE}),
    "scan.pdf": pdf([], []),
    "truncated.docx": docx(paragraph(SENTENCE))[:300],
    "truncated.pdf": pdf([SENTENCE])[:40],
}


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@pytest.mark.slow
def test_of_a_folder_of_bad_files_every_one_is_told_of_and_all_others_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, content in (READ | REFUSED).items():
        (folder / name).write_bytes(content)
    with (folder / "large.txt").open("wb") as large:  # 100 MB, and not one of them on the disk
        large.truncate(100_000_000)
    ran = subprocess.run(
        [sys.executable, "-c", "from planwerk.cli import main; main()", "read", folder, "--json", "--lang", "en"],
        capture_output=True, text=True, check=False, preexec_fn=_limited,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    said = {Path(paper["file"]).name: paper for paper in json.loads(ran.stdout)}
    bad = {*REFUSED, "large.txt"}
    assert {name for name, paper in said.items() if "rejected" in paper} == bad
    assert sorted(said) == sorted({*READ, *bad})
    for name in READ:
        assert said[name]["legal_citations"][0]["section"] == "80", name
        assert said[name]["dates"][0]["iso"] == "2021-05-03", name
    # One line for each, with its name and a reason behind it, and nothing of a traceback or of what an entity points at.
    lines = [line for line in ran.stderr.splitlines() if str(folder) in line]
    assert sorted(Path(line.split(": ")[0]).name for line in lines) == sorted(bad)
    assert all(line.split(": ", 1)[1].strip() for line in lines)
    assert "Traceback" not in ran.stderr
    assert "root:" not in ran.stdout + ran.stderr
