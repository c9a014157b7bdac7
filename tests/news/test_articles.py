"""An article: its parts, and its one address."""

import datetime as dt

import pytest
from django.utils import timezone

from lienhiephoi import roles
from lienhiephoi.models import OldAddress
from news.models import ArticleCount, GalleryPicture
from tests import makers, reading

pytestmark = pytest.mark.django_db

PUBLISHED = dt.datetime(2026, 3, 2, 8, 5, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def article(**fields):
    fields.setdefault("published_at", PUBLISHED)
    return makers.article("Trao giải Hội thi", **fields)


def main(client, record):
    return reading.main(client, record.get_absolute_url())


def words(client, record) -> str:
    return reading.words(main(client, record))


def test_an_article_shows_all_its_parts(client):
    shown = words(
        client,
        article(
            lead="Sáng 02/3, Hội thi trao giải.",
            body="<p>Có <strong>206</strong> sản phẩm.</p>",
            byline="Trần Thị Bình",
            category=makers.category("Khoa học"),
        ),
    )
    for part in (
        *("Trao giải Hội thi", "Sáng 02/3, Hội thi trao giải.", "Có 206 sản phẩm."),
        *("Trần Thị Bình", "Khoa học"),
    ):
        assert part in shown


def test_the_day_of_the_event_stands_apart_from_the_moment_of_publication(client):
    shown = words(client, article(event_on=dt.date(2026, 2, 28)))
    assert "Đăng lúc 08:05, 02/03/2026" in shown
    assert "Sự kiện ngày 28/02/2026" in shown
    assert "Sự kiện ngày" not in words(client, makers.article("Không có ngày"))


@pytest.mark.parametrize(
    ("source", "href"),
    [
        ({"source_name": "Báo Lam Giang"}, None),
        (
            {"source_name": "Báo Lam Giang", "source_url": "https://bao.example/1"},
            "https://bao.example/1",
        ),
    ],
)
def test_the_source_is_named_and_linked_where_it_has_an_address(client, source, href):
    found = main(client, article(**source))
    assert "Nguồn: Báo Lam Giang" in reading.words(found)
    assert reading.links(found).get("Báo Lam Giang") == href


def test_the_caption_is_not_the_alternative_text(client):
    picture = makers.picture(alt="Ba em nhỏ ôm mô hình rô-bốt", credit="Văn An")
    figure = main(
        client, article(picture=picture, picture_caption="Đội đoạt giải Nhất")
    ).find(".//figure")
    image = figure.find(".//img")
    assert image.get("alt") == "Ba em nhỏ ôm mô hình rô-bốt"
    assert (
        reading.words(figure.find("figcaption")) == "Đội đoạt giải Nhất (Ảnh: Văn An)"
    )
    assert (image.get("width"), image.get("height")) == ("1600", "1067")
    assert image.get("loading") != "lazy"


def test_the_gallery_links_to_the_large_pictures_in_order(client):
    current = article()
    for order, caption in enumerate(["Thứ hai", "Thứ nhất"]):
        picture = makers.picture(alt=f"Tả {caption}", credit="Văn An")
        GalleryPicture.objects.create(
            article=current, picture=picture, caption=caption, order=9 - order
        )
    gallery = reading.by_class(main(client, current), "gallery")[0]
    assert reading.texts(gallery, ".//figcaption") == ["Thứ nhất", "Thứ hai"]
    assert [i.get("alt") for i in gallery.iter("img")] == ["Tả Thứ nhất", "Tả Thứ hai"]
    for link in gallery.iter("a"):
        headers, _ = reading.download(client, link.get("href"))
        assert headers["Content-Type"] == "image/webp"
        assert "(Ảnh: Văn An)" in link.get("data-caption")


def test_attachments_tell_their_kind_and_size_and_open(client):
    current = article()
    makers.attachment(
        "thể lệ.pdf", b"%PDF-1.4\n" + b"%" * 2_000_000 + b"\n%%EOF", article=current
    )
    makers.attachment("danh sách.csv", "Họ tên\nAn\n".encode(), article=current)
    box = reading.by_class(main(client, current), "attachments")[0]
    pdf, csv = [reading.words(a) for a in box.iter("a")]
    assert "thể lệ.pdf PDF, 1,9 MB" in pdf
    assert "danh sách.csv" in csv
    headers, content = reading.download(client, next(box.iter("a")).get("href"))
    assert headers["Content-Type"] == "application/pdf"
    assert content.startswith(b"%PDF")


def test_a_correction_stands_with_its_day_newest_first(client):
    current = article()
    current.corrections.create(on=dt.date(2026, 3, 3), text="Bản đầu ghi sai tên.")
    current.corrections.create(on=dt.date(2026, 3, 9), text="Bản đầu ghi sai số.")
    notes = reading.by_class(main(client, current), "note")
    assert [reading.words(note) for note in notes] == [
        "Đính chính ngày 09/03/2026. Bản đầu ghi sai số.",
        "Đính chính ngày 03/03/2026. Bản đầu ghi sai tên.",
    ]


def test_documents_and_threads_of_the_matter_are_linked(client):
    current = article()
    document = makers.document("128/KH-LHH", "Kế hoạch Hội thi")
    thread = makers.thread("Hội thi lần thứ X")
    current.documents.set([document, makers.document("9/BC-LHH", status="draft")])
    current.threads.set([thread, makers.thread("Chưa đăng", status="draft")])
    found = main(client, current)
    links = reading.links(found)
    assert links["Kế hoạch Hội thi"] == document.get_absolute_url()
    assert links["Hội thi lần thứ X"] == thread.get_absolute_url()
    assert "9/BC-LHH" not in reading.words(found)
    assert "Chưa đăng" not in links


def test_views_of_this_portal_and_of_the_old_one_are_never_added_up(client):
    current = article(view_baseline=12_000)
    ArticleCount.objects.create(article=current, views=1_234)
    shown = words(client, current)
    assert "1.234 lượt xem" in shown
    assert "12.000 lượt xem ở trang cũ" in shown
    assert "13.234" not in shown


def test_a_video_in_the_text_is_a_link_until_it_is_clicked(client):
    body = '<figure class="media"><oembed url="https://youtu.be/aqz-KE-bpKQ"></oembed></figure>'
    found = main(client, article(body=body))
    assert found.find(".//iframe") is None
    box = next(e for e in found.iter() if e.get("data-video"))
    assert box.get("data-video").startswith("https://www.youtube-nocookie.com/embed/")
    assert [a.get("href") for a in box.iter("a")] == [
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    ]


# --- Who sees it --------------------------------------------------------------------


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": "draft"},
        {"status": "submitted"},
        {"status": "returned"},
        {"status": "withdrawn"},
        {"published_at": timezone.now() + dt.timedelta(days=400)},
        {"expires_at": timezone.now() - dt.timedelta(seconds=1)},
    ],
)
def test_what_is_not_public_is_not_found_but_previewed_by_staff(client, hidden):
    current = article(**hidden)
    path = current.get_absolute_url()
    reading.answer(client, path, status=404)
    client.force_login(makers.staff(roles.REPORTER))
    assert "Bản xem trước" in reading.words(reading.main(client, path))


