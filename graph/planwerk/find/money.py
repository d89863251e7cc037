"""Sums of money, and the budget positions they are booked on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from planwerk.dates import GAP
from planwerk.paper import Find, Paper

# 4.000 · 4 000 · 4'000 · 1,500.00 · 4000,50 · 1.224.440,46; the comma parts decimals, a point thousands.
_NUMBER = (
    r"(?:\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+\.\d\d|\d{1,3}(?:[ ’']\d{3})+(?:,\d{1,2})?|\d{1,9}(?:[.,]\d{1,3})?)"
    r"(?:,?[-–—]{1,2}(?=\s?(?:€|EUR|Euro)))?"
)
_WORDS = {
    "ein": "1", "eine": "1", "einer": "1", "zwei": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6", "sieben": "7",
    "acht": "8", "neun": "9", "zehn": "10", "zwölf": "12", "eine halbe": "0.5", "einer halben": "0.5", "anderthalb": "1.5",
}  # fmt: skip
_TIMES = {"t": 3, "k": 3, "m": 6, "b": 9}
_THOUSAND = r"(?P<t>T|k|Tsd\.?|TSD\.?|[Tt]ausend)"
_MILLION = r"(?P<m>Mi[ol]\.?|Mill\.|Million(?:en)?)"
_MILLIARD = r"(?P<b>Mrd\.?|Milliarden?)"
_EURO = r"(?:€|EUR\b|Euros?\b(?!-)|EURO\b)"
_UNIT = rf"(?:(?:{_THOUSAND}|{_MILLION}|{_MILLIARD}){GAP})?{_EURO}"
_SUM = re.compile(
    rf"(?<![\d,])(?<!\d\.)(?:(?P<low>{_NUMBER}){GAP}(?:bis(?: zu)?|[-–]|(?P<and>und)|oder){GAP})?(?P<number>{_NUMBER}){GAP}{_UNIT}"
)
_WORD_SUM = re.compile(
    rf"\b(?P<number>{'|'.join(sorted(_WORDS, key=len, reverse=True))}){GAP}(?:{_MILLION}|{_MILLIARD}){GAP}{_EURO}"
)
# "EUR 4.000": a number with a point or comma only, since years and columns stand behind "Euro" as well
_BEFORE = re.compile(
    r"(?:€|\bEUR|\bEuro)[ ]?(?P<number>\d{1,3}(?:\.\d{3})+(?:,\d\d)?|\d+,\d\d)(?![\d.,]?\d|\s?(?:€|EUR|Euro|Mio|Tsd|T€|%))"
)
_DASH = re.compile(r"(?<![\d.,])(?P<number>\d{1,3}(?:\.\d{3})+|\d{2,6}),(?:-|–|—){1,2}(?![\d\w-])")
_BETWEEN = re.compile(r"\b(?:zwischen|von)\s+(?:\w+\.?\s+){0,2}$")

_POSITION = re.compile(
    r"\b(?P<kind>PSP-?[ ]?(?:Element|Nr\.)|Innenauftrag|Kostenstelle|Kostenträger|Produktgruppe|Produkt|Sachkont(?:o|en)"
    r"|Haushaltsstelle|HHSt\.?|Finanzposition|Finanzstelle|FiPo|Teilhaushalt|THH|Unterabschnitt|Budgeteinheit)"
    r"(?:(?:[ -]?Nr\.|nummer|s)?(?::|[ ]der[ ]|\s)[ \t]{0,4})(?P<code>\d[\d./-]{1,30}\d|\d{2,12})(?!\w|[.,]?\d|\s{0,2}(?:€|Euro|EUR))"
)


def find_money(paper: Paper) -> Iterator[Find]:
    """Find the sums in EUR of a paper as ``amounts``, both ends of a range, and the budget codes as ``budget_positions``.

    A point parts thousands, but in "2.5 Mio. €" it is a decimal mark, as it is misprinted in real papers.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "4.000 Euro im PSP-Element 1.100.31.1.1.01, später 1,5 bis 2 Mio. €"
    >>> paper = to_paper("a.txt", text.encode(), text, read_profile())
    >>> [(find.field, find.values.get("eur", find.values.get("code"))) for find in find_money(paper)]
    [('amounts', 4000), ('amounts', 1500000), ('amounts', 2000000), ('budget_positions', '1.100.31.1.1.01')]
    """
    text = paper.reading
    for match in _SUM.finditer(text):
        low, number = match["low"], match["number"]
        if low is not None and (
            match["and"] is None or _BETWEEN.search(text[max(0, match.start() - 40) : match.start()])
        ):
            yield _amount(match, match.start("low"), match.end("low"), low, "money.range")
        yield _amount(match, match.start("number"), match.end(), number, "money.number")
    for match in _WORD_SUM.finditer(text):
        yield _amount(match, match.start(), match.end(), _WORDS[match["number"]], "money.words")
    for rule, pattern in (("money.unit-first", _BEFORE), ("money.dash", _DASH)):
        for match in pattern.finditer(text):
            if not _SUM.match(text, match.start("number")):
                yield _amount(match, match.start(), match.end(), match["number"], rule)
    for match in _POSITION.finditer(text):
        values = {"kind": match["kind"], "code": match["code"]}
        yield Find("budget_positions", match.start("code"), match.end("code"), "money.position", 1, 1.0, values)


def _amount(match: re.Match[str], start: int, end: int, number: str, rule: str) -> Find:
    said = match.groupdict()
    power = next((power for name, power in _TIMES.items() if said.get(name)), 0)
    euros = _value(number, power) * 10**power
    value: int | float = int(euros) if euros == euros.to_integral() else float(euros)
    return Find("amounts", start, end, rule, 1, 1.0, {"eur": value})


def _value(number: str, power: int) -> Decimal:
    number = re.sub(r"[ ’'\u2013\u2014]|,?-+$", "", number).rstrip(",")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+\.\d\d", number):  # 1,500.00
        return Decimal(number.replace(",", ""))
    if re.fullmatch(r"\d+\.\d+", number) and (power >= 6 or not re.fullmatch(r"\d{1,3}\.\d{3}", number)):
        return Decimal(number)  # 2.5 Mio. €, 8.50 €
    return Decimal(number.replace(".", "").replace(",", "."))
