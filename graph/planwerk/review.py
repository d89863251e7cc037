"""What people decided about statements that were read: accepted, rejected, or corrected.

Decisions lie in ``review/statements/``, one file of lines per source, sorted and readable, so that they can be put under
version control and merged. A line is kept under the key of the statement (its triple and the words it was read from), so a
rebuild, a new version of a rule or a moved paragraph keeps it, and only what is new or reads otherwise wants a decision.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from planwerk.errors import ConflictError, ReviewError
from planwerk.files import locked, write_atomically
from planwerk.statements import ACCEPTED, CORRECTED, Statement, Telling, Term, Unread
from planwerk.vocabulary import CONCEPT, NS, PREFIXES, slug

VERDICTS = ("accept", "reject", "correct")
FOLDER, SUFFIX = "statements", ".jsonl"
TYPE = PREFIXES["rdf"] + "type"

_FORMS = {
    "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "gYear": r"\d{4}",
    "integer": r"-?\d{1,18}",
    "decimal": r"-?\d{1,18}(\.\d{1,9})?",
    "boolean": r"true|false",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on one statement: "rejected by the planner on 3 May 2021, since the date is another one's".

    ``file`` names the source as it lies in papers/, ``said`` and ``quote`` say in words what was decided on, ``value``
    is the object that a correction puts in the place of the one that was read.
    """

    key: str
    verdict: str
    file: str
    said: str = ""
    quote: str = ""
    value: str = ""
    note: str = ""
    by: str = ""
    on: str = ""

    @property
    def mark(self) -> str:
        """Give a mark that tells this decision from any other on the same statement."""
        said = json.dumps([self.verdict, self.value, self.note, self.by, self.on])
        return hashlib.sha256(said.encode()).hexdigest()[:12]


def read_decisions(folder: Path) -> dict[str, Decision]:
    """Read all decisions of a review folder by key; raises ReviewError naming file and line of what is none."""
    found: dict[str, Decision] = {}
    for path in sorted((folder / FOLDER).glob(f"*{SUFFIX}")):
        found |= {decision.key: decision for decision in _read(path)}
    return found


def _read(path: Path) -> Iterator[Decision]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReviewError(f"{path} cannot be read: {error}", "take it back from your version control") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            texts = all(isinstance(value, str) for value in said.values())
            decision = Decision(**said)
        except (ValueError, TypeError, AttributeError) as error:
            raise ReviewError(f"{path}:{number}: this line is no decision", "take it out or mend it") from error
        if not texts or decision.verdict not in VERDICTS:
            raise ReviewError(
                f"{path}:{number}: this line is no decision", f"its verdict is one of: {', '.join(VERDICTS)}"
            )
        yield decision


def keep(folder: Path, decisions: Iterable[Decision], *, seen: Mapping[str, str] | None = None) -> int:
    """Keep decisions, each in the file of its source; a later one takes the place of an earlier. Gives their number.

    Every file is replaced at one stroke, and of two writers at once the second adds to what the first wrote. ``seen``
    are the marks, by key, of the decisions that were known to whoever decides, empty where there was none: where
    another one lies there by now, nothing is written and ConflictError says which.
    """
    new = list(decisions)
    with locked(folder):
        _refuse_conflicts(folder, seen)
        for path in {_path(folder, decision.file) for decision in new}:
            held = {decision.key: decision for decision in _read(path)} if path.is_file() else {}
            held |= {decision.key: decision for decision in new if _path(folder, decision.file) == path}
            _write(path, held.values())
    return len(new)


def _refuse_conflicts(folder: Path, seen: Mapping[str, str] | None) -> None:
    """Hold what was shown to a person against what lies there; only meaningful under the lock."""
    if not seen:
        return
    held = read_decisions(folder)
    for key, mark in seen.items():
        there = held.get(key)
        if (there.mark if there else "") != mark:
            what = f"{there.verdict} {there.value}".strip() if there else "taken back"
            who = f" by {there.by}" if there and there.by else ""
            raise ConflictError(
                f"somebody else decided on {key} meanwhile: {what}{who}", "nothing was written; look again, then decide"
            )


def undo(folder: Path, keys: Iterable[str], *, seen: Mapping[str, str] | None = None) -> list[Decision]:
    """Take decisions back, and give those that there were; the statements want a decision again.

    ``seen`` as for :func:`keep`.
    """
    gone: list[Decision] = []
    wanted = set(keys)
    with locked(folder):
        _refuse_conflicts(folder, seen)
        for path in sorted((folder / FOLDER).glob(f"*{SUFFIX}")):
            held = list(_read(path))
            rest = [decision for decision in held if decision.key not in wanted]
            if len(rest) < len(held):
                gone += [decision for decision in held if decision.key in wanted]
                _write(path, rest)
    return gone


