from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_save


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Tin tức và nội dung"

    def ready(self) -> None:
        # Models can be imported only once all apps are loaded.
        from lienhiephoi.caching import content_changed  # noqa: PLC0415
        from news import addresses, related, searchables  # noqa: PLC0415
        from news.models import ArticleCount, SeenMark, VisitDay  # noqa: PLC0415

        searchables.register()
        addresses.connect()
        related.register()
        # Counting readers changes no page.
        silent = {ArticleCount, SeenMark, VisitDay}
        for model in self.get_models(include_auto_created=True):
            if model in silent:
                continue
            for signal in (post_save, post_delete, m2m_changed):
                signal.connect(content_changed, sender=model)
