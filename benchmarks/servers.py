"""How the web server was chosen: the same pages served by several, and how they end."""

import importlib.util
import os
import signal
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

from django.db import connection

from benchmarks import load, table
from benchmarks.serving import (
    PORTAL,
    Server,
    family,
    running,
    start,
    stop,
    wait_until_ready,
)

LIST = "/tin-tuc/"
ORPHAN_SECONDS = 5
_GUNICORN = [
    *(sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:{port}", "--workers", "2"),
    *("--keep-alive", "15", "lienhiephoi.wsgi:application"),
]
_USUAL = "granian, 2 × 4 luồng"


def _choices() -> dict[str, tuple[list[str], dict]]:
    choices = {
        _USUAL: (PORTAL, {"THREADS": "4"}),
        "granian, 2 × 1 luồng": (PORTAL, {"THREADS": "1"}),
        "granian, 2 × 8 luồng": (PORTAL, {"THREADS": "8"}),
    }
    if importlib.util.find_spec("gunicorn"):
        threads = [*_GUNICORN, "--worker-class", "gthread", "--threads", "4"]
        choices["gunicorn gthread, 2 × 4 luồng"] = (threads, {})
        choices["gunicorn sync, 2 tiến trình"] = (_GUNICORN, {})
    return choices


def measure(*, rounds: int, seconds: int) -> list[table.Row]:
    pace = {"rounds": rounds, "seconds": seconds}
    return [
        *_speeds("có bộ nhớ trang", "true", pace),
        *_speeds("không bộ nhớ trang", "false", pace),
        *(row for name, choice in _choices().items() for row in _endings(name, choice)),
    ]


def _speeds(label: str, page_cache: str, pace: dict) -> Iterator[table.Row]:
    """Requests a second of each, all asked in turns, against the usual choice."""
    with ExitStack() as stack:
        servers = {
            name: stack.enter_context(
                running(command, PAGE_CACHE=page_cache, **environment)
            )
            for name, (command, environment) in _choices().items()
        }
        speeds = _in_turns(servers, **pace)
        for name, server in servers.items():
            ratios = [
                one / usual
                for one, usual in zip(speeds[name], speeds[_USUAL], strict=True)
            ]
            note = (
                f"{table.number(statistics.median(speeds[name]))} lượt/giây, "
                f"{table.number(server.memory())} MB"
            )
            yield table.Row(f"{name}, {label}", statistics.median(ratios), note=note)


def _in_turns(
    servers: dict[str, Server], *, rounds: int, seconds: int
) -> dict[str, list[float]]:
    speeds: dict[str, list[float]] = {name: [] for name in servers}
    sizes = {name: len(load.fetch(each.url(LIST))) for name, each in servers.items()}
    for turn in range(rounds + 1):
        for name, server in servers.items():
            speed = load.per_second(server.url(LIST), sizes[name], seconds=seconds)
            # The first turn only warms up.
            if turn:
                speeds[name].append(speed)
    return speeds


def _endings(name: str, choice: tuple[list[str], dict]) -> Iterator[table.Row]:
    command, environment = choice
    for sent in (signal.SIGTERM, signal.SIGINT):
        server = _started_and_used(command, environment)
        if sent is signal.SIGTERM:
            held = _connections_held()
            yield table.Row(f"{name}: kết nối cơ sở dữ liệu", held)
        members = family(server.process.pid)
        seconds = stop(server, by=sent)
        left = f"còn lại {sum(map(_is_alive, members))} tiến trình"
        yield table.Row(
            f"{name}: dừng bằng {sent.name}", seconds, most=15, unit=" s", note=left
        )
    server = _started_and_used(command, environment)
    workers = family(server.process.pid)[1:]
    stop(server, by=signal.SIGKILL)
    yield table.Row(
        f"{name}: tiến trình mồ côi {ORPHAN_SECONDS} giây sau kill -9",
        _left_after(workers, ORPHAN_SECONDS),
        most=0,
    )


def _started_and_used(command: list[str], environment: dict) -> Server:
    server = start(command, PAGE_CACHE="false", **environment)
    wait_until_ready(server, LIST)
    url = server.url(LIST)
    load.per_second(url, len(load.fetch(url)), seconds=1, connections=16)
    return server


def _connections_held() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = "
            "'client backend' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def _left_after(processes: list[int], seconds: float) -> int:
    """How many still run; those that do are ended here."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(map(_is_alive, processes)):
        time.sleep(0.1)
    left = [pid for pid in processes if _is_alive(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    return len(left)


def _is_alive(pid: int) -> bool:
    """An ended process that nobody has asked about yet (Z) is not."""
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
