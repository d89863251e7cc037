"""Motion against resolution: what of the proposed points was kept, changed, weakened or dropped on the way.

The texts of a procedure are aligned element by element (:mod:`planwerk.points`), so that it does not matter in which
point of which text an element stands. Every class follows from what the points say, by the rules of :func:`judge`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf

from planwerk.dataset import Dataset
from planwerk.errors import QueryError
from planwerk.pairs import Pairs, pairs_of
from planwerk.points import ELEMENTS, Element, Points, Side
from planwerk.questions import ask, labels
from planwerk.vocabulary import CONCEPT

Class = OneOf["kept", "changed", "weakened", "dropped", "added"]


@dataclass(frozen=True, slots=True)
class Change:
    """How one element fared from one text to another.

    ``lost`` and ``gained`` are parts of an element (groups, fiscal years); ``days`` is the deadline's difference,
    positive where the later text gives more time; ``narrowed`` tells that a period became shorter within the old one.
    """

    element: Element
    verdict: Class
    before: Side | None
    after: Side | None
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    days: int | None = None
    narrowed: bool = False


@dataclass(frozen=True, slots=True)
class Stance:
    """The administration's stance on one point of a version, and the point that answers it where one is named."""

    version: str
    point: str
    number: int | None
    answer: str
    answered_by: str | None
    stance: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A motion's version against a resolution, with the versions in between: "the staff was dropped".

    ``texts`` are the versions with points in their order and, last, the resolution; ``steps`` gives for each of them
    but the first how every element fared from the text before it.
    """

    motion: str
    resolution: str
    changes: tuple[Change, ...]
    texts: tuple[str, ...]
    steps: Mapping[str, tuple[Change, ...]]
    sides: Mapping[str, Mapping[Element, Side]]
    stances: tuple[Stance, ...]

    def counts(self) -> dict[Class, int]:
        """Count the elements by class."""
        return dict(Counter(change.verdict for change in self.changes))


def compare(dataset: Dataset, motion: str, resolution: str, *, lang: str = "de") -> Comparison:
    """Compare the points of a motion with those of a resolution.

    ``motion`` names a version, or a paper (then its latest version with points counts); ``resolution`` a resolution or
    any version with points. Both by IRI, end of IRI, reference number or label. Raises QueryError where nothing fits.
    """
    pairs = pairs_of(dataset)
    points, chains = Points(dataset, lang), _chains(pairs)
    known = {one.text for texts in chains.values() for one in texts} | set(chains)
    start = _find(dataset, motion, known, chains, lang)
    end = _find(dataset, resolution, known, chains, lang)
    between = [one.text for one in chains.get(end, [])]
    texts = tuple([*between, end] if start in between else dict.fromkeys([*between, start, end]))
    amending = {one.text for one in chains.get(end, []) if one.amends}
    return _compared(points, start, end, texts, amending, tuple(_stances(dataset)))


def compare_all(dataset: Dataset, *, lang: str = "de") -> Iterator[Comparison]:
    """Compare every resolution with the last version of the motion that it decided on, where their points differ."""
    pairs = pairs_of(dataset)
    points, stances = Points(dataset, lang), _stances(dataset)
    of_version: dict[str, list[Stance]] = {}
    for stance in stances:
        of_version.setdefault(stance.version, []).append(stance)
    for resolution, chain in sorted(_chains(pairs).items()):
        texts = [one.text for one in chain]
        motions = [one.text for one in chain if one.of_motion]
        if motions and not points.same(motions[-1], resolution):
            taken = tuple(stance for text in texts for stance in of_version.get(text, ()))
            amending = {one.text for one in chain if one.amends}
            yield _compared(points, motions[-1], resolution, (*texts, resolution), amending, taken)


def _compared(
    points: Points,
    start: str,
    end: str,
    texts: tuple[str, ...],
    amending: Collection[str],
    stances: tuple[Stance, ...],
) -> Comparison:
    """Compare two texts, and each on the way with the one before.

    What an amendment passes over it leaves as it is: it is set against its elements alone, and the next text against
    the last whole one.
    """
    sides = {text: points.sides(text) for text in texts}
    steps: dict[str, tuple[Change, ...]] = {}
    whole = texts[0]
    for text in texts[1:]:
        before = sides[whole]
        if text in amending:
            before = {element: side for element, side in before.items() if element in sides[text]}
        steps[text] = align(before, sides[text], points.up)
        whole = whole if text in amending else text
    mine = tuple(stance for stance in stances if stance.version in sides)
    return Comparison(start, end, align(sides[start], sides[end], points.up), texts, steps, sides, mine)


def align(
    before: Mapping[Element, Side], after: Mapping[Element, Side], up: Mapping[str, set[str]]
) -> tuple[Change, ...]:
    """Set two texts' sides against each other, element by element, in the order of ELEMENTS."""
    submits = "deliverable" in after
    return tuple(
        judge(element, before.get(element), after.get(element), up, submits=submits)
        for element in ELEMENTS
        if element in before or element in after
    )


