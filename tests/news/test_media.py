"""Albums and videos."""

import datetime as dt

import pytest

from tests import makers, reading

pytestmark = pytest.mark.django_db


def test_an_album_shows_its_pictures_in_order(client):
    pictures = [makers.picture(alt=f"Ảnh {n}") for n in range(3)]
    album = makers.album(
        "Đại hội", pictures=pictures, taken_on=dt.date(2026, 3, 2), intro="Hai ngày."
    )
    album.entries.filter(picture=pictures[0]).update(order=9, caption="Bế mạc")
    main = reading.main(client, album.get_absolute_url())
    assert [i.get("alt") for i in main.iter("img")] == ["Ảnh 1", "Ảnh 2", "Ảnh 0"]
    shown = reading.words(main)
    for part in ("Ngày chụp: 02/03/2026", "3 ảnh", "Hai ngày.", "Bế mạc"):
        assert part in shown


def test_the_first_picture_is_the_cover_in_the_list(client):
    pictures = [makers.picture(), makers.picture()]
    album = makers.album("Đại hội", pictures=pictures)
    album.entries.filter(picture=pictures[0]).update(order=9)
    makers.album("Chưa có ảnh")
    covers = [i.get("src") for i in reading.main(client, "/thu-vien-anh/").iter("img")]
    assert covers == [pictures[1].url(480)]


def test_an_album_without_pictures_says_so(client):
    main = reading.main(client, makers.album().get_absolute_url())
    assert "Chưa có ảnh nào trong album này." in reading.words(main)


@pytest.mark.parametrize(
    ("address", "player", "watch", "house"),
    [
        (
            "https://youtu.be/aqz-KE-bpKQ?t=90",
            "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?start=90",
            "https://www.youtube.com/watch?v=aqz-KE-bpKQ&t=90s",
            "YouTube",
        ),
        (
            "https://vimeo.com/76979871",
            "https://player.vimeo.com/video/76979871?dnt=1",
            "https://vimeo.com/76979871",
            "Vimeo",
        ),
    ],
)
def test_a_video_is_a_link_until_it_is_clicked(client, address, player, watch, house):
    video = makers.video("Lễ trao giải", address=address, picture=makers.picture())
    html = reading.answer(client, video.get_absolute_url()).content.decode()
    assert "<iframe" not in html
    main = reading.tree(html).find(".//main")
    box = next(e for e in main.iter() if e.get("data-video"))
    assert box.get("data-video") == player
    assert [a.get("href") for a in box.iter("a")] == [watch]
    assert f"Xem video trên {house}" in reading.words(box)
    assert all(i.get("src").startswith("/") for i in main.iter("img"))


def test_other_videos_are_offered_beside_one(client):
    current = makers.video("Đang xem", slug="dang-xem")
    makers.video("Khác")
    makers.video("Nháp", status="draft")
    page = reading.page(client, current.get_absolute_url())
    aside = reading.by_class(page, "sidebar")[0]
    assert reading.texts(aside, ".//h3") == ["Khác"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/thu-vien-anh/", "Chưa có album ảnh nào được đăng."),
        ("/video/", "Chưa có video nào được đăng."),
    ],
)
def test_empty_lists_say_so(client, path, words):
    assert words in reading.words(reading.main(client, path))


@pytest.mark.parametrize(
    ("make", "path"), [(makers.album, "/thu-vien-anh/"), (makers.video, "/video/")]
)
def test_long_lists_have_pages(client, make, path):
    for number in range(14):
        make(f"Số {number}")
    assert len(reading.by_class(reading.page(client, path), "card")) == 12
    second = reading.page(client, f"{path}?trang=2")
    assert reading.texts(second.find(".//main"), ".//h2") == ["Số 1", "Số 0"]


def test_a_picture_is_served_for_good(client):
    headers, _ = reading.download(client, makers.picture().url(480))
    assert headers["Content-Type"] == "image/webp"
    assert "immutable" in headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        *("/media/../manage.py", "/media/%2e%2e/manage.py", "/media/..%2fmanage.py"),
        *("/media//etc/passwd", "/media/", "/media/pictures/"),
    ],
)
def test_nothing_beside_the_media_is_served(client, path):
    assert client.get(path).status_code in (302, 400, 404)
