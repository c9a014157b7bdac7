"""The portal that is measured: 20,200 made-up articles, 10,000 of them searchable.

Made once and kept until the generator changes; migrations are applied to it. A second
database holds nothing but 100,000 search entries. Whoever rewrites an old migration
removes the folder (benchmarks.place).
"""

import datetime as dt
import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from benchmarks.place import FOLDER, ROOT
from benchmarks.words import Writer

ARTICLES = 20_200
NOTICES = DOCUMENTS = 500
SMALL, LARGE = 10_000, 100_000
PORTAL, LARGE_SEARCH = "postgres", "search_large"
BATCH = 500
DAYS = 6 * 365
CATEGORIES = (
    "Tin hoạt động",
    "Khoa học và công nghệ",
    "Tư vấn, phản biện",
    "Hội thành viên",
    "Phổ biến kiến thức",
    "Hội thi sáng tạo",
    "Thi đua, khen thưởng",
    "Hợp tác quốc tế",
    "Chuyển đổi số",
    "Nông nghiệp",
    "Môi trường",
    "Y tế, sức khỏe",
    "Giáo dục",
    "Công tác Đảng",
)


@contextmanager
def database(name: str):
    """Work in another database of the same server for the length of the block."""
    before = connection.settings_dict["NAME"]
    _connect_to(name)
    try:
        yield
    finally:
        _connect_to(before)


def _connect_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    # Their numbers differ from one database to the next.
    ContentType.objects.clear_cache()


def prepare(*, large: bool) -> None:
    """Bring the data into being; says what takes long."""
    make(PORTAL, "[dw]*.*", _write_portal)
    if large:
        make(LARGE_SEARCH, "[dw]*.*", _write_large_search)


def _stamp(makers: str) -> str:
    """Changes with the files that the data is made by."""
    files = sorted((ROOT / "benchmarks").glob(makers))
    contents = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(contents).hexdigest()


def make(name: str, makers: str, write) -> None:
    """A database of our own, written anew when the files of its makers change."""
    stamp = _stamp(makers)
    file = FOLDER / f"{name}.made"
    if file.exists() and file.read_text() == stamp:
        with database(name):
            call_command("migrate", verbosity=0, interactive=False)
        return
    file.unlink(missing_ok=True)
    _say(f"Tạo dữ liệu đo “{name}” (chỉ lần đầu, vài phút) …")
    _empty(name)
    with database(name):
        call_command("migrate", verbosity=0, interactive=False)
        write()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
    file.write_text(stamp)


def _empty(name: str) -> None:
    quoted = connection.ops.quote_name(name)
    with database("template1"), connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0")


def _say(text: str) -> None:
    print(text, flush=True)


# --- The portal -----------------------------------------------------------------


def _write_portal() -> None:
    from lienhiephoi import search  # noqa: PLC0415 -- needs django.setup()
    from lienhiephoi.caching import version  # noqa: PLC0415

    writer, now = Writer(seed=1), timezone.now()
    _write_menu()
    articles = _write_articles(writer, now)
    newest = articles[: SMALL - NOTICES - DOCUMENTS]
    kinds = (newest, _write_notices(writer, now), _write_documents(writer, now))
    with _words_indexed_after():
        for records in kinds:
            for start in range(0, len(records), BATCH):
                search.index(records[start : start + BATCH])
        _say(f"  mục tra cứu {SMALL}/{SMALL}")
    version.bump()


def _write_menu() -> None:
    from lienhiephoi.models import MenuItem, SiteSettings  # noqa: PLC0415
    from news.models import Category  # noqa: PLC0415

    SiteSettings.objects.get_or_create(
        defaults={
            "name": "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Thử Nghiệm",
            "short_name": "Liên hiệp Hội",
            "address": "Số 1 đường Khoa Học",
            "phone": "0200 000 000",
            "email": "vanphong@example.vn",
        }
    )
    for order, name in enumerate(CATEGORIES):
        category = Category.objects.create(name=name, order=order, is_on_home=order < 6)
        if order < 8:
            url = category.get_absolute_url()
            MenuItem.objects.create(label=name, url=url, order=order)


