"""The content version, and things remembered for as long as it stands.

The key of everything here is the *content version*, a number that every committed
change raises, and the minute of the clock. So what staff change shows on the very
next request, and what the clock changes (today's date, a scheduled article, an
expiry) shows at its minute, with nothing to invalidate by hand. What is remembered
stays in the memory of each web process; only the version is shared.
"""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

# --- The content version --------------------------------------------------------


class FileVersion:
    """The version as the length of a file: each change appends one byte.

    Appending is atomic, and asking costs one `stat`. Serves all processes of a
    machine.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def current(self) -> int:
        try:
            return os.stat(self.path).st_size  # noqa: PTH116 -- on every request
        except FileNotFoundError:
            return 0

    def bump(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            file.write(b".")


class CacheVersion:
    """The version in the shared cache (Redis): serves many machines."""

    key = "content-version"

    def current(self) -> int:
        return cache.get(self.key, 0)

    def bump(self) -> None:
        cache.add(self.key, 0, timeout=None)
        cache.incr(self.key)


version = (
    CacheVersion() if settings.CACHE_URL else FileVersion(settings.CONTENT_VERSION_FILE)
)


def content_changed(**_kwargs) -> None:
    """Say that something public may have changed; takes effect on commit.

    Also a receiver of model signals.
    """
    # What was saved stays saved even if the disk is full just now: the failure is
    # logged, and pages are a minute old at the most.
    transaction.on_commit(version.bump, robust=True)


def moment_key() -> tuple[int, int]:
    return version.current(), int(time.time() // 60)


# --- What is remembered -----------------------------------------------------------


class Store:
    """Values of one content version and minute, the least used dropped first."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self._lock = threading.Lock()
        self._values: OrderedDict[object, tuple[object, int]] = OrderedDict()
        self._bytes = 0
        self._now: tuple[int, int] | None = None

    def get(self, key: object, now: tuple[int, int], default=None):
        with self._lock:
            if self._now != now:
                # Whoever asks has just read the version, so theirs is the present one,
                # also when it fell (its file was removed, the cache server emptied).
                self._forget()
                self._now = now
            known = self._values.get(key)
            if known is None:
                return default
            self._values.move_to_end(key)
            return known[0]

    def put(self, key: object, now: tuple[int, int], value, size: int) -> None:
        with self._lock:
            if self._now != now:
                return
            _, old_size = self._values.pop(key, (None, 0))
            self._values[key] = value, size
            self._bytes += size - old_size
            while self._bytes > self.max_bytes:
                _, (_, dropped_size) = self._values.popitem(last=False)
                self._bytes -= dropped_size

    def clear(self) -> None:
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._values.clear()
        self._bytes = 0


_remembered = Store(settings.PART_CACHE_BYTES)
_UNKNOWN = object()
# What a short list of rows takes, more or less.
_ROWS_SIZE = 10_000


def remember(key: object, compute: Callable[[], object]) -> object:
    """The value computed for this content version and minute, per process.

    For what stands on every page (menu, settings). The value must not be changed
    by whoever gets it.
    """
    now = moment_key()
    value = _remembered.get(key, now, _UNKNOWN)
    if value is _UNKNOWN:
        value = compute()
        size = 2 * len(value) if isinstance(value, str) else _ROWS_SIZE
        _remembered.put(key, now, value, size)
    return value


def remember_part(key: object, compute: Callable[[], object]) -> object:
    """As `remember`, for the parts that make up a page.

    Pages that are not kept whole (those of signed-in readers, rare addresses) are put
    together from them. PART_CACHE=false is for measuring what making them costs.
    """
    return remember(key, compute) if settings.PART_CACHE else compute()
