"""A report as it would be published now, with all that is wrong or doubtful in it."""

from dataclasses import dataclass

from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path

from conferences.editions import FrozenFigure, checks, drawing
from conferences.models import ReportFigure
from conferences.tokens import BEFORE, tokens_in


@dataclass(frozen=True)
class ShownFigure:
    """A row of the table: what the text calls it, and what its source says now."""

    figure: ReportFigure
    frozen: FrozenFigure | None
    problem: str
    is_used: bool

    @property
    def before(self) -> str:
        return self.frozen.shown(BEFORE) if self.frozen else ""


class PreviewMixin:
    """For the admin of reports."""

    def get_urls(self):
        return [
            path(
                "<int:pk>/xem-truoc/",
                self.admin_site.admin_view(self.preview_view),
                name="conferences_conferencereport_preview",
            ),
            *super().get_urls(),
        ]

    def preview_view(self, request, pk: int):
        # Whoever may not see the list gets no record of it either.
        if not self.has_view_permission(request):
            raise Http404("Không có báo cáo này.")
        report = self.get_object(request, str(pk))
        if report is None:
            raise Http404("Không có báo cáo này.")
        drawn = drawing.draw(report)
        contents = drawn.contents
        used = {e.key for part in contents.parts for e in tokens_in(part.body)}
        rows = [
            ShownFigure(
                each,
                contents.figures.get(each.key),
                drawn.missing.get(each.key, ""),
                each.key in used,
            )
            for each in report.figures.all()
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": "Xem trước báo cáo",
            "opts": self.opts,
            "original": report,
            "report": report,
            "contents": contents,
            "parts": [
                (part, part.paragraphs(contents), min(part.level + 2, 6))
                for part in contents.parts
            ],
            "figures": rows,
            "problems": checks.problems(drawn),
            "doubtful": checks.doubtful(report, contents),
            "buttons": self.buttons(request, report),
            "media": self.media,
        }
        return TemplateResponse(
            request, "admin/conferences/conferencereport/preview.html", context
        )
