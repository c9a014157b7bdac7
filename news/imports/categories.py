"""The category an imported article goes to: found by name or slug, or made."""

from django.db.models import Max

from lienhiephoi.vietnamese import clean_line, slugify
from news.models import Category

FALLBACK = "Tin khác"
# Old portals often give only the slug, which has lost the marks of the name.
WELL_KNOWN = {
    "chinh-tri-xa-hoi": "Chính trị – Xã hội",
    "giao-duc": "Giáo dục",
    "khoa-hoc-cong-nghe": "Khoa học – Công nghệ",
    "kinh-te": "Kinh tế",
    "nong-nghiep-moi-truong": "Nông nghiệp – Môi trường",
    "phap-luat": "Pháp luật",
    "the-gioi": "Thế giới",
    "the-thao": "Thể thao",
    "tong-hop": "Tổng hợp",
    "van-hoa": "Văn hóa",
    "y-te": "Y tế",
}


class Categories:
    """All categories, held in memory: there are never many."""

    def __init__(self) -> None:
        self._load()

    def _load(self) -> None:
        self._by_slug: dict[str, Category] = {}
        self._by_name: dict[str, Category] = {}
        for category in Category.objects.select_related("parent"):
            self._learn(category)

    def _learn(self, category: Category) -> None:
        self._by_slug[category.slug] = category
        self._by_name.setdefault(_name_key(category.name), category)

    def get(self, named: str) -> Category | None:
        """By slug where one is written, by name else: "Bảo" and "Báo" are two."""
        names = (named, WELL_KNOWN.get(named, named))
        found = (self._by_name.get(_name_key(name)) for name in names)
        return self._by_slug.get(named) or next(filter(None, found), None)

    def find(self, named: str, parent: str = "") -> Category:
        """Where the category exists, it stays under the parent that it has."""
        if found := self.get(named):
            return found
        # Somebody may have made it since.
        self._load()
        return self.get(named) or self._new(named, parent)

    def _new(self, named: str, parent: str) -> Category:
        above = self.find(parent) if parent and parent != named else None
        highest = Category.objects.aggregate(Max("order"))["order__max"]
        category = Category(
            name=_full_name(named),
            # A tree of two levels.
            parent=above.parent or above if above else None,
            order=0 if highest is None else min(highest + 1, 32_767),
        )
        category.save()
        self._learn(category)
        return category


def _name_key(name: str) -> str:
    return clean_line(name).casefold()


def _full_name(named: str) -> str:
    if named != slugify(named):
        return named
    return WELL_KNOWN.get(named) or named.replace("-", " ").capitalize()