def judge(
    element: Element, before: Side | None, after: Side | None, up: Mapping[str, set[str]], *, submits: bool
) -> Change:
    """Give an element's class, by these rules.

    * dropped: the later text says nothing on it; but a recipient is only weakened where the result is still to be
      submitted (somebody will get it), and so is a purpose that only the reasons still state
    * weakened: a result limited to less; less money or staff, or fewer years; groups lost and none gained
    * changed: otherwise different (another event, day, recipient, other groups); kept: the same; added: only later
    """
    if before is None:
        return Change(element, "added", None, after)
    if after is None:
        weaker = element == "recipient" and submits
        return Change(element, "weakened" if weaker else "dropped", before, None)
    if element == "actors":
        return _groups(before, after, up)
    if element in ("money", "staff"):
        lost, gained = tuple(sorted(before.years - after.years)), tuple(sorted(after.years - before.years))
        same = before.quantity == after.quantity and not lost and not gained
        less = bool(lost) or _less(before, after)
        return Change(element, "kept" if same else "weakened" if less else "changed", before, after, lost, gained)
    if element == "deadline":
        days = (after.last - before.last).days if before.last and after.last else None
        return Change(element, "kept" if days == 0 else "changed", before, after, days=days)
    narrowed = bool(
        before.first and before.last and after.first and after.last
        and before.first <= after.first and after.last <= before.last
        and (before.first, before.last) != (after.first, after.last)
    )  # fmt: skip
    if after.in_reasons and not before.in_reasons:
        return Change(element, "weakened", before, after)
    if after.limits - before.limits or (element == "deliverable" and after.things < before.things):
        return Change(element, "weakened", before, after)
    same = before.things == after.things and (before.first, before.last) == (after.first, after.last)
    return Change(element, "kept" if same else "changed", before, after, narrowed=narrowed)


def _less(before: Side, after: Side) -> bool:
    return before.quantity is not None and after.quantity is not None and after.quantity < before.quantity


def _groups(before: Side, after: Side, up: Mapping[str, set[str]]) -> Change:
    """Judge groups: lost where neither they nor a narrower or broader one remains, gained where none was part of them."""
    lost = {g for g in before.things if not any(_kin(g, h, up) for h in after.things)}
    gained = {h for h in after.things if h not in before.things and not (up.get(h, set()) & before.things)}
    verdict: Class = "kept" if before.things == after.things else "changed"
    if (lost or after.things < before.things) and not gained:
        verdict = "weakened"
    return Change("actors", verdict, before, after, tuple(sorted(lost)), tuple(sorted(gained)))


def _kin(one: str, other: str, up: Mapping[str, set[str]]) -> bool:
    return one == other or other in up.get(one, ()) or one in up.get(other, ())


@dataclass(frozen=True, slots=True)
class _Version:
    """A text before a resolution: "the second version of the motion", "an amendment"."""

    text: str
    of_motion: bool
    amends: bool


