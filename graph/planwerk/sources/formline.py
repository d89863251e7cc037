"""What every line of the form has: its columns with their headings, an id, and the day from which it is known."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from planwerk.sources.cells import Day, Heading, Kind, column

ID: tuple[str, str, Kind, str, str] = (
    "Kennung",
    "Id",
    "text",
    "leer lassen; wird aus dem Namen gebildet",
    "leave empty; it is made from the name",
)
SINCE: tuple[str, str, Kind, str, str] = (
    "bekannt seit",
    "Known since",
    "day",
    "Tag, seit dem das bekannt ist; leer: der Stand des Blatts Angaben",
    "day from which this is known; empty: the day of the sheet About",
)


class Line(BaseModel):
    """A line of a sheet; what it says is known from a day."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    known_from: Day | None = column(*SINCE, width=14, default=None)

    @classmethod
    def headings(cls) -> dict[str, Heading]:
        """Give the columns by the names of their fields, in the order of the sheet; when it was known stands last."""
        found: dict[str, Heading] = {}
        for name, info in cls.model_fields.items():
            extra = info.json_schema_extra
            heading = extra["heading"] if isinstance(extra, dict) else None
            assert isinstance(heading, Heading)  # every field has one
            found[name] = heading
        since = found.pop("known_from")
        return {**found, "known_from": since}
