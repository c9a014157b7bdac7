"""Put the demonstration content into an empty database.

Records are made through the models and published through the workflow's door, as
staff would do it; only the moments are set back to those of the stories.
"""

import datetime as dt
import io
import json
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files import File
from django.core.files.base import ContentFile
from django.utils import timezone

from lienhiephoi import images, roles
from lienhiephoi.models import MenuItem, SearchSynonym, SiteSettings
from members.demonstration import loading as members_loading
from members.models import Association, User
from news.demonstration import pictures
from news.models import (
    Album,
    AlbumPicture,
    Article,
    ArticleCount,
    Attachment,
    Category,
    Correction,
    Document,
    DocumentKind,
    GalleryPicture,
    IssuingBody,
    Notice,
    Page,
    Picture,
    Quote,
    Thread,
    Video,
    WebLink,
)
from news.workflow import PUBLISHING

HERE = Path(__file__).parent
PICTURE_SIZE = (1200, 800)

ACCOUNTS = [
    ("quantri", "Nguyễn Quang Hà", roles.ADMINISTRATOR),
    ("phongvien", "Lê Thu Trang", roles.REPORTER),
    ("duyettin", "Trần Minh Đức", roles.NEWS_APPROVER),
    ("hoinghi", "Quản Thị Thu Hòa", roles.CONFERENCE_OFFICER),
    ("lanhdao", "Phạm Văn Bình", roles.LEADERSHIP),
]


def load(progress: Callable[[str], None] = lambda _text: None) -> str:
    """Load everything; returns a line that says how much."""
    loader = _Loader(progress)
    for step in (
        *(loader.settings, loader.accounts, loader.associations),
        *(loader.documents, loader.arrangement),
        *(loader.articles, loader.notices, loader.pages, loader.media),
        loader.sidelines,
    ):
        step()
    return (
        f"{members_loading.summary()}, {Article.objects.count()} bài viết, {Document.objects.count()} văn bản, "
        f"{Notice.objects.count()} thông báo, {Picture.objects.count()} ảnh"
    )


