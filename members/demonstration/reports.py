"""Five reporting periods of Lam Giang: four that are over, one in full swing."""

import datetime as dt
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from lienhiephoi.dossiers import marks
from members import obligations, paper, publication
from members.demonstration.answers import figures, narratives
from members.demonstration.figures import shares
from members.demonstration.register import cast
from members.models import (
    PeriodKind,
    Report,
    ReportAnswer,
    ReportingPeriod,
)
from members.period_forms import copy_form, load_standard
from members.report_forms import NARRATIVE, form_of, narrative_key
from members.workflow import PERIODS, REPORTS

_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
# Why the sum of all associations is not the number of people that the stories tell.
NOTES = {
    "2024": "Một người có thể sinh hoạt ở nhiều hội: trừ trùng còn khoảng 17.200 người.",
    "2025": "Một người có thể sinh hoạt ở nhiều hội: trừ trùng còn khoảng 18.600 người.",
}
PLAN = "Kế hoạch số 128/KH-LHH ngày 22/10/2026"


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _moment(text: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def _period(key: str, previous: ReportingPeriod | None) -> ReportingPeriod:
    year = key[:4]
    half = "-" in key
    period = ReportingPeriod.objects.create(
        kind=PeriodKind.HALF_YEAR if half else PeriodKind.YEAR,
        name=f"Báo cáo 6 tháng đầu năm {year}" if half else f"Báo cáo năm {year}",
        slug=f"6-thang-dau-nam-{year}" if half else f"nam-{year}",
        starts_on=_day(f"{year}-01-01"),
        ends_on=_day(f"{year}-06-30" if half else f"{year}-12-31"),
        opens_on=_day(f"{year}-05-20" if half else f"{year}-10-22"),
        deadline_on=_day(f"{year}-06-15" if half else f"{year}-11-30"),
        grace_until=_day(f"{year}-06-20" if half else f"{year}-12-08"),
        previous=previous,
        call_letter=PLAN if key == "2026" else "",
        guidance=(
            "Ô nào không phát sinh thì ghi số 0, không để trống. Số chưa chốt thì "
            "đánh dấu là số ước; số thực hiện được ghi thêm sau."
        ),
    )
    if previous is None:
        load_standard(period)
    else:
        copy_form(previous, period)
    return period


def load_reports(officer, chief, representatives, progress) -> None:
    """`representatives`: who signs for each association, by its slug."""
    years: dict[str, ReportingPeriod] = {}
    for key, previous in (
        *(("2023", None), ("2024", "2023"), ("2025", "2024")),
        *(("2026-6", None), ("2026", "2025")),
    ):
        progress(f"báo cáo {key}")
        years[key] = _period(key, years.get(previous))
        _open(years[key], key, officer)
        if key == "2026":
            _current(years[key], officer, chief, representatives)
        else:
            _past(years[key], key, officer, chief, representatives)


def _open(period: ReportingPeriod, key: str, officer) -> None:
    at = _moment(f"{period.opens_on}T08:00")
    fresh = PERIODS.apply(period, "open", by=officer, at=at)
    period.status = fresh.status


def _sizes(period: ReportingPeriod) -> dict[str, int]:
    of_cast = {row["slug"]: row["members"] for row in cast()["associations"]}
    of_cast |= {"hoi-chan-nuoi": 410, "hoi-thu-y": 290}
    slugs = period.reports.values_list("association__slug", flat=True)
    return {slug: of_cast[slug] for slug in slugs}


def _write(report: Report, key: str, amounts: dict, by, at, *, most: int = 999) -> None:
    """The first `most` figures and texts of the report, as its people typed them."""
    texts = narratives(report.association_name, key, amounts)
    form = form_of(report.period)
    rows = []
    for field in form.fields:
        if field.key in amounts:
            rows.append(
                {
                    "amount": Decimal(amounts[field.key]),
                    "is_estimate": key == "2026" and amounts[field.key] > 20,
                    "key": field.key,
                }
            )
        elif field.key.startswith(NARRATIVE):
            text = texts.get(field.key.removeprefix(NARRATIVE), "")
            if text:
                rows.append({"text": text, "key": field.key})
    ReportAnswer.objects.bulk_create(
        ReportAnswer(dossier=report, changed_by=by, changed_at=at, **row)
        for row in rows[:most]
    )


def _all_amounts(period: ReportingPeriod, key: str) -> dict[str, dict[str, int]]:
    codes = list(period.indicators.values_list("code", flat=True))
    shared = shares(key, _sizes(period))
    return {
        slug: figures(slug, key, amounts, codes) for slug, amounts in shared.items()
    }


def _past(period, key: str, officer, chief, representatives) -> None:
    amounts = _all_amounts(period, key)
    reports = period.reports.select_related("association", "period")
    for place, report in enumerate(reports.prefetch_related("association__names")):
        slug = report.association.slug
        sent = _moment(f"{period.deadline_on}T09:00") - dt.timedelta(
            days=place % 9, minutes=13 * place
        )
        if place % 8 == 5:
            sent += dt.timedelta(days=3 + place % 5)
        signer = representatives.get(slug)
        _write(report, key, amounts[slug], signer, sent - dt.timedelta(hours=2))
        REPORTS.apply(report, "submit", by=signer, at=sent)
        REPORTS.apply(report, "accept", by=officer, at=sent + dt.timedelta(days=2))
    out = _moment(f"{period.ends_on}T15:00")
    publication.publish(period, by=chief, note=NOTES.get(key, ""), at=out)
    PERIODS.apply(period, "close", by=officer, at=out + dt.timedelta(days=20))


# Every state of a report, by association; whoever is not named has sent nothing yet.
_ACCEPTED = (
    *("hoi-dong-y", "hoi-duoc-hoc", "hoi-lam-vuon", "hoi-xay-dung", "hoi-dien"),
    "hoi-tam-ly-giao-duc",
)
_SUBMITTED = (
    *("hoi-dieu-duong", "hoi-chan-nuoi-thu-y", "hoi-cau-duong", "hoi-tin-hoc"),
    "hoi-thuy-san",
)
_RETURNED = {
    "hoi-y-hoc": {
        "luot_tap_huan": "Số lượt người gấp đôi năm trước trong khi số lớp không "
        "tăng. Đề nghị kiểm tra lại danh sách điểm danh.",
        narrative_key("danh_gia"): "Đề nghị nêu rõ nguyên nhân của từng hạn chế.",
    },
    "hoi-co-khi": {
        "chi_hoi": "Số chi hội lệch với quyết định sắp xếp tháng 9. Đề nghị ghi lại."
    },
}
_STARTED = {
    "hoi-y-te-cong-cong": 22,
    "hoi-lam-nghiep": 9,
    "hoi-thuy-loi": 31,
    "hoi-khoa-hoc-lich-su": 4,
}
_EXEMPT = "hoi-kien-truc-su"
_EXTENDED = "hoi-thuy-loi"
_ON_PAPER = "hoi-vo-tuyen-dien-tu"
_CORRECTED = "hoi-nu-tri-thuc"
_REOPENED = "hoi-ke-toan"


def _current(period, officer, chief, representatives) -> None:
    amounts = _all_amounts(period, "2026")
    reports = {
        report.association.slug: report
        for report in period.reports.select_related(
            "association", "period"
        ).prefetch_related("association__names")
    }
    work = _Current(reports, amounts, officer, chief, representatives)
    for place, slug in enumerate((*_ACCEPTED, *_SUBMITTED)):
        work.send(slug, f"2026-11-{10 + place % 8:02}T09:{10 + place}")
    for slug in _ACCEPTED:
        work.move(slug, "accept", "2026-11-19T08:30")
    for slug, wanted in _RETURNED.items():
        work.give_back(slug, wanted)
    for slug, most in _STARTED.items():
        work.write(slug, "2026-11-18T20:15", most=most)
    work.exceptions()


class _Current:
    def __init__(self, reports, amounts, officer, chief, representatives) -> None:
        self.reports = reports
        self.amounts = amounts
        self.officer = officer
        self.chief = chief
        self.signers = representatives

    def write(self, slug: str, at: str, most: int = 999, by=None) -> None:
        signer = by or self.signers.get(slug)
        moment = _moment(at)
        _write(
            self.reports[slug], "2026", self.amounts[slug], signer, moment, most=most
        )

    def send(self, slug: str, at: str) -> None:
        self.write(slug, at)
        self.move(slug, "submit", at, by=self.signers.get(slug))

    def move(self, slug: str, name: str, at: str, *, by=None, note: str = "") -> None:
        self.reports[slug] = REPORTS.apply(
            self.reports[slug],
            name,
            by=by or self.officer,
            at=_moment(at),
            note=note,
        )

    def give_back(self, slug: str, wanted: dict[str, str]) -> None:
        if slug == "hoi-y-hoc":
            self.amounts[slug]["luot_tap_huan"] *= 2
        self.send(slug, "2026-11-12T15:20")
        marks.put_marks(self.reports[slug], wanted, by=self.officer)
        self.move(slug, "return", "2026-11-17T10:05")

    def exceptions(self) -> None:
        self.move(
            _EXEMPT,
            "exempt",
            "2026-10-30T14:00",
            note="Hội đang chuẩn bị đại hội, số liệu gộp vào báo cáo đại hội tháng 12.",
        )
        obligations.extend(
            self.reports[_EXTENDED],
            _day("2026-12-07"),
            "Hội tập trung trực phòng chống lũ đến cuối tháng 11.",
            by=self.officer,
        )
        self._corrected()
        self._reopened()
        self._on_paper()

    def _corrected(self) -> None:
        """Returned, corrected, and waiting again: two versions to compare."""
        self.send(_CORRECTED, "2026-11-09T10:00")
        report = self.reports[_CORRECTED]
        wanted = {"hoi_vien_moi": "Đề nghị tính cả hội viên kết nạp tháng 10."}
        marks.put_marks(report, wanted, by=self.officer)
        self.move(_CORRECTED, "return", "2026-11-11T09:00")
        answer = report.answers.get(key="hoi_vien_moi")
        answer.amount += 7
        answer.revision += 1
        answer.changed_at = _moment("2026-11-13T08:40")
        answer.save()
        signer = self.signers.get(_CORRECTED)
        self.move(_CORRECTED, "submit", "2026-11-13T08:45", by=signer)

    def _reopened(self) -> None:
        self.send(_REOPENED, "2026-11-06T16:00")
        self.move(_REOPENED, "accept", "2026-11-10T09:00")
        wanted = {"lop_tap_huan": "Hội báo thiếu lớp tập huấn ngày 05/11."}
        marks.put_marks(self.reports[_REOPENED], wanted, by=self.officer)
        note = "Hội đề nghị bổ sung một lớp tập huấn."
        self.move(_REOPENED, "reopen", "2026-11-18T14:30", note=note)

    def _on_paper(self) -> None:
        """Typed by the office; another person accepts it."""
        scan = ContentFile(_PDF, name="ban-chup-bao-cao.pdf")
        report = self.reports[_ON_PAPER]
        paper.begin_paper_entry(report, scan, by=self.officer)
        report.refresh_from_db()
        self.write(_ON_PAPER, "2026-11-16T10:00", by=self.officer)
        self.move(_ON_PAPER, "submit", "2026-11-16T11:00", by=self.officer)
