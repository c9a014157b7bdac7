"""What stands on every page."""

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import DisallowedHost
from django.db.models.functions import JSONObject
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


def site_settings() -> SiteSettings:
    return remember("chrome", _chrome)[0]


def _chrome() -> tuple[SiteSettings, list[dict]]:
    """The union and its menu, in one statement."""
    shown = MenuItem.objects.filter(is_shown=True).values_list(
        JSONObject(pk="pk", parent="parent_id", label="label", url="url")
    )
    row = SiteSettings.objects.annotate(menu=ArraySubquery(shown)).first()
    if row:
        return row, _tree(row.menu)
    unnamed = SiteSettings(
        name="Liên hiệp các Hội Khoa học và Kỹ thuật", short_name="Liên hiệp Hội"
    )
    return unnamed, _tree([entry for (entry,) in shown])


def _tree(rows: list[dict]) -> list[dict]:
    entries = {
        row["pk"]: {"label": row["label"], "url": row["url"], "items": []}
        for row in rows
    }
    for row in rows:
        if row["parent"] in entries:
            entries[row["parent"]]["items"].append(entries[row["pk"]])
    return [entries[row["pk"]] for row in rows if row["parent"] is None]


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
