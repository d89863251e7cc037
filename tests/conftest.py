"""Guidelines for tests, and what all of them share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # pytest-socket shuts every socket; a test marked loopback may reach this machine, and no other.
    for item in items:
        if item.get_closest_marker("loopback"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1", "localhost"]))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; read the diff afterwards")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether golden files are to be written anew."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Give the folder of real council papers; skips where there is none."""
    folder = os.environ.get("PLANWERK_CORPUS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("PLANWERK_CORPUS names no folder of real papers")
    return Path(folder)
