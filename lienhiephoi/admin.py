"""The admin site ("bàn làm việc")."""

from django.contrib import admin


class DeskSite(admin.AdminSite):
    site_header = "Bàn làm việc"
    site_title = "Bàn làm việc"
    index_title = "Việc của tôi"
