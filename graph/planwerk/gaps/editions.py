"""The checks of single plans (G04, G05, G07 to G10, G18, G24) and the edges of G17, G20 and G21, on sets.

As in :mod:`planwerk.gaps.orders`, the query of each check says what is meant, and a test compares the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from planwerk.gaps.facts import Facts
from planwerk.questions import Value
from planwerk.vocabulary import CONCEPT

Rows = Iterator[tuple[Value, ...]]


def adoption(facts: Facts) -> Rows:
    """G04: subject, verdict, severity, note."""
    pairs = facts.pairs
    decided = pairs.having("decisionOutcome", [CONCEPT + "outcome/adopted"])
    heard, councils, decisions = pairs.of("heldBy"), pairs.a("Council"), pairs.back("resultsIn")
    for plan in facts.sectoral:
        acts = {d for r in pairs.of("adoptedBy").get(plan, ()) for d in decisions.get(r, ()) if d in decided}
        bodies = {body for act in acts for body in heard.get(act, ())}
        if not councils.isdisjoint(bodies):
            yield plan, "ok", 0, ""
            continue
        how = "" if not acts else "other-body " if bodies else "body-unnamed "
        replaced = plan in facts.replaced
        note = how + ("replaced" if replaced else "")
        yield plan, _open(facts, plan), 2 if plan in facts.owned and not replaced else 1, note


def basis(facts: Facts) -> Rows:
    """G05: subject, verdict, severity, note."""
    based, cited = facts.pairs.of("hasLegalBasis"), facts.pairs.of("citesLaw")
    for plan in facts.sectoral:
        if plan in based:
            yield plan, "ok", 0, ""
        else:
            yield plan, _open(facts, plan), 1, "cited" if plan in cited else ""


def age(facts: Facts, years: int) -> Rows:
    """G07: subject, verdict, severity, note, since."""
    pairs = facts.pairs
    ends = pairs.last("validity")
    updates = pairs.a("PlanningProcess") & pairs.having("processKind", [CONCEPT + "process-kind/update"])
    aliases, having = pairs.of("aliasCandidate"), pairs.of("hasEdition")
    hinted = {edition for update in updates for plan in aliases.get(update, ()) for edition in having.get(plan, ())}
    for plan in facts.sectoral - facts.replaced:
        since = _dated(facts, plan)
        if since is None:
            yield plan, "not_decidable", 1, "undated", None
            continue
        # The day so many years later as text, so that a 29 February needs no day of its own.
        old = f"{since.year + years}{since.isoformat()[4:]}" < facts.as_of.isoformat()
        if not old or (plan in ends and ends[plan] >= facts.as_of):
            yield plan, "ok", 0, "", since
            continue
        note = "announced" if plan in facts.to_be_replaced else "hint" if plan in hinted else ""
        yield plan, _open(facts, plan), 2 if plan in facts.owned else 1, note, since


def _dated(facts: Facts, plan: str) -> date | None:
    """Give the day of the most precise date: the last of those spans that hold no other one of the plan."""
    first, last = facts.pairs.days("earliest"), facts.pairs.days("latest")
    spans = {
        s: [(a, z) for a in first.get(s, ()) for z in last.get(s, ())] for s in facts.pairs.of("dated").get(plan, ())
    }
    every = [pair for pairs in spans.values() for pair in pairs]
    fine = [
        span
        for span, pairs in spans.items()
        if not any(a <= b and y <= z and (a, z) != (b, y) for a, z in pairs for b, y in every)
    ]
    return max((day for span in fine for day in last.get(span, ())), default=None)


def period(facts: Facts) -> Rows:
    """G08: subject, verdict, severity, note, since."""
    ends = facts.pairs.last("validity")
    for plan in facts.sectoral & ends.keys():
        since, replaced = ends[plan], plan in facts.replaced
        expired = since < facts.as_of and not replaced
        note = "replaced" if replaced else "announced" if expired and plan in facts.to_be_replaced else ""
        if not expired:
            yield plan, "ok", 0, note, since
        else:
            yield plan, _open(facts, plan), 3 if plan in facts.owned else 1, note, since


def announced(facts: Facts) -> Rows:
    """G09: subject, verdict, severity, note, since, until, revised."""
    pairs = facts.pairs
    first, fulfilled = _first_days(facts), pairs.of("fulfilledBy")
    proposed = {task for tasks in pairs.of("proposesTask").values() for task in tasks}
    revised: dict[str, date] = {}
    for task in proposed & facts.due.keys():
        for result in pairs.of("deliverable").get(task, ()):
            revised[result] = max(facts.due[task], revised.get(result, facts.due[task]))
    for plan in (facts.editions & facts.coming & facts.due.keys()) - facts.ordered_results:
        since, real = facts.due[plan], plan in facts.real
        results = fulfilled.get(plan, ())
        delivered = real or bool(results)
        days = [first[thing] for thing in ([plan] if real else []) + list(results) if thing in first]
        until = min(days, default=None)
        late = "" if until is None else "late " if until > since else "delivered "
        again = revised.get(plan)
        note = late + ("revised" if again is not None and again > since else "")
        if delivered or since >= facts.as_of:
            yield plan, "ok", 0, note, since, until, again
        else:
            yield plan, _open(facts, plan), 3 if plan in facts.owned else 1, note, since, until, again


def _first_days(facts: Facts) -> dict[str, date]:
    ends, terms = facts.pairs.days("latest"), facts.pairs.of("dated").items()
    return {thing: min(days) for thing, spans in terms if (days := [d for s in spans for d in ends.get(s, ())])}


def undated(facts: Facts) -> Rows:
    """G10: subject, verdict, severity, note, window."""
    pairs = facts.pairs
    results, produced = pairs.of("deliverable"), pairs.back("produces")
    asked = {
        result for tasks in pairs.of("proposesTask").values() for task in tasks for result in results.get(task, ())
    }
    there = facts.real | pairs.of("fulfilledBy").keys() | facts.ordered_results | (asked - produced.keys())
    spans, written = pairs.of("scheduledFor"), pairs.of("asWritten")
    for plan in (facts.editions & facts.coming) - there:
        named = [span for thing in (plan, *produced.get(plan, ())) for span in spans.get(thing, ())]
        window = min((text for span in named for text in written.get(span, ())), default=None)
        if plan in facts.due:
            yield plan, "ok", 0, "", window
        else:
            yield plan, _open(facts, plan), 1, "window" if window is not None else "", window


NOBODY: Sequence[str | None] = [None]
LINKS = ("relatesToPlan", "hasSection", "hasMeasure")


def umbrella(facts: Facts) -> Rows:
    """G18: subject, verdict, severity, note, umbrella."""
    tops = facts.editions & facts.real & facts.umbrellas
    if not tops:
        return
    first = min(tops)
    ways = [way for name in LINKS for way in (facts.pairs.of(name), facts.pairs.back(name))]
    linked: set[str] = set()
    waiting = list(facts.umbrellas)
    while waiting:
        thing = waiting.pop()
        new = {end for way in ways for end in way.get(thing, ())} - linked
        linked |= new
        waiting += new
    for plan in facts.sectoral:
        replaced = plan in facts.replaced
        note = "replaced" if replaced else ""
        if plan in linked:
            yield plan, "ok", 0, note, first
        else:
            yield plan, _open(facts, plan), 2 if plan in facts.owned and not replaced else 1, note, first


def controlling(facts: Facts) -> Rows:
    """G24: subject, verdict, severity, note."""
    pairs = facts.pairs
    standing = pairs.having("processKind", [CONCEPT + "process-kind/controlling"])
    building = pairs.having("processStatus", [CONCEPT + "process-status/set-up"])
    states = pairs.of("processStatus")
    watchers, measures = pairs.back("monitors"), pairs.of("hasMeasure")
    told = {thing for report in pairs.back("statesProgress") for thing in pairs.of("progressOf").get(report, ())}
    for plan in facts.sectoral:
        watching = [process for process in watchers.get(plan, ()) if process in standing]
        settled = any(process not in building or len(states[process]) > 1 for process in watching)
        best = 1 if settled or not told.isdisjoint(measures.get(plan, ())) else 2 if watching else None
        note = ("planned " if best == 2 else "") + ("replaced" if plan in facts.replaced else "")
        yield plan, "ok" if best else _open(facts, plan), 0 if best else 1, note


def shared(facts: Facts, superseded: bool) -> Rows:
    """G17: plan, thing, replaced, owned, superseded."""
    groups, areas = facts.pairs.of("addressesTargetGroup"), facts.pairs.of("coversArea")
    for plan in facts.sectoral:
        things = {top for group in groups.get(plan, ()) for top in facts.groups.get(group, {group})}
        for thing in things | set(areas.get(plan, ())):
            yield plan, thing, plan in facts.replaced, plan in facts.owned, superseded


def waiting(facts: Facts) -> Rows:
    """G20: from, to, delivered, due."""
    pairs = facts.pairs
    held = pairs.having("eventStatus", [CONCEPT + "event-status/held"])
    there = facts.real | held | pairs.of("fulfilledBy").keys()
    ordered = {task for tasks in pairs.of("createsTask").values() for task in tasks}
    due = dict(facts.due)
    for task in ordered & facts.due.keys():
        for result in pairs.of("deliverable").get(task, ()):
            due[result] = max(facts.due[task], due.get(result, facts.due[task]))
    edges = {(end, start) for start, ends in pairs.of("feedsInto").items() for end in ends}
    edges |= {(start, end) for start, ends in pairs.of("dependsOn").items() for end in ends}
    for start, end in edges:
        yield start, end, True if start in there else None, due.get(start)


def carried(facts: Facts, theta: Decimal) -> Rows:
    """G21: thing, kind, office, theta."""
    leads = facts.pairs.of("leadUnit")
    gone = facts.real | facts.pairs.of("fulfilledBy").keys() | facts.ordered_results | facts.umbrellas
    for kind, things in (("plan", facts.sectoral), ("announced", (facts.editions & facts.coming) - gone)):
        for thing in things:
            for office in leads.get(thing, NOBODY):
                yield thing, kind, office, theta


def _open(facts: Facts, plan: str) -> str:
    return "gap" if plan in facts.owned else "not_decidable"
