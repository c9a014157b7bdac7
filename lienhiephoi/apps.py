from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_delete, post_save


class GroundConfig(AppConfig):
    name = "lienhiephoi"
    verbose_name = "Thiết lập chung"

    def ready(self) -> None:
        # Models can be imported only once all apps are loaded.
        from lienhiephoi.caching import content_changed  # noqa: PLC0415
        from lienhiephoi.models import (  # noqa: PLC0415
            MenuItem,
            OldAddress,
            SearchSynonym,
            SiteSettings,
        )

        for model in (MenuItem, OldAddress, SearchSynonym, SiteSettings):
            for signal in (post_save, post_delete):
                signal.connect(content_changed, sender=model)


class DeskConfig(AdminConfig):
    """The admin, with our own site ("bàn làm việc") as the default one."""

    default = False
    default_site = "lienhiephoi.admin_site.DeskSite"
