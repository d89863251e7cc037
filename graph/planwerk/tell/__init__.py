"""From reading to graph: what a read paper tells, one telling per source version.

Each room tells one kind of thing from a :class:`~planwerk.tell.page.Page`; none of them guesses: what a sentence does
not say, or says of two things at once, is not told. Places, names and numbers come from what the finders read; the rules
here only relate them, by the wording that German council papers have in common.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import PurePath

from planwerk.paper import Paper
from planwerk.reading import Reading
from planwerk.statements import Statement, Telling, Term, Unread, iri
from planwerk.tell.addresses import deciding_body, matter_of, moving_group, speaker
from planwerk.tell.bodies import tell_bodies, tell_meeting
from planwerk.tell.claims import tell_claims
from planwerk.tell.consultations import tell_consultations
from planwerk.tell.decisions import tell_decisions
from planwerk.tell.events import tell_events
from planwerk.tell.listed import tell_listed
from planwerk.tell.money import tell_funds, tell_staff
from planwerk.tell.orientation import tell_legal_basis, tell_orientation
from planwerk.tell.oversight import tell_oversight
from planwerk.tell.page import Page, Place, Step, step_name, text
from planwerk.tell.planpaper import tell_cited_law, tell_plan
from planwerk.tell.procedure import tell_papers, tell_points
from planwerk.tell.processes import tell_processes
from planwerk.tell.progress import tell_progress
from planwerk.tell.references import tell_references
from planwerk.tell.reported import tell_reported
from planwerk.tell.reused import tell_reused
from planwerk.tell.stances import tell_stances
from planwerk.tell.steps import first_sitting, steps_of
from planwerk.tell.tasks import tell_tasks
from planwerk.vocabulary import slug, thing

__all__ = ["Place", "tell"]

NO_DAY = (
    "kein Tag genannt, ab dem es bekannt ist: zählt ab der neuesten Quelle, die einen nennt; [[sources]] in planwerk.toml kann ihn nennen",
    "no day from which it is known: counts from the newest source that has one; [[sources]] in planwerk.toml can give it",
)

ROOMS: tuple[Callable[[Page], Iterator[tuple[Step, Statement]]], ...] = (
    tell_papers, tell_points, tell_decisions, tell_tasks, tell_listed, tell_processes, tell_orientation, tell_legal_basis,
    tell_bodies, tell_funds, tell_staff, tell_events, tell_progress, tell_reported, tell_references, tell_claims,
    tell_consultations, tell_stances, tell_meeting, tell_plan, tell_cited_law, tell_oversight,
)  # fmt: skip


def tell(reading: Reading, place: Place) -> tuple[list[Telling], list[Unread]]:
    """Give what a paper tells, one telling per version whose text it holds, and what of it was not understood.

    A version for which nothing tells a day is ``undated``: whoever gathers the tellings says from when it counts.
    """
    page = to_page(reading, place)
    told: dict[Step, dict[tuple[str, int], Statement]] = {step: {} for step in page.steps if not step.empty}
    for room in ROOMS:
        for step, statement in room(page):  # the first rule that reads a thing at a place is the one that is named
            told.setdefault(step, {}).setdefault((statement.key, statement.start), statement)
    tellings: list[Telling] = []
    unread: list[Unread] = []
    source = source_iri(place, reading.paper)
    for step, statements in told.items():
        if step.kind == "consultation" and not statements:
            continue  # a row that is only planned is told by the paper that prints it
        known = _known_from(page, step)
        if known is None:
            unread.append(Unread(reading.paper.name, NO_DAY))
        body = (step.body,) if step.kind == "consultation" else ()
        named = "-".join((step.kind, *body, step.day.isoformat() if step.day else f"v{step.edition or 1}"))
        graph = f"{thing(place.base, 'graph', source.rpartition('/')[2])}/{slug(named)}"
        names = {lang: step_name(page, step, lang) for lang in ("de", "en")}
        if known is None:
            names = {"de": f"{names['de']} (ohne Tag)", "en": f"{names['en']} (undated)"}
        said = Telling(
            graph, source, names, known or date.min, speaker(page, step), tuple(statements.values()),
            tuple(_basics(page, step)), undated=known is None,
        )  # fmt: skip
        tellings.append(said)
        tellings += tell_reused(page, step, said)
    return tellings, unread


def source_iri(place: Place, paper: Paper) -> str:
    """Give the IRI of the file that a paper was read from."""
    return thing(place.base, "source", paper.name)


def to_page(reading: Reading, place: Place) -> Page:
    """Lay a reading out: its steps, the number of its matter and its title."""
    paper = reading.paper
    steps = steps_of(paper)
    if not steps:
        steps = (Step("other", 0, len(paper.reading), (0, min(80, len(paper.reading)))),)
    number = steps[0].reference or _own_number(reading, steps)
    number = matter_of(paper.profile, number) if number else None
    title, span = _title(paper.reading, steps, number or PurePath(paper.name).stem)
    return Page(
        place, reading, steps, number or PurePath(paper.name).stem, bool(number), title, span, first_sitting(paper),
        doubtful=tuple(_doubtful(reading)),
    )  # fmt: skip


def _doubtful(reading: Reading) -> Iterator[tuple[int, int]]:
    """Give the places of which only a plug-in says something."""
    sure = {(item.field, item.start, item.end) for item in reading.items if "review" not in item.values}
    for item in reading.items:
        if "review" in item.values and (item.field, item.start, item.end) not in sure:
            yield item.start, item.end


def _own_number(reading: Reading, steps: tuple[Step, ...]) -> str | None:
    """Give the number of the matter: that in the head, else that in the file's name."""
    head = steps[0].points[0].start if steps[0].points else steps[0].heading[1] + 400
    before = re.compile(r"(?:Nr\.?|Nummer|Drucksache|Vorlage|Antrag|Anfrage|Beschluss)[ \t:.-]*$|^[ \t]*$", re.M)
    for item in reading.items:
        if item.field == "document_numbers" and reading.paper.copy_span(item.start, item.end)[0] < head:
            start = reading.paper.copy_span(item.start, item.end)[0]
            line = reading.paper.reading[reading.paper.reading.rfind("\n", 0, start) + 1 : start]
            if before.search(line):
                return item.text
    return _number_in_name(reading.paper)


