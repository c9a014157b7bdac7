"""The page of a published report, each figure with its origin, and its files."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from conferences import editions, permissions
from conferences.documents.reports import (
    document_reference,
    report_docx,
    report_pdf,
)
from conferences.documents.slides import report_pptx
from conferences.models import ConferenceReport, ReportEdition
from conferences.report_pages import shown_report
from conferences.structured_data import report_data
from lienhiephoi import structured_data
from lienhiephoi.caching import remember
from lienhiephoi.context_processors import absolute, site_settings
from lienhiephoi.csv_files import csv_response
from lienhiephoi.downloads import download
from lienhiephoi.filekinds import DOCX, PDF, PPTX

_WRITERS = {
    "bao-cao.docx": (DOCX, report_docx),
    "bao-cao.pdf": (PDF, report_pdf),
    "trinh-chieu.pptx": (PPTX, report_pptx),
}


def report(request, slug: str, pk: int):
    found = _report(request, slug, pk)
    numbers = list(found.editions.defer("contents"))
    edition = _edition(request, found)
    newest = numbers[0].number
    is_newest = edition.number == newest
    contents = editions.read(edition)
    # An older edition says only that there is a newer one.
    shown = shown_report(contents, editions.changes(edition) if is_newest else [])
    conference = found.conference
    context = {
        "report": found,
        "conference": conference,
        "edition": edition,
        "is_newest": is_newest,
        "editions": numbers,
        "contents": contents,
        "shown": shown,
        "reference": document_reference(contents),
        "files": _files(found, edition),
        "breadcrumbs": [
            ("Hội nghị", reverse("conferences:conference_list")),
            (conference.title, conference.get_absolute_url()),
            (contents.report.kind_label, None),
        ],
        "json_ld": structured_data.script(
            report_data(request, found, edition, contents)
        ),
        "count_target": "page",
    }
    return render(request, "conferences/report.html", context)


def _report(request, slug: str, pk: int) -> ConferenceReport:
    """Published, of a public conference; staff read those of others too."""
    shown = ConferenceReport.objects.filter(conference__slug=slug)
    if not permissions.sees_conferences(request.user):
        shown = shown.filter(conference__is_public=True)
    return get_object_or_404(shown.select_related("conference"), pk=pk)


def _edition(request, report: ConferenceReport) -> ReportEdition:
    """Which edition is asked for: `?lan=1`; the last one without."""
    asked = request.GET.get("lan", "")
    found = report.editions.select_related("report")
    if asked:
        if not (asked.isascii() and asked.isdecimal() and len(asked) < 5):
            raise Http404("Không có lần công bố này.")
        found = found.filter(number=int(asked))
    edition = found.first()
    if edition is None:
        raise Http404("Báo cáo này chưa được công bố.")
    return edition


# --- Files ------------------------------------------------------------------------


def _files(report: ConferenceReport, edition: ReportEdition) -> list[tuple[str, str]]:
    labels = {
        "bao-cao.docx": "Văn bản (Word)",
        "bao-cao.pdf": "Văn bản (PDF)",
        "trinh-chieu.pptx": "Trình chiếu (PowerPoint)",
        "so-lieu.csv": "Số liệu (CSV)",
        "so-lieu.json": "Tất cả (JSON)",
    }
    place = [report.conference.slug, report.pk]
    return [
        (
            label,
            reverse("conferences:report-file", args=[*place, name])
            + f"?lan={edition.number}",
        )
        for name, label in labels.items()
    ]


def report_file(request, slug: str, pk: int, name: str) -> HttpResponse:
    edition = _edition(request, _report(request, slug, pk))
    if name == "so-lieu.csv":
        return _csv(edition)
    if name == "so-lieu.json":
        return _json(request, edition)
    if name not in _WRITERS:
        raise Http404("Không có tệp này.")
    kind, write = _WRITERS[name]
    made = remember(("report-file", edition.pk, name), lambda: write(edition))
    stem, _, extension = name.rpartition(".")
    return download(made, kind, f"{stem}-{slug}-lan-{edition.number}.{extension}")


def _csv(edition: ReportEdition) -> HttpResponse:
    labels = [
        *("Mã", "Số liệu", "Giá trị", "Cách ghi", "Đơn vị", "Kỳ", "Phạm vi"),
        *("Kỳ trước", "Giá trị kỳ trước", "So sánh", "Định nghĩa", "Nguồn"),
    ]
    rows = (
        [
            *(each.key, each.label, _plain(each.amount), each.text, each.unit),
            *(each.period, each.coverage, each.previous_period),
            *(_plain(each.previous), each.comparison, each.definition, each.origin),
        ]
        for each in editions.read(edition).used_figures
    )
    report = edition.report
    return csv_response(
        f"so-lieu-bao-cao-{report.pk}-lan-{edition.number}", labels, rows
    )


def _plain(amount) -> str:
    """As programs read numbers: 1234.5."""
    return "" if amount is None else format(amount.normalize(), "f")


def _json(request, edition: ReportEdition) -> JsonResponse:
    """The whole edition, without what only the portal asks its sources by."""
    contents = editions.to_json(editions.read(edition))
    for figure in contents["figures"].values():
        figure.pop("binding", None)
    address = edition.report.get_absolute_url()
    return JsonResponse(
        {
            "source": site_settings().name,
            "url": absolute(request, f"{address}?lan={edition.number}"),
            "edition": edition.number,
            "published_at": edition.published_at.isoformat(),
            "checksum": edition.checksum,
            **contents,
        },
        json_dumps_params={"ensure_ascii": False},
    )