def _published(writer: Writer, now, place: int, of: int) -> dict:
    """Common fields of record number `place`, the newest first."""
    title = writer.title()
    return {
        "title": title,
        "slug": f"{_slug(title)}-{place}",
        "status": "published",
        "published_at": now - dt.timedelta(days=DAYS * place / of, minutes=5),
    }


def _slug(title: str) -> str:
    from lienhiephoi.vietnamese import slugify  # noqa: PLC0415

    return slugify(title, max_length=100)


def _write_articles(writer: Writer, now) -> list:
    from news.models import Article, Category  # noqa: PLC0415

    categories = list(Category.objects.all())
    made = []
    for start in range(0, ARTICLES, BATCH):
        made += Article.objects.bulk_create(
            Article(
                **_published(writer, now, place, ARTICLES),
                category=categories[place * 7 % len(categories)],
                lead=writer.paragraph(2)[:300],
                body=writer.body(),
                byline="Người thử",
                event_on=(now - dt.timedelta(days=place % 40)).date(),
            )
            for place in range(start, min(start + BATCH, ARTICLES))
        )
        if len(made) % 5000 == 0:
            _say(f"  bài viết {len(made)}/{ARTICLES}")
    return made


def _write_notices(writer: Writer, now) -> list:
    from news.models import Notice  # noqa: PLC0415

    return Notice.objects.bulk_create(
        Notice(**_published(writer, now, place, NOTICES), body=writer.body())
        for place in range(NOTICES)
    )


def _write_documents(writer: Writer, now) -> list:
    from news.models import Document, DocumentKind, IssuingBody  # noqa: PLC0415
    from news.models.documents import number_key  # noqa: PLC0415

    kinds = list(DocumentKind.objects.all())
    body = IssuingBody.objects.create(name="Liên hiệp Hội tỉnh Thử Nghiệm")
    return Document.objects.bulk_create(
        Document(
            **_published(writer, now, place, DOCUMENTS),
            number=f"{place + 1}/TN-LHH",
            number_key=number_key(f"{place + 1}/TN-LHH"),
            kind=kinds[place % len(kinds)],
            issuing_body=body,
            issued_on=(now - dt.timedelta(days=DAYS * place / DOCUMENTS)).date(),
            summary=writer.paragraph(4),
        )
        for place in range(DOCUMENTS)
    )


# --- 100,000 entries ------------------------------------------------------------


def _write_large_search() -> None:
    with _words_indexed_after(), ThreadPoolExecutor(2) as pool:
        for end in pool.map(_write_entries, range(0, LARGE, 2000)):
            if end % 10_000 == 0:
                _say(f"  mục tra cứu {end}/{LARGE}")


@contextmanager
def _words_indexed_after():
    """Kept up to date entry by entry, these indexes would cost most of the time."""
    from lienhiephoi.models import SearchEntry  # noqa: PLC0415

    late = [index for index in SearchEntry._meta.indexes if isinstance(index, GinIndex)]
    with connection.schema_editor() as schema:
        for index in late:
            schema.remove_index(SearchEntry, index)
    yield
    with connection.schema_editor() as schema:
        schema.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for index in late:
            schema.add_index(SearchEntry, index)


def _write_entries(start: int) -> int:
    from lienhiephoi.models import SearchEntry  # noqa: PLC0415

    writer, end = Writer(seed=start), start + 2000
    SearchEntry.objects.bulk_create(
        _entry(writer, place) for place in range(start, end)
    )
    connection.close()
    return end


def _entry(writer: Writer, place: int):
    from lienhiephoi.models import SearchEntry  # noqa: PLC0415

    # Eight articles, one notice and one document in every ten.
    kind = {3: "notice", 7: "document"}.get(place % 10, "article")
    title = writer.title()
    return SearchEntry(
        kind=kind,
        content_type=ContentType.objects.get_by_natural_key("news", kind),
        object_id=place + 1,
        title=title,
        text=f"{writer.paragraph(2)[:300]}\n{writer.text()}",
        url=f"/tin-tuc/{_slug(title)}-{place}/",
        visible_from=timezone.now()
        - dt.timedelta(days=DAYS * place / LARGE, minutes=5),
    )
