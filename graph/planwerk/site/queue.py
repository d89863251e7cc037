"""The pages on which people decide: statements that a machine read, one after the other, and names that may mean one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planwerk.pending import Pending, choose
from planwerk.readingcopy import norm
from planwerk.reviewing import Reviewing
from planwerk.site.filters import offering
from planwerk.site.frame import Place, render
from planwerk.site.links import Links, Target
from planwerk.site.papertext import STATES
from planwerk.site.places import anchor_of
from planwerk.site.seen import Seen
from planwerk.statements import MACHINE_ONLY

SHOWN = 20  # statements on a page
AROUND = 240  # characters of the text before and after the words that were read
VERDICTS = {"accept": ("annehmen", "accept"), "reject": ("ablehnen", "reject"), "correct": ("berichtigen", "correct")}
DECIDED = {
    "accept": ("angenommen", "accepted"),
    "reject": ("abgelehnt", "rejected"),
    "correct": ("berichtigt", "corrected"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page of decisions carries: the token of its forms, what goes from page to page, and what went wrong."""

    token: str
    kept: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One statement as it is judged: its words in their surroundings, what was made of them, and a decision there is."""

    one: Pending
    before: str
    words: str
    after: str
    text: str | None
    mark: str
    decided: str


_VERDICTS = {"same": ("dasselbe", "the same"), "different": ("verschieden", "different"), "split": ("geteilt", "split")}


def review_page(seen: Seen, links: Links, reviewing: Reviewing, asked: Mapping[str, str], shown: Shown) -> str:
    """Give the queue: what nobody has looked at, or what was decided, narrowed as asked; the next ones first.

    ``asked`` may hold ``file``, ``rule`` and ``state`` (open, decided, all), ``key`` of one statement, ``done`` of the
    one just decided on, and ``after``, the key behind which the page begins.
    """
    every = _once(reviewing.pending(everything=True))
    state = asked.get("state") or "open"
    chosen = choose(
        every, everything=state != "open",
        files=[asked["file"]] if asked.get("file") else (), rules=[asked["rule"]] if asked.get("rule") else (),
    )  # fmt: skip
    if state == "decided":
        chosen = [one for one in chosen if one.decision]
    if asked.get("key"):
        chosen = [one for one in every if one.key == asked["key"]]
    start = _start(chosen, asked.get("after", ""))
    page = chosen[start : start + SHOWN]
    done = next((one for one in every if one.key == asked.get("done") and one.decision), None)
    waiting = Counter(one.file for one in every if one.state == MACHINE_ONLY and one.decision is None)
    title = seen.say("Gelesenes prüfen", "Review what was read")
    files = [(file, f"{file} ({waiting[file]})") for file in sorted({one.file for one in every})]
    states = [("decided", seen.say("Entschiedenes", "decided")), ("all", seen.say("alles", "all"))]
    rules = [(rule, rule) for rule in sorted({one.rule.partition("@")[0] for one in every if one.rule})]
    return render(
        "review.html",
        seen,
        links,
        Place(Target("review")),
        title,
        cards=[_card(seen, links, one) for one in page],
        total=len(every),
        waiting=sum(waiting.values()),
        chosen=len(chosen),
        first=start + 1 if page else 0,
        more=links(Target("review", choice={**_kept(shown), "after": page[-1].key})) if start + SHOWN < len(chosen) else None,
        beginning=links(Target("review", choice=_kept(shown))) if start else None,
        filters=(
            offering("state", seen.say("zeigen", "show"), asked, states, every=seen.say("Ungeprüftes", "not reviewed")),
            offering("file", seen.say("Datei", "File"), asked, files),
            offering("rule", seen.say("Regel", "Rule"), asked, rules),
        ),
        done=_card(seen, links, done) if done else None,
        names={name: seen.say(*both) for name, both in STATES.items()},
        shown=shown,
        behind=asked.get("after", ""),
    )  # fmt: skip


def _kept(shown: Shown) -> dict[str, str]:
    return {name: shown.kept[name] for name in ("file", "rule", "state", "by") if shown.kept.get(name)}


def _once(pending: Sequence[Pending]) -> list[Pending]:
    """Give each statement once: the same words read twice in a paper want one decision."""
    found: dict[str, Pending] = {}
    for one in pending:
        found.setdefault(one.key, one)
    return list(found.values())


def _start(chosen: Sequence[Pending], after: str) -> int:
    """Give where the page begins: behind the statement with that key, or where it stood if it left the list."""
    return next((n + 1 for n, one in enumerate(chosen) if one.key == after), 0)


def _card(seen: Seen, links: Links, one: Pending) -> Card:
    text = seen.city.copies.text(one.file) if one.end > one.start >= 0 else None
    words = text[one.start : one.end] if text else ""
    whole = bool(text) and norm(words) == norm(one.quote)
    before = text[max(0, one.start - AROUND) : one.start] if text and whole else ""
    after = text[one.end : one.end + AROUND] if text and whole else ""
    decided = one.decision
    return Card(
        one, _tail(before), words if whole else one.quote, _head(after),
        links(Target("text", one.source, anchor_of(one.start))) if one.source else None,
        decided.mark if decided else "",
        seen.say(*DECIDED[decided.verdict]) if decided else "",
    )  # fmt: skip


def _tail(text: str) -> str:
    """Give the end of a text from a word on."""
    return "… " + text.partition(" ")[2].lstrip() if len(text) >= AROUND else text


def _head(text: str) -> str:
    return text.rpartition(" ")[0].rstrip() + " …" if len(text) >= AROUND else text


def names_page(seen: Seen, links: Links, reviewing: Reviewing, shown: Shown) -> str:
    """Give the pairs of things that may be one, best first, and the decisions there are.

    Raises PlanwerkError where the optional package that ranks them is not installed.
    """
    pairs = reviewing.candidates()
    title = seen.say("Namen zusammenführen", "Merge names")
    return render(
        "names.html", seen, links, Place(Target("names"), [(seen.say("Gelesenes prüfen", "Review"), Target("review"))]), title,
        pairs=[
            (pair, [(thing.names, links(Target("thing", thing.iri))) for thing in (pair.one, pair.other)])
            for pair in pairs[:SHOWN]
        ],
        total=len(pairs),
        decided=[
            (one, seen.say(*_VERDICTS.get(one.verdict, (one.verdict, one.verdict))))
            for one in reviewing.decided_names()
        ],
        shown=shown,
    )  # fmt: skip
