"""Starting and ending web servers, and what they hold while they run."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.place import FOLDER, ROOT

START_TIMEOUT = STOP_TIMEOUT = 60
PORTAL = [sys.executable, "manage.py", "run", "--no-demo", "--port", "{port}"]
_RUN = "from lienhiephoi.server import run; run('{}', '127.0.0.1', {{port}})"
BARE = [sys.executable, "-c", _RUN.format("benchmarks.bare.application")]


@dataclass
class Server:
    process: subprocess.Popen
    port: int

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def memory(self) -> float:
        """MB of all its processes, what they share counted once (PSS)."""
        return sum(map(_memory, family(self.process.pid))) / 1024


@contextlib.contextmanager
def running(command: list[str], ready="/", **environment) -> Iterator[Server]:
    """A server for the length of the block; `{port}` in the command is its port."""
    server = start(command, **environment)
    try:
        wait_until_ready(server, ready)
        yield server
    finally:
        stop(server)


def start(command: list[str], **environment) -> Server:
    port = free_port()
    with (FOLDER / "servers.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603
            [part.replace("{port}", str(port)) for part in command],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    return Server(process, port)


def wait_until_ready(server: Server, path: str) -> float:
    """Seconds until it answers 200."""
    began = time.monotonic()
    while time.monotonic() - began < START_TIMEOUT:
        if server.process.poll() is not None:
            break
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(server.url(path), timeout=30).close()  # noqa: S310
            return time.monotonic() - began
        time.sleep(0.05)
    stop(server)
    raise SystemExit(f"Máy chủ không chạy; xem {FOLDER / 'servers.log'}.")


def stop(server: Server, by=signal.SIGTERM) -> float:
    """Seconds from the signal to the end of the main process."""
    began = time.monotonic()
    if server.process.poll() is None:
        server.process.send_signal(by)
    try:
        server.process.wait(STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait()
    return time.monotonic() - began


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def family(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = " ".join((task / "children").read_text() for task in tasks)
    except OSError:
        return []
    return [pid, *(each for child in children.split() for each in family(int(child)))]


def _memory(pid: int) -> int:
    """Proportional set size in kB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(next(x for x in rollup.splitlines() if x.startswith("Pss:")).split()[1])
