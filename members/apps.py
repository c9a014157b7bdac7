from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_save


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "Hội viên và tài khoản"

    def ready(self) -> None:
        # Models can be imported only once all apps are loaded.
        from lienhiephoi.addresses import keep_addresses  # noqa: PLC0415
        from lienhiephoi.caching import content_changed  # noqa: PLC0415
        from members import models, own_figures, searchables  # noqa: PLC0415

        searchables.register()
        own_figures.register()
        keep_addresses(models.Association, models.Association.is_public)
        # What public pages show; a report being filled in changes none of them, but
        # one accepted, reopened or supplemented differs from what was published.
        shown = (
            *(models.Association, models.AssociationName, models.Membership),
            *(models.Sector, models.Officer, models.Person),
            *(models.RegisterEvent, models.RegisterEvent.associations.through),
            *(models.Term, models.Committee, models.CommitteeSeat),
            *(models.Report, models.ReportVersion, models.PublishedTotals),
        )
        for model in shown:
            for signal in (post_save, post_delete, m2m_changed):
                signal.connect(content_changed, sender=model)
