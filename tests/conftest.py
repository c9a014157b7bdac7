"""What all tests share: the database server, and clean caches."""

import contextlib

import pytest

from lienhiephoi import database

_running = contextlib.ExitStack()


def pytest_configure(config):
    _running.enter_context(database.available())


def pytest_unconfigure(config):
    _running.close()
    # Workers of xdist end without what a process does at its end.
    from tests.settings import SCRATCH  # noqa: PLC0415 -- made once settings are read

    SCRATCH.cleanup()


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Each test meets the caches as a fresh process would."""
    from lienhiephoi import caching  # noqa: PLC0415 -- needs settings

    caching.version.bump()
    caching._remembered.clear()
