"""Addresses below /lam-viec/: what a representative does for an association."""

from django.urls import path

from members.views.workspace import representatives

app_name = "workspace"

_PEOPLE = "hoi/<int:association_pk>/nguoi-dai-dien/"

urlpatterns = [
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
