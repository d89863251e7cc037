"""Which names mean the same thing: candidates ranked, people decide, and a decision can be taken back.

Two names are never made one by a machine. What a person decides lies in ``review/names.jsonl`` and is applied to what
was read whenever it is loaded: the papers, the curated statements and the readings stay as they are, so taking a
decision back takes the two things apart again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode

from planwerk.errors import ConflictError, PlanwerkError, ReviewError
from planwerk.files import locked, write_atomically
from planwerk.statements import Statement, Telling, Term
from planwerk.vocabulary import PREFIXES, slug

FILE = "names.jsonl"
SAME, DIFFERENT, SPLIT = "same", "different", "split"
LABEL, ALTERNATIVE = PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "altLabel"
LEAST = 70.0  # of 100: below this the names of the shipped workspaces, looked through by hand, have nothing in common


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with the names it goes by: "this body is called Sozialamt and Amt für Soziales".

    ``group`` is what it may be confused with: bodies with bodies, plans with plans.
    """

    iri: str
    group: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two things that may be one: "Fachplan Wohnungsnotfallhilfe and Konzept Wohnungsnotfallhilfe, 88 of 100"."""

    one: Named
    other: Named
    score: float

    @property
    def key(self) -> str:
        """Give the name under which a decision on the two is kept; it begins with an n, unlike that of a statement."""
        return name_key(self.one.iri, self.other.iri)


@dataclass(frozen=True, slots=True)
class NameDecision:
    """What a person decided on two things: that they are the same, that they are different, or that one name means two.

    ``paper`` is the file in which, after a split, the name ``one`` means the thing ``other``.
    """

    key: str
    verdict: str
    one: str
    other: str
    said: str = ""
    note: str = ""
    by: str = ""
    on: str = ""
    paper: str = ""


def name_key(one: str, other: str) -> str:
    """Give the key of a pair, whichever comes first.

    >>> name_key("urn:a", "urn:b") == name_key("urn:b", "urn:a")
    True
    """
    return "n" + hashlib.sha256(chr(31).join(sorted((one, other))).encode()).hexdigest()[:11]


def find_candidates(
    things: Iterable[Named], decided: Iterable[str] = (), aliases: Mapping[str, str] | None = None
) -> list[Candidate]:
    """Rank the pairs of things whose names resemble one another, without those that are decided.

    Names with different numbers or years are no candidates: a second plan is not the third. What the profile calls an
    alias of a name scores 100. Raises PlanwerkError where the optional package rapidfuzz is not installed.
    """
    try:
        from rapidfuzz import fuzz, process
    except ImportError as error:
        raise PlanwerkError(
            "ranking names wants the optional package rapidfuzz", "pip install 'planwerk[extract]'"
        ) from error
    known = set(decided)
    best: dict[str, Candidate] = {}
    groups: dict[str, list[Named]] = {}
    for thing in sorted(things, key=lambda one: one.iri):
        groups.setdefault(thing.group, []).append(thing)
    for members in groups.values():
        names = [(plain(name), thing) for thing in members for name in thing.names]
        words = [name for name, _ in names]
        for name, thing in names:
            for _, shared, place in process.extract(
                name, words, scorer=fuzz.token_set_ratio, limit=None, score_cutoff=LEAST
            ):
                other_name, other = names[place]
                # Half of it for the words they share, half for those they do not: "Konzept" is no name of every concept.
                score = (shared + fuzz.token_sort_ratio(name, other_name)) / 2
                if score >= LEAST and _may_be_one(name, other_name):
                    _better(best, known, thing, other, score)
        called: dict[str, list[Named]] = {}
        for name, thing in names:
            called.setdefault(name, []).append(thing)
        for name, whole in (aliases or {}).items():
            for thing in called.get(plain(name), []):
                for other in called.get(plain(whole), []):
                    _better(best, known, thing, other, 100.0)
    return sorted(best.values(), key=lambda pair: (-pair.score, pair.one.iri, pair.other.iri))


def _better(best: dict[str, Candidate], known: set[str], one: Named, other: Named, score: float) -> None:
    if one.iri > other.iri:
        one, other = other, one
    pair = Candidate(one, other, round(score, 1))
    held = best.get(pair.key)
    if one.iri != other.iri and pair.key not in known and (held is None or held.score < pair.score):
        best[pair.key] = pair


def _may_be_one(name: str, other: str) -> bool:
    """Tell whether the numbers and years in two names leave it open that they mean one thing."""
    numbers, others = frozenset(re.findall(r"\d+", name)), frozenset(re.findall(r"\d+", other))
    return numbers <= others or others <= numbers


def plain(name: str) -> str:
    """Give a name without quotation marks, case and the endings of a genitive, for comparing.

    >>> plain("des Teilhabeplans der Stadt „Leipzig“")
    'teilhabeplan stadt leipzig'
    """
    words = re.findall(r"[\w.]+", name.lower())
    kept = [word for word in words if word not in ("der", "die", "das", "des", "dem", "den", "ein", "eine", "eines")]
    return " ".join(re.sub(r"(?<=plan|zept|ramm|amts|isse)e?s$|(?<=amt)e?s$", "", word) for word in kept)


# ---- decisions ----


def read_name_decisions(folder: Path) -> dict[str, NameDecision]:
    """Read the decisions on names by key; raises ReviewError naming the line of what is none."""
    path = folder / FILE
    found: dict[str, NameDecision] = {}
    if not path.is_file():
        return found
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            decision = NameDecision(**json.loads(line))
        except (ValueError, TypeError) as error:
            raise ReviewError(
                f"{path}:{number}: this line is no decision on names", "take it out or mend it"
            ) from error
        if (
            decision.verdict not in (SAME, DIFFERENT, SPLIT)
            or bool(decision.paper) != (decision.verdict == SPLIT)
            or not all(isinstance(one, str) for one in asdict(decision).values())
        ):
            raise ReviewError(
                f"{path}:{number}: this line is no decision on names",
                f"its verdict is {SAME}, {DIFFERENT} or {SPLIT}, and only {SPLIT} names a paper",
            )
        found[decision.key] = decision
    return found


def keep_names(folder: Path, decisions: Iterable[NameDecision], *, first: bool = False) -> None:
    """Keep decisions on names; a later one on the same pair takes the place of the earlier.

    Where the decisions must be the ``first`` on their pairs, and somebody else decided on one meanwhile, nothing is
    written and ConflictError says so.
    """
    decisions = list(decisions)
    with locked(folder):
        for known in read_name_decisions(folder).values() if first else ():
            if known.key in {decision.key for decision in decisions}:
                raise ConflictError(
                    f"somebody else decided on {known.said} meanwhile: {known.verdict}",
                    "nothing was written; look again",
                )
        held = read_name_decisions(folder) | {decision.key: decision for decision in decisions}
        _write(folder, held.values())


def undo_names(folder: Path, keys: Iterable[str]) -> list[NameDecision]:
    """Take decisions on names back, and give those that there were."""
    wanted = set(keys)
    with locked(folder):
        held = read_name_decisions(folder)
        _write(folder, [decision for key, decision in held.items() if key not in wanted])
    return [decision for key, decision in held.items() if key in wanted]


def _write(folder: Path, decisions: Iterable[NameDecision]) -> None:
    lines = [
        json.dumps({name: value for name, value in asdict(one).items() if value}, ensure_ascii=False) + "\n"
        for one in sorted(decisions, key=lambda one: one.key)
    ]
    if lines:
        write_atomically(folder / FILE, "".join(lines).encode())
    else:
        (folder / FILE).unlink(missing_ok=True)


def split_of(
    one: str, papers: Iterable[str], *, said: str = "", note: str = "", by: str = "", on: str = ""
) -> list[NameDecision]:
    """Decide that in these papers a thing's name means another thing, which is called after the first of them.

    >>> [decision] = split_of("urn:body/arbeitskreis", ["2015-0044.md"])
    >>> decision.other, decision.verdict, decision.paper
    ('urn:body/arbeitskreis-in-2015-0044', 'split', '2015-0044.md')
    """
    files = list(papers)
    other = f"{one}-in-{slug(files[0].rpartition('.')[0] or files[0])}"
    return [
        NameDecision(name_key(f"{one}{chr(31)}{file}", other), SPLIT, one, other, said, note, by, on, file)
        for file in files
    ]


# ---- applying ----


def parted(tellings: Iterable[Telling], decisions: Iterable[NameDecision], base: str) -> Iterator[Telling]:
    """Apply splits: in the papers that a decision names, what was read of the one thing is said of the other."""
    splits: dict[str, dict[str, str]] = {}
    for decision in decisions:
        if decision.verdict == SPLIT:
            splits.setdefault(f"{base}source/{slug(decision.paper)}", {})[decision.one] = decision.other
    for telling in tellings:
        yield _with(telling, splits.get(telling.source, {}), alternative=False)


def merged(
    tellings: Iterable[Telling], decisions: Iterable[NameDecision], stated: frozenset[str] = frozenset()
) -> Iterator[Telling]:
    """Apply that two things are the same: what was read of one is said of the other, its label becomes another name.

    The thing that people stated themselves (``stated``) stays, else the one whose IRI comes first.
    """
    stays = _representatives([one for one in decisions if one.verdict == SAME], stated)
    for telling in tellings:
        yield _with(telling, stays, alternative=True)


def _with(telling: Telling, names: Mapping[str, str], *, alternative: bool) -> Telling:
    """Say of other things what a telling says of some; with ``alternative`` a label becomes another name."""
    if not names:
        return telling
    return replace(
        telling,
        speaker=names.get(telling.speaker, telling.speaker),
        statements=tuple(_renamed(statement, names, alternative) for statement in telling.statements),
        basics=tuple(_triple(one, names, alternative) for one in telling.basics),
    )


def _representatives(same: Iterable[NameDecision], stated: frozenset[str]) -> dict[str, str]:
    """Give, for each thing that gives way, the one that stays; sameness goes on from pair to pair."""
    sets: list[set[str]] = []
    for decision in same:
        pair = {decision.one, decision.other}
        touching = [some for some in sets if some & pair]
        sets = [some for some in sets if not some & pair] + [pair.union(*touching)]
    stays: dict[str, str] = {}
    for some in sets:
        first = min(some, key=lambda iri: (iri not in stated, iri))
        stays |= {iri: first for iri in some if iri != first}
    return stays


def _renamed(statement: Statement, stays: Mapping[str, str], alternative: bool) -> Statement:
    subject, predicate, value = _triple(statement.triple, stays, alternative)
    if (subject, predicate, value) == statement.triple:
        return statement
    return replace(statement, subject=subject, predicate=predicate, object=value, read_as=statement.key)


def _triple(triple: tuple[str, str, Term], stays: Mapping[str, str], alternative: bool) -> tuple[str, str, Term]:
    subject, predicate, value = triple
    if alternative and subject in stays and predicate == LABEL:
        predicate = ALTERNATIVE
    if isinstance(value, NamedNode) and value.value in stays:
        value = NamedNode(stays[value.value])
    return stays.get(subject, subject), predicate, value
