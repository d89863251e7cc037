"""What is released: the wheel holds what it should and nothing else, and works far from the checkout."""

from __future__ import annotations

import configparser
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import checkout
from checkout import ROOT
from conftest import Ran

pytestmark = pytest.mark.slow

# What a developer's checkout is full of, and what once went into a wheel: force-include does not heed .gitignore.
PLANTED = (
    "data/leipzig/build/store.nq",
    "data/leipzig/build/debug.log",
    "graph/planwerk/__pycache__/cli.cpython-311.pyc",
    "ontology/build/core.nq",
    "data/leipzig/curated/build/debug.log",
)


def ran(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"$ {' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder with the sdist and the wheel built from it, of a checkout that somebody has worked in."""
    worked_in = checkout.copy(tmp_path_factory.mktemp("wheel") / "planwerk")
    for name in PLANTED:
        (worked_in / name).parent.mkdir(parents=True, exist_ok=True)
        (worked_in / name).write_text("planted", "utf-8")
    # Without isolation, so that no index is asked: the build backend is in the development environment.
    ran(sys.executable, "-m", "build", "--no-isolation", "--outdir", worked_in / "dist", cwd=worked_in)
    return worked_in / "dist"


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (found,) = dist.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def shipped(wheel: Path) -> dict[str, int]:
    """Give each file of the wheel and its size."""
    with zipfile.ZipFile(wheel) as archive:
        return {info.filename: info.file_size for info in archive.infolist()}


@pytest.fixture(scope="module")
def env(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a clean environment with the wheel; what the wheel needs it borrows from this one."""
    folder = tmp_path_factory.mktemp("clean") / "env"
    uv = shutil.which("uv")
    if uv:
        ran(uv, "venv", "--quiet", "--offline", "--python", sys.executable, folder, cwd=folder.parent)
        ran(uv, "pip", "install", "--quiet", "--offline", "--no-deps", "--python", folder / "bin" / "python", wheel,
            cwd=folder.parent)  # fmt: skip
    else:
        ran(sys.executable, "-m", "venv", folder, cwd=folder.parent)
        ran(folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel,
            cwd=folder.parent)  # fmt: skip
    (site,) = (folder / "lib").glob("python*/site-packages")
    # A path in a .pth file is searched, but its own .pth files are not read: the editable Planwerk stays unseen.
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n", "utf-8")
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Callable[..., str]:
    """Give a function that runs a command in an unrelated folder, with nothing of the checkout in sight."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PLANWERK", "COV"))}
    env = {**kept, "HOME": str(tmp_path), "NO_COLOR": "1", "COLUMNS": "100"}
    # The papers themselves, where they are: evidence is quoted from them.
    env |= {name: os.environ[name] for name in ("PLANWERK_CORPUS",) if name in os.environ}
    return lambda *command: ran(*command, cwd=tmp_path, env=env)


def expected() -> set[str]:
    """Give the files the wheel is to hold: those under version control in the folders that pyproject.toml names."""
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    named = {**wheel["force-include"], **{package: Path(package).name for package in wheel["packages"]}}
    return {
        (Path(target) / name.relative_to(source)).as_posix()
        for source, target in named.items()
        for name in checkout.files()
        if name.is_relative_to(source)
    }


def test_the_wheel_holds_what_is_named_and_nothing_else(shipped: dict[str, int]) -> None:
    assert {name for name in shipped if ".dist-info/" not in name} == expected()


def test_the_wheel_holds_what_the_command_line_needs(shipped: dict[str, int]) -> None:
    for name in (
        "cli/__init__.py",
        "py.typed",
        "ontology/core.ttl",
        "ontology/shapes.ttl",
        "data/leipzig/planwerk.toml",
        "data/leipzig-umfeld/planwerk.toml",
        "data/musterstadt-gelesen/planwerk.toml",
    ):
        assert shipped[f"planwerk/{name}"] > 0 or name == "py.typed"
    assert any(name.startswith("planwerk/data/leipzig/curated/") for name in shipped)
    assert any(name.startswith("planwerk/data/leipzig-umfeld/curated/") for name in shipped)
    assert any(name.startswith("planwerk/ontology/questions/") for name in shipped)


def test_the_wheel_holds_nothing_derived(shipped: dict[str, int]) -> None:
    parts = ("build", "__pycache__", "tests", "notebooks")
    assert [name for name in shipped if set(Path(name).parts) & set(parts) or name.endswith((".log", ".nq"))] == []


def test_the_wheel_brings_its_licences(shipped: dict[str, int]) -> None:
    (folder,) = {name.split("/")[0] for name in shipped if ".dist-info/" in name}
    for name in ("LICENSE", "ontology/LICENSE", "data/LICENSE"):
        assert shipped[f"{folder}/licenses/{name}"] == (ROOT / name).stat().st_size


def test_the_sdist_can_be_tested_and_holds_nothing_derived(dist: Path) -> None:
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {Path(*Path(name).parts[1:]).as_posix() for name in archive.getnames()}
    assert not names & set(PLANTED)
    made = {"PKG-INFO"}  # by hatchling
    assert names - made <= {name.as_posix() for name in checkout.files()}
    for name in ("pyproject.toml", "README.md", "Makefile", "requirements-dev.txt", "tests/conftest.py"):
        assert name in names


def test_every_entry_point_of_the_wheel_answers(wheel: Path, env: Path, elsewhere: Callable[..., str]) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/entry_points.txt")]
        points = configparser.ConfigParser()
        points.read_string(archive.read(name).decode())
    assert "planwerk" in points["console_scripts"]
    for script in points["console_scripts"]:
        assert "Usage" in elsewhere(env / "bin" / script, "--help")


def test_the_wheel_works_far_from_the_checkout(
    env: Path, elsewhere: Callable[..., str], run: Callable[..., Ran], leipzig: Path
) -> None:
    where = "import planwerk, planwerk.shipped as s; print(planwerk.__file__); print(s.data() / 'leipzig')"
    code, city = elsewhere(env / "bin" / "python", "-c", where).split()
    assert Path(code).is_relative_to(env)
    assert Path(city).is_relative_to(env)
    planwerk = env / "bin" / "planwerk"
    account = json.loads(elsewhere(planwerk, "build", city, "--json"))
    curated = [name for name in checkout.files() if name.is_relative_to("data/leipzig/curated")]
    assert account["read"] == account["stored"] == len(curated)
    asked = ("--as-of", "2020-07-01", "--json")
    # The checkout says the same: what the wheel leaves out is not missed.
    assert json.loads(elsewhere(planwerk, "gaps", city, *asked)) == json.loads(run("gaps", leipzig, *asked).stdout)
