"""Addresses below /lam-viec/: tasks that a conference gave."""

app_name = "tasks"

urlpatterns = []
