"""What a workspace's papers tell, with people's decisions applied: the middle of the road, from papers to quads.

A paper of which people have stated the content themselves (its file is a source of a curated graph) is not read again:
their statements stand, and nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from planwerk import __version__
from planwerk.paper import Paper
from planwerk.profile import profiles, read_profile
from planwerk.readings import Asked, Outcome, read_bytes, read_papers
from planwerk.resolve import merged, read_name_decisions
from planwerk.review import Reviewed, apply, read_decisions, stale
from planwerk.sources.papers import PaperFile, paper_files
from planwerk.sources.rejected import Refusal, Rejected
from planwerk.statements import Telling, Unread, day, iri, run_quads, telling_quads
from planwerk.tell import Place, source_iri, tell
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
    by_hand: int = 0
    silent: int = 0
    """Files that gave no text, and papers that told nothing, for want of a day."""
    without_text: int = 0
    accepted: int = 0
    corrected: int = 0
    refused: int = 0
    """Statements that people rejected."""


def workspace_readings(workspace: Workspace, say: Callable[[str], None] = lambda _: None) -> Iterator[Outcome]:
    """Read every file in ``papers/``, as the profile reads it that the workspace names, in the order of their names.

    Without a name it is that of its municipality, and where there is none, the one each text shows by itself. A few
    plain texts are read here; all else in processes of their own, so that no file can hold up or bring down a build.
    Raises PatternError where the workspace names a profile that there is not.
    """
    files = paper_files(workspace)
    asked = Asked(workspace.profile or _city_profile(workspace.name), privacy=workspace.privacy)
    if len(files) <= FEW and all(file.name.lower().endswith((".txt", ".md")) for file in files):
        for file in files:
            say(file.name)
            yield read_file(file, asked)
        return
    with LosableWorkers() as executor:
        yield from read_papers(files, asked, executor, tell=say)


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
    known = _stated_by_hand(curated)
    tellings: list[Telling] = []
    unread: list[Unread] = []
    told_papers: list[Paper] = []
    by_hand = silent = count = without_text = 0
    for outcome in outcomes:
        count += 1
        if isinstance(outcome, Rejected):
            unread.append(Unread(outcome.name, outcome.say(workspace.language)))
            without_text += outcome.without_text
            silent += 1
            continue
        paper = outcome.paper
        if paper.sha256 in known or paper.name in known:
            by_hand += 1
            continue
        told, missed = tell(outcome, place)
        tellings += told
        unread += missed
        silent += not told
        if told:
            told_papers.append(paper)
    reviewed = apply(_apart(tellings), read_decisions(workspace.review), workspace.base)
    stated = frozenset(q.subject.value for q in curated if isinstance(q.subject, NamedNode))
    same = merged(reviewed.tellings, read_name_decisions(workspace.review).values(), stated)
    reviewed = replace(reviewed, tellings=tuple(same))
    quads = tuple(_quads(reviewed, told_papers, place))
    return Extraction(
        quads,
        (*unread, *stale(reviewed)),
        count,
        by_hand,
        silent,
        without_text,
        reviewed.met.get("accept", 0),
        reviewed.met.get("correct", 0),
        reviewed.met.get("reject", 0),
    )


def _stated_by_hand(curated: Iterable[Quad]) -> set[str]:
    wanted = (NS + "fileDigest", NS + "fileName")
    return {q.object.value for q in curated if q.predicate.value in wanted and isinstance(q.object, Literal)}


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
