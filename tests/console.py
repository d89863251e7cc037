"""What a terminal shows for a command: for the tests of the Markdown, and for the blocks that cog writes into it.

In Markdown a ``console`` block is a promise: its lines after ``$`` are run, in a fresh copy of the checkout, and print
what stands below them (``…`` or ``...`` stands for anything). What is not to be run goes into an ``sh`` block. To have
a block written::

    <!-- [[[cog
    from console import block
    cog.out(block("planwerk gaps --help"))
    ]]] -->
    <!-- [[[end]]] -->

and then ``make readme``.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import checkout

COLUMNS, LINES = 100, 60
# What would colour the output, or change it with the place it runs at.
_UNWANTED = re.compile(r"GITHUB_|PLANWERK_|COV_|\w*COLOR|TERMINAL_WIDTH|MAKE|MFLAGS|PYTEST_|VIRTUAL_ENV")


@cache
def scratch() -> Path:
    """Give a copy of the checkout that commands may write to, set up as by make; removed when Python ends."""
    folder = Path(tempfile.mkdtemp(prefix="planwerk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    checkout.copy(folder)
    bin_ = folder / ".venv" / "bin"
    bin_.mkdir(parents=True)
    for name, called in (("planwerk", f'"{sys.executable}" -m planwerk.cli'), ("python", f'"{sys.executable}"')):
        (bin_ / name).write_text(f'#!/bin/sh\nexec {called} "$@"\n', "utf-8")
        (bin_ / name).chmod(0o755)
    for stamp in (".run", ".dev"):
        (folder / ".venv" / stamp).touch()
    return folder


def show(command: str) -> str:
    """Run a line of shell in the scratch checkout and give what a terminal of 100 columns shows.

    Standard output is a terminal, standard error a file whose text follows it: so no progress is shown.
    Raises AssertionError where the command fails.
    """
    import fcntl
    import pty
    import termios

    folder = scratch()
    env = {name: value for name, value in os.environ.items() if not _UNWANTED.match(name)}
    env |= {
        "PATH": f"{folder / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(folder / "graph"),
        "COLUMNS": str(COLUMNS),
        "LINES": str(LINES),
        "TERM": "dumb",
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
    }
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    with tempfile.TemporaryFile() as talk:
        process = subprocess.Popen(
            ["/bin/sh", "-c", command], stdin=subprocess.DEVNULL, stdout=theirs, stderr=talk, cwd=folder, env=env
        )
        os.close(theirs)
        said = b"".join(_until_closed(ours))
        code = process.wait()
        talk.seek(0)
        said += talk.read()
    text = re.sub(r"\x1b\[[0-9;]*m", "", said.decode("utf-8", "replace").replace("\r\n", "\n"))
    assert code == 0, f"$ {command}\n{text}\nended with {code}"
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


def _until_closed(terminal: int) -> Iterator[bytes]:
    try:
        while True:
            try:
                data = os.read(terminal, 65536)
            except OSError:  # Linux says so when the last writer has gone
                return
            if not data:
                return
            yield data
    finally:
        os.close(terminal)


def block(command: str) -> str:
    """Give a console block with the command and what it shows, for cog."""
    return f"```console\n$ {command}\n{show(command)}\n```\n"


def steps(markdown: str) -> Iterator[tuple[str, str]]:
    """Yield each command of the console blocks with the output that is shown for it.

    >>> list(steps("```console\\n$ planwerk --help\\nUsage: …\\n$ make test\\n```"))
    [('planwerk --help', 'Usage: …'), ('make test', '')]
    """
    for written in re.findall(r"^```console\n(.*?)^```", markdown, re.MULTILINE | re.DOTALL):
        for step in re.split(r"^\$ ", written, flags=re.MULTILINE)[1:]:
            lines = re.sub(r"\\\n(?:> )?", "", step).splitlines()
            command = lines[0].split("  # ")[0].strip()
            yield command, "\n".join(lines[1:]).strip("\n")
