from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_save


class ConferencesConfig(AppConfig):
    name = "conferences"
    verbose_name = "Hội nghị và báo cáo"

    def ready(self) -> None:
        # Models can be imported only once all apps are loaded.
        from conferences import (  # noqa: PLC0415
            models,
            related,
            retention,
            review_counts,
            searchables,
            workspace,
        )
        from lienhiephoi.addresses import keep_addresses  # noqa: PLC0415
        from lienhiephoi.caching import content_changed  # noqa: PLC0415
        from lienhiephoi.expiry import register_expiry  # noqa: PLC0415

        review_counts.register()
        searchables.register()
        related.register()
        workspace.register()
        register_expiry(retention.INVITEES)
        for model in (models.Conference, models.SocialReview, models.Agreement):
            keep_addresses(model, model.answers_public)
        # Who answered an invitation, or came, changes no public page.
        silent = {models.Invitee, models.InvitationAnswer, models.TaskProgress}
        for model in self.get_models(include_auto_created=True):
            if model in silent:
                continue
            for signal in (post_save, post_delete, m2m_changed):
                signal.connect(content_changed, sender=model)
