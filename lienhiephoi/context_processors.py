"""What stands on every page."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.utils import timezone

from lienhiephoi.caching import remember
from lienhiephoi.models import MenuItem, SiteSettings


def site(request) -> dict:
    """Settings of the union, menu, today's date; computed once a content version."""
    settings_row, menu = remember("chrome", _chrome)
    return {
        "site": settings_row,
        "menu": [_marked(item, request.path) for item in menu],
        "today": timezone.localdate(),
        "origin": absolute(request, ""),
        "canonical": absolute(request, request.path),
    }


def absolute(request, path: str) -> str:
    """The one address of a page, whichever name the server was reached by."""
    try:
        origin = settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        # The page that tells so is itself drawn with this.
        origin = ""
    return origin + path


def _chrome() -> tuple[SiteSettings, list[dict]]:
    rows = list(MenuItem.objects.filter(is_shown=True))
    return site_settings(), _with_items(rows)


def _with_items(rows: list[MenuItem]) -> list[dict]:
    entries = {
        row.pk: {"label": row.label, "url": row.url, "items": []} for row in rows
    }
    for row in rows:
        if row.parent_id in entries:
            entries[row.parent_id]["items"].append(entries[row.pk])
    return [entries[row.pk] for row in rows if row.parent_id is None]


def site_settings() -> SiteSettings:
    return SiteSettings.objects.first() or SiteSettings(
        name="Liên hiệp các Hội Khoa học và Kỹ thuật", short_name="Liên hiệp Hội"
    )


def _marked(entry: dict, path: str) -> dict:
    items = [_marked(each, path) for each in entry["items"]]
    is_current = path == entry["url"] or (
        entry["url"] != "/" and path.startswith(entry["url"])
    )
    return {
        **entry,
        "items": items,
        "is_current": is_current or any(each["is_current"] for each in items),
    }
