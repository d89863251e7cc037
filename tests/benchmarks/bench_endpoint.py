"""What the endpoint bears: many clients at once beside ``oxigraph serve-read-only`` on the same data and machine.

Fifty clients ask the shipped questions for some seconds (``SECONDS``, by default 20; the goal's run is 60) and every body
is compared with the first answer to the same question: a wrong, cut or mixed one counts as bad. Then forty short queries
beside a runaway. ``make bench`` prints the table and writes it to results/endpoint.md; no bound is asserted here.
"""

from __future__ import annotations

import http.client
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import planwerk
from planwerk import shipped
from planwerk.questions import fill, questions
from planwerk.server.snapshots import write_snapshot

RESULT = Path(__file__).parent / "results" / "endpoint.md"
SECONDS = float(os.environ.get("SECONDS", "20"))
CLIENTS = 50
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def free_port() -> int:
    """Give a port of loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def ask(port: int, path: str, text: str) -> tuple[int, bytes]:
    """Send one query over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", f"{path}?{urlencode({'query': text})}", headers={"Accept": "text/csv"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def load(port: int, path: str, texts: list[str]) -> tuple[int, int, list[float]]:
    """Ask with all clients at once; gives answers, bad answers and the seconds of each answer."""
    expected = {text: sorted(ask(port, path, text)[1].splitlines()) for text in texts}
    until = time.monotonic() + SECONDS
    spent: list[float] = []
    bad = 0
    lock = threading.Lock()

    def client(number: int) -> None:
        nonlocal bad
        turn = number
        while time.monotonic() < until:
            text = texts[turn % len(texts)]
            turn += 1
            start = time.perf_counter()
            status, body = ask(port, path, text)
            seconds = time.perf_counter() - start
            with lock:
                spent.append(seconds)
                bad += status != 200 or sorted(body.splitlines()) != expected[text]

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(spent), bad, spent


def wait(port: int, path: str) -> None:
    """Wait until the server answers."""
    for _ in range(600):
        try:
            ask(port, path, "ASK {}")
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the server did not start")


def main() -> None:
    """Measure and write the table."""
    city = planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01")
    texts = [q.with_parameters(fill(q, city.data, "de")) for q in questions().values()]
    lines = [
        "# What the endpoint bears",
        "",
        f"{CLIENTS} clients for {SECONDS:g} s, {len(texts)} shipped questions in turn, each over a connection of its own; "
        f"{platform.machine()}, {os.cpu_count()} cores (clients on the same ones), Python {platform.python_version()}. "
        "Ratio: answers per second to those of the peer in the same run.",
        "",
        "| server | answers | bad | answers/s | ratio | median ms | p99 ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    with tempfile.TemporaryDirectory() as folder:
        write_snapshot(city.data.store, Path(folder))
        servers: list[tuple[str, list[str], str]] = []
        oxigraph = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
        if oxigraph:
            servers.append(("oxigraph serve-read-only", [oxigraph, "serve-read-only", "-l", folder, "-b"], "/query"))
        servers.append(("planwerk serve", [sys.executable, "-m", "planwerk.cli", "serve"], "/sparql"))
        rates: dict[str, float] = {}
        beside: list[float] = []
        for name, command, path in servers:
            port = free_port()
            ours = name.startswith("planwerk")
            rest = [str(shipped.data() / "leipzig"), "--as-of", "2020-07-01", "--port", str(port)]
            rest = rest if ours else [f"127.0.0.1:{port}"]
            with subprocess.Popen([*command, *rest], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
                wait(port, path)
                answers, bad, spent = load(port, path, texts)
                if ours:
                    runaway = threading.Thread(target=ask, args=(port, path, RUNAWAY))
                    runaway.start()
                    time.sleep(0.2)
                    for _ in range(40):
                        start = time.perf_counter()
                        ask(port, path, "ASK {}")
                        beside.append(time.perf_counter() - start)
                    runaway.join()
                process.terminate()
            rates[name] = answers / SECONDS
            ratio = rates[name] / rates[servers[0][0]]
            p99 = statistics.quantiles(spent, n=100)[98]
            lines.append(
                f"| {name} | {answers} | {bad} | {rates[name]:.0f} | {ratio:.2f} "
                f"| {1000 * statistics.median(spent):.0f} | {1000 * p99:.0f} |"
            )
    lines += [
        "",
        f"Forty `ASK {{}}` beside a runaway join: median {1000 * statistics.median(beside):.0f} ms, longest "
        f"{1000 * max(beside):.0f} ms.",
    ]
    text = "\n".join(lines) + "\n"
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, "utf-8")
    os.write(1, text.encode())


if __name__ == "__main__":
    main()
