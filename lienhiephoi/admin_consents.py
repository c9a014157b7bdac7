"""Who agreed to which text, to look up."""

from django.contrib import admin

from lienhiephoi import desk
from lienhiephoi.admin_base import ReadOnlyAdmin
from lienhiephoi.models import Consent


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """The proof that the law asks for: nobody writes it but who agrees."""

    desk_group = desk.PEOPLE
    desk_order = 30
    fields = ["user", "text", "given_at", "withdrawn_at"]
    list_display = ["user", "text", "given_at", "withdrawn_at"]
    list_select_related = ["user", "text"]
    list_filter = ["text__purpose"]
    search_fields = ["user__full_name", "user__username"]
    date_hierarchy = "given_at"
    csv_fields = ("user", "text", "given_at", "withdrawn_at")

    def has_delete_permission(self, request, obj=None):
        return False
