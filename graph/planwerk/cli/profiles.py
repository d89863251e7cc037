"""The profiles of municipalities: which there are, and how one fares on a folder of papers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planwerk.cli.options import Form, Format, Json, Lang, Out
from planwerk.cli.printing import dump, emit, form_of

app = typer.Typer()
profile = typer.Typer(
    no_args_is_help=True,
    help="The profiles of municipalities: how a city prints its papers.",
    epilog="Example: planwerk profile list",
)
app.add_typer(profile, name="profile")


@profile.command("list", epilog="Example: planwerk profile list --lang en")
def list_profiles(
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the output.")] = Lang.de,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """List the profiles that are shipped."""
    from planwerk.profile import profiles, read_profile
    from planwerk.views.table import Column, Table

    german = lang is Lang.de
    rows = []
    for name in profiles():
        one = read_profile(name)
        own = [row for row in one.references if row.rule.startswith(f"reference.{name}.")]
        rows.append((name, ", ".join(one.cities), one.state or "", len(own), ", ".join(row.examples[0] for row in own)))
    titles = (
        ("name", "Name", "Name"), ("city", "Stadt", "City"), ("state", "Land", "State"),
        ("patterns", "Nummernformen", "Forms of number"), ("examples", "Beispiele", "Examples"),
    )  # fmt: skip
    columns = tuple(
        Column(key, de if german else en, "integer" if key == "patterns" else "text") for key, de, en in titles
    )
    title = "Profile der Städte" if german else "Profiles of cities"
    emit(Table(title=title, columns=columns, rows=tuple(rows), lang=lang.value), form_of(form, as_json, output), output)


@profile.command(epilog="Example: planwerk profile check my-city/papers --profile leipzig")
def check(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of papers.")],
    name: Annotated[
        str, typer.Option("--profile", "-p", metavar="NAME", help="A shipped profile, or the path of a .toml file.")
    ] = "generic",
    most: Annotated[int, typer.Option("--most", metavar="N", help="Show so many unread headings and numbers.")] = 20,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the output.")] = Lang.de,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Run a profile over papers: hits per pattern, collisions, and by frequency what no pattern reads.

    Ends with 1 where an example of the profile's own patterns is not read, or a counter-example is.
    """
    from dataclasses import asdict

    from planwerk.errors import SourceError
    from planwerk.paper import Paper
    from planwerk.profile import read_profile
    from planwerk.profile_check import check_profile
    from planwerk.sources.papers import files_below, open_paper
    from planwerk.views.table import Cell, Column, Table

    if not folder.is_dir():
        raise SourceError(f"{folder} is no folder", "name the folder that holds the papers, as my-city/papers")
    chosen = read_profile(Path(name) if name.endswith(".toml") else name)
    opened = [open_paper(file, chosen) for file in files_below(folder)]
    papers = [one for one in opened if isinstance(one, Paper)]
    found = check_profile(chosen, papers)
    wanted = form_of(form, as_json, output)
    if wanted is Format.json:
        dump({**asdict(found), "rejected": len(opened) - len(papers)}, output)
        raise typer.Exit(bool(found.failing))
    german = lang is Lang.de
    kinds = ("Muster", "Kollision", "ungelesene Überschrift", "ungelesene Nummer") if german else (
        "pattern", "collision", "unread heading", "unread number")  # fmt: skip
    whys = {
        "not read": "wird nicht gelesen", "read": "wird gelesen und soll es nicht", "no example": "kein Beispiel (examples)",
        "no counter-example": "kein Gegenbeispiel (counterexamples)",
    }  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            "Beispiel" if german else "example",
            one.rule,
            None,
            None,
            None,
            " ".join((one.text, whys[one.why] if german else one.why)).strip(),
        )
        for one in found.failing
    ]
    rows += [
        (kinds[0], f"{use.rule} ({use.shown})", use.read, use.papers, use.refused, ", ".join(use.examples))
        for use in found.patterns
    ]
    rows += [
        (kinds[1], one.rule, one.count, None, None, f"{one.text} = {one.other}") for one in found.collisions[:most]
    ]
    rows += [(kinds[2], one.text, one.count, one.papers, None, None) for one in found.headings[:most]]
    rows += [(kinds[3], one.text, one.count, one.papers, None, None) for one in found.numbers[:most]]
    titles = (
        ("kind", "Art", "Kind"), ("what", "Was", "What"), ("hits", "Treffer", "Hits"), ("papers", "Papiere", "Papers"),
        ("refused", "ohne Stichwort", "without cue"), ("examples", "Beispiele", "Examples"),
    )  # fmt: skip
    columns = tuple(
        Column(key, de if german else en, "integer" if key in ("hits", "papers", "refused") else "text")
        for key, de, en in titles
    )
    note = (
        f"{found.papers} Papiere gelesen, {len(opened) - len(papers)} nicht; Muster eines Profils stehen vor denen jeder Stadt"
        if german
        else f"{found.papers} papers read, {len(opened) - len(papers)} not; a profile's own patterns stand before those of any city"
    )
    title = f"Profil {chosen.name}" if german else f"Profile {chosen.name}"
    emit(Table(title=title, columns=columns, rows=tuple(rows), notes=(note,), lang=lang.value), wanted, output)
    raise typer.Exit(bool(found.failing))
