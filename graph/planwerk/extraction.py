"""What a workspace's papers tell, with people's decisions applied: the middle of the road, from papers to quads.

A paper of which people have stated the content themselves (its file is a source of a curated graph) is not read again:
their statements stand, and nothing is said twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from planwerk import __version__
from planwerk.paper import Paper
from planwerk.profile import profiles, read_profile
from planwerk.readings import Asked, Outcome, read_bytes, read_papers
from planwerk.resolve import merged, parted, read_name_decisions
from planwerk.reuse import law_of
from planwerk.review import Reviewed, apply, read_decisions, stale
from planwerk.sources.papers import TEXTS, PaperFile, keep_text, paper_files
from planwerk.sources.rejected import Refusal, Rejected
from planwerk.statements import Telling, Unread, day, iri, run_quads, telling_quads
from planwerk.tell import Place, source_iri, tell
from planwerk.tell.joined import join
from planwerk.vocabulary import CONCEPT, NS, thing
from planwerk.workers import LosableWorkers
from planwerk.workspace import Workspace

FEW = 12  # plain texts that are read faster than a process begins


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the papers of a workspace gave: quads, what was not understood, and the counts for the account."""

    quads: tuple[Quad, ...]
    unread: tuple[Unread, ...]
    read: int = 0
    silent: int = 0
    """Files that gave no text, and papers that told nothing, for want of a day."""
    without_text: int = 0
    accepted: int = 0
    corrected: int = 0
    refused: int = 0
    """Statements that people rejected."""


def files_to_read(workspace: Workspace, curated: Iterable[Quad]) -> tuple[list[PaperFile], int]:
    """Give the files in ``papers/`` to be read, and the number of those whose content people have stated themselves."""
    wanted = (NS + "fileDigest", NS + "fileName")
    known = {q.object.value for q in curated if q.predicate.value in wanted and isinstance(q.object, Literal)}
    files = paper_files(workspace)
    left = [file for file in files if file.name not in known and not (known and _digest(file) in known)]
    return left, len(files) - len(left)


def _digest(file: PaperFile) -> str | None:
    try:
        return hashlib.sha256(file.content()).hexdigest()
    except Refusal:
        return None  # why, is told where it is read


