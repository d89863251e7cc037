"""The lock and pyproject.toml agree, and everyone installs from the same lock."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN, DEV = "requirements.txt", "requirements-dev.txt"

# Where Planwerk is said to run: the lock must hold for each of them.
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
PLACES = [
    {
        **{key: str(value) for key, value in default_environment().items()},
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "platform_system": SYSTEMS[system],
        "os_name": "nt" if system == "win32" else "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    for python in PYTHONS
    for system in SYSTEMS
]


def pins(file: str) -> list[Requirement]:
    """Give what a requirements file pins; fails where an entry is no pin or has no hash."""
    found = []
    for entry in re.split(r"\n(?=\S)", (ROOT / file).read_text("utf-8")):
        if entry.startswith("#"):
            continue
        pin, *hashes = re.split(r"\s*\\\n\s+--hash=", re.sub(r"\n    #.*", "", entry).strip())
        assert re.match(r"[\w.-]+==[^\s;*]+", pin), f"{file}: not pinned: {pin}"
        assert hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in hashes), f"{file}: {pin}"
        found.append(Requirement(pin))
    return found


def pinned(file: str, place: dict[str, str]) -> dict[str, str]:
    """Give name and version of everything that is installed from the file in this place."""
    here: dict[str, str] = {}
    for pin in pins(file):
        if pin.marker is None or pin.marker.evaluate(place):
            name = canonicalize_name(pin.name)
            assert name not in here, f"{file} pins {name} twice for {place['python_version']} {place['sys_platform']}"
            here[name] = str(pin.specifier).removeprefix("==")
    return here


def group(name: str) -> list[str]:
    """Give the requirements of a dependency group, with those of the groups it includes."""
    found: list[str] = []
    for entry in PROJECT["dependency-groups"][name]:
        found += group(entry["include-group"]) if isinstance(entry, dict) else [entry]
    return found


def extras(names: list[str]) -> list[str]:
    """Give the requirements of these extras, with those of the extras they name in turn."""
    found: list[str] = []
    for name in names:
        for entry in PROJECT["project"]["optional-dependencies"][name]:
            requirement = Requirement(entry)
            own = canonicalize_name(requirement.name) == PROJECT["project"]["name"]
            found += extras(sorted(requirement.extras)) if own else [entry]
    return found


def wanted(file: str) -> list[Requirement]:
    direct = [*PROJECT["project"]["dependencies"], *group("build")]
    if file == DEV:
        direct += extras(sorted(PROJECT["project"]["optional-dependencies"])) + group("dev")
    return [Requirement(entry) for entry in direct]


@pytest.mark.parametrize("file", [RUN, DEV])
@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place['python_version']}-{place['sys_platform']}")
def test_every_dependency_is_pinned_within_its_range(file: str, place: dict[str, str]) -> None:
    here = pinned(file, place)
    for requirement in wanted(file):
        if requirement.marker is None or requirement.marker.evaluate(place):
            version = here.get(canonicalize_name(requirement.name))
            assert version, f"{file} does not pin {requirement.name}: make lock"
            assert requirement.specifier.contains(version, prereleases=True), (
                f"{file}: {requirement} != {version}: make lock"
            )


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place['python_version']}-{place['sys_platform']}")
def test_what_runs_is_what_is_tested(place: dict[str, str]) -> None:
    assert pinned(RUN, place).items() <= pinned(DEV, place).items()


def test_the_lock_names_no_index() -> None:
    for file in (RUN, DEV):
        text = (ROOT / file).read_text("utf-8")
        assert not re.search(r"://|^-|^\s*--(?!hash=)", text, re.MULTILINE), file
    assert not (ROOT / "uv.lock").exists()


def test_uv_and_pip_install_from_the_same_lock() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.findall(r"\$\(INSTALL\)(.*)", makefile) == [
        f" --require-hashes -r {RUN}",
        " --no-deps --no-build-isolation --editable .",
        f" --require-hashes -r {DEV}",
        " --no-deps --no-build-isolation --editable .",
    ]
    assert len(re.findall(r"^INSTALL = .*(?:uv|UV|pip)", makefile, re.MULTILINE)) == 2


def test_the_build_backend_comes_with_the_lock() -> None:
    # --no-build-isolation asks no index, so what the build needs is installed before it.
    assert {Requirement(entry).name for entry in PROJECT["build-system"]["requires"]} <= {
        Requirement(entry).name for entry in group("build")
    }
