"""The embedded PostgreSQL: shared by processes, and none the worse for being killed."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lienhiephoi import database

ROOT = Path(__file__).resolve().parents[2]

HOLD = """
import sys
from lienhiephoi import database
import psycopg2
with database.available():
    s = database.connection_settings()
    c = psycopg2.connect(dbname=s["NAME"], user=s["USER"], host=s["HOST"])
    c.autocommit = True
    cursor = c.cursor()
    cursor.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
    cursor.execute(sys.argv[1])
    print(cursor.fetchall() if cursor.description else "done", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def place(tmp_path):
    """A data folder with what breaks careless shells: blanks, marks, a quote."""
    folder = tmp_path / "Thư mục 'của tôi'"
    folder.mkdir()
    return folder


def hold(place: Path, statement: str, script: str = HOLD) -> subprocess.Popen:
    """Another process that uses the server until told to end."""
    environment = {**os.environ, "VAR_DIR": str(place), "PYTHONPATH": str(ROOT)}
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-c", script, statement],
        env=environment,
        cwd=place,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def finish(process: subprocess.Popen) -> None:
    process.communicate("\n", timeout=60)
    assert process.returncode == 0


def server_number(place: Path) -> int | None:
    """The number of the running server; it writes and removes its file meanwhile."""
    try:
        written = (place / "postgres" / "postmaster.pid").read_text()
    except FileNotFoundError:
        return None
    return int(written.partition("\n")[0] or 0) or None


def test_the_last_to_leave_stops_the_server(place):
    first = hold(place, "SELECT 1")
    assert first.stdout.readline() == "[(1,)]\n"
    second = hold(place, "SELECT 2")
    assert second.stdout.readline() == "[(2,)]\n"
    number = server_number(place)
    finish(first)
    assert server_number(place) == number
    finish(second)
    assert server_number(place) is None


def test_what_was_committed_survives_killing_everything(place):
    writer = hold(place, "INSERT INTO kept VALUES ('đã lưu')")
    assert writer.stdout.readline() == "done\n"
    os.kill(server_number(place), signal.SIGKILL)
    writer.kill()
    writer.communicate()
    reader = hold(place, "SELECT word FROM kept")
    assert reader.stdout.readline() == "[('đã lưu',)]\n"
    finish(reader)


def test_a_stranger_with_the_number_of_a_dead_server_does_no_harm(place):
    finish(hold(place, "SELECT 1"))
    file = place / "postgres" / "postmaster.pid"
    file.write_text(f"{os.getpid()}\n{place}/postgres\n0\n5432\n\n\n\nready\n")
    again = hold(place, "SELECT 3")
    assert again.stdout.readline() == "[(3,)]\n"
    finish(again)


def test_a_server_whose_folder_was_deleted_gives_way_to_a_new_one(place):
    holder = hold(place, "SELECT 1")
    assert holder.stdout.readline() == "[(1,)]\n"
    holder.kill()
    holder.communicate()
    orphan = server_number(place)
    shutil.rmtree(place)
    place.mkdir()
    again = hold(place, "SELECT 5")
    assert again.stdout.readline() == "[(5,)]\n"
    assert server_number(place) not in (orphan, None)
    finish(again)


SOCKETS = "from lienhiephoi import database; print(database._socket_directory())"


def test_nothing_is_left_outside_the_folder(place):
    finish(hold(place, "SELECT 1"))
    told = hold(place, "", script=SOCKETS).communicate(timeout=60)[0]
    assert told.strip()
    assert not Path(told.strip()).exists()


KEEP = HOLD.replace(
    "    sys.stdin.readline()",
    "    with database.kept_running():\n        sys.stdin.readline()",
)


def test_a_running_portal_starts_its_killed_server_again(place):
    holder = hold(place, "SELECT 4", script=KEEP)
    assert holder.stdout.readline() == "[(4,)]\n"
    killed = server_number(place)
    os.kill(killed, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while server_number(place) in (killed, None) and time.monotonic() < deadline:
        os.sched_yield()
    assert server_number(place) not in (killed, None)
    finish(holder)


def test_a_folder_of_another_person_is_not_trusted(tmp_path):
    with pytest.raises(database.EmbeddedServerError, match="thuộc người khác"):
        database._make_private(tmp_path, os.geteuid() + 1)


def test_a_named_database_starts_no_server(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    monkeypatch.setattr(database, "DATA", tmp_path / "postgres")
    with database.available():
        assert list(tmp_path.iterdir()) == []
