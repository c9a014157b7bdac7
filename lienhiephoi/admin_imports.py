"""A list of the admin as .xlsx and back: choose a file, look at what it does, confirm.

Between the look and the confirmation the rows travel with the page, signed for the one
person; the server keeps nothing.
"""

from collections import Counter

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from lienhiephoi.context_processors import site_settings
from lienhiephoi.downloads import download
from lienhiephoi.filekinds import XLSX
from lienhiephoi.table_imports import (
    Effect,
    Importer,
    carry_out,
    digest,
    try_out,
)
from lienhiephoi.tables import TableRow, read_table

HOUR = 3600


class FileForm(forms.Form):
    file = forms.FileField(
        label="Tệp .xlsx",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text="Chưa ghi gì cho đến khi bạn xem trước và xác nhận.",
    )


class TableImportMixin:
    """For a ModelAdmin; `importer` says what, `import_rights` who may.

    Whoever may see the list may take it along as a file.
    """

    importer: Importer
    import_rights: tuple[str, ...]
    import_label = "Nhập từ .xlsx"
    export_label = "Xuất .xlsx"
    change_list_template = "admin/table_change_list.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("nhap/", view(self.import_view), name=f"{name}_import"),
            path("nhap/mau/", view(self.blank_view), name=f"{name}_import_blank"),
            path("xuat/", view(self.export_view), name=f"{name}_export"),
            *super().get_urls(),
        ]

    def _table_url(self, page: str) -> str:
        name = f"{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(f"{self.admin_site.name}:{name}")

    def has_import_permission(self, request) -> bool:
        return request.user.has_perms(self.import_rights)

    def changelist_view(self, request, extra_context=None):
        may_import = self.has_import_permission(request)
        context = {
            "import_url": self._table_url("import") if may_import else "",
            "import_label": self.import_label,
            "export_url": self._table_url("export"),
            "export_label": self.export_label,
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    # --- Out ------------------------------------------------------------------------

    def export_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied("Bạn không có quyền xem danh sách này.")
        return self._file(f"{self.importer.name}-{timezone.localdate().isoformat()}")

    def blank_view(self, request):
        self._check_right(request)
        return self._file(f"{self.importer.name}-mau", is_blank=True)

    def _file(self, name: str, *, is_blank: bool = False) -> HttpResponse:
        author = site_settings().short_name
        content = self.importer.export(author=author, is_blank=is_blank)
        return download(content, XLSX, f"{name}.xlsx")

    # --- In -------------------------------------------------------------------------

    def import_view(self, request):
        self._check_right(request)
        if request.method == "POST" and "rows" in request.POST:
            return self._confirmed(request)
        form = FileForm(request.POST or None, request.FILES or None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            try:
                rows = read_table(form.cleaned_data["file"], self.importer.columns)
            except ValidationError as refusal:
                form.add_error("file", refusal)
            else:
                return self._preview(request, rows)
        return self._page(request, form=form)

    def _preview(self, request, rows: list[TableRow]):
        outcomes = try_out(self.importer, rows, by=request.user)
        counts = Counter(each.effect for each in outcomes)
        packed = {
            "rows": [[row.number, row.texts, row.cells] for row in rows],
            "digest": digest(outcomes),
        }
        return self._page(
            request,
            form=FileForm(label_suffix=""),
            # What is wrong first, what stays as it is last.
            outcomes=sorted(outcomes, key=lambda each: _FIRST.index(each.effect)),
            counts=[(each, counts[each]) for each in _FIRST if counts[each]],
            wrong=counts[Effect.WRONG],
            does_something=counts[Effect.NEW] + counts[Effect.CHANGED],
            packed=signing.dumps(packed, salt=self._salt(request), compress=True),
        )

    def _confirmed(self, request):
        try:
            packed = signing.loads(
                request.POST["rows"], salt=self._salt(request), max_age=HOUR
            )
        except signing.BadSignature:
            self.message_user(
                request, "Bản xem trước đã quá hạn. Hãy chọn lại tệp.", messages.WARNING
            )
            return HttpResponseRedirect(self._table_url("import"))
        rows = [TableRow(*row) for row in packed["rows"]]
        try:
            outcomes = carry_out(
                self.importer, rows, by=request.user, expected=packed["digest"]
            )
        except ValidationError as refusal:
            self.message_user(request, refusal.messages[0], messages.WARNING)
            return self._preview(request, rows)
        counts = Counter(each.effect for each in outcomes)
        done = ", ".join(
            f"{each.label.lower()} {counts[each]} dòng"
            for each in _FIRST
            if counts[each]
        )
        self.message_user(request, f"Đã nhập: {done}.", messages.SUCCESS)
        return HttpResponseRedirect(self._table_url("changelist"))

    def _page(self, request, **context):
        return TemplateResponse(
            request,
            "admin/table_import.html",
            {
                **self.admin_site.each_context(request),
                "title": f"Nhập {self.importer.title.lower()} từ tệp Excel",
                "opts": self.opts,
                "importer": self.importer,
                "blank_url": self._table_url("import_blank"),
                "back_url": self._table_url("changelist"),
                "media": self.media,
                **context,
            },
        )

    def _check_right(self, request) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied("Bạn không có quyền nhập danh sách này.")

    def _salt(self, request) -> str:
        return f"{self.importer.name}:{request.user.pk}"


_FIRST = (Effect.WRONG, Effect.NEW, Effect.CHANGED, Effect.SAME)
