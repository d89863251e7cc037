"""How a profile fares on a folder of papers: what its patterns read, where they collide, and what nothing reads.

The examples and counter-examples of the profile's own rows are put to the test first: they are the rows' definition.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from planwerk.dates import find_periods
from planwerk.paper import Paper
from planwerk.procedure.headings import find_heads, to_lines
from planwerk.profile import Profile, ReferencePattern
from planwerk.references import find_numbers


@dataclass(slots=True)
class PatternUse:
    """What one row of a profile did: ``read`` numbers of so many ``papers``; matches ``refused`` for want of a cue."""

    rule: str
    shown: str
    read: int = 0
    refused: int = 0
    papers: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Collision:
    """A number that another reading claims as well: another row's form, or a date or period ("2019/20")."""

    rule: str
    text: str
    other: str
    count: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that looks like a heading, or a token that looks like a number, and that no pattern reads."""

    text: str
    count: int
    papers: int


@dataclass(frozen=True, slots=True)
class Failing:
    """An example that a row of the profile does not read as it should; ``text`` is empty where the row has none.

    ``why`` is "not read" for an example, "read" for a counter-example, "no example" or "no counter-example".
    """

    rule: str
    text: str
    why: Literal["not read", "read", "no example", "no counter-example"]


@dataclass(frozen=True, slots=True)
class ProfileCheck:
    """All that a profile did and did not do on so many papers."""

    profile: str
    papers: int
    failing: tuple[Failing, ...]
    patterns: tuple[PatternUse, ...]
    collisions: tuple[Collision, ...]
    headings: tuple[Unread, ...]
    numbers: tuple[Unread, ...]


# Behind such a word a number of a paper is to be expected; the token itself need only have digits and a stroke.
_LIKE_NUMBER = re.compile(
    r"(?:[Vv]orlagen?|[Dd]rucksachen?|[Aa]nfrage|[Aa]ntr[aä]g\w*|[Bb]eschluss\w*)(?:[ -]?Nr\.?|nummer)?[ \t]*:?[ \t]*(?P<number>[A-ZÄÖÜ]{0,5}[- /]?\d[\w./-]*\d)"
)
_HEADING = re.compile(
    r"(?=.{4,60}$)(?:[A-ZÄÖÜ][\wäöüß/ ,()-]*[a-zäöüßA-ZÄÖÜ)]):?$|(?:[IVX]{1,4}|\d{1,2})\.\s+[A-ZÄÖÜ][\wäöüß/ -]{3,50}$"
)


def check_profile(profile: Profile, papers: Iterable[Paper]) -> ProfileCheck:
    """Run a profile over papers and count.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> profile = read_profile("leipzig")
    >>> text = "VII-DS-00500 im Doppelhaushalt 2019/2020, Vorlage 12-34-56"
    >>> check = check_profile(profile, [to_paper("a.txt", text.encode(), text, profile)])
    >>> [(use.shown, use.read) for use in check.patterns if use.read], [one.text for one in check.numbers]
    ([('VI-A-05385', 1)], ['12-34-56'])
    """
    uses = {
        form.rule: PatternUse(form.rule, form.examples[0] if form.examples else form.pattern.pattern)
        for form in profile.references
    }
    collisions: Counter[tuple[str, str, str]] = Counter()
    headings, numbers = _Tally(), _Tally()
    count = 0
    for paper in papers:
        count += 1
        text = paper.reading
        found = list(find_numbers(text, profile))
        _count_uses(uses, profile.references, text, found)
        collisions.update(_collisions(profile.references, text, found))
        headings.add(_unread_headings(text, profile))
        taken = [match.span() for match, _ in found]
        numbers.add(
            token["number"].rstrip(".,") for token in _LIKE_NUMBER.finditer(text)
            if re.search(r"[/-]", token["number"]) and not any(a < token.end("number") and token.start("number") < b for a, b in taken)
        )  # fmt: skip
    return ProfileCheck(
        profile.name,
        count,
        tuple(_failing(profile)),
        tuple(uses.values()),
        tuple(Collision(*key, number) for key, number in sorted(collisions.items(), key=lambda one: (-one[1], one[0]))),
        headings.sorted(),
        numbers.sorted(),
    )


def _failing(profile: Profile) -> Iterator[Failing]:
    """Put the profile's own rows to the test of their examples: each read once, no counter-example at all."""
    for form in profile.references:
        if not form.rule.startswith(f"reference.{profile.name}."):
            continue
        if not form.examples:
            yield Failing(form.rule, "", "no example")
        if not form.counterexamples:
            yield Failing(form.rule, "", "no counter-example")
        for text in form.examples:
            if sum(form.is_cued(match) for match in form.finditer(text)) != 1:
                yield Failing(form.rule, text, "not read")
        for text in form.counterexamples:
            if any(form.is_cued(match) for match in form.finditer(text)):
                yield Failing(form.rule, text, "read")


class _Tally:
    """Counts texts, and in how many papers each stands."""

    def __init__(self) -> None:
        self._count: Counter[str] = Counter()
        self._papers: Counter[str] = Counter()

    def add(self, texts: Iterable[str]) -> None:
        here = Counter(texts)
        self._count.update(here)
        self._papers.update(here.keys())

    def sorted(self) -> tuple[Unread, ...]:
        order = sorted(self._count, key=lambda text: (-self._papers[text], -self._count[text], text))
        return tuple(Unread(text, self._count[text], self._papers[text]) for text in order)


def _count_uses(
    uses: dict[str, PatternUse],
    forms: tuple[ReferencePattern, ...],
    text: str,
    found: list[tuple[re.Match[str], ReferencePattern]],
) -> None:
    read: defaultdict[str, list[str]] = defaultdict(list)
    for match, form in found:
        read[form.rule].append(match[0])
    taken = {match.start() for match, _ in found}
    for form in forms:
        use = uses[form.rule]
        use.read += len(read[form.rule])
        use.papers += bool(read[form.rule])
        use.refused += sum(not form.is_cued(match) and match.start() not in taken for match in form.finditer(text))
        use.examples += [one for one in dict.fromkeys(read[form.rule]) if one not in use.examples][
            : 3 - len(use.examples)
        ]


def _collisions(
    forms: tuple[ReferencePattern, ...], text: str, found: list[tuple[re.Match[str], ReferencePattern]]
) -> Iterable[tuple[str, str, str]]:
    for match, form in found:
        around = text[max(0, match.start() - 30) : match.end() + 10]
        for period in find_periods(around):
            place = max(0, match.start() - 30)
            if period.start + place < match.end() and match.start() < period.end + place:
                yield form.rule, match[0], f"{period.precision}: {period.wording}"
        for other in forms:
            if (
                other is not form
                and (one := other.pattern.search(text, match.start(), match.end()))
                and other.is_cued(one)
                and one[0] != match[0]
            ):
                yield form.rule, match[0], f"{other.rule}: {one[0]}"


def _unread_headings(text: str, profile: Profile) -> Iterable[str]:
    lines = list(to_lines(text))
    read = {head.line for head in find_heads(lines, profile)}
    for number, line in enumerate(lines):
        if (
            number not in read
            and line.after_gap
            and _HEADING.match(line.text)
            and not any(form.search(line.text) for form in profile.boilerplate)
        ):
            yield line.text.rstrip(":")
