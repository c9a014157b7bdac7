"""The document library."""

from django.contrib import admin
from django.core.exceptions import ValidationError

from lienhiephoi.admin_versions import VersionedForm
from news.admin.attachments import AttachmentInline
from news.admin.filters import IssuedYearFilter, MineFilter, StateFilter
from news.admin.publications import ADDRESS, PublicationAdmin
from news.models import Document


class DocumentForm(VersionedForm):
    def clean_implements(self):
        implemented = self.cleaned_data["implements"]
        if any(each.pk == self.instance.pk for each in implemented):
            raise ValidationError("Văn bản không thể triển khai chính nó.")
        return implemented


@admin.register(Document)
class DocumentAdmin(PublicationAdmin):
    desk_order = 3
    fieldsets = [
        (
            "Văn bản",
            {
                "fields": [
                    ("kind", "number"),
                    "title",
                    "issuing_body",
                    ("issued_on", "signer"),
                    "summary",
                ]
            },
        ),
        ("Hiệu lực", {"fields": [("effective_on", "expired_on"), "replaced_by"]}),
        ("Liên quan", {"fields": ["implements"]}),
        ("Thời điểm hiện trên trang", {"fields": ["published_at", "expires_at"]}),
        ADDRESS,
    ]
    form = DocumentForm
    autocomplete_fields = ["issuing_body", "replaced_by", "implements"]
    inlines = [AttachmentInline]
    list_display = ["number", "title", "kind", "issuing_body", "issued_on", "state"]
    list_display_links = ["number", "title"]
    list_filter = [
        StateFilter,
        MineFilter,
        "kind",
        ("issuing_body", admin.RelatedOnlyFieldListFilter),
        IssuedYearFilter,
    ]
    list_select_related = ["kind", "issuing_body"]
    search_fields = ["title", "number"]
    date_hierarchy = "issued_on"
    ordering = ["-issued_on", "-pk"]
    long_fields = ("summary",)
    csv_fields = (
        *("number", "title", "kind", "issuing_body", "issued_on", "signer"),
        *("effective_on", "expired_on", "state", "link"),
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "title":
            field.label = "trích yếu"
        return field
