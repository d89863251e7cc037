"""What a cell of the form may hold: texts, days, stretches of time, names, choices from a list; and how it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from planwerk.sources import wordlists
from planwerk.sources.stretch import Stretch, to_stretch

Kind = Literal["text", "day", "stretch", "number", "yes", "choice", "choices", "name", "names", "amount", "years"]
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


_EUROS = re.compile(r"(?P<whole>\d+|\d{1,3}(?:[.\u00a0\u202f ']\d{3})+)(?:,(?P<cents>\d{1,2}|\d{4,}))?")


def _amount(value: Any) -> Any:
    """Read a sum as German papers write it; a number of a spreadsheet is one already.

    >>> _amount("4.000,50 Euro"), _amount(4000.5), _amount("65 000")
    (Decimal('4000.50'), Decimal('4000.5'), Decimal('65000'))
    """
    if isinstance(value, bool):
        raise PydanticCustomError("amount", "no sum")
    if isinstance(value, int | float | Decimal):
        made = Decimal(str(value))
    else:
        text = re.sub(r"\s*(?:€|EUR|Euro)\s*$|^\s*(?:€|EUR)\s*", "", str(value).strip())
        plain = re.fullmatch(r"\d+\.\d{1,2}", text)  # 4000.50: no German group of three digits
        said = _EUROS.fullmatch(text)
        if not (plain or said):
            raise PydanticCustomError("amount", "no sum")
        whole = re.sub(r"\D", "", said["whole"]) if said else ""
        made = Decimal(text) if plain else Decimal(f"{whole}.{said['cents'] or 0}" if said and said["cents"] else whole)
    if not made.is_finite() or not 0 <= made < 10**12:
        raise PydanticCustomError("amount", "no sum")
    return made


def _years(value: Any) -> Any:
    """Read fiscal years, one or several.

    >>> _years("2019; 2020"), _years(2019.0), _years("2017/2018")
    ((2019, 2020), (2019,), (2017, 2018))
    """
    if isinstance(value, tuple):
        return value
    parts = [part.strip() for part in re.split(r"[;,/]|\bund\b", str(_text(value))) if part.strip()]
    if not all(re.fullmatch(r"(?:19|20)\d\d", part) for part in parts):
        raise PydanticCustomError("years", "no years")
    return tuple(sorted({int(part) for part in parts}))


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
Amount = Annotated[Decimal, BeforeValidator(_amount)]
Years = Annotated[tuple[int, ...], BeforeValidator(_years)]
Stakeholders = Annotated[tuple[str, ...], BeforeValidator(_names), AfterValidator(_choices("stakeholder"))]
EventStatus = Annotated[Text, AfterValidator(_choice("event-status"))]
ProcessKind = Annotated[Text, AfterValidator(_choice("process-kind"))]
ProcessStatus = Annotated[Text, AfterValidator(_choice("process-status"))]
ResourceStatus = Annotated[Text, AfterValidator(_choice("resource-status"))]
PaperKind = Annotated[Text, AfterValidator(_choice("paper-kind"))]
BodyKind = Annotated[Text, AfterValidator(_choice("body"))]
Relation = Annotated[Text, AfterValidator(_choice("relation"))]
Basis = Annotated[Text, AfterValidator(_choice("basis"))]
Norm = Annotated[Text, AfterValidator(_choice("law"))]