def _path(folder: Path, file: str) -> Path:
    return folder / FOLDER / f"{slug(file) or 'unnamed'}{SUFFIX}"


def _write(path: Path, decisions: Iterable[Decision]) -> None:
    lines = [
        json.dumps({name: value for name, value in asdict(decision).items() if value}, ensure_ascii=False) + "\n"
        for decision in sorted(decisions, key=lambda decision: decision.key)
    ]
    if lines:
        path.parent.mkdir(exist_ok=True)
        write_atomically(path, "".join(lines).encode())
    else:
        path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What is left of the tellings after people's decisions, and how many statements each verdict met."""

    tellings: tuple[Telling, ...]
    met: Mapping[str, int]
    unmet: tuple[Decision, ...]
    """Decisions on what is read no longer: the text changed, or a rule reads it otherwise."""


def apply(tellings: Iterable[Telling], decisions: Mapping[str, Decision], base: str) -> Reviewed:
    """Apply people's decisions: the rejected leaves, the corrected is put otherwise, both and the accepted are marked.

    Whoever rejects that a thing is of a class says that there is no such thing, so what else was read of it in that
    source leaves with it. Raises ReviewError where a correction does not fit what it corrects.
    """
    met: Counter[str] = Counter()
    used: set[str] = set()
    left: list[Telling] = []
    for telling in tellings:
        statements: list[Statement] = []
        nothing: set[str] = set()
        for statement in telling.statements:
            decision = decisions.get(statement.key)
            if decision is None:
                statements.append(statement)
                continue
            used.add(decision.key)
            met[decision.verdict] += 1
            if decision.verdict == "accept":
                statements.append(replace(statement, state=ACCEPTED))
            elif decision.verdict == "correct":
                value = corrected(statement.object, decision.value, base)
                statements.append(replace(statement, object=value, state=CORRECTED, read_as=statement.key))
            elif statement.predicate == TYPE:
                nothing.add(statement.subject)
        kept = tuple(one for one in statements if one.subject not in nothing and not _is(one.object, nothing))
        basics = tuple(one for one in telling.basics if one[0] not in nothing and not _is(one[2], nothing))
        left.append(replace(telling, statements=kept, basics=basics))
    unmet = tuple(decision for key, decision in sorted(decisions.items()) if key not in used)
    return Reviewed(tuple(left), dict(met), unmet)


def _is(value: Term, names: set[str]) -> bool:
    return isinstance(value, NamedNode) and value.value in names


def corrected(read: Term, value: str, base: str) -> Term:
    """Give the value that a person wrote as a term of the same kind as the one that was read.

    An address may be written whole, as the end of one of this workspace's (``body/sozialamt``), or as a value of a
    list (``outcome/adopted``). Raises ReviewError where it does not fit.

    >>> corrected(Literal("2020-06-30", datatype=NamedNode(PREFIXES["xsd"] + "date")), "2020-12-31", "").value
    '2020-12-31'
    >>> corrected(NamedNode("https://example.org/id/body/amt"), "body/sozialamt", "https://example.org/id/").value
    'https://example.org/id/body/sozialamt'
    """
    text = value.strip()
    if not text:
        raise ReviewError("a correction without a value", "give what it should read")
    if isinstance(read, NamedNode):
        whole = text if re.match(r"https?://", text) else (CONCEPT if read.value.startswith(CONCEPT) else base) + text
        if re.search(r"[\s<>\"{}|\\^`]", whole) or (read.value.startswith(NS) and not whole.startswith(NS)):
            raise ReviewError(f'"{text}" names no thing', "write it as body/sozialamt, or the whole address")
        return NamedNode(whole)
    if read.language:
        return Literal(text, language=read.language)
    kind = read.datatype.value.removeprefix(PREFIXES["xsd"])
    if not re.fullmatch(_FORMS.get(kind, r"[\s\S]+"), text) or (kind == "date" and not _is_day(text)):
        raise ReviewError(f'"{text}" is no value of the kind {kind}', f"what was read is {read.value}")
    return Literal(text, datatype=read.datatype)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def stale(reviewed: Reviewed) -> list[Unread]:
    """Say of each decision that met nothing that what it was about is read no longer."""
    return [
        Unread(one.file, (_gone("wird nicht mehr gelesen", one), _gone("is read no longer", one)))
        for one in reviewed.unmet
    ]


def _gone(said: str, decision: Decision) -> str:
    return f"{decision.verdict} {decision.key} {said}: {decision.said}"
