"""A real Chromium before a real server, and a portal with one page of every kind.

The browser is the one of the system: CHROMIUM names it, else the usual names are
tried. Without one these tests are skipped, and the summary says so loudly; with
REQUIRE_BROWSER=1 that is a failure.
"""

import datetime as dt
import os
import shutil
from dataclasses import dataclass, field

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from lienhiephoi import roles, search
from lienhiephoi.models import MenuItem
from members.models import User
from news.models import GalleryPicture
from tests import makers
from tests.members import makers as register

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    *("--disable-gpu", "--disable-background-networking", "--disable-sync"),
    *("--disable-component-update", "--no-first-run", "--disable-dev-shm-usage"),
]
# Calm for a while, since a window that closes may still send what was typed.
OTHERS_HAVE_ENDED = """
DO $$
DECLARE calm integer := 0;
BEGIN
    FOR attempt IN 1..200 LOOP
        calm := CASE WHEN EXISTS (
            SELECT FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            AND backend_type = 'client backend' AND state <> 'idle'
        ) THEN 0 ELSE calm + 1 END;
        EXIT WHEN calm = 10;
        PERFORM pg_sleep(0.05), pg_stat_clear_snapshot();
    END LOOP;
END $$
"""
# As a person's: the count leaves out what calls itself a headless browser.
AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36"
)


def _chromium_path() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def _is_required() -> bool:
    return os.environ.get("REQUIRE_BROWSER", "") not in ("", "0")


WITHOUT = "không có Chromium"


def pytest_collection_modifyitems(items):
    if _chromium_path() or _is_required():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=WITHOUT))


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", ())
    if number := sum(WITHOUT in str(each.longrepr) for each in skipped):
        terminalreporter.write_line(
            f"KHÔNG CÓ CHROMIUM: bỏ qua {number} bài thử trên trình duyệt",
            red=True,
            bold=True,
        )


@pytest.fixture(scope="module")
def chromium(django_db_setup):
    """Ended after each module: Playwright keeps an event loop running in this thread,
    and in a loop Django works with another connection than without one."""
    path = _chromium_path()
    if path is None:
        pytest.fail("KHÔNG CÓ CHROMIUM: cài gói chromium, hoặc đặt CHROMIUM.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Watch:
    """What a page did that it should not."""

    origin: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def over(self, page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)
        page.on("requestfailed", self._failure)

    def _console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _failure(self, request) -> None:
        # The reader went on before a picture further down was there.
        if request.failure != "net::ERR_ABORTED":
            self.errors.append(f"{request.failure}: {request.url}")

    def _request(self, request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.origin, "data:")):
            self.foreign.append(request.url)


@pytest.fixture(scope="session")
def server(django_db_setup):
    running = LiveServer("localhost")
    yield running
    running.stop()


