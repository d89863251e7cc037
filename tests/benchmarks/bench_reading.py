"""What reading costs: texts a minute on two processes, and taking the text out of PDF and DOCX, beside named peers.

The texts are the real ones of Karlsruhe's council below PLANWERK_CORPUS; without it, the papers that are at hand in the
shipped workspaces. The peer of reading counts the words of the same texts by ``re.findall``, in processes of the same
kind that get and give the same way, so that the ratio says what the finders cost. PDF and DOCX are written here; their peers
are the bare libraries. Below stands where the time of reading goes: each finder over every eighth text, beside one
``re.findall`` over the same. ``make bench`` prints the table and writes it to results/reading.md; no bound is asserted here.
"""

from __future__ import annotations

import io
import os
import platform
import re
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from paper_samples import pdf
from planwerk import __version__, shipped
from planwerk.paper import Paper
from planwerk.profile import read_profile
from planwerk.reading import FINDERS, read
from planwerk.readings import Asked, read_papers
from planwerk.sources.papers import PaperFile, files_below, open_paper, to_text
from planwerk.workers import LosableWorkers

RESULT = Path(__file__).parent / "results" / "reading.md"
PROCESSES = 2
SENTENCE = "Die Verwaltung wird beauftragt, bis Ende 2023 nach § 80 SGB VIII den Bedarf zu ermitteln und zu berichten."


def texts() -> tuple[str, list[PaperFile]]:
    """Give the texts to read, and what they are."""
    named = os.environ.get("PLANWERK_CORPUS")
    if named:
        return "texts of Karlsruhe's council", list(files_below(Path(named) / "oparl" / "karlsruhe" / "texts"))
    folders = sorted(shipped.data().glob("*/papers"))
    return "papers of the shipped workspaces", [file for folder in folders for file in files_below(folder)]


def cpu(work: Callable[[], object]) -> float:
    """Give the CPU seconds that some work takes, here and in the processes it starts and ends."""
    before = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    work()
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(b.ru_utime + b.ru_stime - a.ru_utime - a.ru_stime for a, b in zip(before, after, strict=True))


def read_all(files: list[PaperFile]) -> None:
    """Read all files, the start of the processes included."""
    with LosableWorkers(PROCESSES) as workers:
        for _ in read_papers(files, Asked(), workers):
            pass


def count_words(files: list[PaperFile]) -> None:
    """Count the words of all files, the start of the processes included."""
    with LosableWorkers(PROCESSES) as workers:
        contents = (file.content().decode("utf-8", "replace") for file in files)
        for found in [workers.submit(re.findall, r"\w+", content) for content in contents]:
            found.result()


def bare_pdf(content: bytes) -> str:
    """Take the text out with pypdf alone."""
    from pypdf import PdfReader

    return "\f".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def bare_docx(content: bytes) -> str:
    """Take the text out with python-docx alone."""
    from docx import Document

    return "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs)


def measured() -> list[str]:
    """Give the table's rows."""
    what, files = texts()
    rows: list[tuple[str, float, str, float, str]] = []
    if files:
        ours, theirs = cpu(partial(read_all, files)), cpu(partial(count_words, files))
        speed = f"{len(files) / ours * PROCESSES * 60:.0f} texts a minute"
        rows.append((f"{len(files)} {what}, {PROCESSES} processes", ours, r"`re.findall(r'\w+')` on them, the same way", theirs, speed))  # fmt: skip
    pages = 50
    for warm in (partial(to_text, "a.pdf", pdf(["x"])), partial(bare_pdf, pdf(["x"])), partial(bare_docx, word(1))):
        warm()  # what is imported is no part of it
    printed = pdf(*[[SENTENCE] * 45] * pages)
    ours, theirs = cpu(partial(to_text, "a.pdf", printed)), cpu(partial(bare_pdf, printed))
    rows.append((f"PDF of {pages} pages", ours, "pypdf alone", theirs, f"{pages / ours * 60:.0f} pages a minute"))
    written = word(pages)
    ours, theirs = cpu(partial(to_text, "a.docx", written)), cpu(partial(bare_docx, written))
    rows.append((f"DOCX of {pages} pages", ours, "python-docx alone, paragraphs only", theirs, f"{pages / ours * 60:.0f} pages a minute"))  # fmt: skip
    return [f"| {what} | {ours:.2f} | {peer} | {theirs:.2f} | {ours / theirs:.2f} | {speed} |" for what, ours, peer, theirs, speed in rows]  # fmt: skip


def best(work: Callable[[], object]) -> float:
    """Give the CPU seconds of the better of two runs, in this process."""
    spent = []
    for _ in range(2):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def by_finder() -> list[str]:
    """Give the rows of the second table: what each finder costs."""
    opened = [open_paper(file, read_profile()) for file in texts()[1][::8]]
    papers = [paper for paper in opened if isinstance(paper, Paper)]
    peer = best(lambda: [re.findall(r"\w+", paper.reading) for paper in papers])
    spent = {
        finder.__name__: best(lambda finder=finder: [list(finder(paper)) for paper in papers])  # type: ignore[misc]
        for finder in FINDERS
    }
    # The procedure of a paper is remembered: whoever asks first pays for it.
    spent["all of them, with places and sections"] = best(lambda: [read(paper) for paper in papers])
    return [f"| {name} | {seconds:.2f} | {seconds / peer:.0f} |" for name, seconds in spent.items()]


def word(pages: int) -> bytes:
    """Give a DOCX of so many pages, as python-docx writes it."""
    from docx import Document

    made, out = Document(), io.BytesIO()
    for _ in range(45 * pages):
        made.add_paragraph(SENTENCE)
    made.save(out)
    return out.getvalue()


def report() -> str:
    """Give the table as Markdown."""
    with_ = ", ".join(f"{name} {version(name)}" for name in ("pypdf", "python-docx"))
    return "\n".join(
        [
            "# Reading papers",
            "",
            f"Planwerk {__version__}, {date.today().isoformat()}, on {os.cpu_count()} x {platform.machine()}, "
            f"{platform.system()}, {platform.python_implementation()} {platform.python_version()}; {with_}. CPU seconds; speeds are for "
            f"{PROCESSES} free cores, of PDF and DOCX for one.",
            "Made by `make bench`; compare the ratios, not the seconds.",
            "",
            "| what | s | peer | s | ratio | |",
            "| --- | ---: | --- | ---: | ---: | ---: |",
            *measured(),
            "",
            "Where it goes, on every eighth text in one process:",
            "",
            "| what | s | ratio to one `re.findall` |",
            "| --- | ---: | ---: |",
            *by_finder(),
            "",
        ]
    )


def main() -> None:
    """Measure, print, and write the result."""
    text = report()
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
