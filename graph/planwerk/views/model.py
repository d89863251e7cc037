"""What the map shows: the dataset's things and links, and the gap report's findings, as one neutral model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from planwerk.dataset import Dataset
from planwerk.gaps import Finding
from planwerk.network import RESTS_ON
from planwerk.passages import Copies, stated_in
from planwerk.questions import checks, labels, query
from planwerk.views.mapevidence import LABEL, Places, TextAt
from planwerk.views.mapmodel import MapEdge, MapGap, MapModel, MapNode
from planwerk.views.mapquestions import DAYS, DETAILS, KINDS, LINKS, SHOWN, STATUS, THINGS
from planwerk.views.reports import notes
from planwerk.vocabulary import NS


def model_of(
    title: str,
    dataset: Dataset,
    findings: Iterable[Finding],
    copies: Copies | None,
    lang: str,
    text_at: TextAt | None = None,
) -> MapModel:
    """Take from the dataset what the map shows, as of the dataset's day, with the findings of the gap report."""
    places = Places(dataset, copies, lang, text_at)
    things = _things(dataset, lang)
    properties = " ".join(f"pw:{name}" for name in SHOWN)
    links = [
        (str(subject), str(prop).removeprefix(NS), str(value))
        for subject, prop, value in query(dataset, LINKS.format(ns=NS, properties=properties)).rows
        if str(subject) in things and str(value) in things and subject != value
    ]
    findings = list(findings)
    used = {end for subject, _, value in links for end in (subject, value)}
    used |= {subject for finding in findings for subject in finding.subjects if subject in things}
    named = labels(dataset, used, lang)
    details: dict[str, list[tuple[str, str]]] = {}
    for thing, label, value in query(dataset, DETAILS.format(ns=NS, lang=lang)).rows:
        details.setdefault(str(thing), []).append((str(label), str(value)))
    words = labels(dataset, {NS + prop for _, prop, _ in links}, lang)
    gone = _announced(dataset)
    days = _days(dataset, things)
    status = {str(thing): str(name) for thing, name in query(dataset, STATUS.format(ns=NS, lang=lang)).rows}
    nodes = []
    for thing in sorted(used):
        kind, kind_label, number, summary, domain, cls = things[thing]
        nodes.append(
            MapNode(
                id=thing,
                label=named[thing],
                kind="announced" if thing in gone else kind,
                kind_label=kind_label,
                number=number,
                summary=summary,
                details=tuple(details.get(thing, ())),
                evidence=places.of_thing(thing),
                domain=domain,
                day=days.get(thing),
                status=status.get(thing),
                type=cls,
            )
        )
    edges = []
    for subject, prop, value in links:
        rule = places.rule(subject, NS + prop, value)
        origin, evidence = places.of_link(subject, prop, value)
        edges.append(
            MapEdge(
                id=f"{subject} {prop} {value}",
                source=subject,
                target=value,
                label=words[NS + prop],
                origin="inferred" if rule else origin,
                evidence=evidence,
                rests="" if prop not in RESTS_ON else "source" if RESTS_ON[prop] else "target",
                rule=rule,
                property=NS + prop,
            )
        )
    known = checks()
    gaps = tuple(
        MapGap(
            id=finding.id,
            check=finding.check,
            verdict=finding.verdict,
            severity=finding.severity,
            label=known[finding.check].title(lang) if finding.check in known else finding.check,
            reason=finding.label,
            subjects=tuple(s for s in finding.subjects if s in used),
            next_step=finding.next_step,
            dismissed=finding.dismissed,
            evidence=places.of_finding(finding),
        )
        for finding in findings
        if finding.verdict != "ok"
    )
    return MapModel(
        title=title, as_of=dataset.as_of, newest_source=dataset.newest_source, lang=lang,
        nodes=tuple(nodes), edges=tuple(edges), gaps=gaps, notes=notes(dataset, lang),
    )  # fmt: skip


def _things(dataset: Dataset, lang: str) -> dict[str, tuple[str, str, str | None, str | None, str | None, str]]:
    order = list(KINDS)
    found: dict[str, tuple[str, str, str | None, str | None, str | None, str]] = {}
    rank: dict[str, int] = {}
    for thing, cls, label, number, summary, domain in query(dataset, THINGS.format(ns=NS, lang=lang)).rows:
        name = str(cls).removeprefix(NS)
        if name in KINDS and order.index(name) < rank.get(str(thing), len(order)):
            rank[str(thing)] = order.index(name)
            found[str(thing)] = (KINDS[name], str(label), _text(number), _text(summary), _text(domain), str(cls))
    return found


def _days(dataset: Dataset, things: Mapping[str, tuple[str | None, ...]]) -> dict[str, date]:
    """Give each thing the day it stands at: of decision or issue, else of its date, its beginning, its term.

    A paper nobody dated stands at the day from which it was known.
    """
    days: dict[str, date] = {}
    for thing, _, day in query(dataset, DAYS.format(ns=NS)).rows:
        if isinstance(day, date):
            days.setdefault(str(thing), day)
    for thing, told in things.items():
        if told[0] in ("paper", "decision") and thing not in days:
            known = [dataset.graphs[g] for g in stated_in(dataset, thing, LABEL) if g in dataset.graphs]
            if known:
                days[thing] = min(known)
    return days


def _announced(dataset: Dataset) -> set[str]:
    rows = query(
        dataset,
        f"""PREFIX pw: <{NS}> PREFIX s: <https://w3id.org/planwerk/concept/plan-status/>
        SELECT DISTINCT ?plan WHERE {{ ?plan pw:planStatus ?status VALUES ?status {{ s:intended s:in-preparation }}
          MINUS {{ ?plan pw:planStatus ?real VALUES ?real {{ s:existing s:adopted }} }} MINUS {{ ?plan pw:fulfilledBy ?x }} }}""",
    ).rows
    return {str(row[0]) for row in rows}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