def _number_in_name(paper: Paper) -> str | None:
    """Give the one number that a file is named after; its parts may be joined by any mark."""
    name = PurePath(paper.name).stem
    found: set[str] = set()
    for begins in re.finditer(r"(?<![^\W_])(?=\w)", name):
        rest = name[begins.start() :].replace("_", " ")
        found |= {
            match[0] for form in paper.profile.references if form.cue is None and (match := form.pattern.match(rest))
        }
    longest = {one for one in found if not any(one != other and one in other for other in found)}
    return longest.pop() if len(longest) == 1 else None


_TITLE = re.compile(
    r"(?:Betreff|Titel|Thema|Gegenstand)\s*:\s*(?P<said>[^\n]{5,200})|[„\"](?P<quoted>[^„“”\"\n]{5,160})[“”\"]"
)


def _title(copy: str, steps: tuple[Step, ...], other: str) -> tuple[str, tuple[int, int] | None]:
    end = steps[0].points[0].start if steps[0].points else min(len(copy), 800)
    match = _TITLE.search(copy, 0, end)
    if match is None:
        return other, None
    group = "said" if match["said"] else "quoted"
    title = match[group].strip()
    return re.sub(r"^[„“\"]([^„“”\"]+)[“”\"]$", r"\1", title), match.span(group)


def _known_from(page: Page, step: Step) -> date | None:
    """Give the day from which a version is known.

    Its own; else that of the next dated step, which builds on it; else the day that the file is said to be of, or the
    first sitting that had it.
    """
    if step.day:
        return step.day
    later = [
        one.day for one in page.steps if one.start >= step.start and one.day and one.role is None and not one.empty
    ]
    return later[0] if later else page.paper.day or page.sitting


def _basics(page: Page, step: Step) -> Iterator[tuple[str, str, Term]]:
    """Name who speaks: the reading's own words, which stand nowhere in the text."""
    base, city = page.place.base, page.place.name
    town = "Stadt" in page.place.kind or "Gemeinde" in page.place.kind
    administration, council = thing(base, "body", "verwaltung"), speaker(page, step)
    label, kind = iri("rdfs:label").value, iri("rdf:type").value
    if page.title_span is None:
        matter = thing(base, "procedure", page.reference)
        yield matter, label, text(page.title)
        yield matter, label, text(page.title, "en")
    yield administration, kind, iri("AdministrativeUnit")
    yield administration, label, text(f"Verwaltung der Stadt {city}" if town else f"Verwaltung: {city}")
    yield (
        administration,
        label,
        text(f"Administration of the city of {city}" if town else f"Administration: {city}", "en"),
    )
    if council == administration:
        return  # a paper of its own may name a group without being that group's
    if "/antragsteller-" in council:
        yield council, kind, iri("prov:Agent")
        yield council, label, text("Antragsteller (im Datenbestand nicht genannt)")
        yield council, label, text("Movers (not named in the data)", "en")
    elif (mover := moving_group(page, step)) and step.kind not in ("resolution", "consultation"):
        yield council, kind, iri("org:Organization")
        for lang in ("de", "en"):
            yield council, label, text(page.copy[slice(*mover)], lang)
    else:
        body = deciding_body(page, step)
        committee = re.search(r"(?i)ausschuss|beirat|kommission|senat\b", body)
        yield council, kind, iri("org:OrganizationalUnit" if committee else "Council")
        yield council, label, text(body)
        yield council, label, text(body if committee else "Council", "en")
