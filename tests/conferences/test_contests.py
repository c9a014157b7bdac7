"""Contests and honours as counts, with the figures that real reports tell."""

import pytest
from django.core.exceptions import ValidationError

from conferences.models import ContestEdition, HonourCount, PrizeCount
from lienhiephoi import roles
from tests import makers
from tests.admin.posting import admin_url, filled_in
from tests.conferences import makers as records

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(makers.staff(roles.EMULATION_OFFICER))
    return client


def faults(*prizes, **fields) -> list[str]:
    edition = ContestEdition(**fields)
    return edition.prize_faults(
        PrizeCount(level=v, rank=r, count=n) for v, r, n in prizes
    )


@pytest.mark.parametrize(
    ("prizes", "fields"),
    [
        # 45 works, 25 prizes of the province, 2 national ones.
        (
            [("province", "", 25), ("national", "Nhì", 1), ("national", "KK", 1)],
            {"entries": 45},
        ),
        ([("province", "", 33), ("national", "", 4)], {"entries": 49}),
        ([("province", "", 45)], {"entries": 45}),
        ([("national", "", 4)], {"sent_to_national": 4}),
        ([("national", "", 4)], {}),
        ([], {"entries": 45}),
    ],
)
def test_counts_that_can_be_so(prizes, fields):
    assert faults(*prizes, **fields) == []


@pytest.mark.parametrize(
    ("prizes", "fields", "word"),
    [
        ([("province", "", 46)], {"entries": 45}, "nhiều hơn số dự thi"),
        (
            [("province", "Nhất", 20), ("province", "Nhì", 26)],
            {"entries": 45},
            "nhiều hơn số dự thi",
        ),
        ([("national", "", 5)], {"sent_to_national": 4}, "số gửi dự toàn quốc"),
        (
            [("province", "", 3), ("national", "", 4)],
            {"entries": 45},
            "nhiều hơn giải cấp tỉnh",
        ),
        ([("province", "", 3), ("province", "Nhất", 1)], {}, "tính hai lần"),
    ],
)
def test_counts_that_cannot_be_so(prizes, fields, word):
    [fault] = faults(*prizes, **fields)

    assert word in fault


def rows(prefix: str, *filled: dict) -> dict:
    data = {f"{prefix}-TOTAL_FORMS": str(len(filled))}
    for place, each in enumerate(filled):
        data |= {f"{prefix}-{place}-{name}": value for name, value in each.items()}
    return data


@pytest.mark.parametrize(("entries", "is_kept"), [("45", True), ("20", False)])
def test_the_form_refuses_more_prizes_than_works(office, entries, is_kept):
    address = admin_url(ContestEdition, "add")
    data = filled_in(office.get(address)) | {
        "contest": records.contest().pk,
        "ordinal": "11",
        "year": "2022",
        "entries": entries,
        **rows(
            "prizes",
            {"level": "province", "rank": "", "count": "25", "order": "0"},
            {"level": "national", "rank": "Giải Nhì", "count": "1", "order": "1"},
        ),
    }

    answer = office.post(address, data)

    assert ContestEdition.objects.exists() is is_kept
    if is_kept:
        row = office.get(admin_url(ContestEdition, "changelist")).context["cl"]
        [edition] = row.result_list
        assert (edition.provincial_prizes, edition.national_prizes) == (25, 1)
    else:
        assert "nhiều hơn số dự thi (20)" in answer.content.decode()


def test_no_more_are_honoured_than_were_proposed():
    of = records.honour_round("Tôn vinh trí thức tiêu biểu", 2024)
    of.counts.create(
        label="Trí thức", recipient_kind="dossier", proposed=62, granted=40
    )

    too_many = HonourCount(
        round=of, label="Điển hình", recipient_kind="dossier", proposed=5, granted=10
    )

    with pytest.raises(ValidationError, match="không quá số đề nghị"):
        too_many.full_clean()


def test_the_list_tells_of_how_many_were_chosen(office):
    of = records.honour_round("Tôn vinh trí thức tiêu biểu", 2024)
    of.counts.create(
        label="Trí thức", recipient_kind="dossier", proposed=62, granted=40
    )
    of.counts.create(label="Giấy khen", recipient_kind="person", granted=14)

    page = office.get(admin_url(of, "changelist")).content.decode()

    assert "Trí thức: 40/62 hồ sơ; Giấy khen: 14 cá nhân" in page
