"""«Hồ sơ bàn giao»: one file of all that is kept of a conference."""

import tempfile

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from conferences import archive, permissions
from conferences.admin.office_pages import OfficePage, register_page
from conferences.archive import Scope
from conferences.models import Conference


def _url(conference: Conference) -> str:
    return reverse("admin:conferences_conference_archive", args=[conference.pk])


register_page(OfficePage("Hồ sơ bàn giao", _url, permissions.takes_archives, order=90))


class ArchivePages:
    """For the ModelAdmin of conferences."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/ho-so/",
                view(self.archive_view),
                name="conferences_conference_archive",
            ),
            path(
                "<int:pk>/ho-so/<slug:scope>.zip",
                view(self.archive_file_view),
                name="conferences_conference_archive_file",
            ),
            *super().get_urls(),
        ]

    def archive_view(self, request, pk: int):
        conference = _conference_or_refusal(request, pk)
        context = {
            **self.admin_site.each_context(request),
            "title": "Hồ sơ bàn giao",
            "opts": self.opts,
            "conference": conference,
            "choices": [
                (
                    scope,
                    reverse(
                        "admin:conferences_conference_archive_file",
                        args=[conference.pk, scope.value],
                    ),
                )
                for scope in _scopes(conference)
            ],
        }
        return TemplateResponse(request, "admin/conferences/archive.html", context)

    def archive_file_view(self, request, pk: int, scope: str):
        conference = _conference_or_refusal(request, pk)
        if scope not in _scopes(conference):
            raise Http404("Không có hồ sơ này.")
        # Closed, and so deleted, once it has been sent.
        target = tempfile.TemporaryFile()  # noqa: SIM115
        archive.write(conference, Scope(scope), target)
        target.seek(0)
        day = timezone.localdate().isoformat()
        response = FileResponse(
            target,
            as_attachment=True,
            filename=f"ho-so-{conference.slug}-{scope}-{day}.zip",
            content_type="application/zip",
        )
        patch_cache_control(response, private=True, no_store=True)
        return response


def _conference_or_refusal(request, pk: int) -> Conference:
    if not permissions.takes_archives(request.user):
        raise PermissionDenied("Bạn không có quyền lấy hồ sơ hội nghị.")
    found = Conference.objects.select_related("committee__term", "term", "series")
    return get_object_or_404(found, pk=pk)


def _scopes(conference: Conference) -> list[Scope]:
    """Nothing of a conference that is not public may be given to everybody."""
    return [Scope.OFFICE, Scope.PUBLIC] if conference.is_public else [Scope.OFFICE]
