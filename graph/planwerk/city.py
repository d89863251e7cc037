"""A municipality opened for work: what notebooks and the command line use.

>>> import planwerk
>>> from planwerk import shipped
>>> leipzig = planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01")
>>> [finding.days for finding in leipzig.gaps(only=["G09"]) if finding.verdict == "gap"]
[640, 275]
>>> leipzig.ask("continuations").rows[0][:1] != ()
True
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict
from urllib.parse import urlencode

from planwerk.affinity import Affinity, affinities
from planwerk.compare import Comparison, compare
from planwerk.control import ControlRow, control
from planwerk.dataset import Dataset, as_of
from planwerk.errors import PlanwerkError, QueryError
from planwerk.federation import with_services
from planwerk.gaps import Change, Finding, Trace, find_gaps, trace_finding
from planwerk.gaps.dismissals import dismiss, with_dismissals
from planwerk.gaps.stability import changes
from planwerk.inference import infer
from planwerk.network import project
from planwerk.passages import Copies, Passage
from planwerk.pipeline import Build, Told, stored_quads
from planwerk.plans import PlanRow, plans
from planwerk.questions import Answer, ask, find_question, query
from planwerk.report import Report, report
from planwerk.sources.papers import TEXTS
from planwerk.workspace import Workspace, read_workspace

if TYPE_CHECKING:
    import networkx as nx
    import rdflib
    from pyoxigraph import Quad

    from planwerk.views.mapmodel import MapModel
Settings: TypeAlias = Mapping[str, Mapping[str, str]]


class How(TypedDict):
    """What every run of the checks on a city has in common."""

    lang: str
    folder: Path
    place: Mapping[str, str]


CORPUS = "PLANWERK_CORPUS"  # where copies of the source texts may lie besides papers/


class NonConformingError(PlanwerkError):
    """The workspace's statements do not conform to the shapes; the build with its violations is attached."""

    def __init__(self, folder: Path, made: Build) -> None:
        super().__init__(
            f"{folder} does not conform to the shapes", f"planwerk validate {folder} lists what they object to"
        )
        self.build = made


