"""Records for tests: each function fills in only what the model needs."""

import datetime as dt
import io
import itertools

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from lienhiephoi import images, search
from lienhiephoi.models import MenuItem, SiteSettings
from members.models import User
from news.models import (
    Album,
    AlbumPicture,
    Article,
    Attachment,
    Category,
    Document,
    DocumentKind,
    IssuingBody,
    Notice,
    Page,
    Picture,
    PublishingStatus,
    Quote,
    Thread,
    Video,
    WebLink,
)

_numbers = itertools.count(1)

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def user(name="", *roles, **fields) -> User:
    made = User.objects.create_user(
        name or f"nguoi-{next(_numbers)}", password="mat-khau-dai-2026", **fields
    )
    made.groups.set(Group.objects.filter(name__in=roles))
    return made


def staff(*roles, **fields) -> User:
    return user("", *roles, is_staff=True, **fields)


def category(name="Tin hoạt động", **fields) -> Category:
    return Category.objects.get_or_create(name=name, defaults=fields)[0]


def _published(fields: dict) -> dict:
    return {
        "status": PublishingStatus.PUBLISHED,
        "published_at": timezone.now() - dt.timedelta(hours=1),
        **fields,
    }


def article(title="Hội nghị tổng kết năm 2026", **fields) -> Article:
    """A published article; `status="draft"` makes another."""
    fields.setdefault("category", fields.get("category") or category())
    fields.setdefault("lead", "Đoạn dẫn của bài.")
    fields.setdefault("body", "<p>Nội dung của bài.</p>")
    return Article.objects.create(title=title, **_published(fields))


def articles(count: int, **fields) -> list[Article]:
    """Many published articles, one an hour, and their entries in the search."""
    start = timezone.now() - dt.timedelta(hours=count + 1)
    group = fields.pop("category", None) or category()
    rows = [
        Article(
            title=f"Bài số {number}",
            slug=f"bai-so-{number}-{next(_numbers)}",
            lead="Đoạn dẫn.",
            body="<p>Nội dung.</p>",
            category=group,
            status=PublishingStatus.PUBLISHED,
            published_at=start + dt.timedelta(hours=number),
            **fields,
        )
        for number in range(1, count + 1)
    ]
    made = Article.objects.bulk_create(rows)
    search.index(made)
    return made


def notice(title="Thông báo nghỉ lễ", **fields) -> Notice:
    fields.setdefault("body", "<p>Nội dung thông báo.</p>")
    return Notice.objects.create(title=title, **_published(fields))


def page(title="Chức năng, nhiệm vụ", **fields) -> Page:
    return Page.objects.create(title=title, **_published(fields))


def document(number="128/KH-LHH", title="Kế hoạch công tác", **fields) -> Document:
    fields.setdefault("kind", DocumentKind.objects.get(name="Kế hoạch"))
    fields.setdefault(
        "issuing_body", IssuingBody.objects.get_or_create(name="Liên hiệp Hội")[0]
    )
    fields.setdefault("issued_on", dt.date(2026, 3, 2))
    return Document.objects.create(number=number, title=title, **_published(fields))


def thread(title="Chuyên đề", **fields) -> Thread:
    return Thread.objects.create(title=title, **_published(fields))


def album(title="Album", *, pictures=(), **fields) -> Album:
    made = Album.objects.create(title=title, **_published(fields))
    for order, each in enumerate(pictures):
        AlbumPicture.objects.create(album=made, picture=each, order=order)
    return made


def video(title="Video", **fields) -> Video:
    fields.setdefault("address", "https://www.youtube.com/watch?v=aqz-KE-bpKQ")
    return Video.objects.create(title=title, **_published(fields))


def attachment(name="ke-hoach.pdf", content=PDF, **owner) -> Attachment:
    return Attachment.objects.create(file=ContentFile(content, name=name), **owner)


def quote(text="Học, học nữa, học mãi", author="Ngạn ngữ", **fields) -> Quote:
    return Quote.objects.create(text=text, author=author, **fields)


def weblink(label="Cổng tỉnh", **fields) -> WebLink:
    fields.setdefault("url", "https://tinh.example/")
    return WebLink.objects.create(label=label, **fields)


def menu_item(label="Tin tức", url="/tin-tuc/", **fields) -> MenuItem:
    return MenuItem.objects.create(label=label, url=url, **fields)


def union(**fields) -> SiteSettings:
    """The one row of the union's own facts."""
    fields.setdefault("name", "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Lam Giang")
    fields.setdefault("short_name", "Liên hiệp Hội Lam Giang")
    fields.setdefault("email", "vanphong@lamgiang.example")
    return SiteSettings.objects.update_or_create(pk=1, defaults=fields)[0]


def picture(width=1600, height=1067, **fields) -> Picture:
    stored = images.store(image_file(width, height))
    fields.setdefault("title", "Ảnh hội nghị")
    return Picture.objects.create(
        name=stored.name, width=stored.width, height=stored.height, **fields
    )


def image_file(width=1600, height=1067, kind="PNG", name="anh.png"):
    drawing = io.BytesIO()
    Image.new("RGB", (width, height), "#3a6b8c").save(drawing, kind)
    return SimpleUploadedFile(name, drawing.getvalue())
