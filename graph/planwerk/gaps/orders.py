"""The checks of what a council ordered (G11 to G16), of motions and of references (G25, G27), on sets.

The query of each check says what is meant; what is here gives the same rows, a column at a time, at a tenth of the cost
where a city has thousands of tasks. ``tests/test_check_sets.py`` compares the two row by row.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from planwerk.gaps.facts import Facts
from planwerk.questions import Value
from planwerk.vocabulary import CONCEPT

Rows = Iterator[tuple[Value, ...]]
HELD, OPEN, HEARING = (
    CONCEPT + name for name in ("event-status/held", "consultation-result/open", "consultation-role/hearing")
)


def overdue(facts: Facts) -> Rows:
    """G11: subject, point, verdict, severity, note, since."""
    pairs, due = facts.pairs, facts.due
    held = pairs.having("eventStatus", [HELD])
    for_events = pairs.via(pairs.of("requiresResource"), "resourceFor")
    paid = {task for task, events in for_events.items() if not held.isdisjoint(events)}
    paid = {task for task in paid & pairs.a("Task") if task not in pairs.of("deliverable")}
    for task, point in facts.adopted:
        if (since := due.get(task)) is None:
            continue
        done = task in facts.done
        late = not done and since < facts.as_of
        note = "fulfilled" if done else "paid-event" if late and task in paid else ""
        yield task, point, "gap" if late else "ok", (1 if task in paid else 3) if late else 0, note, since


def in_progress(facts: Facts) -> Rows:
    """G12: subject, verdict, severity, since, until, report."""
    pairs = facts.pairs
    running = pairs.having("taskStatus", [CONCEPT + "task-status/in-progress"])
    stated = pairs.days("statedOn")
    last: dict[str, tuple[date, str]] = {}
    for report in running:
        for task in pairs.of("progressOf").get(report, ()):
            for day in stated.get(report, ()):
                old = last.get(task)
                if old is None or day > old[0] or (day == old[0] and report < old[1]):
                    last[task] = (day, report)
    for task in facts.ordered:
        if (since := facts.due.get(task)) is None:
            continue
        until: date | None = None
        told: str | None = None
        if task in last:
            until, told = last[task]
        late = task not in facts.done and until is not None and until > since
        yield task, "gap" if late else "ok", 3 if late else 0, since, until, told


def silence(facts: Facts, days_without: int) -> Rows:
    """G13: subject, verdict, severity, since, open."""
    pairs = facts.pairs
    days: dict[str, date] = {}
    for start, day in (("resultsIn", "decisionDate"), ("reportsOn", "dateOfDocument")):
        when = pairs.days(day)
        for speaker, things in pairs.of(start).items():
            if speaker in when:
                latest = max(when[speaker])
                for thing in things:
                    days[thing] = max(latest, days.get(thing, latest))
    fulfilled = pairs.of("fulfilledBy")
    limit = facts.as_of - timedelta(days=days_without)
    for resolution, tasks in pairs.via(pairs.of("hasPoint"), "createsTask").items():
        if (since := days.get(resolution)) is not None:
            left = len({task for task in tasks if task not in fulfilled})
            silent = left > 0 and since < limit
            yield resolution, "gap" if silent else "ok", 2 if silent else 0, since, left


def responsible(facts: Facts) -> Rows:
    """G14: subject, point, verdict, severity, who."""
    tasks, actors = facts.pairs.a("Task"), facts.pairs.of("responsible")
    points: dict[str, str] = {}
    for task, point in facts.adopted:
        points[task] = min(point, points.get(task, point))
    for task, point in points.items():
        who = " ".join(sorted(set(actors.get(task, ())))) if task in tasks else ""
        yield task, point, "ok" if who else "gap", 0 if who else 2, who or None


def decided(facts: Facts, lang: str) -> Rows:
    """G15: resolution, lang."""
    for resolution in facts.pairs.of("hasPoint"):
        yield resolution, lang


def participants(facts: Facts) -> Rows:
    """G16: subject, event, verdict, severity, note, unproven, partly."""
    pairs = facts.pairs
    wanted, results = pairs.of("involves"), pairs.of("deliverable")
    taking_part, up = pairs.back("participatesIn"), pairs.upwards("skos:broader")
    held = pairs.having("eventStatus", [HELD])
    for task in facts.ordered:
        if task not in wanted:
            continue
        events = results.get(task, [])
        there = {group for event in events for group in taking_part.get(event, ())}
        above = {top for group in there for top in up.get(group, ())}
        unproven = sorted({group for group in wanted[task] if group not in there and group not in above})
        partly = sorted({group for group in wanted[task] if group in above and group not in there})
        due = facts.due.get(task)
        over = not held.isdisjoint(events) or (due is not None and due < facts.as_of)
        lacking = over and bool(unproven or partly)
        note = ("none " if unproven else "") + ("part" if partly else "") if lacking else ""
        yield (
            task, min(events, default=None), "gap" if lacking else "ok", 2 if lacking else 0, note,
            " ".join(unproven) or None, " ".join(partly) or None,
        )  # fmt: skip


def dangling(facts: Facts) -> Rows:
    """G25: subject, verdict, severity, number."""
    pairs = facts.pairs
    printed, normal = pairs.of("referenceNumber"), pairs.of("normalisedNumber")
    first: dict[str, str] = {}
    for cited in pairs.back("dcterms:references"):
        if cited in printed:
            for number in normal.get(cited) or printed[cited]:
                first[number] = min(cited, first.get(number, cited))
    asserted = pairs.having("graphRole", [CONCEPT + "graph-role/asserted"])
    derived = pairs.of("prov:wasDerivedFrom")
    there = pairs.having("textAvailable", ["true"]) | {thing for graph in asserted for thing in derived.get(graph, ())}
    at_hand = {number for thing in there for said in (printed, normal) for number in said.get(thing, ())}
    for number, cited in first.items():
        here = number in at_hand
        yield cited, "ok" if here else "gap", 0 if here else 1, number


def consultations(facts: Facts) -> Rows:
    """G27: subject, verdict, severity, note."""
    pairs = facts.pairs
    when = pairs.days("consultationDate")
    results, roles = pairs.of("consultationResult"), pairs.of("consultationRole")
    for one in pairs.back("consultedIn"):
        if one in when and min(when[one]) > facts.as_of:
            continue
        result = min(results.get(one, ()), default=None)
        fine = result is not None and result != OPEN
        hearing = min(roles.get(one, ()), default=None) == HEARING
        note = "" if fine else "open" if result else "hearing" if hearing else ""
        yield one, "ok" if fine else "gap", 0 if fine else 1, note
    decided, versions = pairs.back("decidedOn"), pairs.of("hasVersion")
    for motion in pairs.a("Motion"):
        fine = any(version in decided for version in versions.get(motion, ()))
        yield motion, "ok" if fine else "gap", 0 if fine else 1, "" if fine else "undecided"