def _chains(pairs: Pairs) -> dict[str, list[_Version]]:
    """Give each resolution's versions with points in their order: motions, then amendments, then the others.

    It is the question compare-versions: the papers are those a version of which was adopted or decided on, or for which
    the adopted version is an alternative.
    """
    adopts, papers, motions = pairs.of("adoptsVersion"), pairs.of("versionOf"), pairs.a("Motion")
    versions, numbers, proposes = pairs.of("hasVersion"), pairs.of("versionNumber"), pairs.of("hasProposedPoint")
    amendments = pairs.having("paperKind", [CONCEPT + "paper-kind/amendment"])
    meant = {resolution: set(adopted) for resolution, adopted in adopts.items()}
    for resolution, moved in pairs.via(adopts, "proposesAlternativeTo").items():
        meant[resolution].update(moved)
    decided = pairs.of("decidedOn")
    for decision, resolutions in pairs.of("resultsIn").items():
        for resolution in resolutions if decision in decided else ():
            meant.setdefault(resolution, set()).update(decided[decision])
    chains: dict[str, list[_Version]] = {}
    for resolution, some in meant.items():
        found = sorted(
            (paper not in motions, paper not in amendments, paper, number is not None, int(number or 0), version)
            for paper in {paper for version in some for paper in papers.get(version, ())}
            for version in versions.get(paper, ())
            if version in proposes
            for number in numbers.get(version, UNNUMBERED)
        )
        if found:
            chains[resolution] = [_Version(text, not other, not whole) for other, whole, _, _, _, text in found]
    return chains


def _stances(dataset: Dataset) -> list[Stance]:
    return [
        Stance(
            str(row["version"]),
            str(row["point"]),
            row["number"] if isinstance(row["number"], int) else None,
            str(row["answer"]),
            str(row["answeredBy"]) if row["answeredBy"] else None,
            str(row["stance"]).rsplit("/", 1)[-1],
        )
        for row in ask(dataset, "compare-stances").as_dicts()
    ]


UNNUMBERED: Sequence[str | None] = [None]
PAPERS = """PREFIX pw: <https://w3id.org/planwerk/ns#>
SELECT ?version ?paper ?number WHERE { ?version pw:versionOf ?paper ; pw:hasProposedPoint ?point OPTIONAL { ?version pw:versionNumber ?number } }"""
NUMBERS = "PREFIX pw: <https://w3id.org/planwerk/ns#> SELECT ?thing ?number WHERE { ?thing pw:referenceNumber ?number }"


def _find(dataset: Dataset, name: str, known: set[str], chains: Mapping[str, list[_Version]], lang: str) -> str:
    """Find a text by IRI, end of IRI, number or label; a paper stands for its latest version with points."""
    from planwerk.questions import query

    versions: dict[str, list[tuple[int, str]]] = {}
    for version, paper, number in query(dataset, PAPERS).rows:
        versions.setdefault(str(paper), []).append((number if isinstance(number, int) else 0, str(version)))
    texts = known | {version for some in versions.values() for _, version in some}
    things = texts | set(versions)
    numbered = {str(thing) for thing, number in query(dataset, NUMBERS).rows if str(number) == name}
    named = labels(dataset, things, lang)
    fits = (
        [t for t in things if t == name]
        or sorted(numbered & things)
        or [t for t in things if t.endswith("/" + name)]
        or [t for t in things if named[t].casefold() == name.casefold()]
    )
    fits = [t for t in fits if t in versions] or fits  # a first version often bears its paper's own number
    meant = {max(versions[t])[1] if t in versions and t not in texts else t for t in fits}
    if len(meant) == 1:
        return meant.pop()
    choice = ", ".join(sorted("/".join(t.split("/")[-2:]) for t in (meant or chains.keys() or texts)))[:200]
    if meant:
        raise QueryError(f'"{name}" fits {len(meant)} texts with points', f"name one: {choice}")
    raise QueryError(f'no text with points is called "{name}"', f"there are: {choice or 'none'}")
