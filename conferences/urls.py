"""Public addresses: conferences, coordination, social reviews, the calendar."""

from django.urls import path

from conferences.views import door, invitations

app_name = "conferences"

urlpatterns = [
    path("moi-hop/<str:token>/", invitations.invitation, name="invitation"),
    path(
        "moi-hop/<str:token>/<str:kind>/<int:pk>/",
        invitations.invitation_file,
        name="invitation-file",
    ),
    path("hoi-nghi/diem-danh/<str:token>/", door.badge, name="badge"),
    path("hoi-nghi/<slug:slug>/cua/<slug:code>/", door.door, name="door"),
]
