"""How long `make run` takes when everything has been prepared before."""

import time

from benchmarks import table
from benchmarks.serving import PORTAL, start, stop, wait_until_ready


def measure() -> list[table.Row]:
    seconds = []
    for _ in range(2):
        server = start(PORTAL)
        began = time.monotonic()
        wait_until_ready(server, "/")
        seconds.append(time.monotonic() - began)
        stop(server)
    return [table.Row("khởi động lần sau", seconds[-1], most=10, unit=" s")]
