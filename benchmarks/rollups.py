"""The roll-up in the database alone: 60 associations × 10 years × 80 indicators.

Everybody has reported everything: 48,000 figures, a database of its own.
"""

import datetime as dt
import statistics
import time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import table
from benchmarks.data import database, make

NAME = "reports"
ASSOCIATIONS, YEARS, INDICATORS, SECTIONS = 60, 10, 80, 8
LAST_YEAR = 2026
KINDS = ("member", "affiliate", "collective", "subordinate", "club")


def measure(*, rounds: int) -> list[table.Row]:
    from members import comparison, documents, publication, rollup  # noqa: PLC0415
    from members.models import PublishedTotals, ReportingPeriod  # noqa: PLC0415

    make(NAME, "rollups.py", _write)
    with database(NAME):
        periods = list(ReportingPeriod.objects.select_related("previous"))
        newest = periods[0]
        totals = rollup.roll_up(newest)
        _check(totals)
        published = PublishedTotals.objects.get(period=newest)

        def differences():
            # The values are those of lines, and are asked again each time.
            rolled = publication.rollup_of(published.contents)
            publication.difference_now(
                newest.pk, list(rolled.indicators), rolled.coverage
            )

        work = [
            ("tổng hợp một kỳ", lambda: rollup.roll_up(newest), 150),
            ("80 chỉ tiêu qua 10 năm", lambda: comparison.over_time(periods), 250),
            ("một chỉ tiêu của 60 hội", lambda: rollup.lines_of(newest, "ct_7"), 50),
            ("tổng hợp cả 10 kỳ", lambda: [*map(rollup.roll_up, periods)], None),
            ("so số công bố với số nay", differences, None),
            ("phụ lục .xlsx", lambda: documents.totals_xlsx(newest, totals), None),
            ("báo cáo .docx", lambda: documents.summary_docx(newest, totals), None),
        ]
        rows = [_row(label, do, most, rounds) for label, do, most in work]
        return [*rows, *_pages(newest, rounds)]


def _row(label: str, do, most: float | None, rounds: int) -> table.Row:
    with CaptureQueriesContext(connection) as asked:
        do()
    note = f"{len(asked)} câu lệnh"
    return table.Row(label, _median(do, rounds), most=most, unit=" ms", note=note)


def _median(do, rounds: int) -> float:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        do()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def _pages(period, rounds: int) -> list[table.Row]:
    """The public pages, made anew each time, in this process."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from lienhiephoi import caching  # noqa: PLC0415

    call_command("collectstatic", verbosity=0, interactive=False)
    settings.PAGE_CACHE = settings.PART_CACHE = False
    client = Client(headers={"host": "127.0.0.1"})
    home = f"/so-lieu/{period.slug}/"
    rows = []
    for path in ("/so-lieu/", home, f"{home}ct_7/"):

        def read(path=path):
            caching.version.bump()
            answer = client.get(path)
            if answer.status_code != 200:
                raise SystemExit(f"{path}: {answer.status_code}")

        rows.append(_row(f"trang {path}", read, None, rounds))
    return rows


def _check(totals) -> None:
    """What is timed is also right."""
    shown = [len(each.lines) for each in totals.indicators]
    if shown != [ASSOCIATIONS] * INDICATORS or not totals.coverage.is_complete:
        raise SystemExit("Dữ liệu đo của phần tổng hợp không đủ.")


# --- The data -------------------------------------------------------------------


def _write() -> None:
    from members.publication import publish  # noqa: PLC0415 -- needs django.setup()

    associations = _associations()
    before = None
    for year in range(LAST_YEAR - YEARS + 1, LAST_YEAR + 1):
        before = _period(year, before, associations)
        publish(before, by=None)


def _associations() -> list:
    from members.models import (  # noqa: PLC0415
        Association,
        AssociationName,
        Membership,
        Sector,
    )

    sectors = [Sector.objects.create(name=f"Lĩnh vực {n}", order=n) for n in range(6)]
    made = []
    for place in range(ASSOCIATIONS):
        name = f"Hội Khoa học và Kỹ thuật số {place + 1}"
        association = Association.objects.create(
            name=name, slug=f"hoi-{place}", sector=sectors[place % len(sectors)]
        )
        AssociationName.objects.create(association=association, name=name)
        Membership.objects.create(
            association=association, kind=KINDS[place % len(KINDS)]
        )
        made.append(association)
    return made


def _period(year: int, previous, associations: list):
    from django.utils import timezone  # noqa: PLC0415

    from members.models import Report, ReportAnswer, ReportingPeriod  # noqa: PLC0415

    period = ReportingPeriod.objects.create(
        kind="year",
        name=f"Báo cáo năm {year}",
        starts_on=dt.date(year, 1, 1),
        ends_on=dt.date(year, 12, 31),
        opens_on=dt.date(year, 10, 1),
        deadline_on=dt.date(year, 11, 20),
        previous=previous,
        status="closed",
    )
    codes = _form(period)
    now = timezone.now()
    reports = Report.objects.bulk_create(
        Report(
            period=period,
            association=each,
            status="accepted",
            submitted_at=now,
            accepted_at=now,
        )
        for each in associations
    )
    ReportAnswer.objects.bulk_create(
        (
            ReportAnswer(
                dossier=report,
                key=code,
                amount=(year + 7 * place + 13 * number) % 997,
                qualifier="about" if (place + number) % 9 == 0 else "",
                changed_at=now,
            )
            for place, report in enumerate(reports)
            for number, code in enumerate(codes)
        ),
        batch_size=2000,
    )
    return period


def _form(period) -> list[str]:
    sections = [
        period.sections.create(code=f"m_{n}", number=f"{n + 1}", title=f"Mục {n + 1}")
        for n in range(SECTIONS)
    ]
    for number in range(INDICATORS):
        period.indicators.create(
            section=sections[number * SECTIONS // INDICATORS],
            code=f"ct_{number}",
            label=f"Chỉ tiêu số {number + 1}",
            unit="lượt người",
            measure="flow" if number % 4 else "stock",
            is_headline=number < 8,
            order=number,
        )
    return [f"ct_{number}" for number in range(INDICATORS)]
