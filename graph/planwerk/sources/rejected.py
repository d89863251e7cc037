"""A file that gave no text: one of few reasons, said in one line, counted and never dropped."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a file gave no text."""

    without_text = "without_text"
    empty = "empty"
    binary = "binary"
    mislabelled = "mislabelled"
    unknown = "unknown"
    encrypted = "encrypted"
    broken = "broken"
    hostile = "hostile"
    too_large = "too_large"
    no_file = "no_file"
    outside = "outside"
    unreadable = "unreadable"
    wants_extra = "wants_extra"
    too_slow = "too_slow"
    too_much_memory = "too_much_memory"
    crashed = "crashed"


_SAID = {
    Reason.without_text: ("kein Text enthalten (Scan oder Bild)", "holds no text (a scan or a picture)"),
    Reason.empty: ("leere Datei", "empty file"),
    Reason.binary: ("keine Textdatei, sondern Binärdaten", "no text but binary data"),
    Reason.mislabelled: ("Inhalt und Dateiendung passen nicht zusammen", "content and file ending do not agree"),
    Reason.unknown: ("Dateiart wird nicht gelesen", "a kind of file that is not read"),
    Reason.encrypted: ("verschlüsselt", "encrypted"),
    Reason.broken: ("beschädigt oder unvollständig", "damaged or incomplete"),
    Reason.hostile: ("abgelehnt, da so kein Schreibprogramm speichert", "refused, as no word processor writes this"),
    Reason.too_large: ("zu groß", "too large"),
    Reason.no_file: ("keine Datei", "no file"),
    Reason.outside: ("Verknüpfung, die aus dem Ordner hinausführt", "a link that leads out of the folder"),
    Reason.unreadable: ("kann nicht geöffnet werden", "cannot be opened"),
    Reason.wants_extra: ("braucht ein Zusatzpaket", "wants an optional package"),
    Reason.too_slow: ("Zeitgrenze überschritten", "exceeds the time limit"),
    Reason.too_much_memory: ("Speichergrenze überschritten", "exceeds the memory limit"),
    Reason.crashed: ("Lesen abgestürzt", "reading it crashed"),
}


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that gave no text: "scan.pdf holds no text (a scan or a picture), 3 pages".

    ``sha256`` is None where not even the bytes could be had; ``detail`` adds a figure or what a library said, in
    English, with control characters made visible.
    """

    name: str
    sha256: str | None
    reason: Reason
    detail: str = ""

    @property
    def without_text(self) -> bool:
        """Tell whether the paper is whole but has no text layer: "no text" is not "no finding"."""
        return self.reason is Reason.without_text

    def say(self, lang: str = "de") -> str:
        """Say it in one line.

        >>> Rejected("scan.pdf", None, Reason.without_text, "3 pages").say("en")
        'scan.pdf: holds no text (a scan or a picture), 3 pages'
        """
        words = _SAID[self.reason][0 if lang == "de" else 1]
        return printable(f"{self.name}: {words}" + (f", {self.detail}" if self.detail else ""))

    def as_json(self) -> dict[str, object]:
        """Give the same as data."""
        return {"file": self.name, "sha256": self.sha256, "rejected": self.reason.value, "detail": self.detail}


class Refusal(Exception):  # noqa: N818 - a result on its way up, caught where files are opened; no error of the program
    """What a reader of one kind of file raises where it can give no text; it ends as a Rejected."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def printable(text: str) -> str:
    r"""Make control characters and halves of characters visible, so that a file name cannot drive a terminal.

    >>> printable("a\x1b[31mb\u202ec")
    'a\\x1b[31mb\\u202ec'
    """
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode("ascii") for sign in text
    )
