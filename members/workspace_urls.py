"""Addresses below /lam-viec/: what a representative does for an association."""

from django.urls import URLPattern

app_name = "workspace"

urlpatterns: list[URLPattern] = []
