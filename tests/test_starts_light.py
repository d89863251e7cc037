"""The command line starts light: whoever asks for help waits for none of the heavy libraries."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

# The libraries of pyproject.toml that only a command's body may load; then what these would draw in.
HEAVY = (
    "rdflib",
    "pyoxigraph",
    "pyshacl",
    "networkx",
    "pyvis",
    "jinja2",
    "openpyxl",
    "docx",
    "lxml",
    "IPython",
    "numpy",
)

SCRIPT = """
import sys
sys.argv = sys.argv[1:]
try:
    from planwerk.cli import main
    if len(sys.argv) > 1:
        main()
except SystemExit as leaving:
    assert not leaving.code, leaving.code
print()
print("loaded:", *sorted(set(sys.modules) & set("HEAVY".split())))
""".replace("HEAVY", " ".join(HEAVY))


def loaded(*arguments: str) -> set[str]:
    """Give the heavy libraries that a fresh interpreter holds after this command."""
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, "planwerk", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.rpartition("loaded:")[2].split())


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    assert loaded() == set()


@pytest.mark.parametrize("arguments", [["--help"], ["gaps", "--help"], ["map", "--help"]], ids=" ".join)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    assert loaded(*arguments) == set()


def test_the_measure_sees_a_heavy_library() -> None:
    # planwerk terms reads the ontology, which is RDF: were nothing seen here, the tests above would be blind.
    assert "pyoxigraph" in loaded("terms", "Plan")
