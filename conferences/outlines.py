"""How a report begins: with the usual sections and figures, or with last year's."""

import datetime as dt

from django.db import transaction

from conferences.models import (
    ConferenceReport,
    ContestEdition,
    HonourRound,
    PrizeLevel,
    ReportFigure,
    ReportPart,
    ReviewKind,
    Source,
)
from members.models import MemberKind, ReportingPeriod

# (level, number, title, body), as provincial unions write their yearly reviews.
PARTS = [
    (1, "I", "Tình hình tổ chức và hoạt động", ""),
    (
        *(2, "1", "Tổ chức, phát triển hội viên"),
        (
            "Liên hiệp Hội có [[hoi-thanh-vien:2]] hội thành viên, "
            "[[don-vi-truc-thuoc:2]] đơn vị trực thuộc với [[hoi-vien]] hội viên; "
            "kết nạp [[hoi-vien-moi]] hội viên mới."
        ),
    ),
    (
        *(2, "2", "Họp Ban Chấp hành, thực hiện nhiệm vụ được giao"),
        (
            "Tổ chức [[hoi-nghi:2]] hội nghị, hội thảo. Hội nghị kỳ trước giao "
            "[[nhiem-vu:2]] nhiệm vụ, đã hoàn thành [[nhiem-vu-xong:2]] nhiệm vụ."
        ),
    ),
    (1, "II", "Kết quả các mặt công tác", ""),
    (
        *(2, "1", "Tư vấn, phản biện và giám định xã hội"),
        (
            "Thực hiện [[tu-van:2]] nhiệm vụ tư vấn, [[phan-bien:2]] nhiệm vụ "
            "phản biện, [[giam-dinh:2]] nhiệm vụ giám định xã hội."
        ),
    ),
    (
        *(2, "2", "Tuyên truyền, phổ biến kiến thức, tập huấn"),
        "Các hội tổ chức [[hoi-thao:2]] hội thảo, [[tap-huan:2]] lớp tập huấn.",
    ),
    (
        *(2, "3", "Nghiên cứu, ứng dụng, chuyển giao"),
        "Chủ trì [[de-tai:2]] đề tài, dự án mới.",
    ),
    (2, "4", "Phong trào sáng tạo, tôn vinh trí thức", ""),
    (
        *(2, "5", "Thông tin, xuất bản"),
        "Xuất bản [[ban-tin:2]] số bản tin.",
    ),
    (
        *(2, "6", "Hợp tác, phối hợp"),
        "Đang thực hiện [[phoi-hop:2]] quy chế, chương trình phối hợp.",
    ),
    (2, "7", "Thi đua, khen thưởng", ""),
    (1, "III", "Đánh giá chung", ""),
    (2, "1", "Ưu điểm", ""),
    (2, "2", "Hạn chế, nguyên nhân", ""),
    (1, "IV", "Phương hướng, nhiệm vụ kỳ tới", ""),
    (1, "V", "Kiến nghị, đề xuất", ""),
]
FIGURES = [
    ("hoi-thanh-vien", "Số hội thành viên", Source.REGISTER, MemberKind.MEMBER),
    (
        *("don-vi-truc-thuoc", "Số đơn vị trực thuộc"),
        *(Source.REGISTER, MemberKind.SUBORDINATE),
    ),
    ("hoi-vien", "Số hội viên", Source.ROLLUP, "hoi_vien"),
    ("hoi-vien-moi", "Số hội viên mới", Source.ROLLUP, "hoi_vien_moi"),
    ("hoi-thao", "Số hội thảo khoa học", Source.ROLLUP, "hoi_thao"),
    ("tap-huan", "Số lớp tập huấn", Source.ROLLUP, "lop_tap_huan"),
    ("de-tai", "Số đề tài, dự án mới", Source.ROLLUP, "de_tai_moi"),
    ("ban-tin", "Số bản tin", Source.ROLLUP, "ban_tin"),
    ("tu-van", "Nhiệm vụ tư vấn", Source.REVIEWS, ReviewKind.ADVICE),
    ("phan-bien", "Nhiệm vụ phản biện", Source.REVIEWS, ReviewKind.CRITIQUE),
    ("giam-dinh", "Nhiệm vụ giám định xã hội", Source.REVIEWS, ReviewKind.APPRAISAL),
    ("hoi-nghi", "Hội nghị, hội thảo đã họp", Source.CONFERENCES, "all"),
    ("phoi-hop", "Văn bản phối hợp đang hiệu lực", Source.AGREEMENTS, "in_force"),
    ("nhiem-vu", "Nhiệm vụ kỳ trước giao", Source.TASKS, "last:given"),
    ("nhiem-vu-xong", "Nhiệm vụ kỳ trước đã hoàn thành", Source.TASKS, "last:done"),
]
_CREATIVE = "Phong trào sáng tạo, tôn vinh trí thức"