class City:
    """One workspace as of a day, opened with :func:`planwerk.open`."""

    def __init__(self, workspace: Workspace, dataset: Dataset, copies: Copies, quads: Sequence[Quad]) -> None:
        self.workspace = workspace
        self.data = dataset
        self.copies = copies
        self._quads = quads  # of all days, so that another day can be looked at

    @property
    def as_of(self) -> date:
        """Give the day the city is seen on."""
        return self.data.as_of

    @property
    def quads(self) -> Sequence[Quad]:
        """Give the quads of all days, each in its named graph."""
        return self._quads

    @property
    def dataset(self) -> rdflib.Dataset:
        """Give a copy as rdflib's Dataset: named graphs, and a flat default graph of what they state."""
        return self.data.to_rdflib()

    def on(self, day: str | date) -> City:
        """Give the same city as of another day; nothing is read again.

        >>> import planwerk
        >>> from planwerk import shipped
        >>> planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01").on("2018-09-19").as_of.year
        2018
        """
        chosen = date.fromisoformat(day) if isinstance(day, str) else day
        return City(self.workspace, infer(as_of(self._quads, chosen), self.workspace.base), self.copies, self._quads)

    def with_copies(self, copies: Copies) -> City:
        """Give the same city quoting from other copies of the source texts, or from fewer."""
        return City(self.workspace, self.data, copies, self._quads)

    def query(self, sparql: str, *, services: Collection[str] = ()) -> Answer:
        """Run a SPARQL query; raises QueryError where it is not well-formed.

        ``services`` are the endpoints that it may ask by SERVICE; see :mod:`planwerk.federation`.
        """
        return query(self.data, with_services(sparql, services) if services else sparql)

    def ask(self, question: str, *, lang: str | None = None, parameters: Mapping[str, str] | None = None) -> Answer:
        """Put a question, shipped or the workspace's own, by its name; raises QueryError where there is none."""
        return ask(
            self.data,
            find_question(question, self.workspace.folder),
            lang=lang or self.workspace.language,
            parameters=parameters,
        )

    def gaps(
        self,
        *,
        lang: str | None = None,
        only: Iterable[str] = (),
        settings: Settings | None = None,
    ) -> list[Finding]:
        """Run the gap checks, all or some; ``settings`` go before those of planwerk.toml; see :func:`planwerk.gaps.find_gaps`.

        What a person dismissed comes last and says why, as long as its evidence is the same.
        """
        chosen = self._settings(settings)
        found = find_gaps(self.data, only=only, settings=chosen, copies=self.copies, **self._how(lang))
        return with_dismissals(found, self.workspace.folder)

    def changes(
        self, since: date, *, lang: str | None = None, only: Iterable[str] = (), settings: Settings | None = None
    ) -> list[Change]:
        """Give the gaps that opened or closed since a day, and through which paper; see :mod:`planwerk.gaps.stability`."""
        wanted, chosen, how = sorted(set(only)), self._settings(settings), self._how(lang)

        def run(dataset: Dataset, numbers: Iterable[str]) -> list[Finding]:
            return find_gaps(dataset, only=numbers or wanted, settings=chosen, copies=self.copies, **how)

        return changes(self.data, since, self.workspace.base, run)

    def explain(self, finding: str, *, lang: str | None = None, settings: Settings | None = None) -> Trace:
        """Trace a finding by its id to statements, graphs, places and query; raises QueryError where there is none."""
        found = trace_finding(
            self.data, finding, settings=self._settings(settings), copies=self.copies, **self._how(lang)
        )
        [marked] = with_dismissals([found.finding], self.workspace.folder)
        return replace(found, finding=marked)

    def dismiss(self, finding: str, reason: str) -> Path:
        """Dismiss a finding with a reason, and give the file that says so; see :mod:`planwerk.gaps.dismissals`."""
        return dismiss(self.workspace.folder, self.explain(finding).finding, reason, date.today())

    def compare(self, motion: str, resolution: str, *, lang: str | None = None) -> Comparison:
        """Compare a motion's points with a resolution's, element by element; see :func:`planwerk.compare.compare`."""
        return compare(self.data, motion, resolution, lang=lang or self.workspace.language)

    def _settings(self, given: Settings | None) -> dict[str, dict[str, str]]:
        chosen = {number: dict(values) for number, values in self.workspace.settings.items()}
        for number, values in (given or {}).items():
            chosen.setdefault(number, {}).update(values)
        return chosen

    def _how(self, lang: str | None) -> How:
        return {
            "lang": lang or self.workspace.language,
            "folder": self.workspace.folder,
            "place": self.workspace.place,
        }

    def control(self, *, lang: str | None = None) -> list[ControlRow]:
        """Give the Beschlusskontrolle: a row per adopted point."""
        return control(self.data, lang=lang or self.workspace.language, copies=self.copies)

    def plans(self, *, lang: str | None = None) -> list[PlanRow]:
        """Give the planning register: a row per edition of a plan, and per plan without one."""
        return plans(self.data, lang=lang or self.workspace.language, copies=self.copies)

    def report(self, *, lang: str | None = None) -> Report:
        """Gather the gap report: findings, plans and adopted points, domain by domain."""
        lang = lang or self.workspace.language
        return report(
            self.workspace.name,
            self.data,
            self.gaps(lang=lang),
            self.plans(lang=lang),
            self.control(lang=lang),
            lang=lang,
        )

    def network(self, properties: Collection[str] = (), *, lang: str | None = None) -> nx.MultiDiGraph[str]:
        """Give the networkx network whose edges mean "rests on"; see :func:`planwerk.network.project`."""
        return project(self.data, properties, lang or self.workspace.language)

    def affinities(self, *, lang: str | None = None) -> list[Affinity]:
        """Give what ties pairs of plans together, whether or not a paper links them; see :mod:`planwerk.affinity`."""
        return affinities(self.data, lang=lang or self.workspace.language)

    def map(
        self,
        *,
        lang: str | None = None,
        theme: Literal["auto", "light", "dark"] = "auto",
        focus: str | None = None,
        steps: int = 2,
        domain: str | None = None,
        story: Path | None = None,
        things: Collection[str] | None = None,
        pages: Mapping[str, str] | None = None,
        text_at: Callable[[Passage], str | None] | None = None,
    ) -> str:
        """Draw the relationship map: one HTML page that opens without a network.

        ``focus`` opens it at a thing with its neighbours of so many steps, ``domain`` filtered to a Handlungsfeld;
        ``story`` is a file of slides (see :mod:`planwerk.views.story`), else one is told per procedure. ``things``
        are IRIs, such as those of an answer: only they are drawn, as of this day, with what links two of them. ``pages``
        are relative addresses of a gap list ("gaps") and a control table ("control") to link findings with, and
        ``text_at`` gives that of a page that shows a place in its text.
        Raises QueryError where nothing on the map has the name, SourceError where the story cannot be told.
        """
        from planwerk.views.history import with_history
        from planwerk.views.map import draw
        from planwerk.views.mapmodel import restricted
        from planwerk.views.model import model_of
        from planwerk.views.story import default_story, find_on_map, read_story

        lang = lang or self.workspace.language
        name = self.workspace.name

        def look(day: date) -> MapModel:
            seen = self.on(day)
            return model_of(name, seen.data, seen.gaps(lang=lang), seen.copies, lang, text_at)

        last = model_of(name, self.data, self.gaps(lang=lang), self.copies, lang, text_at)
        if things is not None:
            last = restricted(last, things)
            if not last.nodes:
                raise QueryError(
                    "none of these things is on the map",
                    "ask for the IRIs of plans, papers, decisions, bodies or tasks",
                )
            return draw(last, theme=theme)  # an answer is of its day: no time line, and no story to tell
        start = {"node": find_on_map(last, focus), "steps": str(steps)} if focus else {}
        start |= {"domain": find_on_map(last, domain)} if domain else {}

        model = with_history(last, self.data, look)
        slides = read_story(story, model, lambda day: self.on(day).data) if story else default_story(last, self.data)
        model = replace(model, slides=slides, pages=tuple(sorted((pages or {}).items())))
        return draw(model, theme=theme, start=urlencode(start))


def open_city(folder: str | Path, *, as_of_day: str | date | None = None, tell: Told = lambda _: None) -> City:
    """Open a workspace as of a day (default: today), building it first where that is due.

    Raises WorkspaceError, SourceError, or NonConformingError where the shapes object.
    """
    day = date.fromisoformat(as_of_day) if isinstance(as_of_day, str) else as_of_day or date.today()
    workspace = read_workspace(Path(folder))
    quads = stored_quads(workspace, lang=workspace.language, tell=tell)
    if isinstance(quads, Build):
        raise NonConformingError(workspace.folder, quads)
    return city_of(workspace, quads, day)


def city_of(workspace: Workspace, quads: Sequence[Quad], day: date) -> City:
    """Give the city as of a day over quads that were read already, with the copies of its papers."""
    corpus = os.environ.get(CORPUS)
    copies = Copies(
        [*workspace.all_papers, *([Path(corpus)] if corpus else [])],
        kept=workspace.build / TEXTS,
        privacy=workspace.privacy,
    )
    return City(workspace, infer(as_of(quads, day), workspace.base), copies, quads)
