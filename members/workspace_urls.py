"""Addresses below /lam-viec/: what a representative does for an association."""

from django.urls import path

from members.views.workspace import (
    actuals,
    attachments,
    filling,
    offline,
    overview,
    papers,
    profile,
    representatives,
    sending,
    tasks,
    versions,
)

app_name = "workspace"

_PEOPLE = "hoi/<int:association_pk>/nguoi-dai-dien/"

_REPORT = "bao-cao/<int:pk>/"

urlpatterns = [
    path("", tasks.home, name="home"),
    path("hoi/<int:association_pk>/", tasks.tasks, name="tasks"),
    path("hoi/<int:association_pk>/thong-tin/", profile.profile, name="profile"),
    path(_REPORT, overview.overview, name="report"),
    path(f"{_REPORT}muc/<slug:key>/", filling.section, name="section"),
    path(f"{_REPORT}gui/", sending.send, name="send"),
    path(f"{_REPORT}bien-nhan/<int:number>/", sending.receipt, name="receipt"),
    path(f"{_REPORT}xem-truoc/", versions.preview, name="preview"),
    path(f"{_REPORT}lan-gui/<int:number>/", versions.version, name="version"),
    path(f"{_REPORT}bao-cao.docx", papers.docx, name="docx"),
    path(f"{_REPORT}bao-cao.pdf", papers.pdf, name="pdf"),
    path(f"{_REPORT}mau-giay.pdf", papers.blank_form, name="blank-form"),
    path(f"{_REPORT}bang-tinh/", offline.sheet, name="sheet"),
    path(f"{_REPORT}bieu-mau.xlsx", offline.download_sheet, name="download-sheet"),
    path(f"{_REPORT}tep/<int:file_pk>/", attachments.attachment, name="file"),
    path(f"{_REPORT}so-thuc-hien/", actuals.actuals, name="actuals"),
    path(_PEOPLE, representatives.representatives, name="representatives"),
    path(
        f"{_PEOPLE}duong-dan/", representatives.invitation_link, name="invitation-link"
    ),
    path(
        f"{_PEOPLE}loi-moi/<int:pk>/thu-hoi/",
        representatives.revoke_invitation,
        name="revoke-invitation",
    ),
    path(
        f"{_PEOPLE}<int:pk>/ket-thuc/",
        representatives.end_representation,
        name="end-representation",
    ),
]
