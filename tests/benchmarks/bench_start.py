"""What starting, building and asking cost, as ratios to a named peer measured in the same run.

Seconds depend on the machine, ratios hardly do: so each command stands beside a peer that does the least one could do
for the same end, in a process of its own, turn and turn about. CPU seconds of the process and its children, the best
of the runs; no bound is asserted here. ``make bench`` prints the table and writes it to results/start.md.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import planwerk
from planwerk import __version__, shipped

RESULT = Path(__file__).parent / "results" / "start.md"
DAY = "2020-07-01"
# Planwerk is found wherever this file's own import found it, whatever folder a command runs in.
ENV = {**os.environ, "PYTHONPATH": str(Path(planwerk.__file__).parent.parent)}

# The peers. Each is a whole program, run by the same Python.
EMPTY_APP = """
import typer
app = typer.Typer(add_completion=False)
@app.command()
def nothing() -> None:
    "Do nothing."
app()
"""
RDFLIB_READS = """
import sys
from pathlib import Path
import rdflib
dataset = rdflib.Dataset()
for name in sys.argv[1:]:
    dataset.parse(name, format={".ttl": "turtle", ".trig": "trig", ".nq": "nquads"}[Path(name).suffix])
"""
RDFLIB_ASKS = (
    RDFLIB_READS
    + """
print(len(list(dataset.query("SELECT ?s ?o { GRAPH ?g { ?s a ?o } }"))))
"""
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One command and its peer, in CPU seconds."""

    what: str
    ours: float
    peer: str
    theirs: float

    @property
    def ratio(self) -> float:
        """Give how many times the peer's cost ours is.

        >>> Measured("planwerk --help", 0.3, "an empty app", 0.2).ratio
        1.5
        """
        return round(self.ours / self.theirs, 2)


def cpu(command: list[str], cwd: Path) -> float:
    """Give the CPU seconds, user and system, that a command takes; raises CalledProcessError where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command,
        cwd=cwd,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=ENV,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def beside(what: str, ours: list[str], peer: str, theirs: list[str], cwd: Path, *, cold: Path, runs: int) -> Measured:
    """Measure a command and its peer by turns; before each of ours, the folder ``cold`` is removed if it is there."""
    mine, others = [], []
    for _ in range(runs):
        shutil.rmtree(cold, ignore_errors=True)
        mine.append(cpu(ours, cwd))
        others.append(cpu(theirs, cwd))
    return Measured(what, min(mine), peer, min(others))


def measure(cwd: Path) -> list[Measured]:
    """Measure start, build and question on a copy of the shipped Leipzig workspace in this folder."""
    python = [sys.executable]
    command = [*python, "-m", "planwerk.cli"]
    city = cwd / "leipzig"
    shutil.copytree(shipped.data() / "leipzig", city, ignore=shutil.ignore_patterns("build"))
    build, nowhere = city / "build", cwd / "nowhere"
    sources = sorted(map(str, [*shipped.ontology().rglob("*.ttl"), *(city / "curated").rglob("*.trig")]))
    found = [
        beside(
            "`planwerk --help`", [*command, "--help"], "`--help` of a typer app with one empty command",
            [*python, "-c", EMPTY_APP, "--help"], cwd, cold=nowhere, runs=9,
        ),
        beside(
            "`planwerk build`, cold", [*command, "build", str(city)],
            "rdflib only parses the same sources and the ontology", [*python, "-c", RDFLIB_READS, *sources], cwd,
            cold=build, runs=3,
        ),
    ]  # fmt: skip
    dataset = cwd / "leipzig.nq"
    subprocess.run(
        [*command, "export", str(city), "--format", "nquads", "-o", str(dataset)], check=True, cwd=cwd, env=ENV
    )
    peer, theirs = (
        "rdflib parses the built dataset and lists its types",
        [*python, "-c", RDFLIB_ASKS, str(dataset)],
    )
    for what, ours in {
        "`planwerk ask adopted-version`, built": ["ask", str(city), "adopted-version", "--as-of", DAY],
        "`planwerk gaps`, built": ["gaps", str(city), "--as-of", DAY],
    }.items():
        found.append(beside(what, [*command, *ours], peer, theirs, cwd, cold=nowhere, runs=3))
    return found


def machine() -> str:
    """Say what ran: processor, system, Python and the libraries that weigh."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [
            line.partition(":")[2].strip() for line in info.read_text("utf-8").splitlines() if "model name" in line
        ]
        model = names[0] if names else model
    with_ = ", ".join(f"{name} {version(name)}" for name in ("pyoxigraph", "rdflib", "pyshacl", "typer"))
    return (
        f"{os.cpu_count()} x {model}, {platform.system()}, {platform.python_implementation()} "
        f"{platform.python_version()}; {with_}"
    )


def report(found: list[Measured]) -> str:
    """Give the table as Markdown."""
    rows = [f"| {one.what} | {one.ours:.2f} | {one.peer} | {one.theirs:.2f} | {one.ratio:.2f} |" for one in found]
    return "\n".join(
        [
            "# Start, build, ask",
            "",
            f"Planwerk {__version__}, {date.today().isoformat()}, on {machine()}. CPU seconds, the best of the runs.",
            "Made by `make bench`; compare the ratios, not the seconds.",
            "",
            "| what | s | peer | s | ratio |",
            "| --- | ---: | --- | ---: | ---: |",
            *rows,
            "",
        ]
    )


def main() -> None:
    """Measure, print, and write the result."""
    with tempfile.TemporaryDirectory() as folder:
        text = report(measure(Path(folder)))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
