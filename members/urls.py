"""Public addresses: the register, the committees, the figures."""

from django.urls import URLPattern

app_name = "members"

urlpatterns: list[URLPattern] = []
