"""Reports on the dossier mechanism: last year's figures, saving, files, sending."""

import pytest

from lienhiephoi.dossiers.entries import Entry
from members import reporting
from tests.members import makers

pytestmark = pytest.mark.django_db


def test_the_way_of_a_report():
    acting = makers.representative()
    report = makers.report(acting.association)
    saved = reporting.save(report, {"hoi_vien": Entry(amount=120)}, by=acting.user)
    assert saved.saved == {"hoi_vien": 1}
    done = makers.accepted(report)
    assert done.versions.get().receipt.startswith("BN-")
