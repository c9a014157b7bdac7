"""A save that was acknowledged survives the killing of everything."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Prints "saved <revision>" once the save has returned, and then waits to be killed.
WRITER = """
import sys, django
from lienhiephoi import database
with database.available():
    django.setup()
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    from decimal import Decimal
    from lienhiephoi.dossiers.entries import Entry
    from members import reporting
    from tests.members import makers
    acting = makers.representative()
    report = makers.report(acting.association)
    for revision in range(3):
        entries = {
            "hoi_vien": Entry(amount=Decimal(100 + revision), revision=revision),
            makers.NARRATIVE: Entry(text=f"Lời văn {revision}", revision=revision),
        }
        saved = reporting.save(report, entries, by=acting.user)
    print("saved", *sorted(saved.saved.values()), flush=True)
    sys.stdin.readline()
"""
READER = """
import django
from lienhiephoi import database
with database.available():
    django.setup()
    from members.models import ReportAnswer
    for each in ReportAnswer.objects.order_by("key"):
        print(each.key, each.amount or each.text, each.revision)
"""


def run(place: Path, script: str) -> subprocess.Popen:
    environment = {
        **os.environ,
        "VAR_DIR": str(place),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "lienhiephoi.settings",
        "PRODUCTION": "false",
    }
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-c", script],
        env=environment,
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


@pytest.fixture
def place(tmp_path):
    return tmp_path / "du-lieu"


def test_an_acknowledged_save_survives_killing_the_database_and_the_portal(place):
    writer = run(place, WRITER)
    assert writer.stdout.readline() == "saved 3 3\n"
    server = int((place / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(server, signal.SIGKILL)
    writer.kill()
    writer.communicate()
    reader = run(place, READER)
    printed, _ = reader.communicate(timeout=120)
    assert reader.returncode == 0
    assert printed.splitlines() == [
        "hoi_vien 102.0000 3",
        "loi_van.to_chuc Lời văn 2 3",
    ]
