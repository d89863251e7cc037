"""Reading papers: what a text yields, without a workspace."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planwerk.cli.options import Cluster, Form, Format, Jobs, Json, Lang, Out
from planwerk.cli.printing import dump, emit, executor_of, form_of, telling, to_day
from planwerk.errors import SourceError

if TYPE_CHECKING:
    from planwerk.readings import Asked, Outcome
    from planwerk.sources.papers import PaperFile
    from planwerk.workers import Limits

app = typer.Typer()


@app.command(epilog="Example: echo 'Vorlage Nr. 2023/0784 nach § 80 SGB VIII, bis Ende 2023' | planwerk read - --json")
def read(
    papers: Annotated[
        list[str],
        typer.Argument(
            metavar="PAPER…", help="Files (.txt .md .html .pdf .docx), folders of them, or - for standard input."
        ),
    ],
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME|FILE", help="How the city prints, such as leipzig; default: each text shows it."),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="The papers' own date: laws are meant as of that day.")
    ] = None,
    law: Annotated[
        Path | None,
        typer.Option(
            "--law",
            metavar="FOLDER",
            help="Also look for words of the law: a folder with texts by the day of their edition (2021-07-01/SGB_8.md).",
        ),
    ] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the output.")] = Lang.de,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
    jobs: Jobs = None,
    cluster: Cluster = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time that one paper may take.")] = 120.0,
    memory: Annotated[int, typer.Option(min=256, help="Megabytes of memory that one paper may take.")] = 2048,
) -> None:
    """Read papers: numbers, laws, dates, bodies, plans, deadlines and sums, each with its place and rule."""
    from planwerk.readings import Asked
    from planwerk.sources.rejected import Rejected
    from planwerk.views.readings import reading_table
    from planwerk.workers import Limits

    asked = Asked(_profile(profile), to_day(date), law=_law(law))
    outcomes = list(_outcomes(papers, asked, Limits(seconds, memory), jobs, cluster))
    readings = [one for one in outcomes if not isinstance(one, Rejected)]
    notes = [note for one in outcomes for note in _notes(one, lang.value)]
    single = len(papers) == 1 and not Path(papers[0]).is_dir()
    if single and not readings:
        raise SourceError(notes[0], "planwerk read --help says what is read")
    for note in notes:
        typer.echo(note, err=True)
    if not readings:
        raise SourceError(f"no paper to read in {', '.join(map(repr, papers))}", "planwerk read --help says what is read")  # fmt: skip
    chosen = form_of(form, as_json, output)
    if chosen is Format.json:
        made = [one.as_json() for one in outcomes]
        dump(made[0] if single else made, output)
    else:
        emit(reading_table(readings, notes, lang.value, short=chosen is Format.table), chosen, output)


def _profile(said: str | None) -> str | Path | None:
    from planwerk.profile import profiles

    return said if said is None or said in profiles() or not Path(said).is_file() else Path(said).resolve()


def _law(folder: Path | None) -> Path | None:
    from planwerk.reuse import law_in

    if folder is None:
        return None
    index = law_in(folder)
    if index is None:
        raise SourceError(f"no legal texts in {folder}", "put each into a folder named by its day: 2021-07-01/SGB_8.md")
    return index


def _outcomes(
    papers: list[str], asked: Asked, limits: Limits, jobs: int | None, address: str | None
) -> Iterator[Outcome]:
    from planwerk.readings import read_papers

    files, number = list(_files(papers)), count(1)
    with executor_of(jobs, address, limits) as executor, telling() as tell:
        yield from read_papers(
            files, asked, executor, limits=limits, tell=lambda name: tell(f"{next(number)}/{len(files)}  {name}")
        )


def _files(papers: list[str]) -> Iterator[PaperFile]:
    """Yield each file once, folders as what lies in them; standard input is kept where the others lie: in memory."""
    from planwerk.sources.papers import MOST_PACKED, PaperFile, files_below, readable

    for paper in papers:
        path = Path(paper)
        if paper == "-":
            yield PaperFile("-", path, given=sys.stdin.buffer.read(MOST_PACKED + 1))
        elif path.is_dir():
            yield from (PaperFile(readable(path / file.name), file.path, file.inside) for file in files_below(path))
        else:
            yield PaperFile(readable(path), path)


def _notes(one: Outcome, lang: str) -> Iterator[str]:
    from planwerk.sources.rejected import Rejected, printable

    german = lang == "de"
    if isinstance(one, Rejected):
        yield one.say(lang)
        return
    if pages := ", ".join(map(str, one.paper.pages_without_text)):
        yield printable(f"{one.paper.name}: {'kein Text auf Seite' if german else 'no text on page'} {pages}")
    for refused in one.refused:
        said = "abgelehnter Vorschlag von" if german else "refused a suggestion of"
        yield printable(f'{one.paper.name}: {said} {refused.finder} ("{refused.text}"): {refused.why}')
