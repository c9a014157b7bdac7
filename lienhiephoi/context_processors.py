"""What stands on every page."""

from functools import partial

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
        "menu": partial(_marked, menu, request.path),
        "menu_place": _place(menu, request.path),
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


def _marked(entries: list[dict], path: str) -> list[dict]:
    """The entries, with a mark on those that the path is or lies below."""
    marked = []
    for entry in entries:
        items = _marked(entry["items"], path)
        is_current = _leads_to(entry["url"], path)
        is_current = is_current or any(each["is_current"] for each in items)
        marked.append({**entry, "items": items, "is_current": is_current})
    return marked


def _place(entries: list[dict], path: str) -> tuple[str, ...]:
    """All that the marks depend on: the same for many a path."""
    urls = [each["url"] for entry in entries for each in (entry, *entry["items"])]
    above = [url for url in urls if _leads_to(url, path)]
    return (*above, path if path in urls else "")


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
