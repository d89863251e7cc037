"""What a cell of the form may hold: texts, days, stretches of time, names, choices from a list; and how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from planwerk.sources import wordlists
from planwerk.sources.stretch import Stretch, to_stretch

Kind = Literal["text", "day", "stretch", "number", "yes", "choice", "choices", "name", "names"]
MOST_CHARACTERS = 32_767  # what a cell of a spreadsheet holds


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet: its headings, what a cell holds, and from which list or sheet it comes."""

    de: str
    en: str
    kind: Kind
    help_de: str
    help_en: str
    of: str = ""
    """Name of the word list, or of the sheet whose names may be used."""
    width: int = 20


def column(de: str, en: str, kind: Kind, help_de: str, help_en: str, of: str = "", width: int = 20, **more: Any) -> Any:
    """Give a field of a line with its heading."""
    return Field(json_schema_extra={"heading": Heading(de, en, kind, help_de, help_en, of, width)}, **more)  # type: ignore[dict-item]


def _text(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a spreadsheet makes a number of 2019
    return value if isinstance(value, str) or value is None else str(value)


def _day(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        try:
            found = to_stretch(value)
        except ValueError:
            found = None
        if found is None or found.precision != "day":
            raise PydanticCustomError("day", "no day")
        return found.last
    if not isinstance(value, date):
        raise PydanticCustomError("day", "no day")
    return value


def _stretch(value: Any) -> Any:
    if isinstance(value, Stretch):
        return value
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return Stretch(day, day, "day")
    try:
        return to_stretch(str(_text(value)))
    except ValueError as error:
        raise PydanticCustomError("stretch", "no stretch of time") from error


def _number(value: Any) -> Any:
    text = str(_text(value)).strip()
    if not text.isdecimal() or not 0 < int(text) < 10_000:
        raise PydanticCustomError("number", "no number")
    return int(text)


def _yes(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    text = str(value).strip().casefold()
    if text not in ("ja", "yes", "x", "nein", "no"):
        raise PydanticCustomError("yes", "neither yes nor no")
    return text in ("ja", "yes", "x")


def _names(value: Any) -> Any:
    if isinstance(value, tuple):
        return value
    return tuple(name for part in str(_text(value)).replace("\\n", ";").split(";") if (name := part.strip()))


def _choice(name: str) -> Any:
    def choose(value: str) -> str:
        iri = wordlists.chosen(name, value)
        if iri is None:
            raise PydanticCustomError("choice", "unknown", {"said": value, "near": wordlists.nearest(name, value)})
        return iri

    return choose


def _choices(name: str) -> Any:
    one = _choice(name)
    return lambda values: tuple(one(value) for value in values)


Text = Annotated[
    str, BeforeValidator(_text), StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_CHARACTERS)
]
Day = Annotated[date, BeforeValidator(_day)]
Time = Annotated[Stretch, BeforeValidator(_stretch)]
Number = Annotated[int, BeforeValidator(_number)]
Yes = Annotated[bool, BeforeValidator(_yes)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Domains = Annotated[tuple[str, ...], BeforeValidator(_names), AfterValidator(_choices("domain"))]
Groups = Annotated[tuple[str, ...], BeforeValidator(_names), AfterValidator(_choices("target-group"))]
PlanStatus = Annotated[Text, AfterValidator(_choice("plan-status"))]
TaskStatus = Annotated[Text, AfterValidator(_choice("task-status"))]
PaperKind = Annotated[Text, AfterValidator(_choice("paper-kind"))]
BodyKind = Annotated[Text, AfterValidator(_choice("body"))]
Relation = Annotated[Text, AfterValidator(_choice("relation"))]
Basis = Annotated[Text, AfterValidator(_choice("basis"))]
Norm = Annotated[Text, AfterValidator(_choice("law"))]
