"""The main road, readable in one screen: sources to dataset, held to the shapes, with what follows, stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from planwerk.dataset import Dataset, as_of, read_dataset, shipped_quads
from planwerk.errors import SourceError
from planwerk.extraction import Extraction, extract, workspace_readings
from planwerk.files import write_atomically
from planwerk.inference import infer
from planwerk.sources.turtle import read_turtle
from planwerk.statements import Unread
from planwerk.takingin import SUFFIXES, read_sheet
from planwerk.validation import Violation, validate
from planwerk.vocabulary import NS
from planwerk.workspace import Workspace, read_workspace

DATASET, ACCOUNT = "dataset.trig", "account.json"
_FORMS = {".trig": RdfFormat.TRIG, ".nq": RdfFormat.N_QUADS}
LATEST = date(9999, 12, 31)  # with every source that there is

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Account:
    """The counts a build ends with; nothing is lost in silence: read = stored + rejected.

    ``unread`` counts what was not understood, ``reviewed`` the statements that a decision of a person met.
    """

    read: int
    stored: int
    rejected: int
    repaired: int
    stubbed: int
    unmapped: int
    unread: int
    without_text: int
    graphs: int
    statements: int
    evidence: int
    inferred: int
    violations: int
    warnings: int
    reviewed: int = 0


@dataclass(frozen=True, slots=True)
class Build:
    """What a build made: the dataset with everything known, the account, and what the shapes object to."""

    dataset: Dataset
    account: Account
    violations: tuple[Violation, ...]
    unread: tuple[Unread, ...] = ()

    @property
    def conforms(self) -> bool:
        """Tell whether no shape objects; warnings do not count."""
        return not any(violation.severity == "violation" for violation in self.violations)


def build(workspace: Workspace, *, lang: str = "de", tell: Told = lambda _: None) -> Build:
    """Read the sources, hold them to the shapes, draw what follows, and store the result if it conforms.

    Raises SourceError where a source cannot be used. Nothing is stored then, nor where a shape objects: the old
    result stays until a new one is whole.
    """
    made = examine(workspace, lang=lang, tell=tell)
    if made.conforms:
        tell(DATASET)
        store(workspace, made)
    return made


def examine(workspace: Workspace, *, lang: str = "de", tell: Told = lambda _: None) -> Build:
    """Do all that a build does but the storing; raises SourceError where a source cannot be used."""
    paths = workspace.curated()
    quads = shipped_quads()
    own: list[Quad] = []
    for path in paths:
        tell(path.name)
        if path.suffix in SUFFIXES:
            own += read_sheet(path, base=workspace.base)
        else:
            own += read_turtle(path, base=workspace.base, graph=f"{workspace.base}graph/{path.stem}")
    found = extract(workspace, workspace_readings(workspace, tell), own)
    own += found.quads
    dataset = infer(as_of([*quads, *own], LATEST), workspace.base)
    violations = (*validate(dataset, lang), *_expectations(workspace, own))
    return Build(dataset, _count(dataset, own, len(paths), found, violations, workspace.base), violations, found.unread)


def store(workspace: Workspace, made: Build) -> None:
    """Store a build so that a kill at any moment leaves the old one or the new one whole.

    The account is the mark of a whole build: it goes first and comes last, and the dataset is replaced at one stroke
    between the two.
    """
    folder = workspace.build
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ACCOUNT).unlink(missing_ok=True)
    write_atomically(folder / DATASET, made.dataset.to_trig())
    marked = {"fingerprint": workspace.fingerprint(), **asdict(made.account)}
    write_atomically(folder / ACCOUNT, (json.dumps(marked, indent=2) + "\n").encode())


def stored_quads(workspace: Workspace, *, lang: str = "de", tell: Told = lambda _: None) -> list[Quad] | Build:
    """Give the stored dataset's quads; build first where it is missing or older than its sources.

    Where that build does not conform it is given back instead, with its violations.
    """
    folder = workspace.build
    try:
        fresh = json.loads((folder / ACCOUNT).read_text("utf-8"))["fingerprint"] == workspace.fingerprint()
    except (OSError, ValueError, KeyError, TypeError):
        fresh = False
    if not fresh:
        made = build(workspace, lang=lang, tell=tell)
        return list(made.dataset.store) if made.conforms else made
    return read_dataset(folder / DATASET)


def read_build(path: Path, *, tell: Told = lambda _: None) -> list[Quad]:
    """Read a build: a dataset file, a folder that holds one, or a workspace, which is built where that is due.

    Raises SourceError where there is none, or it cannot be read or does not conform.
    """
    if path.is_dir() and not (path / DATASET).is_file():
        quads = stored_quads(read_workspace(path), tell=tell)
        if isinstance(quads, Build):
            raise SourceError(
                f"{path} does not conform to the shapes", f"planwerk validate {path} lists what they object to"
            )
        return quads
    file = path / DATASET if path.is_dir() else path
    try:
        return list(parse(path=str(file), format=_FORMS.get(file.suffix, RdfFormat.TRIG)))
    except OSError as error:
        raise SourceError(f"there is no build at {path}", "give a workspace, or a .trig or .nq file") from error
    except SyntaxError as error:
        raise SourceError(
            f"{file} cannot be read: {error}", "give a dataset.trig, or what planwerk export writes"
        ) from error


def _count(
    dataset: Dataset, own: list[Quad], files: int, found: Extraction, violations: tuple[Violation, ...], base: str
) -> Account:
    evidence = sum(1 for q in own if q.predicate.value == NS + "supportsStatement")
    stated = _stated(own)
    described = {q.subject for q in own}
    mentioned = {q.object for q in own if isinstance(q.object, NamedNode) and q.object.value.startswith(base)}
    inferred = sum(
        1 for q in dataset.store if isinstance(q.graph_name, NamedNode) and "/inferred-" in q.graph_name.value
    )
    severe = sum(1 for violation in violations if violation.severity == "violation")
    return Account(
        read=files + found.read,
        stored=files + found.read - found.silent if not severe else 0,
        rejected=found.silent if not severe else files + found.read,
        repaired=0,
        stubbed=len(mentioned - described),
        unmapped=0,
        unread=len(found.unread),
        without_text=found.without_text,
        graphs=len(dataset.graphs),
        statements=stated,
        evidence=evidence,
        inferred=inferred,
        violations=severe,
        warnings=sum(1 for violation in violations if violation.severity == "warning"),
        reviewed=found.accepted + found.corrected + found.refused,
    )


def _stated(own: list[Quad]) -> int:
    """Count what the sources state, without the evidence for it."""
    return sum(not isinstance(q.graph_name, NamedNode) or not q.graph_name.value.endswith("-evidence") for q in own)


def _expectations(workspace: Workspace, own: list[Quad]) -> list[Violation]:
    """Hold the sources to the bounds of [expect]: fewer than expected is a violation, more a warning."""
    counted = {
        "statements": _stated(own),
        "files": len(workspace.curated()),
    }
    found = []
    for name, (least, most) in workspace.expect.items():
        number = counted.get(name)
        if number is None or ((least is None or number >= least) and (most is None or number <= most)):
            continue
        low = least is not None and number < least
        said = f"planwerk.toml erwartet {'mindestens' if low else 'höchstens'} {least if low else most} {name}, gezählt: {number}"
        found.append(
            Violation(
                focus=workspace.base,
                path=f"expect.{name}",
                value=str(number),
                message=said,
                severity="violation" if low else "warning",
                shape="planwerk.toml",
                place=str(workspace.folder / "planwerk.toml"),
            )
        )
    return found
