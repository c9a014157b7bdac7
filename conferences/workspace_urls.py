"""Addresses below /lam-viec/: tasks that a conference gave."""

from django.urls import path

from conferences.views import tasks

app_name = "tasks"

urlpatterns = [
    path("nhiem-vu/", tasks.own, name="own"),
    path("nhiem-vu/<int:pk>/", tasks.task, name="task"),
    path(
        "hoi/<int:association_pk>/nhiem-vu/", tasks.of_association, name="association"
    ),
]
