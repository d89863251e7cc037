"""The checkout as a newcomer gets it: the files under version control, and nothing that was made from them."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DERIVED = shutil.ignore_patterns(
    "build", "dist", ".git", ".venv*", "__pycache__", "*.egg-info", ".coverage*", ".hypothesis", ".*_cache",
    ".ipynb_checkpoints",
)  # fmt: skip


@cache
def files() -> tuple[Path, ...]:
    """Give the files that are, or will be, under version control, relative to the top.

    Where there is no git (an unpacked sdist), everything that is not derived.
    """
    asked = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(asked, capture_output=True, check=True).stdout.decode().split("\0")
        found = {Path(name) for name in listed if name}
    except (OSError, subprocess.CalledProcessError):
        found = set()
        for place, folders, names in os.walk(ROOT):
            folder = Path(place)
            folders[:] = sorted(set(folders) - DERIVED(str(folder), folders))
            found |= {(folder / name).relative_to(ROOT) for name in set(names) - DERIVED(str(folder), names)}
    return tuple(sorted(name for name in found if (ROOT / name).is_file()))


def copy(target: Path) -> Path:
    """Copy these files to a folder and give it."""
    for name in files():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name)
    return target
