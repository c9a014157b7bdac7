"""The register: associations, their sectors, their history, and persons."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Count, Prefetch
from django.utils import timezone

from lienhiephoi import desk, images
from lienhiephoi.admin_base import ReadOnlyAdmin, RecordAdmin
from lienhiephoi.admin_dated import DatedForm, DatedFormSet, DatedInline
from lienhiephoi.admin_editor import EditorAdminMixin
from lienhiephoi.admin_imports import TableImportMixin
from lienhiephoi.admin_versions import VersionedForm
from lienhiephoi.vietnamese import date_text
from members import register
from members.admin.register_events import DECISION_LENGTH, RegisterEventsMixin
from members.imports import ASSOCIATIONS, OFFICERS
from members.models import (
    Association,
    AssociationName,
    MemberKind,
    Membership,
    MemberStanding,
    Officer,
    Person,
    RegisterEvent,
    Sector,
)
from members.register import NewBody, Occasion

LOGO_WIDTH = 480


# --- Forms ----------------------------------------------------------------------


class AssociationForm(VersionedForm):
    def clean_logo(self):
        return images.as_webp(self.cleaned_data["logo"], LOGO_WIDTH)


class AdmissionForm(AssociationForm):
    """A body that enters the register: its name and its membership come with it."""

    full_name = forms.CharField(
        label="Tên đầy đủ", max_length=200, widget=AdminTextInputWidget
    )
    called = forms.CharField(label="Tên gọi tắt", max_length=80, required=False)
    kind = forms.ChoiceField(label="Loại", choices=MemberKind)
    joined_on = forms.DateField(
        label="Là thành viên từ ngày",
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}),
    )
    decision = forms.CharField(
        label="Quyết định kết nạp",
        required=False,
        max_length=DECISION_LENGTH,
        help_text="Số, ký hiệu. Ví dụ: 12/QĐ-LHH.",
    )
    decision_on = forms.DateField(
        label="Ngày quyết định",
        required=False,
        widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}),
    )

    def clean_joined_on(self):
        day = self.cleaned_data["joined_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Chưa đến ngày ấy.")
        return day

    def admit(self, association: Association, by) -> None:
        asked = self.cleaned_data
        register.admit(
            association,
            asked["kind"],
            Occasion(asked["joined_on"], by, asked["decision"]),
            body=NewBody(asked["full_name"], asked["called"]),
            decision_on=asked["decision_on"],
        )


# --- Parts ----------------------------------------------------------------------


class NameFormSet(DatedFormSet):
    def clean(self):
        super().clean()
        if self.is_valid() and not self._kept_forms():
            raise forms.ValidationError("Hội phải có ít nhất một tên.")


class OfficerFormSet(DatedFormSet):
    def rival_key(self, row: Officer):
        return "head" if row.is_head else None


class NameInline(DatedInline):
    model = AssociationName
    form, formset = DatedForm, NameFormSet
    classes = ["collapse"]
    verbose_name_plural = "Các tên theo thời gian (chỉ để sửa chỗ ghi sai)"
    fields = ["name", "short_name", "starts_on", "ends_on", "decision"]

    def has_add_permission(self, request, obj=None):
        """A new name is an event, and has its page."""
        return False


class MembershipInline(DatedInline):
    model = Membership
    form, formset = DatedForm, DatedFormSet
    classes = ["collapse"]
    verbose_name_plural = "Tư cách theo thời gian (chỉ để sửa chỗ ghi sai)"
    fields = [
        *("kind", "standing", "starts_on", "ends_on"),
        *("decision_number", "decision_on"),
    ]

    def has_add_permission(self, request, obj=None):
        return False


class OfficerInline(DatedInline):
    model = Officer
    form, formset = DatedForm, OfficerFormSet
    verbose_name_plural = "Cán bộ hội"
    fields = ["person", "position", "is_head", "starts_on", "ends_on", "order"]
    autocomplete_fields = ["person"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person")


class OfficeInline(DatedInline):
    """The same rows, seen from the person."""

    model = Officer
    verbose_name_plural = "Chức vụ trong các hội"
    fields = ["association", "position", "is_head", "starts_on", "ends_on"]
    autocomplete_fields = ["association"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("association")


# --- Filters --------------------------------------------------------------------


class TodayFilter(admin.SimpleListFilter):
    """What the body is today: its kind, suspended, or no member any more."""

    title = "loại, tình trạng"
    parameter_name = "loai"

    def lookups(self, request, model_admin):
        return [
            *MemberKind.choices,
            ("suspended", MemberStanding.SUSPENDED.label),
            ("gone", "Không còn là thành viên"),
        ]

    def queryset(self, request, queryset):
        value = self.value()
        if value in MemberKind.values:
            return queryset.filter(kind_then=value)
        if value == "suspended":
            return queryset.filter(standing_then=MemberStanding.SUSPENDED)
        if value == "gone":
            return queryset.filter(kind_then=None)
        return queryset


# --- Lists ----------------------------------------------------------------------


@admin.register(Association)
class AssociationAdmin(
    RegisterEventsMixin, TableImportMixin, EditorAdminMixin, RecordAdmin
):
    """The dated rows are corrected here; what happens is recorded as an event."""

    desk_group = desk.REGISTER
    desk_order = 1
    form = AssociationForm
    html_field = "about"
    importer = ASSOCIATIONS
    import_rights = ("members.add_association", "members.change_association")
    stays_on_page = True
    change_form_template = "admin/members/association/change_form.html"
    fieldsets = [
        (
            "Hội",
            {"fields": ["sector", "founded_on", "founding_decision", "is_listed"]},
        ),
        ("Liên hệ", {"fields": ["address", "phone", "email", "website"]}),
        ("Giới thiệu", {"fields": ["logo", "summary", "about"]}),
        ("Văn phòng", {"fields": ["office_note"]}),
        ("Địa chỉ trang", {"fields": ["slug"], "classes": ["collapse"]}),
    ]
    add_fieldsets = [
        (
            "Tên và tư cách",
            {
                "fields": [
                    *("full_name", "called", "kind", "joined_on"),
                    *("decision", "decision_on"),
                ]
            },
        ),
        *fieldsets,
    ]
    list_display = ["name", "membership", "sector", "head"]
    list_filter = [TodayFilter, "sector", "is_listed"]
    list_select_related = ["sector"]
    search_fields = ["every_name"]
    long_fields = ("about", "summary", "office_note")
    csv_fields = (
        *("name", "short_name", "kind", "standing", "sector", "head"),
        *("address", "phone", "email", "website"),
    )

    def get_queryset(self, request):
        heads = Officer.objects.current().filter(is_head=True).select_related("person")
        return (
            super()
            .get_queryset(request)
            .with_membership(timezone.localdate())
            .with_every_name()
            .prefetch_related(Prefetch("officers", heads, to_attr="heads"))
        )

    class Media:
        css = {"all": ["css/admin-register.css"]}

    # --- Form -------------------------------------------------------------------

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = AdmissionForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_inlines(self, request, obj):
        return [OfficerInline, NameInline, MembershipInline] if obj else []

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            form.admit(obj, request.user)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            may_record = self.has_change_permission(request, obj)
            context |= {
                "view_url": obj.get_absolute_url() if obj.is_listed else "",
                "view_label": "Xem trên trang",
                "event_buttons": self.event_buttons(obj) if may_record else [],
                "register_events": obj.events.prefetch_related("associations"),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # --- List -------------------------------------------------------------------

    @admin.display(description="Loại, tình trạng", ordering="kind_then")
    def membership(self, association: Association):
        if association.kind_then is None:
            return self.standing(association)
        if association.standing_then == MemberStanding.SUSPENDED:
            return f"{self.kind(association)}, {self.standing(association).lower()}"
        return self.kind(association)

    @admin.display(description="Loại")
    def kind(self, association: Association):
        return dict(MemberKind.choices).get(association.kind_then, "–")

    @admin.display(description="Tình trạng")
    def standing(self, association: Association):
        words = dict(MemberStanding.choices)
        return words.get(association.standing_then, "Không còn là thành viên")

    @admin.display(description="Người đứng đầu")
    def head(self, association: Association):
        return str(association.heads[0].person) if association.heads else "–"


@admin.register(Sector)
class SectorAdmin(RecordAdmin):
    desk_group = desk.REGISTER
    desk_order = 5
    fields = ["name", "order"]
    list_display = ["name", "order", "associations"]
    list_editable = ["order"]
    search_fields = ["name"]

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.annotate(bodies=Count("association"))

    @admin.display(description="Số hội", ordering="bodies")
    def associations(self, sector: Sector):
        return sector.bodies


@admin.register(RegisterEvent)
class RegisterEventAdmin(ReadOnlyAdmin):
    """Written by the operations of the register alone."""

    desk_group = desk.REGISTER
    desk_order = 4
    list_display = ["day", "kind", "bodies", "decision", "by"]
    list_display_links = ["day", "kind"]
    list_filter = ["kind"]
    list_select_related = ["by"]
    date_hierarchy = "on"
    search_fields = ["decision", "note"]
    fields = ["kind", "on", "bodies", "decision", "note", "by", "recorded_at"]
    readonly_fields = ["bodies"]
    csv_fields = ("day", "kind", "bodies", "decision", "note", "by", "recorded_at")

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("associations__names")

    @admin.display(description="Ngày", ordering="on")
    def day(self, event: RegisterEvent):
        return date_text(event.on)

    @admin.display(description="Hội")
    def bodies(self, event: RegisterEvent):
        return ", ".join(each.name_on(event.on) for each in event.associations.all())


@admin.register(Person)
class PersonAdmin(TableImportMixin, RecordAdmin):
    desk_group = desk.REGISTER
    desk_order = 2
    importer = OFFICERS
    import_rights = (
        *("members.add_person", "members.change_person"),
        *("members.add_officer", "members.change_officer"),
    )
    import_label = "Nhập cán bộ hội"
    export_label = "Xuất cán bộ hội"

    class Media:
        css = {"all": ["css/admin-register.css"]}

    fieldsets = [
        ("Người", {"fields": ["full_name", "academic_title", "birth_year"]}),
        ("Công tác, liên hệ", {"fields": ["workplace", "phone", "email"]}),
        ("Văn phòng", {"fields": ["note"]}),
    ]
    inlines = [OfficeInline]
    list_display = ["full_name", "academic_title", "birth_year", "offices_held"]
    search_fields = ["full_name", "workplace"]
    long_fields = ("note",)
    csv_fields = (
        *("full_name", "academic_title", "birth_year", "workplace"),
        *("offices_held", "phone", "email"),
    )

    def get_queryset(self, request):
        today = timezone.localdate()
        held = Officer.objects.on(today).select_related("association")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("offices", held, to_attr="held"))
        )

    @admin.display(description="Chức vụ hiện nay")
    def offices_held(self, person: Person):
        held = [f"{each.position} {each.association}" for each in person.held]
        return "; ".join(held) or "–"
