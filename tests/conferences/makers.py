"""Records of conferences and of what they leave behind, for tests."""

import datetime as dt

from conferences.models import (
    AgendaItem,
    Agreement,
    AgreementPartner,
    Conference,
    ConferenceKind,
    ConferenceReport,
    Contest,
    ContestEdition,
    ElectionResult,
    HonourRound,
    Invitee,
    MinuteEntry,
    Minutes,
    ReportFigure,
    ReportPart,
    Resolution,
    Series,
    SocialReview,
    Task,
)
from conferences.workflow import TASKS
from tests.members import makers as members

DAY = dt.date(2026, 12, 18)


def conference(title="Hội nghị tổng kết công tác năm 2026", **fields) -> Conference:
    """A yearly review on 18/12/2026 at eight, in public."""
    return Conference.objects.create(
        **{
            "kind": ConferenceKind.ANNUAL_REVIEW,
            "title": title,
            "starts_on": DAY,
            "start_time": dt.time(8),
            "place": "Hội trường Liên hiệp Hội",
            "is_public": True,
            **fields,
        }
    )


def series(name="Hội nghị tổng kết năm") -> Series:
    return Series.objects.get_or_create(name=name)[0]


def agenda_item(of: Conference, title="Báo cáo tổng kết", **fields) -> AgendaItem:
    return AgendaItem.objects.create(conference=of, title=title, **fields)


def invitee(of: Conference, full_name="Trần Thị Bình", **fields) -> Invitee:
    return Invitee.objects.create(conference=of, full_name=full_name, **fields)


def task(of: Conference, title="Hoàn thiện quy chế phản biện", **fields) -> Task:
    return Task.objects.create(conference=of, title=title, **fields)


def report(of: Conference, **fields) -> ConferenceReport:
    return ConferenceReport.objects.create(
        **{
            "conference": of,
            "subject": "Tổng kết công tác năm 2026, phương hướng năm 2027",
            "starts_on": dt.date(2026, 1, 1),
            "ends_on": dt.date(2026, 12, 31),
            **fields,
        }
    )


def part(of: ConferenceReport, body="", **fields) -> ReportPart:
    return ReportPart.objects.create(
        **{"report": of, "title": "Kết quả", "number": "I", "body": body, **fields}
    )


def figure(of: ConferenceReport, key="hoi-vien", **fields) -> ReportFigure:
    return ReportFigure.objects.create(
        **{"report": of, "key": key, "label": "Tổng số hội viên", **fields}
    )


def agreement(title="Quy chế phối hợp với Sở Khoa học và Công nghệ", **fields):
    partner = fields.pop("partner", "Sở Khoa học và Công nghệ")
    made = Agreement.objects.create(
        **{
            "kind": "regulation",
            "title": title,
            "signed_on": dt.date(2025, 3, 26),
            **fields,
        }
    )
    AgreementPartner.objects.create(agreement=made, name=partner)
    return made


def review(title="Phản biện Đề án cấp nước nông thôn", **fields) -> SocialReview:
    return SocialReview.objects.create(
        **{
            "kind": "critique",
            "title": title,
            "requester": "Ủy ban nhân dân tỉnh",
            "received_on": dt.date(2026, 3, 2),
            **fields,
        }
    )


def contest(name="Hội thi Sáng tạo kỹ thuật") -> Contest:
    return Contest.objects.get_or_create(name=name)[0]


def contest_edition(ordinal=11, year=2026, **fields) -> ContestEdition:
    fields.setdefault("contest", None)
    fields["contest"] = fields["contest"] or contest()
    return ContestEdition.objects.create(ordinal=ordinal, year=year, **fields)


def honour_round(name="Tặng Giấy khen", year=2026, **fields) -> HonourRound:
    return HonourRound.objects.create(name=name, year=year, **fields)


def _review_with_experts(number) -> SocialReview:
    made = review(f"Phản biện {number}", lead=members.association(f"Hội {number}"))
    made.experts.create(person=members.person(f"Chuyên gia {number}"))
    return made


def _minutes(number) -> Minutes:
    of = conference(f"Hội nghị {number}")
    MinuteEntry.objects.create(item=agenda_item(of), discussion="Các ý kiến")
    return Minutes.objects.create(conference=of)


def _resolution(number) -> Resolution:
    return Resolution.objects.create(
        conference=conference(f"Hội nghị {number}"), title=f"Nghị quyết {number}"
    )


def _election(number) -> ElectionResult:
    return ElectionResult.objects.create(
        conference=conference(f"Hội nghị {number}"),
        office="Cụm trưởng",
        person=members.person(f"Người trúng cử {number}"),
    )


def _task_with_progress(number) -> Task:
    made = task(
        conference(f"Hội nghị {number}"),
        association=members.association(f"Hội {number}"),
    )
    made = TASKS.apply(made, "give", by=None)
    made.progress.create(text="Đã có dự thảo", percent=number)
    return made


def _written_report(number) -> ConferenceReport:
    made = report(conference(f"Hội nghị {number}"))
    for source, fields in (
        ("register", {"measure": "member"}),
        ("contest", {"measure": "entries"}),
        ("honours", {"measure": "granted"}),
    ):
        figure(made, f"so-{source}", source=source, **fields)
    part(made, f"Có [[so-register]] hội thành viên, {number} tọa đàm.")
    return made


def _whole_conference(number) -> Conference:
    made = conference(f"Hội nghị {number}", series=series(f"Chuỗi {number}"))
    person = members.person(f"Người của hội nghị {number}")
    association = members.association(f"Hội của hội nghị {number}")
    made.bodies.create(association=association)
    made.presiders.create(person=person)
    item = agenda_item(made, person=person)
    made.papers.create(item=item, title="Tham luận", person=person)
    made.files.create(item=item, title="Tài liệu")
    return made


# The n-th record of every model that the admin lists (tests/admin/test_pages.py).
ADMIN_MAKERS = {
    Conference: _whole_conference,
    Series: lambda n: series(f"Chuỗi hội nghị {n}"),
    Invitee: lambda n: invitee(
        conference(f"Hội nghị {n}", slug=f"hoi-nghi-{n}"),
        f"Đại biểu {n}",
        association=members.association(f"Hội của đại biểu {n}"),
        person=members.person(f"Đại biểu {n}"),
    ),
    Agreement: lambda n: agreement(
        f"Chương trình phối hợp {n}", renews=Agreement.objects.first()
    ),
    SocialReview: _review_with_experts,
    Contest: lambda n: contest(f"Hội thi {n}"),
    ContestEdition: lambda n: contest_edition(
        n + 1, contest=contest(f"Cuộc thi {n}")
    ).prizes.create(level="province", rank="Giải Nhất", count=1),
    HonourRound: lambda n: honour_round(f"Đợt {n}").counts.create(
        label="Giấy khen", recipient_kind="person", granted=n
    ),
    Minutes: _minutes,
    Resolution: _resolution,
    ElectionResult: _election,
    Task: _task_with_progress,
    ConferenceReport: _written_report,
}
