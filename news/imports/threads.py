"""Story threads by their titles; one that is not there yet is published at once."""

from django.utils import timezone

from news.models import PublishingStatus, Thread, ThreadStatusChange


class Threads:
    def __init__(self, note: str) -> None:
        self._note = note
        self._known: dict[str, Thread] = {}

    def find(self, title: str) -> Thread:
        key = title.casefold()
        if key not in self._known:
            found = Thread.objects.filter(title__iexact=title).order_by("pk").first()
            self._known[key] = found or self._new(title)
        return self._known[key]

    def _new(self, title: str) -> Thread:
        now = timezone.now()
        thread = Thread.objects.create(
            title=title, status=PublishingStatus.PUBLISHED, published_at=now
        )
        ThreadStatusChange.objects.create(
            record=thread,
            transition="import",
            from_status=PublishingStatus.DRAFT,
            to_status=thread.status,
            at=now,
            note=self._note,
        )
        return thread
