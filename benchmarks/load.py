"""Asking two addresses in turns, and the median of what each round says."""

import shutil
import statistics
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path

_SUMMARY = Path(__file__).with_name("summary.lua")
# No page has more bytes of headers than this.
_HEADERS = 2500


@dataclass(frozen=True)
class Pair:
    """Requests a second of both sides, medians, and the median of their ratios."""

    measured: float
    against: float
    ratio: float


def require_wrk() -> None:
    if shutil.which("wrk") is None:
        sys.exit("Cần chương trình wrk để đo. Hãy cài: sudo apt install wrk")


def fetch(url: str, cookie: str = "") -> bytes:
    """The page, which must be answered 200."""
    request = urllib.request.Request(url, headers={"Cookie": cookie})  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
        if response.status != 200:
            raise SystemExit(f"{url}: trả lời {response.status}, không phải 200.")
        return response.read()


def compare(
    measured: str,
    against: str,
    *,
    rounds: int,
    seconds: int,
    cookie: str = "",
    paths: Path | None = None,
) -> Pair:
    """Ask both in turns; the two need not answer the same bytes.

    With a file of `paths`, each request to the measured side asks for one of them.
    """
    sides = [
        {"url": url, "size": len(fetch(url, cookie)), "cookie": cookie}
        for url in (measured, against)
    ]
    sides[0]["paths"] = paths
    for side in sides:
        # Every thread of every process meets the page before it counts.
        per_second(**side, seconds=1)
    pairs = [
        [per_second(**side, seconds=seconds) for side in sides] for _ in range(rounds)
    ]
    return Pair(
        statistics.median(each for each, _ in pairs),
        statistics.median(each for _, each in pairs),
        statistics.median(one / other for one, other in pairs),
    )


def per_second(
    url: str,
    size: int,
    *,
    seconds: int,
    connections: int = 8,
    cookie: str = "",
    paths: Path | None = None,
) -> float:
    """Requests a second. A wrong answer, or one of a wrong size, voids the run; the
    sizes of many pages are only of one kind."""
    command = [
        *("wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"),
        *("-s", str(_SUMMARY), "-H", f"Cookie: {cookie}", url),
        *(["--", str(paths)] if paths else []),
    ]
    smallest, largest = (size / 2, size * 2) if paths else (size, size)
    printed = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=True
    ).stdout
    line = next(x for x in printed.splitlines() if x.startswith("summary "))
    requests, microseconds, received, refused, broken = map(int, line.split()[1:])
    mean = received / max(requests, 1)
    if not requests or refused or broken or not smallest <= mean <= largest + _HEADERS:
        raise SystemExit(
            f"Lượt đo hỏng: {url} trả lời {requests} lần, sai {refused + broken}, "
            f"trung bình {mean:.0f} byte thay vì {size}."
        )
    return requests / microseconds * 1e6
