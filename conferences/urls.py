"""Public addresses: conferences, coordination, social reviews, the calendar."""

from django.urls import path

from conferences.views import (
    agreements,
    calendar,
    conferences,
    door,
    files,
    invitations,
    minutes,
    reports,
    reviews,
)
from lienhiephoi.routing import page

app_name = "conferences"

urlpatterns = [
    page("hoi-nghi/", conferences.conference_list, "conference_list"),
    page("hoi-nghi/lich/", calendar.month, "calendar"),
    page("lich.ics", calendar.whole_calendar, "calendar-file"),
    page("hoi-nghi/tai-lieu/<slug:kind>/<int:pk>/<str:name>", files.file, "file"),
    page("tu-van-phan-bien/", reviews.review_list, "review_list"),
    page("tu-van-phan-bien/<slug:slug>/", reviews.review, "review"),
    page("chuong-trinh-phoi-hop/", agreements.agreement_list, "agreement_list"),
    page(
        "chuong-trinh-phoi-hop/tep/<int:pk>/<str:name>",
        agreements.agreement_file,
        "agreement-file",
    ),
    page("chuong-trinh-phoi-hop/<slug:slug>/", agreements.agreement, "agreement"),
    path("moi-hop/<str:token>/", invitations.invitation, name="invitation"),
    path(
        "moi-hop/<str:token>/lich.ics",
        invitations.invitation_calendar,
        name="invitation-calendar",
    ),
    path(
        "moi-hop/<str:token>/<str:kind>/<int:pk>/",
        invitations.invitation_file,
        name="invitation-file",
    ),
    path("hoi-nghi/diem-danh/<str:token>/", door.badge, name="badge"),
    path("hoi-nghi/<slug:slug>/cua/<slug:code>/", door.door, name="door"),
    page("hoi-nghi/<slug:slug>/", conferences.conference, "conference"),
    page("hoi-nghi/<slug:slug>/lich.ics", calendar.one, "conference-calendar"),
    page("hoi-nghi/<slug:slug>/bien-ban.pdf", minutes.minutes_pdf, "minutes"),
    page("hoi-nghi/<slug:slug>/bao-cao/<int:pk>/", reports.report, "report"),
    page(
        "hoi-nghi/<slug:slug>/bao-cao/<int:pk>/<str:name>",
        reports.report_file,
        "report-file",
    ),
]
