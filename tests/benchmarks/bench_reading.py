"""What reading papers costs: every finder over texts, beside one look at every word of the same texts.

The peer is ``re.findall(r"\\w+", text)`` on the same texts in the same run, the least that anything which reads a text
must do. The texts are those of the folder PLANWERK_CORPUS names, else a council paper of our own repeated. CPU
seconds of one process, the best of three runs; ``make bench`` prints the table and writes it to results/reading.md; no
bound is asserted here. Decoding of PDF and DOCX is another matter and not part of this.
"""

from __future__ import annotations

import os
import platform
import re
import time
from collections.abc import Callable
from pathlib import Path

from planwerk.paper import Paper, to_paper
from planwerk.profile import read_profile
from planwerk.reading import FINDERS, read

RESULT = Path(__file__).parent / "results" / "reading.md"
OWN = """Antrag Nr. 2023/0784
Antrag vom 25. Januar 2023

Die Verwaltung legt bis Mitte 2024 ein Konzept nach § 80 Abs. 1 Nr. 2 SGB VIII vor. Für die Erarbeitung werden im
Haushaltsjahr 2024 Mittel in Höhe von 4.000 Euro und 0,5 VZÄ im Sozialamt bereitgestellt. Der Fachplan soll im
III. Quartal 2024 vorliegen und dem Jugendhilfeausschuss gemäß § 71 SGB VIII i. V. m. § 3 der Hauptsatzung vorgelegt werden.

"""


def papers() -> tuple[list[Paper], str]:
    """Give the texts to read, and what they are."""
    folder = os.environ.get("PLANWERK_CORPUS")
    profile = read_profile()
    if folder:
        files = sorted((Path(folder) / "oparl" / "karlsruhe" / "texts").glob("*.txt"))[::8]
        texts = [file.read_bytes().decode("utf-8", "replace") for file in files]
        return [
            to_paper(file.name, b"", text, profile) for file, text in zip(files, texts, strict=True)
        ], "every eighth of the Karlsruhe papers"
    return [to_paper(f"{n}.txt", b"", OWN * 10 + str(n), profile) for n in range(200)], "a paper of our own, repeated"


def seconds(work: Callable[[], object]) -> float:
    """Give the CPU seconds of the best of three runs."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Measure, print and write down."""
    many, what = papers()
    peer = seconds(lambda: [re.findall(r"\w+", paper.reading) for paper in many])
    rows = [
        (finder.__name__, seconds(lambda finder=finder: [sum(1 for _ in finder(paper)) for paper in many]))  # type: ignore[misc]
        for finder in FINDERS
    ]
    whole = seconds(lambda: [read(paper) for paper in many])
    lines = [
        f"{len(many)} texts ({what}), {sum(len(paper.text) for paper in many) // 1000} thousand characters;"
        f" Python {platform.python_version()}. Peer: every word once, ratio 1.",
        "",
        "| what | ratio to the peer | texts a minute on one core |",
        "| --- | ---: | ---: |",
    ]
    lines += [f"| {name} | {spent / peer:.1f} | {60 * len(many) / spent:.0f} |" for name, spent in rows]
    lines.append(f"| all of them, with places and sections | {whole / peer:.1f} | {60 * len(many) / whole:.0f} |")
    text = "\n".join(lines) + "\n"
    print(text)  # noqa: T201
    RESULT.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
