"""What all tests share: the database server, and clean caches."""

import contextlib
import shutil

import pytest
from pytest_django.plugin import blocking_manager_key

from lienhiephoi import database

_running = contextlib.ExitStack()


def pytest_configure(config):
    _running.enter_context(database.available())


def pytest_unconfigure(config):
    _running.close()
    # Workers of xdist end without what a process does at its end.
    from tests.settings import SCRATCH  # noqa: PLC0415 -- made once settings are read

    shutil.rmtree(SCRATCH, ignore_errors=True)


_emptied = pytest.StashKey[bool]()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item):
    """A test of threads, or of a browser that writes, ends with empty tables."""
    marker = item.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        item.session.stash[_emptied] = True


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Whichever test comes next finds the rows that the migrations made."""
    if item.session.stash.get(_emptied, False):
        item.session.stash[_emptied] = False
        with item.config.stash[blocking_manager_key].unblock():
            _fill_as_migrated()


def _fill_as_migrated() -> None:
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    contents = getattr(connection, "_test_serialized_contents", "")
    if contents and not ContentType.objects.exists():
        connection.creation.deserialize_db_from_string(contents)
    ContentType.objects.clear_cache()


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Each test meets the caches as a fresh process would."""
    from lienhiephoi import caching  # noqa: PLC0415 -- needs settings

    caching.version.bump()
    caching._remembered.clear()
