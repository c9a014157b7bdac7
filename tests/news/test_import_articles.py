"""`manage.py import_articles`: what it makes of a file, once, twice and broken."""

import datetime as dt
import gzip
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from lienhiephoi import caching
from lienhiephoi.models import OldAddress, SearchEntry
from lienhiephoi.search import Results, parse
from news.imports import running, writing
from news.imports.rows import Row
from news.models import (
    Article,
    ArticleStatusChange,
    Category,
    ImportRun,
    Picture,
    PublishingStatus,
    Thread,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def file(tmp_path):
    """Writes rows as JSON Lines and returns the path."""

    def file(*rows, name="bai.jsonl"):
        path = tmp_path / name
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path.write_text(text, encoding="utf-8")
        return path

    return file


def load(path: Path, *options: str, code: int = 0) -> list[str]:
    """The lines the command says; `code` is how it must end."""
    said = io.StringIO()
    try:
        call_command("import_articles", str(path), *options, stdout=said)
        ended = 0
    except SystemExit as ending:
        ended = ending.code
    assert ended == code
    return said.getvalue().splitlines()


def counts(lines: list[str]) -> str:
    """The last line without the time it took."""
    return lines[-1].rpartition(" · ")[0]


def article(number=1, **fields):
    return {
        "id": number,
        "title": f"Bài số {number}",
        "body": f"Nội dung bài {number}.",
        **fields,
    }


FULL = article(
    summary="Đoạn dẫn.",
    category="Khoa học",
    parent_category="Tin tức",
    event_on="18/06/2019",
    published_at="19/06/2019 08:30",
    byline="Lê Thị Hoa",
    source_name="Báo Lam Giang",
    source_url="https://bao.example/1",
    url="https://cu.example/tin/bai-1.html?id=7",
    views=1234,
    threads=["Hội thi lần thứ 16"],
)


# --- What is stored -------------------------------------------------------------


def test_an_article_is_stored_with_all_the_file_says(file):
    started = timezone.now()
    load(file(FULL))
    stored = Article.objects.get()
    assert (stored.title, stored.lead) == ("Bài số 1", "Đoạn dẫn.")
    assert stored.body == "<p>Nội dung bài 1.</p>"
    assert str(stored.category) == "Khoa học"
    assert str(stored.category.parent) == "Tin tức"
    assert stored.event_on == dt.date(2019, 6, 18)
    assert stored.published_at == dt.datetime(2019, 6, 19, 1, 30, tzinfo=dt.UTC)
    assert stored.imported_at >= started
    assert stored.byline == "Lê Thị Hoa"
    assert (stored.source_name, stored.source_url) == (
        "Báo Lam Giang",
        "https://bao.example/1",
    )
    assert stored.view_baseline == 1234
    assert stored.status == PublishingStatus.PUBLISHED
    assert stored.get_absolute_url() == "/tin-tuc/2019/06/bai-so-1/"
    thread = Thread.objects.get()
    assert list(stored.threads.all()) == [thread]
    assert thread.is_public()


def test_an_article_without_a_date_dates_from_its_import(file):
    before = timezone.now()
    load(file(article(1), article(2)))
    moments = set(Article.objects.values_list("published_at", flat=True))
    assert len(moments) == 1
    assert before <= moments.pop() <= timezone.now()


def test_for_trials_undated_articles_are_spread_over_days(file):
    dated = article(0, published_at="01/01/2019")
    load(file(dated, *map(article, range(1, 101))), "--spread-days", "100")
    now = timezone.now()
    ages = [
        (now - moment).days
        for moment in Article.objects.exclude(published_at__year=2019)
        .order_by("published_at")
        .values_list("published_at", flat=True)
    ]
    assert max(ages) < 100
    # Evenly: each stretch of ten days has about its ten articles.
    for start in range(0, 100, 10):
        assert 8 <= sum(start <= age < start + 10 for age in ages) <= 12
    assert Article.objects.get(title="Bài số 0").published_at.year == 2018  # in UTC


def test_a_draft_stays_a_draft(file, client):
    load(file(article(status="draft")))
    draft = Article.objects.get()
    assert (draft.status, draft.published_at) == (PublishingStatus.DRAFT, None)
    assert not SearchEntry.objects.filter(kind="article").exists()


def test_the_history_says_where_an_article_came_from(file):
    load(file(article(), name="trang-cu.jsonl"))
    change = ArticleStatusChange.objects.get()
    assert change.transition == "import"
    assert (change.from_status, change.to_status) == ("draft", "published")
    assert change.by is None
    assert change.note == "Nhập từ tệp trang-cu.jsonl"


def test_imported_articles_are_found_by_the_search(file):
    load(file(article(body="Giống buồi Khe Vàng ra quả sớm.")))
    (entry,) = Results(parse("giong buoi khe vang"))[:10]
    assert entry.url == Article.objects.get().get_absolute_url()


def test_readers_see_an_import_at_once(file, django_capture_on_commit_callbacks):
    before = caching.version.current()
    with django_capture_on_commit_callbacks(execute=True):
        load(file(article()))
    assert caching.version.current() > before


def test_equal_titles_get_slugs_of_their_own(file):
    load(file(article(1, title="Thông báo"), article(2, title="Thông báo 2")))
    load(
        file(
            *(article(n, title="Thông báo") for n in (3, 4)),
            article(5, title="THÔNG BÁO 2"),
        )
    )
    slugs = Article.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == [
        "thong-bao",
        "thong-bao-2",
        "thong-bao-3",
        "thong-bao-4",
        "thong-bao-2-2",
    ]


def test_an_old_address_leads_to_the_article_for_ever(file, client):
    load(file(FULL, article(2, url="/tin/bài-2"), article(3, url="/tin/bai-3")))
    first, second, third = Article.objects.order_by("pk")
    for old, new in [
        ("/tin/bai-1.html?id=7", first),
        ("/tin/b%C3%A0i-2", second),
        ("/tin/b%c3%a0i-2", second),
        ("/tin/bai-3?fbclid=x", third),
    ]:
        path, _, query = old.partition("?")
        response = client.get(path, QUERY_STRING=query)
        assert response.status_code == 301
        assert response["Location"] == new.get_absolute_url()


def test_two_articles_with_one_old_address_the_first_has_it(file):
    load(file(article(1, url="/tin/a"), article(2, url="/tin/a")))
    load(file(article(3, url="/tin/a")))
    assert OldAddress.objects.get().target == Article.objects.get(title="Bài số 1")


# --- Categories -----------------------------------------------------------------


def category_names():
    return set(Category.objects.values_list("name", "slug"))


def test_well_known_slugs_get_their_full_names(file):
    load(
        file(
            article(1, topic="the-gioi"),
            article(2, topic="chinh-tri-xa-hoi"),
            article(3, topic="doi-song"),
            article(4, category="Thế giới"),
            article(5),
            article(6, category="2019"),
        )
    )
    assert category_names() == {
        ("Thế giới", "the-gioi"),
        ("Chính trị – Xã hội", "chinh-tri-xa-hoi"),
        ("Doi song", "doi-song"),
        ("Tin khác", "tin-khac"),
        ("2019", "muc-2019"),
    }
    assert Article.objects.filter(category__slug="the-gioi").count() == 2


def test_an_existing_category_is_used_where_it_stands(file):
    top = Category.objects.create(name="Tin tức", order=5)
    Category.objects.create(name="Y tế", slug="suc-khoe", parent=top, order=1)
    load(
        file(
            article(1, category=" Y  TẾ"),
            article(2, category="suc-khoe", parent_category="Khác"),
            article(3, topic="y-te"),
            article(4, category="Sáng chế", parent_category="Y tế"),
        )
    )
    made = Category.objects.get(name="Sáng chế")
    # The tree has two levels, and new ones come last.
    assert (made.parent, made.order) == (top, 6)
    assert Category.objects.count() == 3
    assert Article.objects.filter(category__slug="suc-khoe").count() == 3


def test_marks_tell_categories_apart(file):
    load(file(article(1, category="Bảo tồn"), article(2, category="Báo tồn")))
    assert category_names() == {("Bảo tồn", "bao-ton"), ("Báo tồn", "bao-ton-2")}


def test_the_category_for_the_rest_can_be_chosen(file):
    chosen = Category.objects.create(name="Tin cũ")
    load(file(article()), "--category", "tin-cu")
    assert Article.objects.get().category == chosen
    with pytest.raises(CommandError, match="Không có chuyên mục «khong-co»"):
        load(file(article()), "--category", "khong-co")


# --- Twice ----------------------------------------------------------------------


def state():
    return (
        list(Article.objects.order_by("pk").values()),
        list(ArticleStatusChange.objects.order_by("pk").values()),
        list(OldAddress.objects.order_by("pk").values()),
        list(Thread.objects.order_by("pk").values()),
        list(Category.objects.order_by("pk").values()),
        list(Article.threads.through.objects.order_by("pk").values()),
        list(SearchEntry.objects.order_by("pk").values("pk", "title", "text", "url")),
    )


def test_the_same_file_again_changes_nothing(file):
    path = file(
        FULL,
        article(2, body="<p>Chữ <b>đậm</b> &amp; nghiêng</p><script>x()</script>"),
        {"title": "Không có id", "body": "Ho\u0323\u0302i\u200b thi"},
        article(3, status="draft"),
    )
    assert counts(load(path)) == "Đọc 4 · thêm 4 · cập nhật 0 · không đổi 0 · lỗi 0"
    before = state()
    assert counts(load(path)) == "Đọc 4 · thêm 0 · cập nhật 0 · không đổi 4 · lỗi 0"
    assert state() == before


def test_a_later_file_updates_what_it_comes_with(file, client):
    load(file(FULL))
    before = Article.objects.get()
    later = {
        "id": 1,
        "title": "Bài số 1 (sửa)",
        "body": "Nội dung mới.",
        "published_at": "20/07/2019 08:30",
        "threads": ["Chuyên đề khác"],
    }
    lines = load(file(later))
    assert counts(lines) == "Đọc 1 · thêm 0 · cập nhật 1 · không đổi 0 · lỗi 0"
    after = Article.objects.get()
    assert (after.title, after.body) == ("Bài số 1 (sửa)", "<p>Nội dung mới.</p>")
    assert after.slug == before.slug
    # Not in the later file:
    assert (after.lead, after.byline, after.category) == (
        before.lead,
        before.byline,
        before.category,
    )
    assert [str(each) for each in after.threads.all()] == ["Chuyên đề khác"]
    assert ArticleStatusChange.objects.count() == 2
    assert Results(parse("nội dung mới"))[:10]
    # The address follows the month; the one before and the oldest still lead there.
    for old in ("/tin-tuc/2019/06/bai-so-1/", "/tin/bai-1.html?id=7"):
        path, _, query = old.partition("?")
        response = client.get(path, QUERY_STRING=query)
        assert response.status_code == 301
        assert response["Location"] == "/tin-tuc/2019/07/bai-so-1/"
    assert counts(load(file(later))).endswith("không đổi 1 · lỗi 0")


def test_a_later_file_may_publish_a_draft(file):
    load(file(article(status="draft")))
    load(file(article(status="published")))
    published = Article.objects.get()
    assert published.is_public()
    change = ArticleStatusChange.objects.first()
    assert (change.from_status, change.to_status) == ("draft", "published")
    assert SearchEntry.objects.filter(kind="article").exists()


def test_a_later_file_may_bring_only_an_old_address(file, client):
    load(file(article()))
    updated_at = Article.objects.get().updated_at
    lines = load(file(article(url="/tin/a")))
    assert counts(lines) == "Đọc 1 · thêm 0 · cập nhật 1 · không đổi 0 · lỗi 0"
    assert client.get("/tin/a").status_code == 301
    assert Article.objects.get().updated_at == updated_at


def edit(**fields):
    edited = Article.objects.get()
    for name, value in fields.items():
        setattr(edited, name, value)
    edited.save()


def test_an_article_edited_in_the_portal_is_left_alone(file):
    load(file(article()))
    edit(lead="Người biên tập viết.")
    lines = load(file(article(summary="Từ tệp.", url="/tin/a", threads=["Khác"])))
    assert lines[0] == "Dòng 1 («Bài số 1»): đã được sửa trong trang, giữ nguyên"
    assert (
        counts(lines)
        == "Đọc 1 · thêm 0 · cập nhật 0 · không đổi 0 · giữ nguyên 1 · lỗi 0"
    )
    kept = Article.objects.get()
    assert kept.lead == "Người biên tập viết."
    assert not kept.threads.exists()
    assert not OldAddress.objects.exists()
    assert ArticleStatusChange.objects.count() == 1


def test_an_edit_right_after_an_update_counts_too(file):
    load(file(article()))
    load(file(article(summary="Lần hai.")))
    edit(lead="Người biên tập viết.")
    load(file(article(summary="Lần ba.")))
    assert Article.objects.get().lead == "Người biên tập viết."


def test_an_edit_that_the_file_does_not_touch_is_no_reason_to_tell(file):
    load(file(article()))
    edit(byline="Hoa")
    assert counts(load(file(article()))).endswith("không đổi 1 · lỗi 0")


def test_force_writes_over_an_edit(file):
    load(file(article()))
    edit(lead="Người biên tập viết.")
    load(file(article(summary="Từ tệp.")), "--force")
    assert Article.objects.get().lead == "Từ tệp."
    # From here on it is as imported.
    load(file(article(summary="Từ tệp sau.")))
    assert Article.objects.get().lead == "Từ tệp sau."


def test_one_id_twice_in_a_file_is_told_and_the_first_stays(file):
    path = file(article(1), article(1, title="Bài khác"))
    for outcome in (
        "thêm 1 · cập nhật 0 · không đổi 0",
        "thêm 0 · cập nhật 0 · không đổi 1",
    ):
        lines = load(path, code=1)
        assert lines[0].startswith("Dòng 2 («Bài khác»): trùng id")
        assert counts(lines) == f"Đọc 2 · {outcome} · lỗi 1"
    assert Article.objects.get().title == "Bài số 1"


# --- Bad rows, broken files -----------------------------------------------------


def test_bad_rows_are_told_and_the_rest_goes_in(tmp_path):
    path = tmp_path / "bai.jsonl"
    path.write_bytes(
        b'{"title": "Tot", "body": "A"}\n'
        b"{hong\n"
        b'{"title": "H\xf4i", "body": "A"}\n'
        b'{"body": "A"}\n'
        b'{"title": "Ngay sai", "body": "A", "event_on": "31/02/2020"}\n'
        b'{"title": "NUL", "body": "A\\u0000"}\n'
        b'{"title": "Doc hai", "body": "<script>x</script>"}\n'
        b'{"title": "Tot nua", "body": "B"}\n'
    )
    lines = load(path, code=1)
    assert [
        line.partition(" ")[2].partition(" ")[0].rstrip(":") for line in lines[:-1]
    ] == [*("2", "3", "4", "5", "6", "7")]
    assert lines[3] == ("Dòng 5 («Ngay sai»): «event_on» không có ngày «31/02/2020»")
    assert counts(lines) == "Đọc 8 · thêm 2 · cập nhật 0 · không đổi 0 · lỗi 6"
    assert set(Article.objects.values_list("title", flat=True)) == {"Tot", "Tot nua"}


def test_a_cut_archive_is_imported_to_the_cut(tmp_path):
    rows = "".join(json.dumps(article(n)) + "\n" for n in range(2000)).encode()
    whole = gzip.compress(rows)
    path = tmp_path / "bai.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    lines = load(path, code=1)
    assert any("bị cắt giữa chừng" in line for line in lines)
    stored = Article.objects.count()
    assert 0 < stored < 2000
    path.write_bytes(whole)
    assert counts(load(path)).startswith(
        f"Đọc 2.000 · thêm {2000 - stored:,}".replace(",", ".")
    )


def test_a_killed_import_leaves_whole_batches_and_goes_on(file, monkeypatch):
    monkeypatch.setattr(running, "BATCH_ROWS", 10)
    index = writing.search.index
    batches = []

    def killed(articles):
        batches.append(articles)
        if len(batches) == 3:
            raise KeyboardInterrupt
        index(articles)

    path = file(*map(article, range(35)))
    with monkeypatch.context() as during:
        during.setattr(writing.search, "index", killed)
        lines = load(path, code=1)
    assert any(line.startswith("Dừng giữa chừng") for line in lines)
    assert Article.objects.count() == 20
    assert SearchEntry.objects.filter(kind="article").count() == 20
    assert counts(load(path)) == "Đọc 35 · thêm 15 · cập nhật 0 · không đổi 20 · lỗi 0"


def test_a_row_that_the_database_refuses_does_not_stop_its_batch(file):
    """An expiry set in the portal forbids a later publication."""
    load(file(article(1)))
    edit(expires_at=timezone.now() + dt.timedelta(days=1))
    Article.objects.update(imported_at=timezone.now() + dt.timedelta(minutes=1))
    lines = load(file(article(1, published_at="2090-01-01"), article(2)), code=1)
    assert lines[0].startswith("Dòng 1 («Bài số 1»): cơ sở dữ liệu không nhận")
    assert counts(lines) == "Đọc 2 · thêm 1 · cập nhật 0 · không đổi 0 · lỗi 1"


@pytest.mark.parametrize("content", [b"", b"khong phai", b"<a/>"])
def test_a_file_that_is_nothing_of_ours_ends_with_a_message(tmp_path, content):
    path = tmp_path / "tep"
    path.write_bytes(content)
    if content == b"<a/>":
        assert "không phải bản xuất" in load(path, code=1)[0]
    else:
        with pytest.raises(CommandError):
            load(path)
    assert not Article.objects.exists()


def test_rows_are_asked_for_a_batch_at_a_time():
    """So that memory holds one batch, whatever the length and the number of rows."""

    def rows_of(size, asked):
        for number in range(1000):
            asked.append(number)
            yield Row(number, str(number), {"title": "A", "body": "a" * size})

    few, long = [], []
    assert len(next(running._batches(rows_of(10, few)))) == len(few) == 300
    assert len(next(running._batches(rows_of(500_000, long)))) == len(long) == 8


# --- Options --------------------------------------------------------------------


def test_a_trial_says_what_would_happen_and_writes_nothing(file, tmp_path):
    folder = tmp_path / "anh"
    folder.mkdir()
    Image.new("RGB", (60, 40)).save(folder / "a.png")
    load(file(article(1)))
    before = state()
    runs = ImportRun.objects.count()
    rows = (
        article(1, summary="Mới."),
        article(2, picture="a.png", threads=["Mới"]),
        {},
    )
    lines = load(file(*rows), "--dry-run", "--images", str(folder), code=1)
    assert counts(lines) == "Đọc 3 · thêm 1 · cập nhật 1 · không đổi 0 · lỗi 1"
    assert lines[-2] == "Chạy thử: chưa ghi gì vào trang."
    assert state() == before
    assert ImportRun.objects.count() == runs
    assert not Picture.objects.exists()
    assert not (tmp_path / "media").exists()


def test_the_limit_reads_only_the_beginning(file):
    lines = load(file(*map(article, range(10))), "--limit", "3")
    assert counts(lines) == "Đọc 3 · thêm 3 · cập nhật 0 · không đổi 0 · lỗi 0"


def test_fields_that_mean_nothing_are_counted(file):
    lines = load(file(article(1, tone="new"), article(2, tone="old", x=1)))
    assert lines[-2] == "Trường không dùng đến: tone (2), x (1)."


def test_the_run_is_on_record(file):
    load(file(article(1), article(2), {}, name="trang-cu.jsonl"), code=1)
    record = ImportRun.objects.get()
    assert record.file_name == "trang-cu.jsonl"
    assert (record.read, record.created, record.failed) == (3, 2, 1)
    assert record.started_at <= record.finished_at


def test_without_a_terminal_progress_is_a_line_now_and_then(file, capfd):
    load(file(*map(article, range(1001))))
    progress = capfd.readouterr().err.splitlines()
    assert [line.partition(" · ")[0] for line in progress] == ["500 mục", "1.000 mục"]
    assert progress[-1].endswith(" %")


def test_a_batch_costs_a_fixed_number_of_queries(file, django_assert_max_num_queries):
    Category.objects.create(name="Tin")
    for first, count in ((0, 1), (1, 300)):
        rows = (
            article(n, category="Tin", url=f"/tin/{n}")
            for n in range(first, first + count)
        )
        path = file(*rows)
        with django_assert_max_num_queries(30):
            load(path)


# --- Pictures -------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "anh"
    (folder / "2019").mkdir(parents=True)
    Image.new("RGB", (1200, 800), "red").save(folder / "2019" / "a.jpg")
    Image.new("RGB", (300, 200), "blue").save(folder / "b.png")
    return folder


ILLUSTRATED = article(
    body='<p>Trước</p><img src="https://cu.example/uploads/2019/a.jpg" alt="Sân khấu">'
    '<img src="/mat.jpg">',
    picture="b.png",
    picture_caption="Lễ khai mạc",
    picture_alt="Cờ hoa",
)


def test_pictures_of_body_and_cover_come_along(file, folder):
    lines = load(file(ILLUSTRATED), "--images", str(folder))
    stored = Article.objects.select_related("picture").get()
    assert (stored.picture.alt, stored.picture_caption) == ("Cờ hoa", "Lễ khai mạc")
    inside = Picture.objects.get(alt="Sân khấu")
    assert stored.body == (
        f'<p>Trước</p><img src="{inside.url(960)}" alt="Sân khấu" width="960" height="640">'
    )
    assert lines[0] == "Dòng 1 («Bài số 1»): không tìm thấy ảnh «/mat.jpg»"
    assert lines[1] == "Số ảnh không đưa vào được: 1."


def test_illustrated_articles_are_unchanged_too(file, folder):
    path = file(ILLUSTRATED)
    load(path, "--images", str(folder))
    before = state()
    # Also when the folder of pictures is not at hand the second time.
    for options in (("--images", str(folder)), ()):
        assert counts(load(path, *options)).endswith("không đổi 1 · lỗi 0")
        assert state() == before


def test_without_a_folder_pictures_are_counted_not_listed(file):
    lines = load(file(ILLUSTRATED))
    assert lines[0] == "Số ảnh không đưa vào được: 3."
    assert Article.objects.get().body == "<p>Trước</p>"


def test_a_folder_that_is_not_there_is_told(file, tmp_path):
    with pytest.raises(CommandError, match="Không có thư mục ảnh"):
        load(file(article()), "--images", str(tmp_path / "khong-co"))


# --- WordPress ------------------------------------------------------------------

WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<wp:category><wp:category_nicename>tin</wp:category_nicename>
  <wp:cat_name>Tin tức</wp:cat_name></wp:category>
<wp:category><wp:category_nicename>kh-cn</wp:category_nicename>
  <wp:category_parent>tin</wp:category_parent><wp:cat_name>Khoa học</wp:cat_name></wp:category>
<item><title>Hội thi</title><link>https://cu.example/2019/06/hoi-thi/</link>
  <guid>https://cu.example/?p=7</guid><dc:creator>hoa</dc:creator>
  <content:encoded><![CDATA[Đoạn một.

[caption id="a"]<img src="https://cu.example/uploads/2019/a-300x200.jpg"/> Trao giải[/caption]

[gallery ids="1"]Đoạn hai.]]></content:encoded>
  <excerpt:encoded>Tóm tắt.</excerpt:encoded>
  <wp:post_id>7</wp:post_id><wp:post_date>2019-06-18 08:30:00</wp:post_date>
  <wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
  <category domain="category" nicename="kh-cn">Khoa học</category>
  <category domain="post_tag" nicename="x">Nhãn</category>
  <wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>
</item>
<item><title>Giới thiệu</title><content:encoded>A</content:encoded>
  <wp:status>publish</wp:status><wp:post_type>page</wp:post_type></item>
<item><title>b</title><wp:post_id>9</wp:post_id><wp:post_type>attachment</wp:post_type>
  <wp:attachment_url>https://cu.example/uploads/b.png</wp:attachment_url></item>
<item><title>Đang viết</title><guid>https://cu.example/?p=8</guid>
  <content:encoded>Nháp.</content:encoded>
  <wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
</channel></rss>
"""


def test_an_export_of_wordpress_is_imported(tmp_path, folder, client):
    path = tmp_path / "cu.xml"
    path.write_text(WXR, encoding="utf-8")
    lines = load(path, "--images", str(folder))
    assert lines == [
        "Mục 1 («Hội thi»): bỏ [gallery]: hãy thêm ảnh vào bài bằng tay",
        "Không phải bài viết, bỏ qua: trang (1), tệp đính kèm (1).",
        lines[-1],
    ]
    assert (
        counts(lines) == "Đọc 4 · thêm 2 · cập nhật 0 · không đổi 0 · bỏ qua 2 · lỗi 0"
    )
    stored = Article.objects.select_related("picture", "category__parent").get(
        status=PublishingStatus.PUBLISHED
    )
    inside = Picture.objects.get(original_name="a.jpg")
    assert stored.body == (
        "<p>Đoạn một.</p>\n"
        f'<figure class="image"><img src="{inside.url(960)}" alt="" width="960"'
        ' height="640"><figcaption>Trao giải</figcaption></figure>\n'
        "<p>Đoạn hai.</p>"
    )
    assert stored.lead == "Tóm tắt."
    assert stored.byline == "hoa"
    assert (str(stored.category), str(stored.category.parent)) == (
        "Khoa học",
        "Tin tức",
    )
    assert stored.published_at == dt.datetime(2019, 6, 18, 1, 30, tzinfo=dt.UTC)
    assert stored.picture.original_name == "b.png"
    response = client.get("/2019/06/hoi-thi/")
    assert (response.status_code, response["Location"]) == (
        301,
        stored.get_absolute_url(),
    )
    assert Article.objects.get(status=PublishingStatus.DRAFT).title == "Đang viết"
    before = state()
    assert "không đổi 2" in load(path, "--images", str(folder))[-1]
    assert state() == before
