"""Standing pages in their tree, and web links."""

import pytest

from news.models import Page
from tests import makers, reading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_page_yet():
    """Without the pages that a new portal starts with."""
    Page.objects.all().delete()


@pytest.fixture
def tree():
    """Giới thiệu → (Lịch sử → Nhiệm kỳ I, Cơ cấu), and Quy chế beside it."""
    top = makers.page("Giới thiệu", order=1, lead="Mở đầu.")
    history = makers.page("Lịch sử", parent=top, order=1)
    makers.page("Cơ cấu", parent=top, order=2)
    makers.page("Nhiệm kỳ I", parent=history)
    makers.page("Quy chế", order=2)
    return top


def sidebar(client, path: str) -> list[str]:
    nav = reading.by_class(reading.page(client, path), "sidebar--tree")[0]
    return list(reading.links(nav))


def test_the_section_leads_to_its_first_page(client, tree):
    found = reading.answer(client, "/gioi-thieu/", status=302)
    assert found.headers["Location"] == "/gioi-thieu/gioi-thieu/"


def test_without_pages_the_section_is_not_found(client):
    reading.answer(client, "/gioi-thieu/", status=404)


@pytest.mark.parametrize(
    ("path", "open_branch"),
    [
        ("/gioi-thieu/quy-che/", ["Giới thiệu", "Quy chế"]),
        ("/gioi-thieu/gioi-thieu/", ["Giới thiệu", "Lịch sử", "Cơ cấu", "Quy chế"]),
        (
            "/gioi-thieu/nhiem-ky-i/",
            ["Giới thiệu", "Lịch sử", "Nhiệm kỳ I", "Cơ cấu", "Quy chế"],
        ),
    ],
)
def test_the_tree_is_open_where_the_reader_is(client, tree, path, open_branch):
    assert sidebar(client, path) == open_branch


def test_a_page_shows_the_way_down_and_up(client, tree):
    main = reading.main(client, "/gioi-thieu/lich-su/")
    assert reading.links(main)["Nhiệm kỳ I"] == "/gioi-thieu/nhiem-ky-i/"
    trail = reading.by_class(reading.page(client, "/gioi-thieu/nhiem-ky-i/"), "crumbs")
    assert reading.links(trail[0]) == {
        "Trang chủ": "/",
        "Giới thiệu": "/gioi-thieu/gioi-thieu/",
        "Lịch sử": "/gioi-thieu/lich-su/",
    }


def test_a_page_below_a_hidden_one_stands_at_the_root(client, tree):
    type(tree).objects.filter(slug="lich-su").update(status="withdrawn")
    assert "Lịch sử" not in sidebar(client, "/gioi-thieu/gioi-thieu/")
    assert "Nhiệm kỳ I" in sidebar(client, "/gioi-thieu/quy-che/")
    reading.answer(client, "/gioi-thieu/lich-su/", status=404)


def test_pages_in_a_circle_end_no_request(client, tree):
    """Nothing in the admin makes one; a hand in the database might."""
    pages = type(tree).objects
    below = pages.get(slug="nhiem-ky-i")
    pages.filter(pk=tree.pk).update(parent=below)
    reading.answer(client, "/gioi-thieu/nhiem-ky-i/")


def test_links_stand_in_their_groups_and_hidden_ones_nowhere(client):
    makers.weblink("Cổng tỉnh", group="Cơ quan", url="https://tinh.example/", order=2)
    makers.weblink("Sở KH&CN", group="Cơ quan", url="https://so.example/", order=1)
    makers.weblink("Báo", group="Báo chí", url="https://bao.example/")
    makers.weblink("Ẩn", url="https://an.example/", is_shown=False)
    main = reading.main(client, "/lien-ket/")
    assert list(reading.links(main)) == ["Báo", "Sở KH&CN", "Cổng tỉnh"]
    assert all("noopener" in a.get("rel", "") for a in main.iter("a"))
    titles = [reading.words(e) for e in reading.by_class(main, "link-groups__title")]
    assert titles == ["Báo chí", "Cơ quan"]


def test_no_link_yet(client):
    assert "Chưa có liên kết nào." in reading.words(reading.main(client, "/lien-ket/"))
