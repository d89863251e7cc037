"""A motion beside the resolution: one row per element, with its class, both wordings' gist and both places."""

from __future__ import annotations

from collections.abc import Mapping

from planwerk.compare import Change, Class, Comparison
from planwerk.dataset import Dataset
from planwerk.passages import Copies, Evidence
from planwerk.points import ELEMENTS, Element, Side, element_iri
from planwerk.questions import labels
from planwerk.views.reports import notes
from planwerk.views.table import Cell, Column, Kind, Mark, Signal, Table
from planwerk.vocabulary import CONCEPT

CLASSES: dict[str, dict[Class, str]] = {
    "de": {"kept": "beibehalten", "changed": "geändert", "weakened": "abgeschwächt", "dropped": "entfallen", "added": "hinzugekommen"},
    "en": {"kept": "kept", "changed": "changed", "weakened": "weakened", "dropped": "dropped", "added": "added"},
}  # fmt: skip
MARKS: dict[Class, Mark] = {
    "dropped": "overdue",
    "weakened": "overdue",
    "changed": "open",
    "kept": "done",
    "added": "open",
}


def comparison_table(found: Comparison, dataset: Dataset, copies: Copies, lang: str) -> Table:
    """Give the comparison as a table: element, class, what each text says, what was lost or gained, and the places."""
    german = lang == "de"
    titles: list[tuple[str, str, str, Kind, int]] = [
        ("element", "Element", "Element", "text", 16),
        ("class", "Ergebnis", "Class", "text", 14),
        ("proposed", "beantragt", "Proposed", "text", 40),
        ("adopted", "beschlossen", "Adopted", "text", 40),
        ("lost", "weggefallen", "Lost", "text", 24),
        ("gained", "hinzugekommen", "Gained", "text", 24),
        ("days", "Tage später", "Days later", "integer", 10),
        ("evidence", "Beleg", "Evidence", "text", 50),
    ]
    names = labels(dataset, [found.motion, found.resolution], lang)
    counts = ", ".join(f"{CLASSES[lang][name]} {count}" for name, count in sorted(found.counts().items()))
    return Table(
        title=f"{names[found.motion]} → {names[found.resolution]}",
        columns=tuple(Column(key, de if german else en, kind, width) for key, de, en, kind, width in titles),
        rows=tuple(_cells(change, dataset, copies, lang) for change in found.changes),
        notes=(counts, *_stances(found, dataset, lang), *notes(dataset, lang)),
        lang=lang,
        signals=_signals(lang),
        annex=_versions(found, dataset, lang),
    )


def _signals(lang: str) -> tuple[Signal, ...]:
    return tuple(Signal("class", CLASSES[lang][name], mark) for name, mark in MARKS.items())


def _versions(found: Comparison, dataset: Dataset, lang: str) -> Table:
    """Give every text on the way, element by element: what it says, and how that fared against the text before."""
    german = lang == "de"
    titles = (
        ("text", "Fassung", "Version", 34),
        ("element", "Element", "Element", 16),
        ("class", "gegenüber der vorigen", "Against the one before", 18),
        ("said", "Inhalt", "Content", 50),
        ("lost", "weggefallen", "Lost", 24),
        ("gained", "hinzugekommen", "Gained", 24),
        ("days", "Tage später", "Days later", 10),
    )
    named = labels(dataset, [*found.texts, *map(element_iri, ELEMENTS)], lang)
    rows: list[tuple[Cell, ...]] = []
    for text in found.texts:
        if text not in found.steps:  # the first one has none before it
            rows += (
                (named[text], named[element_iri(element)], "–", _said(side, dataset, lang), None, None, None)
                for element, side in found.sides[text].items()
            )
        for step in found.steps.get(text, ()):
            lost, gained = (", ".join(_named(part, dataset, lang)) or None for part in (step.lost, step.gained))
            said = CLASSES[lang][step.verdict], _said(step.after, dataset, lang)
            rows.append((named[text], named[element_iri(step.element)], *said, lost, gained, step.days))
    columns = tuple(
        Column(key, de if german else en, "integer" if key == "days" else "text", width)
        for key, de, en, width in titles
    )
    title = "Alle Fassungen" if german else "All versions"
    return Table(title, columns, tuple(rows), lang=lang, signals=_signals(lang))


