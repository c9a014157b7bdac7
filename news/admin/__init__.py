"""The news in the admin, a file a noun."""

from news import desk
from news.admin import (
    arrangement,
    articles,
    contact,
    documents,
    media,
    notices,
    pages,
    pictures,
    records,
    sidelines,
)

__all__ = [
    "arrangement",
    "articles",
    "contact",
    "documents",
    "media",
    "notices",
    "pages",
    "pictures",
    "records",
    "sidelines",
]

desk.register()
