"""The office's page of a conference's delegates: adding many at once, tables, papers."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from conferences import attendance, invitees, permissions
from conferences.admin.office_pages import OfficePage, register_page
from conferences.documents import badges, delegates, invitations
from conferences.imports.invitees import invitees_of
from conferences.models import Conference, Invitee, InviteeGroup
from lienhiephoi.admin_choices import ChosenWidget
from lienhiephoi.admin_imports import TableImportMixin
from lienhiephoi.downloads import download
from lienhiephoi.filekinds import DOCX, PDF, XLSX
from lienhiephoi.vietnamese import slugify
from members.models import Committee, MemberKind, Person


def page_url(page: str, conference: Conference, *args) -> str:
    return reverse(f"admin:conferences_invitee_{page}", args=[conference.pk, *args])


def may_see(user) -> bool:
    return user.has_perm("conferences.view_invitee")


register_page(
    OfficePage(
        "Đại biểu",
        lambda conference: page_url("office", conference),
        may_see,
        counted=lambda: Invitee.objects.filter(was_invited=True),
        order=10,
    )
)


# --- Adding many --------------------------------------------------------------------


class CommitteeForm(forms.Form):
    """Everybody of a committee."""

    source = forms.CharField(initial="committee", widget=forms.HiddenInput)
    committee = forms.ModelChoiceField(
        Committee.objects.select_related("term"), label="Ban, ủy ban"
    )

    def add(self, conference: Conference) -> invitees.Added:
        return invitees.add_committee(conference, self.cleaned_data["committee"])


class HeadsForm(forms.Form):
    """The heads of the associations."""

    source = forms.CharField(initial="heads", widget=forms.HiddenInput)
    kinds = forms.MultipleChoiceField(
        label="Loại hội, đơn vị",
        choices=MemberKind,
        initial=MemberKind.values,
        widget=forms.CheckboxSelectMultiple,
    )

    def add(self, conference: Conference) -> invitees.Added:
        return invitees.add_heads(conference, self.cleaned_data["kinds"])


class PeopleForm(forms.Form):
    """Persons of the register, one by one."""

    source = forms.CharField(initial="people", widget=forms.HiddenInput)
    people = forms.ModelMultipleChoiceField(Person.objects.all(), label="Nhân sự")
    group = forms.ChoiceField(
        label="Nhóm", choices=InviteeGroup, initial=InviteeGroup.GUEST
    )

    def add(self, conference: Conference) -> invitees.Added:
        return invitees.add_people(conference, **self.cleaned_data_of_people())

    def cleaned_data_of_people(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("people", "group")}


_FORMS = {"committee": CommitteeForm, "heads": HeadsForm, "people": PeopleForm}


class _Table(TableImportMixin):
    """The import pages of one conference's table, for the admin of invitees."""

    import_rights = ("conferences.add_invitee", "conferences.change_invitee")

    def __init__(self, model_admin, conference: Conference) -> None:
        self.conference = conference
        self.importer = invitees_of(conference)
        self.opts, self.admin_site = model_admin.opts, model_admin.admin_site
        self.media, self.message_user = model_admin.media, model_admin.message_user
        self.has_view_permission = model_admin.has_view_permission

    def _table_url(self, page: str) -> str:
        page = {"changelist": "office", "import_blank": "table-blank"}.get(
            page, "table"
        )
        return page_url(page, self.conference)


# --- Pages --------------------------------------------------------------------------