class _Loader:
    def __init__(self, progress) -> None:
        self.progress = progress
        self._pictures: dict[str, Picture] = {}

    def settings(self) -> None:
        """In the place of what a new portal starts with."""
        SiteSettings.objects.update_or_create(pk=1, defaults=_json("settings.json"))
        MenuItem.objects.all().delete()
        SearchSynonym.objects.all().delete()
        for order, entry in enumerate(_json("menu.json")):
            children = entry.pop("children", [])
            parent = MenuItem.objects.create(order=order, **entry)
            for place, child in enumerate(children):
                MenuItem.objects.create(order=place, parent=parent, **child)
        for spellings in _json("synonyms.json"):
            SearchSynonym.objects.create(spellings=spellings)

    def accounts(self) -> None:
        """Accounts with passwords of this machine alone, shown by `make run`."""
        self.shown = []
        for name, full_name, role in ACCOUNTS:
            password = secrets.token_urlsafe(12)
            user = User.objects.create_user(
                name, password=password, full_name=full_name, is_staff=True
            )
            user.groups.add(Group.objects.get(name=role))
            self.shown.append((name, role, password))
        self.editor = User.objects.get(username="duyettin")
        # A first administrator owns everything; groups come after.
        User.objects.filter(username="quantri").update(is_superuser=True)

    def associations(self) -> None:
        chief = User.objects.get(username="lanhdao")
        self.shown += members_loading.load(chief, self.progress)
        self.bodies = list(Association.objects.current())
        file = settings.VAR / "demonstration-accounts.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps(self.shown, ensure_ascii=False), "utf-8")

    def documents(self) -> None:
        self.progress("văn bản")
        rows = _json("documents.json")
        by_number = {}
        for row in rows:
            document = Document(
                number=row["number"],
                title=row["subject"],
                kind=DocumentKind.objects.get_or_create(name=row["kind"])[0],
                issuing_body=IssuingBody.objects.get_or_create(
                    name=row["issuing_body"]
                )[0],
                issued_on=row["issued_on"],
                effective_on=row.get("effective_on"),
                expired_on=row.get("expires_on"),
                signer=row.get("signer", ""),
                summary=row.get("summary", ""),
            )
            self._publish(document, f"{row['issued_on']}T14:00")
            for name in row["files"]:
                _attach(HERE / "files" / name, document=document)
            by_number[row["number"]] = document
        for row in rows:
            if row.get("replaced_by"):
                document = by_number[row["number"]]
                document.refresh_from_db()
                document.replaced_by = by_number[row["replaced_by"]]
                document.save()
        self.by_number = by_number

    def arrangement(self) -> None:
        categories = _json("categories.json")
        for row in sorted(categories, key=lambda row: bool(row["parent"])):
            Category.objects.create(
                name=row["name"],
                slug=row["slug"],
                parent=Category.objects.filter(slug=row["parent"]).first(),
                description=row["description"],
                order=row["order"],
                is_on_home=row["on_home"],
            )
        for row in _json("threads.json"):
            thread = Thread(
                title=row["title"],
                slug=row["slug"],
                intro=row["intro"],
                picture=self._picture(row["picture"]),
            )
            self._publish(thread, "2024-01-15T08:00")

    def articles(self) -> None:
        self.progress("bài viết và ảnh")
        for meta, body in _pages("articles"):
            article = Article(
                category=Category.objects.get(slug=meta["category"]),
                body=self._with_pictures(body),
                picture=self._picture(meta["picture"], meta["picture_alt"]),
                event_on=meta["event_on"],
                view_baseline=0,
                **_only(
                    meta,
                    *("title", "slug", "lead", "byline", "source_name", "source_url"),
                    *("picture_caption", "is_lead"),
                ),
            )
            self._publish(article, meta["published_at"])
            ArticleCount.objects.create(article=article, views=meta["views"])
            article.threads.set(Thread.objects.filter(slug__in=meta["threads"]))
            article.documents.set(self.by_number[n] for n in meta["documents"])
            article.associations.set(
                self._told_of(f"{meta['title']} {meta['lead']} {body}")
            )
            for order, row in enumerate(meta["gallery"]):
                GalleryPicture.objects.create(
                    article=article,
                    picture=self._picture(row["picture"], row["alt"]),
                    caption=row["caption"],
                    order=order,
                )
            for name in meta["attachments"]:
                _attach(HERE / "files" / name, article=article)
            if meta["correction"]:
                Correction.objects.create(article=article, **meta["correction"])

    def _told_of(self, text: str) -> list[Association]:
        """The associations that a story names, at most a few: else it is about all."""
        found = [each for each in self.bodies if re.search(rf"{each.name}\b", text)]
        return found if len(found) <= 4 else []

    def notices(self) -> None:
        for meta, body in _pages("notices"):
            notice = Notice(
                title=meta["title"],
                body=body,
                is_pinned=meta["is_pinned"],
                expires_at=_moment(meta["expires_at"]),
            )
            self._publish(notice, meta["published_at"])
            for name in meta["attachments"]:
                _attach(HERE / "files" / name, notice=notice)

    def pages(self) -> None:
        """Those that a new portal starts with give way to those of the province."""
        Page.objects.all().delete()
        made: dict[str, Page] = {}
        for meta, body in _pages("pages"):
            page = Page(
                title=meta["title"],
                slug=meta["slug"],
                parent=made.get(meta["parent"]),
                order=meta["order"],
                lead=meta["lead"],
                body=self._with_pictures(body),
            )
            self._publish(page, "2024-01-02T08:00")
            made[page.slug] = page

    def media(self) -> None:
        self.progress("thư viện ảnh và video")
        for row in _json("albums.json"):
            album = Album(
                title=row["title"], taken_on=row["taken_on"], intro=row["intro"]
            )
            self._publish(album, f"{row['taken_on']}T16:00")
            for order, entry in enumerate(row["pictures"]):
                AlbumPicture.objects.create(
                    album=album,
                    picture=self._picture(entry["picture"], entry.get("alt", "")),
                    caption=entry["caption"],
                    order=order,
                )
        for row in _json("videos.json"):
            video = Video(
                title=row["title"],
                address=row["address"],
                description=row["description"],
                recorded_on=row["date"],
                picture=self._picture(row.get("picture")),
            )
            self._publish(video, f"{row['date']}T10:00")

    def sidelines(self) -> None:
        for row in _json("quotes.json"):
            Quote.objects.create(**row)
        order = 0
        for group in _json("links.json"):
            for link in group["links"]:
                WebLink.objects.create(group=group["group"], order=order, **link)
                order += 1

    def _publish(self, record, moment: str) -> None:
        """Save a draft and publish it, as of the moment of its story."""
        at = _moment(moment)
        record.created_by = self.editor
        record.published_at = at
        record.full_clean(exclude=["slug"])
        record.save()
        PUBLISHING.apply(record, "publish", by=self.editor, at=at)
        record.refresh_from_db()

    def _picture(self, stem: str | None, alt: str = "") -> Picture | None:
        if not stem:
            return None
        if stem not in self._pictures:
            drawing = io.BytesIO()
            pictures.draw(stem, PICTURE_SIZE).save(drawing, "PNG", compress_level=1)
            stored = images.store(File(drawing, name=f"{stem}.png"))
            self._pictures[stem] = Picture.objects.create(
                name=stored.name,
                width=stored.width,
                height=stored.height,
                original_name=f"{stem}.png",
                title=stem.replace("-", " ").capitalize(),
                alt=alt,
                credit="Tranh minh họa của cổng thông tin",
            )
        return self._pictures[stem]

    def _with_pictures(self, body: str) -> str:
        """Turn `picture:stem` of the text into the address of the drawn picture."""
        before, *parts = body.split('src="picture:')
        for part in parts:
            stem, _, rest = part.partition('"')
            picture = self._picture(stem)
            width = picture.widths[min(1, len(picture.widths) - 1)]
            height = round(picture.height * width / picture.width)
            before += (
                f'src="{picture.url(width)}" width="{width}" height="{height}"{rest}'
            )
        return before


def _json(name: str):
    return json.loads((HERE / name).read_text("utf-8"))


def _pages(folder: str):
    """Front matter and body of each file of a folder, in the order of their names."""
    for file in sorted((HERE / folder).glob("*.html")):
        _, front, body = file.read_text("utf-8").split("---\n", 2)
        yield json.loads(front), body


def _only(meta: dict, *names: str) -> dict:
    return {name: meta[name] for name in names}


def _moment(text: str | None) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.fromisoformat(text)) if text else None


def _attach(file: Path, **owner) -> None:
    content = ContentFile(file.read_bytes(), name=file.name)
    Attachment.objects.create(file=content, **owner)
