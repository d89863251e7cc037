"""Stories for the map: read from a file (see :mod:`planwerk.views.storyfile`), or made from a procedure as the dataset tells it.

Names in a story are IRIs, ends of IRIs, printed numbers, labels, or ids of findings.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from datetime import date
from pathlib import Path

from planwerk.dataset import Dataset
from planwerk.errors import PlanwerkError, QueryError, SourceError
from planwerk.questions import query
from planwerk.views.mapmodel import MapModel, MapNode, MapSlide
from planwerk.views.storyfile import Draft, read_drafts
from planwerk.vocabulary import NS

_MOST_SHOWN, _MOST_STORIES = 12, 10

_PROCEDURES = f"""PREFIX pw: <{NS}>
SELECT DISTINCT ?motion ?role ?thing WHERE {{
  ?motion a pw:Motion ; pw:partOfProcedure ?procedure .
  {{ ?thing pw:partOfProcedure ?procedure ; a pw:AdministrativePosition BIND("position" AS ?role) }}
  UNION {{ ?thing pw:partOfProcedure ?procedure ; a pw:ImplementationReport BIND("report" AS ?role) }}
  UNION {{ ?paper pw:partOfProcedure ?procedure ; pw:hasVersion/^pw:decidedOn/pw:resultsIn ?thing BIND("decision" AS ?role) }}
}} ORDER BY ?motion ?role ?thing"""

_WORDS = {
    "de": {
        "motion": ("Der Antrag", "{names}."),
        "position": ("Was die Verwaltung dazu sagt", "{names}."),
        "decision": ("Was beschlossen wurde", "{names}. Daraus folgen die gezeigten Aufträge."),
        "report": ("Was berichtet wurde", "{names}."),
        "open": (
            "Was offen ist",
            "Gestrichelt: wozu sich im Datenbestand kein Nachweis findet. Das kann heißen, dass es ihn nicht gibt, oder "
            "dass er nicht im Datenbestand ist.",
        ),
    },
    "en": {
        "motion": ("The motion", "{names}."),
        "position": ("What the administration says", "{names}."),
        "decision": ("What was decided", "{names}. The tasks shown follow from it."),
        "report": ("What was reported", "{names}."),
        "open": (
            "What is open",
            "Dashed: what the dataset holds no evidence for. That may mean there is none, or that it is not in the "
            "dataset.",
        ),
    },
}


def find_on_map(model: MapModel, name: str) -> str:
    """Give the id of the thing or finding a name means; raises QueryError where none or several fit.

    >>> from datetime import date
    >>> node = MapNode("https://example.org/plan/a", "Altenhilfeplan", "plan", "Plan", "MS-1", None, (), (), None)
    >>> model = MapModel("", date(2020, 7, 1), None, "de", (node,), (), (), ())
    >>> {find_on_map(model, name) for name in ("plan/a", "altenhilfeplan", "MS-1")}
    {'https://example.org/plan/a'}
    """
    wanted = name.strip().casefold()
    every = {node.id: node for node in model.nodes}
    if name in every or name in {gap.id for gap in model.gaps}:
        return name
    fits = [one for one in every if one.casefold().endswith("/" + wanted)]
    fits = fits or [one for one, node in every.items() if (node.number or "").casefold() == wanted]
    fits = fits or [one for one, node in every.items() if node.label.casefold() == wanted]
    if len(fits) == 1:
        return fits[0]
    if fits:
        ends = ", ".join("/".join(one.split("/")[-2:]) for one in sorted(fits)[:6])
        raise QueryError(f'"{name}" fits {len(fits)} things on the map', f"name one: {ends}")
    known = [*(node.label for node in model.nodes), *(node.number for node in model.nodes if node.number)]
    near = difflib.get_close_matches(name, known, 1, 0.5)
    raise QueryError(
        f'nothing on the map is called "{name}"',
        f"did you mean {near[0]}?" if near else "use a label, a printed number, an IRI, or the id of a finding",
    )


def read_story(path: Path, model: MapModel, look: Callable[[date], Dataset]) -> tuple[MapSlide, ...]:
    """Read a story file for this map; `look` gives the dataset as of a day, for queries and for what was known then.

    Raises SourceError naming file and line where the file cannot be read or a slide cannot be told.
    """
    slides = []
    for draft in read_drafts(path):
        try:
            slides.append(_slide(draft, model, look))
        except PlanwerkError as error:
            raise SourceError(f'{path}, line {draft.line}, slide "{draft.title}": {error}', error.hint) from error
    return tuple(slides)


def _slide(draft: Draft, model: MapModel, look: Callable[[date], Dataset]) -> MapSlide:
    show = [find_on_map(model, name) for name in draft.show]
    if draft.sparql:
        present = {node.id for node in model.nodes}
        rows = query(look(draft.day or model.as_of), draft.sparql).rows
        show += sorted({value for row in rows for value in row if isinstance(value, str) and value in present})
    if not show:
        raise QueryError("nothing is shown", "name things after show:, or let a query choose some that are on the map")
    if draft.day and model.moments:
        known = [moment.present for moment in sorted(model.moments, key=lambda m: m.day) if moment.day <= draft.day]
        show = [name for name in show if known and name in known[-1]]
    return MapSlide(draft.title, draft.text, tuple(dict.fromkeys(show)), draft.view, draft.day)


def default_story(model: MapModel, dataset: Dataset) -> tuple[MapSlide, ...]:
    """Tell each procedure as the dataset has it: motion, position, decision, reports, and what is open.

    A step nothing is known of is left out; more than a slide can show is cut to what is nearest.
    """
    procedures: dict[str, dict[str, list[str]]] = {}
    nodes = {node.id: node for node in model.nodes}
    for motion, role, thing in query(dataset, _PROCEDURES).rows:
        if str(motion) in nodes and str(thing) in nodes:
            procedures.setdefault(str(motion), {}).setdefault(str(role), []).append(str(thing))
    slides: list[MapSlide] = []
    for motion, steps in sorted(procedures.items())[:_MOST_STORIES]:
        slides += _tell(model, nodes, motion, {"motion": [motion], **steps})
    return tuple(slides)


def _tell(model: MapModel, nodes: dict[str, MapNode], motion: str, steps: dict[str, list[str]]) -> list[MapSlide]:
    near: dict[str, list[str]] = {}
    for edge in model.edges:
        near.setdefault(edge.source, []).append(edge.target)
        near.setdefault(edge.target, []).append(edge.source)
    words = _WORDS["de" if model.lang == "de" else "en"]
    number = nodes[motion].number or nodes[motion].label
    slides, told = [], []
    for role in ("motion", "position", "decision", "report"):
        if not (centre := steps.get(role)):
            continue
        told += centre
        show = list(dict.fromkeys([*centre, *(other for name in centre for other in sorted(near.get(name, ())))]))
        title, text = words[role]
        names = "; ".join(nodes[name].summary or nodes[name].label for name in centre).rstrip(".")
        slides.append(MapSlide(f"{number}: {title}", text.format(names=names), tuple(show[:_MOST_SHOWN])))
    reached = {other for name in told for other in near.get(name, ())} | set(told)
    open_ = sorted(
        (
            gap
            for gap in model.gaps
            if gap.verdict == "gap" and not gap.dismissed and reached.intersection(gap.subjects)
        ),
        key=lambda gap: (-gap.severity, gap.id),
    )[: _MOST_SHOWN // 2]
    if open_:
        title, text = words["open"]
        subjects = [subject for gap in open_ for subject in gap.subjects if subject in nodes]
        show = list(dict.fromkeys([*(gap.id for gap in open_), *subjects]))
        slides.append(MapSlide(f"{number}: {title}", text, tuple(show[: _MOST_SHOWN + 2])))
    return slides