def read_files(
    workspace: Workspace,
    files: Sequence[PaperFile],
    executor: Executor | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[Outcome]:
    """Read files as the profile reads them that the workspace names, in the order in which they come.

    Without a name it is that of its municipality, and where there is none, the one each text shows by itself. Without
    an executor a few plain texts are read here and all else in processes of their own, so that no file can hold up or
    bring down a build. The texts taken out of PDF, HTML and DOCX are kept in the build. Raises PatternError where the
    workspace names a profile that there is not.
    """
    profile = workspace.profile or _city_profile(workspace.name)
    asked = Asked(profile, privacy=workspace.privacy, law=law_of(workspace))
    if executor is None and len(files) <= FEW and all(file.name.lower().endswith((".txt", ".md")) for file in files):
        for file in files:
            say(file.name)
            yield read_file(file, asked)
        return
    with nullcontext(executor) if executor else LosableWorkers() as at_work:
        for outcome in read_papers(files, asked, at_work, tell=say):
            if not isinstance(outcome, Rejected):
                keep_text(workspace.build / TEXTS, outcome.paper)
            yield outcome


def read_file(file: PaperFile, asked: Asked) -> Outcome:
    """Read one file in this process."""
    try:
        return read_bytes(file.name, file.content(), asked)
    except Refusal as refusal:
        return Rejected(file.name, None, refusal.reason, refusal.detail)


def _city_profile(city: str) -> str | None:
    return next((name for name in profiles() if city in read_profile(name).cities), None)


def extract(workspace: Workspace, outcomes: Iterable[Outcome], curated: Iterable[Quad]) -> Extraction:
    """Make quads of what was read: one graph per source version and its evidence beside it, as people's decisions leave them.

    Raises ReviewError where a decision cannot be applied.
    """
    place = Place(workspace.base, workspace.name, workspace.kind)
    tellings: list[Telling] = []
    unread: list[Unread] = []
    told_papers: list[Paper] = []
    silent = count = without_text = 0
    days = workspace.days
    for outcome in outcomes:
        count += 1
        if isinstance(outcome, Rejected):
            words = (outcome.say(lang).removeprefix(f"{outcome.name}: ") for lang in ("de", "en"))
            unread.append(Unread(outcome.name, (next(words), next(words))))
            without_text += outcome.without_text
            silent += 1
            continue
        paper = outcome.paper
        if (since := days.get(paper.name)) is not None:
            outcome = replace(outcome, paper=replace(paper, day=since))
        told, missed = tell(outcome, place)
        tellings += told
        unread += missed
        if told:
            told_papers.append(paper)
    tellings = list(_dated(tellings, [*days.values(), *_known(curated)]))
    told_sources = {telling.source for telling in tellings}
    silent += sum(source_iri(place, paper) not in told_sources for paper in told_papers)
    told_papers = [paper for paper in told_papers if source_iri(place, paper) in told_sources]
    tellings, missed = join(tellings)
    unread += missed
    reviewed = apply(_apart(tellings), read_decisions(workspace.review), workspace.base)
    stated = frozenset(q.subject.value for q in curated if isinstance(q.subject, NamedNode))
    names = read_name_decisions(workspace.review).values()
    same = merged(parted(reviewed.tellings, names, workspace.base), names, stated)
    reviewed = replace(reviewed, tellings=tuple(same))
    quads = tuple(_quads(reviewed, told_papers, place))
    return Extraction(
        quads,
        (*unread, *stale(reviewed)),
        count,
        silent,
        without_text,
        reviewed.met.get("accept", 0),
        reviewed.met.get("correct", 0),
        reviewed.met.get("reject", 0),
    )


def _known(curated: Iterable[Quad]) -> Iterator[date]:
    for quad in curated:
        if quad.predicate == iri("knownFrom") and isinstance(quad.object, Literal):
            yield date.fromisoformat(quad.object.value)


def _dated(tellings: Iterable[Telling], others: Iterable[date]) -> Iterator[Telling]:
    """Let what bears no day count from the day of the newest source on; where no source has one, nothing can be said."""
    every = list(tellings)
    newest = max([one.known_from for one in every if not one.undated] + list(others), default=None)
    for one in every:
        if not one.undated:
            yield one
        elif newest is not None:
            yield replace(one, known_from=newest)


def _apart(tellings: list[Telling]) -> Iterator[Telling]:
    """Give each telling a graph of its own; two versions of one kind and day in one paper get a number."""
    seen: dict[str, int] = {}
    for telling in tellings:
        seen[telling.graph] = seen.get(telling.graph, 0) + 1
        number = seen[telling.graph]
        yield telling if number == 1 else replace(telling, graph=f"{telling.graph}-{number}")


def _quads(reviewed: Reviewed, papers: Iterable[Paper], place: Place) -> Iterator[Quad]:
    if not reviewed.tellings:
        return
    run = thing(place.base, "run", "reading", __version__)
    home = NamedNode(thing(place.base, "graph", "reading"))
    since: date = min(telling.known_from for telling in reviewed.tellings)
    yield Quad(home, iri("rdf:type"), iri("SourceGraph"), home)
    yield Quad(home, iri("rdfs:label"), Literal("Gelesene Drucksachen", language="de"), home)
    yield Quad(home, iri("rdfs:label"), Literal("Papers that were read", language="en"), home)
    yield Quad(home, iri("graphRole"), NamedNode(CONCEPT + "graph-role/curated"), home)
    yield Quad(home, iri("knownFrom"), day(since), home)
    yield Quad(home, iri("prov:wasGeneratedBy"), NamedNode(run), home)
    yield Quad(home, iri("reviewState"), NamedNode(CONCEPT + "review-state/machine-only"), home)
    rules = {statement.rule for telling in reviewed.tellings for statement in telling.statements}
    yield from run_quads(run, home.value, __version__, rules)
    for paper in papers:
        source = NamedNode(source_iri(place, paper))
        yield Quad(home, iri("prov:wasDerivedFrom"), source, home)
        yield Quad(source, iri("rdf:type"), iri("SourceDocument"), home)
        for lang in ("de", "en"):
            yield Quad(source, iri("rdfs:label"), Literal(paper.name, language=lang), home)
        yield Quad(source, iri("fileName"), Literal(paper.name), home)
        yield Quad(source, iri("fileDigest"), Literal(paper.sha256), home)
    for telling in reviewed.tellings:
        yield from telling_quads(telling, run)