class ListPages:
    """For the ModelAdmin of invitees."""

    def get_urls(self):
        pages = {
            "": (self.office_view, "office"),
            "them/": (self.add_many_view, "add-many"),
            "bang/": (self.table_view, "table"),
            "bang/mau/": (self.table_blank_view, "table-blank"),
            "tep/<str:name>/": (self.paper_view, "paper"),
        }
        return [
            path(
                f"hoi-nghi/<int:pk>/{route}",
                self.admin_site.admin_view(view),
                name=f"conferences_invitee_{name}",
            )
            for route, (view, name) in pages.items()
        ] + super().get_urls()

    def conference_or_refusal(self, request, pk: int, *, changes: bool) -> Conference:
        """The conference, for those who see delegates or, where something changes, who
        run conferences."""
        if not may_see(request.user):
            raise PermissionDenied("Bạn không có quyền xem danh sách đại biểu.")
        if changes and not permissions.runs_conferences(request.user):
            raise PermissionDenied("Bạn không có quyền lập danh sách mời.")
        return get_object_or_404(Conference, pk=pk)

    def page(self, request, conference: Conference, template: str, **context):
        return TemplateResponse(
            request,
            f"admin/conferences/invitee/{template}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "conference": conference,
                "office_url": page_url("office", conference),
                "media": self.media,
                **context,
            },
        )

    def office_view(self, request, pk: int):
        conference = self.conference_or_refusal(request, pk, changes=False)
        return self.page(
            request,
            conference,
            "office",
            title="Đại biểu",
            attendance=attendance.count(conference),
            quorum=attendance.quorum(conference),
            may_run=permissions.runs_conferences(request.user),
            may_keep=permissions.keeps_the_door(request.user),
            list_url=(
                reverse("admin:conferences_invitee_changelist")
                + f"?conference__id__exact={conference.pk}"
            ),
            add_url=(
                reverse("admin:conferences_invitee_add")
                + f"?conference={conference.pk}"
            ),
        )

    def add_many_view(self, request, pk: int):
        conference = self.conference_or_refusal(request, pk, changes=True)
        data = request.POST if request.method == "POST" else None
        made = {}
        for name, form in _FORMS.items():
            is_sent = data is not None and data.get("source") == name
            made[name] = form(data if is_sent else None, label_suffix="")
        made["committee"].initial["committee"] = conference.committee_id
        people = made["people"].fields["people"]
        people.widget = ChosenWidget(Invitee._meta.get_field("person"), self.admin_site)
        people.widget.choices = people.choices
        for form in made.values():
            if form.is_bound and form.is_valid():
                added = form.add(conference)
                level = messages.SUCCESS if added.invitees else messages.WARNING
                self.message_user(request, str(added), level)
                return HttpResponseRedirect(page_url("office", conference))
        return self.page(
            request,
            conference,
            "add_many",
            title="Thêm nhiều đại biểu",
            forms=[
                (made["committee"], "Ủy viên của một ban", "Thêm các ủy viên"),
                (made["heads"], "Người đứng đầu các hội", "Thêm người đứng đầu"),
                (made["people"], "Nhân sự chọn trong sổ", "Thêm những người đã chọn"),
            ],
            media=self.media + made["people"].media,
            day=conference.starts_on,
        )

    def table_view(self, request, pk: int):
        conference = self.conference_or_refusal(request, pk, changes=True)
        return _Table(self, conference).import_view(request)

    def table_blank_view(self, request, pk: int):
        conference = self.conference_or_refusal(request, pk, changes=True)
        return _Table(self, conference).blank_view(request)

    # --- Papers -----------------------------------------------------------------

    def paper_view(self, request, pk: int, name: str):
        """A document made from the list as it is now.

        The letters carry the personal links, by which one answers in another's name.
        """
        has_links = name in ("giay-moi.docx", "giay-moi.pdf")
        conference = self.conference_or_refusal(request, pk, changes=has_links)
        if name not in _PAPERS:
            raise Http404("Không có giấy tờ này.")
        kind, make = _PAPERS[name]
        rows = invitees.listed(conference)
        if group := request.GET.get("nhom", ""):
            rows = [each for each in rows if each.group == group]
        content = make(conference, rows)
        stem = name.rpartition(".")[0]
        file_name = f"{stem}-{slugify(conference.title)[:60]}.{kind.extension}"
        return download(content, kind, file_name)


def _invited(rows):
    return [each for each in rows if each.was_invited]


_PAPERS = {
    "giay-moi.docx": (
        DOCX,
        lambda c, rows: invitations.invitations_docx(c, _invited(rows)),
    ),
    "giay-moi.pdf": (
        PDF,
        lambda c, rows: invitations.invitations_pdf(c, _invited(rows)),
    ),
    "giay-moi-de-trong.docx": (DOCX, lambda c, _: invitations.invitations_docx(c)),
    "giay-moi-de-trong.pdf": (PDF, lambda c, _: invitations.invitations_pdf(c)),
    "the-dai-bieu.pdf": (PDF, lambda c, rows: badges.badges_pdf(c, _invited(rows))),
    "danh-sach.xlsx": (XLSX, delegates.delegates_xlsx),
    "ky-ten.pdf": (PDF, delegates.sign_in_pdf),
    "ky-ten.docx": (DOCX, delegates.sign_in_docx),
    "ma-o-cua.pdf": (PDF, lambda c, _: badges.poster_pdf(c, takes_guests=False)),
    "ma-o-cua-ca-khach.pdf": (
        PDF,
        lambda c, _: badges.poster_pdf(c, takes_guests=True),
    ),
}
