"""How results get onto the disk: whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planwerk.errors import PlanwerkError


def write_atomically(path: Path, content: bytes) -> None:
    """Put the content at the path in one step; until then, and if it fails, the old file stands.

    The new content is written beside the old one, flushed to the disk and put in its place by one
    rename. Permissions of an old file are kept, a symbolic link stays a link, and what is no
    ordinary file (``/dev/stdout``, a named pipe) is written to as it is.

    Raises PlanwerkError if the folder does not exist or the file cannot be written, most often
    since a spreadsheet program holds it open.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "control.csv"
    ...     write_atomically(path, b"Nr.")
    ...     path.read_bytes(), [beside.name for beside in path.parent.iterdir()]
    (b'Nr.', ['control.csv'])
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(content)
        else:
            _replace(target, content)
    except FileNotFoundError as error:
        raise PlanwerkError(f"no folder {path.parent}", "make the folder first, or name another one") from error
    except OSError as error:
        hint = "close it where it is open, or name another file; what was there before still is"
        raise PlanwerkError(f"cannot write {path}: {error.strerror or error}", hint) from error


def _replace(target: Path, content: bytes) -> None:
    # Not named after the target: a long name may leave no room for a suffix.
    beside = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        # Unlike tempfile's 0600, mode "x" gives a new file the permissions every new file gets here.
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for one writer: who comes second waits, so that of two changes at once none is lost.

    The lock is the operating system's own on a file ``.lock``, so it goes with the process that holds it, even a
    killed one. Raises PlanwerkError where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / ".lock").open("a+b")
    except OSError as error:
        raise PlanwerkError(f"cannot write {folder}: {error.strerror or error}", "make the folder writable") from error
    with file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
