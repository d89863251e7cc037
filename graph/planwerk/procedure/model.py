"""What a procedure is made of: steps with their sections and points, and rows of a Beratungsfolge."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One point that is proposed or adopted; ``number`` as printed, else its place in the list."""

    number: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a step under a heading; ``kind`` is one of PARTS, ``version`` "new" or "old" where the heading says so."""

    kind: str
    title: str
    start: int
    body: int
    end: int
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure, in places of the reading copy.

    ``kind`` is one of OPENERS but for minutes, which are a resolution. ``date`` is ISO (a day, month or year) or None
    where none is printed. ``version`` is "new" for a new version (Neufassung), "old" for the text that it replaced;
    ``result`` the outcome in its own words ("ungeändert beschlossen"), ``outcome`` what that means: "adopted",
    "rejected", "referred" (to a committee, or put off) or "noted"; ``adopts`` the kind and version of the text that a
    resolution makes its own, where it says so.
    """

    kind: str
    start: int
    end: int
    title: str
    date: str | None = None
    printed: bool = True
    version: str | None = None
    reference: str | None = None
    body: str | None = None
    result: str | None = None
    outcome: str | None = None
    adopts: tuple[str, str | None] | None = None
    sections: tuple[Section, ...] = ()
    points: tuple[Point, ...] = ()

    @property
    def reasons(self) -> Section | None:
        """The part that gives the reasons."""
        return next((one for one in self.sections if one.kind == "reasons"), None)


@dataclass(frozen=True, slots=True)
class Consultation:
    """One row of a Beratungsfolge: who consults when, in which role, and with what result."""

    start: int
    end: int
    body: str
    date: str | None
    role: str | None
    result: str | None


@dataclass(frozen=True, slots=True)
class Procedure:
    """The steps and consultations of one text, each in its order there."""

    steps: tuple[Step, ...]
    consultations: tuple[Consultation, ...]

    def adopted(self) -> Step | None:
        """Give the printed step whose points the newest resolution made binding; None where that is not certain.

        The resolution's own points where it prints any, else the text that it says it adopts.
        """
        decided = [one for one in self.steps if one.kind == "resolution" and one.printed and one.outcome == "adopted"]
        for resolution in reversed(decided):
            if resolution.points:
                return resolution
            if resolution.adopts:
                kind, version = resolution.adopts
                matching = [one for one in self.steps if one.kind == kind and one.printed and one.points]
                wanted = [one for one in matching if one.version == version] if version else matching
                return wanted[-1] if len(wanted) == 1 or (wanted and version is None) else None
        return None
