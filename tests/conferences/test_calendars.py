"""The calendar: files that calendar programs read, and a month on a page."""

import datetime as dt

import pytest
import time_machine
from icalendar import Calendar

from conferences.workflow import CONFERENCES
from lienhiephoi import roles
from tests import makers, reading
from tests.conferences import makers as conferences

pytestmark = pytest.mark.django_db

FILE, MONTH = "/lich.ics", "/hoi-nghi/lich/"
NOON = dt.datetime.fromisoformat("2026-11-20T12:00:00+07:00")


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def events(client, path=FILE) -> list:
    answer = reading.answer(client, path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_program_reads_when_and_where(client):
    made = conferences.conference(end_time=dt.time(11, 30))

    (event,) = events(client)

    assert event["summary"] == made.title
    assert event["location"] == "Hội trường Liên hiệp Hội"
    assert event["url"] == f"http://testserver{made.get_absolute_url()}"
    zone = dt.timezone(dt.timedelta(hours=7))
    assert event.start == dt.datetime(2026, 12, 18, 8, tzinfo=zone)
    assert event.end == dt.datetime(2026, 12, 18, 11, 30, tzinfo=zone)


def test_where_the_hour_is_not_known_it_takes_whole_days(client):
    conferences.conference(start_time=None, ends_on=dt.date(2026, 12, 19))
    (event,) = events(client)
    # The end is the first day after it.
    assert event.start == dt.date(2026, 12, 18)
    assert event.end == dt.date(2026, 12, 20)


def test_of_several_days_the_last_one_counts_to_its_end(client):
    conferences.conference(ends_on=dt.date(2026, 12, 19))
    (event,) = events(client)
    assert event.end == dt.datetime.fromisoformat("2026-12-20T00:00:00+07:00")


@pytest.mark.parametrize(
    ("status", "said", "summary"),
    [
        ("planned", "TENTATIVE", "Tọa đàm"),
        ("invited", "CONFIRMED", "Tọa đàm"),
        ("held", "CONFIRMED", "Tọa đàm"),
        ("reported", "CONFIRMED", "Tọa đàm"),
        ("postponed", "CANCELLED", "(Hoãn) Tọa đàm"),
        ("cancelled", "CANCELLED", "(Hủy) Tọa đàm"),
    ],
)
def test_its_state_is_told_in_the_words_of_programs(client, status, said, summary):
    conferences.conference("Tọa đàm", status=status)
    (event,) = events(client)
    assert (event["status"], event["summary"]) == (said, summary)


def test_a_change_keeps_the_identity_and_counts_as_newer(client):
    made = conferences.conference("Tọa đàm")
    (before,) = events(client)
    officer = makers.staff(roles.CONFERENCE_OFFICER)

    with time_machine.travel(NOON + dt.timedelta(minutes=5), tick=False):
        CONFERENCES.apply(made, "cancel", by=officer, note="Bão")
        (after,) = events(client)

    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["status"] == "CANCELLED"


def test_no_two_conferences_share_an_identity(client):
    conferences.conference("Một")
    conferences.conference("Hai")
    assert len({event["uid"] for event in events(client)}) == 2


def test_long_vietnamese_lines_are_folded_within_letters_bounds(client):
    title = "Hội nghị quán triệt, triển khai; «Nghị quyết» \\ số " + "ưỡng ệ " * 30
    made = conferences.conference(title, summary="Dòng một\nDòng hai, có phẩy")

    content = reading.answer(client, FILE).content

    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event["summary"] == made.title
    assert "Dòng một\nDòng hai, có phẩy" in event["description"]


def test_the_calendar_holds_a_year_back_and_all_that_is_ahead_in_public(client):
    conferences.conference("Năm ngoái", starts_on=dt.date(2025, 11, 30))
    conferences.conference("Đã lâu", starts_on=dt.date(2024, 11, 30))
    conferences.conference("Năm sau", starts_on=dt.date(2027, 6, 1))
    conferences.conference("Chưa công khai", is_public=False)

    titles = [str(event["summary"]) for event in events(client)]

    assert titles == ["Năm ngoái", "Năm sau"]


def test_one_conference_is_had_by_itself(client):
    made = conferences.conference("Tọa đàm")
    conferences.conference("Hội thảo")
    (event,) = events(client, f"{made.get_absolute_url()}lich.ics")
    assert event["summary"] == "Tọa đàm"


def test_what_is_not_public_has_no_file(client):
    made = conferences.conference(is_public=False)
    assert client.get(f"{made.get_absolute_url()}lich.ics").status_code == 404


# --- The month ------------------------------------------------------------------------


def busy(client, path) -> dict[str, list[str]]:
    cells = reading.by_class(reading.main(client, path), "month__busy")
    return {
        cell.find("time").get("datetime"): reading.texts(cell, ".//a") for cell in cells
    }


def test_a_conference_stands_on_each_of_its_days(client):
    conferences.conference(
        "Tập huấn", starts_on=dt.date(2026, 11, 29), ends_on=dt.date(2026, 12, 1)
    )
    assert busy(client, MONTH) == {
        "2026-11-29": ["Tập huấn"],
        "2026-11-30": ["Tập huấn"],
    }
    assert busy(client, f"{MONTH}?thang=2026-12") == {"2026-12-01": ["Tập huấn"]}


def test_months_lead_on_only_as_far_as_there_is_something(client):
    conferences.conference(starts_on=dt.date(2026, 12, 18))

    november = reading.links(reading.main(client, MONTH))
    december = reading.links(reading.main(client, f"{MONTH}?thang=2026-12"))

    assert november["Tháng 12/2026"] == "?thang=2026-12"
    assert "Tháng 10/2026" not in november
    assert december["Tháng 11/2026"] == "?thang=2026-11"
    assert "Tháng 1/2027" not in december


@pytest.mark.parametrize("month", ["2026-13", "x", "2027-01", "1900-01", "2026-1"])
def test_there_is_no_endless_calendar(client, month):
    conferences.conference(starts_on=dt.date(2026, 12, 18))
    assert client.get(f"{MONTH}?thang={month}").status_code == 404


def test_a_phone_follows_the_calendar_by_one_tap(client):
    links = reading.links(reading.main(client, MONTH))
    assert links["Theo dõi bằng lịch của máy"] == "webcal://testserver/lich.ics"


def test_a_month_without_any_says_so(client):
    assert "Không có hội nghị nào trong tháng" in reading.words(
        reading.main(client, MONTH)
    )