def test_staff_see_no_note_of_preview_on_what_is_public(client):
    current = article()
    client.force_login(makers.staff(roles.REPORTER))
    assert "Bản xem trước" not in words(client, current)


# --- The one address ------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/tin-tuc/2026/04/trao-giai-hoi-thi/",
        "/tin-tuc/2025/03/trao-giai-hoi-thi/",
        "/tin-tuc/2026/13/trao-giai-hoi-thi/",
    ],
)
def test_a_wrong_month_leads_to_the_right_one(client, path):
    article()
    found = reading.answer(client, path, status=301)
    assert found.headers["Location"] == "/tin-tuc/2026/03/trao-giai-hoi-thi/"


def test_the_address_goes_by_the_clock_of_viet_nam(client):
    moment = dt.datetime(2025, 12, 31, 17, 0, tzinfo=dt.UTC)
    assert (
        article(published_at=moment).get_absolute_url().startswith("/tin-tuc/2026/01/")
    )


def rename(record, **changes) -> tuple[str, str]:
    """Change a record; its address before and after."""
    before = record.get_absolute_url()
    for name, value in changes.items():
        setattr(record, name, value)
    record.save()
    return before, record.get_absolute_url()


@pytest.mark.parametrize(
    "make",
    [
        *(makers.article, makers.notice, makers.document, makers.page, makers.thread),
        *(makers.album, makers.video, makers.category),
    ],
)
def test_an_address_that_was_public_answers_for_ever(client, make):
    record = make()
    first, second = rename(record, slug="ten-moi")
    _, third = rename(record, slug="ten-moi-nua")
    for old in (first, second):
        found = reading.answer(client, old, status=301)
        assert found.headers["Location"] == third
    reading.answer(client, third)


def test_a_name_taken_back_leads_in_no_circle(client):
    record = article()
    first, second = rename(record, slug="ten-moi")
    rename(record, slug="trao-giai-hoi-thi")
    reading.answer(client, first)
    assert reading.answer(client, second, status=301).headers["Location"] == first


def test_an_address_left_may_be_taken_by_another_article(client):
    record = article()
    left, _ = rename(record, slug="ten-moi")
    other = article(slug="trao-giai-hoi-thi", body="<p>Bài khác.</p>")
    assert other.get_absolute_url() == left
    assert "Bài khác." in words(client, other)


def test_another_day_of_publication_moves_the_address(client):
    old, new = rename(article(), published_at=PUBLISHED + dt.timedelta(days=40))
    assert reading.answer(client, old, status=301).headers["Location"] == new


def test_what_is_withdrawn_is_gone_under_its_old_address_too(client):
    record = article()
    old, _ = rename(record, slug="ten-moi", status="withdrawn")
    assert client.get(old, follow=True).status_code == 404


def test_an_article_saved_without_a_change_leaves_no_old_address():
    rename(article())
    assert not OldAddress.objects.exists()
