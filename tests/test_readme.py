"""The documentation cannot lie: it is read here, and what it says is tried."""

from __future__ import annotations

import doctest
import io
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer.main
from cogapp import Cog

import checkout
import console
from checkout import ROOT
from planwerk.cli import app

COMMANDS: dict[str, Any] = dict(sorted(typer.main.get_command(app).commands.items()))  # type: ignore[attr-defined]
MARKDOWN = [name for name in checkout.files() if name.suffix == ".md"]
FOR_READERS = [name for name in MARKDOWN if name.name in ("README.md", "LIESMICH.md") and len(name.parts) == 1]


def text(name: Path) -> str:
    return (ROOT / name).read_text("utf-8")


def prose(markdown: str) -> str:
    """Give the text without its code, in which brackets are no links and # no headings."""
    without = re.sub(r"^(```+|~~~+).*?^\1", "", markdown, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]*`", "", without)


def code(markdown: str) -> Iterator[str]:
    yield from re.findall(r"^```(?:sh|console|text)?\n(.*?)^```", markdown, re.MULTILINE | re.DOTALL)
    yield from re.findall(r"`([^`\n]+)`", markdown)


# Commands


def test_there_is_a_readme() -> None:
    assert Path("README.md") in FOR_READERS


@pytest.mark.parametrize("name", FOR_READERS, ids=str)
def test_every_command_is_named(name: Path) -> None:
    shown = "\n".join(code(text(name)))
    assert [command for command in COMMANDS if not re.search(rf"\bplanwerk {command}\b", shown)] == []


@pytest.mark.parametrize("name", MARKDOWN, ids=str)
def test_every_named_command_is_there(name: Path) -> None:
    named = {
        found
        for part in code(text(name))
        for found in re.findall(r"(?:^|[\s/$`|])planwerk ([a-z][\w-]*)(?=\s|$)", part)
    }
    assert named <= COMMANDS.keys()


@pytest.mark.parametrize("name", MARKDOWN, ids=str)
def test_every_named_target_of_make_is_there(name: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text(Path("Makefile")), re.MULTILINE))
    named = {
        found for part in code(text(name)) for found in re.findall(r"^(?:\$ )?make ([a-z]\w*)", part, re.MULTILINE)
    }
    assert named <= targets


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_an_example(command: str) -> None:
    made = COMMANDS[command]
    assert re.fullmatch(r"[A-Z].*\.", (made.help or "").strip(), re.DOTALL)
    assert re.match(rf"Example: (?:.* \| )?planwerk {command}\b", made.epilog or "")
    assert [parameter.name for parameter in made.params if not getattr(parameter, "help", None)] == []


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize(
    "command", sorted(set(COMMANDS) - {"serve", "push"})
)  # these want a server or are one: test_endpoint, test_stores
def test_the_example_of_every_command_runs(command: str) -> None:
    console.show(COMMANDS[command].epilog.removeprefix("Example: "))


# What is shown

SHOWN = [(name, *step) for name in MARKDOWN for step in console.steps(text(name))]
CHECKER = doctest.OutputChecker()
ALIKE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "command", "shown"),
    [
        pytest.param(*step, id=f"{step[0]}: {step[1]}", marks=[pytest.mark.long] if step[1] == "make demo" else [])
        for step in SHOWN
    ],
)
def test_a_console_block_runs_and_prints_what_it_shows(name: Path, command: str, shown: str) -> None:
    if command.startswith("make ") and command not in ("make demo", "make help"):
        return  # that the target is there is tested above; running the tests within the tests would not end
    printed = console.show(command)
    wanted = shown.replace("…", "...")
    assert not shown or CHECKER.check_output(wanted + "\n", printed.replace("…", "...") + "\n", ALIKE), (
        f"{name} shows something else; $ {command} prints\n{printed}"
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in MARKDOWN if "[[[cog" in text(name)], ids=str)
def test_generated_blocks_are_up_to_date(name: Path) -> None:
    with redirect_stdout(io.StringIO()) as said:
        ended = Cog().main(["cog", "--check", "-I", str(ROOT / "tests"), str(ROOT / name)])
    assert ended in (0, None), f"make readme\n{said.getvalue()}"


# Links


def links(markdown: str) -> list[str]:
    inline = re.findall(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)", prose(markdown))
    reference = re.findall(r"^\[[^\]]+\]:\s*<?([^\s>]+)", prose(markdown), re.MULTILINE)
    html = re.findall(r"\b(?:src|srcset|href)=\"([^\"\s]+)\"", prose(markdown))
    return [link for link in [*inline, *reference, *html] if not re.match(r"[a-z][a-z0-9+.-]*:", link)]


def anchors(markdown: str) -> set[str]:
    """Give the anchors that a forge makes of the headings."""
    without = re.sub(r"^(```+).*?^\1", "", markdown, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+\s+(.*?)\s*#*$", without, re.MULTILINE)
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", heading) for heading in headings)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("name", MARKDOWN, ids=str)
def test_every_relative_link_leads_somewhere(name: Path) -> None:
    known = set(checkout.files())
    for link in links(text(name)):
        path, _, anchor = unquote(link).partition("#")
        target = (ROOT / name).parent.joinpath(path).resolve() if path else ROOT / name
        inside = target.relative_to(ROOT)
        assert inside in known or any(inside in other.parents for other in known), f"{name}: {link}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target.read_text("utf-8")), f"{name}: {link}"


def test_the_link_finder_sees_what_people_write() -> None:
    written = '[a](x.md) ![b](p/q.png "title") [c](https://example.org) <img src="y.svg">\n[d]: z.md\n`[e](code.md)`'
    assert sorted(links(written)) == ["p/q.png", "x.md", "y.svg", "z.md"]
    assert anchors("## Words, and `code`\n") == {"words-and-code"}


# What no file says


def tracked_text() -> Iterator[tuple[Path, str]]:
    for name in checkout.files():
        try:
            yield name, text(name)
        except UnicodeDecodeError:
            continue  # a picture


# Everyone installs from the index of their own configuration, so no file names one. Put together here, as this is a file too.
HOSTS = [
    "pypi." + "org",
    "python" + "hosted.org",
    "npm" + "js.",
    "registry.yarn" + "pkg",
    "unpkg" + ".com",
    "jsdelivr" + ".net",
]
UNWANTED = {
    "a path of somebody's machine": r"(?<![\w.])/(?:work|root|farm|home/\w+|Users/\w+)/[\w.]|\b[A-Z]:\\Users\\",
    "the host of a package index or CDN": "|".join(re.escape(host) for host in HOSTS),
    "a mark of unfinished work": r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b|(?i:lorem " + "ipsum)",
    "a conflict that was not resolved": r"^(?:<{7}|>{7}) ",
}


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(UNWANTED[what], re.MULTILINE)
    found = [
        f"{name}:{said.count(chr(10), 0, hit.start()) + 1}: {hit[0]}"
        for name, said in tracked_text()
        for hit in pattern.finditer(said)
    ]
    assert found == []


def test_the_top_level_is_as_designed() -> None:
    folders = {name.parts[0] for name in checkout.files() if len(name.parts) > 1}
    assert folders <= {"graph", "ontology", "data", "notebooks", "tests", ".ci", ".github"}


def test_there_is_no_drawer() -> None:
    # A file by such a name ends up holding what nobody can find; each thing goes to the room it is about.
    drawers = {"utils", "util", "helpers", "helper", "common", "core", "base", "misc", "manager"}
    assert [name for name in checkout.files() if name.suffix == ".py" and name.stem in drawers] == []
