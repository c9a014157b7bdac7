"""How far an import is: one living line on a terminal, else a line now and then."""

import time
from collections.abc import Callable

from lienhiephoi.vietnamese import number

_EVERY = 500
_REFRESH = 0.2  # seconds
_CLEAR = "\r\x1b[K"


class Progress:
    """`fraction` says how much of the file has been read, from 0 to 1."""

    def __init__(self, stream, fraction: Callable[[], float]) -> None:
        self._stream = stream
        self._fraction = fraction
        self._is_terminal = stream.isatty()
        self._started = self._shown = time.monotonic()
        self._count = 0

    def step(self) -> None:
        self._count += 1
        if self._is_terminal:
            if time.monotonic() - self._shown >= _REFRESH:
                self._shown = time.monotonic()
                self._write(f"{_CLEAR}{self._state()}")
        elif self._count % _EVERY == 0:
            self._write(f"{self._state()}\n")

    def clear(self) -> None:
        """Make room for a line of text on the same terminal."""
        if self._is_terminal:
            self._write(_CLEAR)

    def _state(self) -> str:
        rate = self._count / max(time.monotonic() - self._started, 0.001)
        return (
            f"{number(self._count)} mục · {number(round(rate))} mục/giây · "
            f"{number(round(100 * self._fraction()))} %"
        )

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