def _cells(change: Change, dataset: Dataset, copies: Copies, lang: str) -> tuple[Cell, ...]:
    places = [place for side in (change.before, change.after) if side for place in _places(side, dataset, copies, lang)]
    shown = [f"{p['locator']}: „{p['quote']}“" if p["quote"] else str(p["locator"]) for p in places]
    return (
        labels(dataset, [element_iri(change.element)], lang)[element_iri(change.element)],
        CLASSES[lang][change.verdict],
        _said(change.before, dataset, lang),
        _said(change.after, dataset, lang),
        ", ".join(_named(change.lost, dataset, lang)),
        ", ".join(_named(change.gained, dataset, lang)),
        change.days,
        " | ".join(shown),
    )


def _said(side: Side | None, dataset: Dataset, lang: str) -> str:
    if side is None:
        return "–"
    german = lang == "de"
    extra = []
    if side.limits:
        only = ", ".join(_named(sorted(side.limits), dataset, lang))
        extra.append(f"nur {only}" if german else f"only {only}")
    if side.quantity is not None:
        extra.append(f"{side.quantity:g}")
    if side.years:
        extra.append("/".join(sorted(side.years)))
    if side.last:
        extra.append(f"{'bis' if german else 'until'} {side.last.isoformat()}")
    if side.in_reasons:
        extra.append("nur in der Begründung" if german else "only in the reasons")
    return f"{side.label} ({', '.join(extra)})" if extra else side.label


def _stances(found: Comparison, dataset: Dataset, lang: str) -> list[str]:
    said = []
    for stance in found.stances:
        iri = f"{CONCEPT}stance/{stance.stance}"
        named = labels(dataset, [stance.point, stance.answer, iri], lang)
        said.append(f"{named[stance.point]}: {named[iri]} ({named[stance.answer]})")
    return said


def _named(parts: tuple[str, ...] | list[str], dataset: Dataset, lang: str) -> list[str]:
    named = labels(dataset, [part for part in parts if ":" in part], lang)
    return [named.get(part, part) for part in parts]


def _places(side: Side, dataset: Dataset, copies: Copies, lang: str) -> list[dict[str, object]]:
    return [
        {
            "source": proof.graph,
            "start": proof.passage.start,
            "end": proof.passage.end,
            "locator": proof.passage.locator(lang),
            "quote": copies.quote(proof.passage),
        }
        for proof in Evidence(dataset, lang).of_all(side.stated)
    ]


def comparison_json(found: Comparison, dataset: Dataset, copies: Copies, lang: str) -> dict[str, object]:
    """Give the comparison as data, with every text's side of every element and how it fared step by step."""

    def side(one: Side | None) -> dict[str, object] | None:
        if one is None:
            return None
        return {
            "things": sorted(one.things),
            "label": one.label,
            "limited_to": sorted(one.limits),
            "first": one.first.isoformat() if one.first else None,
            "last": one.last.isoformat() if one.last else None,
            "years": sorted(one.years),
            "quantity": float(one.quantity) if one.quantity is not None else None,
            "in_reasons": one.in_reasons,
            "evidence": _places(one, dataset, copies, lang),
        }

    def change(one: Change) -> dict[str, object]:
        return {
            "element": one.element,
            "class": one.verdict,
            "days": one.days,
            "narrowed": one.narrowed,
            "lost": list(one.lost),
            "gained": list(one.gained),
        }

    def sides(of: Mapping[Element, Side]) -> dict[str, object]:
        return {element: side(one) for element, one in of.items()}

    return {
        "motion": found.motion,
        "resolution": found.resolution,
        "as_of": dataset.as_of.isoformat(),
        "counts": found.counts(),
        "elements": [change(c) | {"proposed": side(c.before), "adopted": side(c.after)} for c in found.changes],
        "texts": [
            {
                "text": text,
                "elements": sides(found.sides[text]),
                "steps": [change(c) for c in found.steps.get(text, ())],
            }
            for text in found.texts
        ],
        "stances": [
            {
                "version": s.version,
                "point": s.point,
                "number": s.number,
                "stance": s.stance,
                "answer": s.answer,
                "answered_by": s.answered_by,
            }
            for s in found.stances
        ],
    }