@pytest.fixture
def browse(request, chromium, server, django_db_blocker):
    """Open a new window: `browse(width=360, java_script_enabled=False, …)`.

    The page carries what was seen of it as `page.watch`.
    """
    opened = []

    def new_window(width=1366, height=900, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            base_url=server.url,
            locale="vi-VN",
            user_agent=AGENT,
            **options,
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        page = context.new_page()
        page.watch = Watch(server.url)
        page.watch.over(page)
        return page

    yield new_window
    for context in opened:
        context.close()
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        with django_db_blocker.unblock():
            _let_the_server_finish()


def _let_the_server_finish() -> None:
    """A request whose window is gone still runs: emptying its tables would deadlock."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS_HAVE_ENDED)


@pytest.fixture(scope="session", autouse=True)
def migrated(django_db_setup) -> str:
    """What the migrations made, asked for before a browser starts: the connection
    within its event loop does not know it."""
    return getattr(connection, "_test_serialized_contents", "")


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker, migrated):
    """One public page of every kind, by name; made once for all tests of a module.

    Committed, so that the server sees it; then all is as the migrations left it.
    """
    creation = connection.creation
    with django_db_blocker.unblock():
        _as_migrated(migrated)
        before = creation.serialize_db_to_string()
        try:
            yield _fill()
        finally:
            call_command(
                "flush",
                verbosity=0,
                interactive=False,
                reset_sequences=False,
                inhibit_post_migrate=True,
            )
            creation.deserialize_db_from_string(before)
            ContentType.objects.clear_cache()


def _as_migrated(contents: str) -> None:
    """A test of threads leaves empty tables; the next one fills them for itself."""
    if contents and not ContentType.objects.exists():
        connection.creation.deserialize_db_from_string(contents)
    ContentType.objects.clear_cache()


@pytest.fixture(scope="module")
def signed_in(portal, server):
    """Cookies of a signed-in reporter, for `page.context.add_cookies`."""
    client = Client()
    client.force_login(User.objects.get(username="phongvien"))
    cookie = client.cookies["sessionid"].value
    return [{"name": "sessionid", "value": cookie, "url": server.url}]


def _fill() -> dict[str, str]:
    """Texts as long as in life."""
    makers.user("phongvien", roles.REPORTER, is_staff=True)
    makers.union(
        tagline="Đoàn kết, sáng tạo vì sự phát triển của tỉnh",
        managing_body="Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Lam Giang",
        address="12 đường Nguyễn Trãi, phường Trung Tâm, tỉnh Lam Giang",
        phone="0269 3 800 000",
        responsible_person="Nguyễn Văn An",
        visit_baseline=2_345_678,
    )
    pages = _menu_and_pages()
    section = makers.category("Tin hoạt động", is_on_home=True)
    below = makers.category("Tư vấn, phản biện", parent=section)
    photographs = [makers.picture(alt=f"Ảnh hội nghị {n}") for n in range(3)]
    made = makers.articles(25, category=section, picture=photographs[0])
    thread = makers.thread("Hội thi Sáng tạo kỹ thuật", picture=photographs[1])
    thread.articles.set(made[:4])
    document = makers.document(
        "128/KH-LHH", "Kế hoạch tổ chức Hội thi", summary="Tóm tắt."
    )
    makers.attachment("Kế hoạch.pdf", document=document)
    old = makers.document("9/KH-LHH", "Kế hoạch cũ")
    old.replaced_by = document
    old.save()
    article = makers.article(
        "Trao giải Hội thi Sáng tạo kỹ thuật lần thứ X",
        category=below,
        slug="trao-giai",
        picture=photographs[0],
        picture_caption="Ban tổ chức trao giải Nhất",
        byline="Trần Thị Bình",
        source_name="Báo Lam Giang",
        source_url="https://bao.example/1",
        event_on=dt.date(2026, 3, 2),
        body=BODY,
    )
    for picture in photographs:
        GalleryPicture.objects.create(
            article=article, picture=picture, caption=f"Chú thích {picture.alt}"
        )
    makers.attachment("Danh sách đoạt giải.pdf", article=article)
    article.corrections.create(on=dt.date(2026, 3, 3), text="Bản đầu ghi sai tên.")
    article.documents.add(document)
    article.threads.add(thread)
    notice = makers.notice("Nhận hồ sơ dự thi", is_pinned=True)
    past = makers.notice("Đã qua", slug="da-qua")
    type(past).objects.filter(pk=past.pk).update(
        expires_at=timezone.now() - dt.timedelta(minutes=30)
    )
    album = makers.album("Ngày hội", pictures=photographs, intro="Hai ngày.")
    video = makers.video("Lễ trao giải", picture=photographs[2])
    makers.video("Phóng sự")
    makers.quote("Không có con đường bằng phẳng thênh thang để đi vào khoa học.")
    makers.weblink("Cổng thông tin tỉnh", group="Cơ quan")
    search.index(made)
    totals = register.published_totals().period.slug
    return pages | {
        "figures": "/so-lieu/",
        "totals": f"/so-lieu/{totals}/",
        "one figure": f"/so-lieu/{totals}/hoi_vien/",
        "home": "/",
        "news": "/tin-tuc/",
        "category": section.get_absolute_url(),
        "month": f"/tin-tuc/{timezone.localtime():%Y/%m}/",
        "article": article.get_absolute_url(),
        "threads": "/chuyen-de/",
        "thread": thread.get_absolute_url(),
        "notices": "/thong-bao/",
        "notice": notice.get_absolute_url(),
        "expired notice": past.get_absolute_url(),
        "documents": "/van-ban/",
        "documents filtered": "/van-ban/?q=ke+hoach&in_force=on",
        "no documents": "/van-ban/?q=khongcogi",
        "document": document.get_absolute_url(),
        "replaced document": old.get_absolute_url(),
        "albums": "/thu-vien-anh/",
        "album": album.get_absolute_url(),
        "videos": "/video/",
        "video": video.get_absolute_url(),
        "links": "/lien-ket/",
        "contact": "/lien-he/",
        "contact sent": "/lien-he/da-gui/",
        "search": "/tim-kiem/?q=hoi+thi",
        "nothing found": "/tim-kiem/?q=khongcogi",
        "not found": "/khong-co/",
        "sign in": "/tai-khoan/dang-nhap/",
        "forgotten password": "/tai-khoan/quen-mat-khau/",
    }


def _menu_and_pages() -> dict[str, str]:
    MenuItem.objects.all().delete()
    top = makers.page(
        "Giới thiệu chung", slug="chung", body="<p>Nội dung.</p>", order=1
    )
    below = makers.page("Lịch sử", slug="lich-su", parent=top, body=BODY)
    about = makers.menu_item("Giới thiệu", top.get_absolute_url(), order=1)
    makers.menu_item("Lịch sử", below.get_absolute_url(), parent=about)
    makers.menu_item("Tin tức", "/tin-tuc/", order=2)
    makers.menu_item("Văn bản", "/van-ban/", order=3)
    return {"page": top.get_absolute_url(), "page below": below.get_absolute_url()}


BODY = """
<h2>Kết quả</h2><p>Có <strong>206</strong> sản phẩm của <a href="/tin-tuc/">các đơn vị</a>.</p>
<ul><li>Giải Nhất: 2</li><li>Giải Nhì: 4</li></ul>
<figure class="table"><table><thead><tr><th>Số thứ tự</th><th>Tên sản phẩm</th>
<th>Đơn vị</th><th>Giải</th></tr></thead><tbody><tr><td>1</td>
<td>Máy sấy nông sản dùng năng lượng mặt trời</td><td>Hội Nông nghiệp</td><td>Nhất</td></tr>
</tbody></table></figure><blockquote><p>Sáng tạo từ thực tế.</p></blockquote>
<figure class="media"><oembed url="https://youtu.be/aqz-KE-bpKQ"></oembed></figure>
"""