@transaction.atomic
def begin_with_standard(report: ConferenceReport) -> None:
    """The usual sections and figures, and those of the year's contests.

    Empty sections are what is still to be written.
    """
    figures = [
        ReportFigure(
            report=report, key=key, label=label, source=source, measure=measure
        )
        for key, label, source, measure in FIGURES
    ]
    lines = []
    held = ContestEdition.objects.filter(year=report.ends_on.year)
    for n, edition in enumerate(held.select_related("contest").order_by("pk"), start=1):
        stem, word = f"thi-{n}", edition.contest.entry_word
        lines.append(
            f"{edition}: [[{stem}-du-thi:2]] {word} dự thi, "
            f"[[{stem}-giai:2]] giải cấp tỉnh."
        )
        for key, label, measure in (
            ("du-thi", f"Số {word} dự thi", "entries"),
            ("giai", "Giải cấp tỉnh", PrizeLevel.PROVINCE),
            ("toan-quoc", "Giải toàn quốc", PrizeLevel.NATIONAL),
        ):
            figures.append(
                ReportFigure(
                    report=report,
                    key=f"{stem}-{key}",
                    label=f"{label}, {edition}"[:200],
                    source=Source.CONTEST,
                    measure=measure,
                    edition=edition,
                )
            )
    for order, figure in enumerate(figures, start=1):
        figure.order = order
    ReportFigure.objects.bulk_create(figures)
    ReportPart.objects.bulk_create(
        ReportPart(
            report=report,
            level=level,
            number=number,
            title=title,
            body="\n".join(lines) if title == _CREATIVE else body,
            order=order,
        )
        for order, (level, number, title, body) in enumerate(PARTS, start=1)
    )


@transaction.atomic
def begin_with(earlier: ConferenceReport, report: ConferenceReport) -> list[str]:
    """Parts and figures of an earlier report, each figure moved on in time.

    A figure that was typed is not copied, for its number is last year's; nor is one of
    a contest or round that has not come again. Their tokens stay in the text, and keep
    it from being published until there is a figure for them.

    Returns the keys that are to be made anew.
    """
    left_out = []
    for figure in earlier.figures.select_related("period", "edition", "round"):
        moved = _moved_on(figure, report)
        if moved is None:
            left_out.append(figure.key)
        else:
            moved.save()
    ReportPart.objects.bulk_create(
        ReportPart(
            report=report,
            order=each.order,
            level=each.level,
            number=each.number,
            title=each.title,
            body=each.body,
        )
        for each in earlier.parts.all()
    )
    return left_out


def _moved_on(figure: ReportFigure, report: ConferenceReport) -> ReportFigure | None:
    if figure.source == Source.TYPED:
        return None
    moves = {
        "period": _next_period(figure.period),
        "as_of": _day_in(figure, report),
        "edition": _next_edition(figure.edition),
        "round": _next_round(figure.round),
    }
    if any(value is None and getattr(figure, name) for name, value in moves.items()):
        return None
    return ReportFigure(
        report=report,
        **moves,
        **{
            name: getattr(figure, name)
            for name in (
                *("key", "label", "source", "measure", "qualifier", "unit", "order"),
            )
        },
    )


def _next_period(period: ReportingPeriod | None) -> ReportingPeriod | None:
    return period.later.order_by("ends_on").first() if period else None


def _day_in(figure: ReportFigure, report: ConferenceReport) -> dt.date | None:
    """As many days before the end of the new time as it was of the old."""
    if figure.as_of is None:
        return None
    return report.ends_on - (figure.report.ends_on - figure.as_of)


def _next_edition(edition: ContestEdition | None) -> ContestEdition | None:
    if edition is None:
        return None
    later = ContestEdition.objects.filter(
        contest=edition.contest_id, ordinal__gt=edition.ordinal
    )
    return later.order_by("ordinal").first()


def _next_round(round_: HonourRound | None) -> HonourRound | None:
    if round_ is None:
        return None
    later = HonourRound.objects.filter(name=round_.name, year__gt=round_.year)
    return later.order_by("year").first()
