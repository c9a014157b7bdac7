"""What a form refuses, where only the database did not know how to say it."""

import threading

import pytest
from django.db import close_old_connections, connection

from news.models import Article, Category, Document
from tests import makers
from tests.admin.posting import admin_url, change_url, filled_in

pytestmark = pytest.mark.django_db


def errors_after(client, address, **typed) -> dict:
    """What stands at each field of the form that is shown again."""
    response = client.post(address, filled_in(client.get(address), **typed))
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


def test_a_number_that_is_taken_is_refused_at_the_number(client, approver):
    taken = makers.document("05/QĐ-LHH")
    other = makers.document("6/QĐ-LHH")
    client.force_login(approver)
    said = {"number": ["Cơ quan này đã có văn bản cùng số, ký hiệu và ngày."]}

    assert errors_after(client, change_url(other), number="5/QĐ-LHH") == said
    new = {
        "kind": taken.kind_id,
        "issuing_body": taken.issuing_body_id,
        "issued_on": "02/03/2026",
    }
    address = admin_url(Document, "add")
    found = errors_after(client, address, title="Khác", number="05/QĐ-LHH", **new)
    assert found == said
    assert Document.objects.count() == 2


def test_a_document_is_saved_again_under_its_own_number(client, approver):
    made = makers.document("05/QĐ-LHH")
    client.force_login(approver)
    data = filled_in(client.get(change_url(made)), title="Trích yếu mới")

    assert client.post(change_url(made), data).status_code == 302
    made.refresh_from_db()
    assert made.title == "Trích yếu mới"


@pytest.mark.parametrize(
    "make", [makers.article, makers.notice, makers.page, makers.document, makers.album]
)
def test_what_is_published_keeps_a_moment(client, superuser, make):
    made = make()
    client.force_login(superuser)

    found = errors_after(client, change_url(made), published_at_0="", published_at_1="")

    assert found == {"published_at": ["Nội dung đã đăng phải có thời điểm đăng."]}


@pytest.mark.parametrize("day", ["01/01/0001", "31/12/1899", "01/01/2101"])
@pytest.mark.parametrize("name", ["published_at", "expires_at"])
def test_a_year_beyond_all_calendars_is_refused(client, approver, draft, name, day):
    client.force_login(approver)
    typed = {f"{name}_0": day, f"{name}_1": "08:00"}

    found = errors_after(client, change_url(draft), **typed)

    assert found == {name: ["Năm phải từ 1900 đến 2100."]}


@pytest.mark.parametrize("year", [1900, 1999, 2100])
def test_every_year_that_is_let_in_has_an_address(client, approver, year):
    made = makers.article()
    client.force_login(approver)
    typed = {"published_at_0": f"02/01/{year}", "published_at_1": "08:00"}

    saved = client.post(
        change_url(made), filled_in(client.get(change_url(made)), **typed)
    )

    assert saved.status_code == 302
    made.refresh_from_db()
    assert made.get_absolute_url().startswith(f"/tin-tuc/{year}/01/")


@pytest.mark.parametrize(
    ("make", "called"),
    [(makers.category, "Một chuyên mục"), (makers.menu_item, "Một mục")],
)
def test_nothing_belongs_to_itself(client, superuser, make, called):
    made = make()
    client.force_login(superuser)

    found = errors_after(client, change_url(made), parent=made.pk)

    assert found == {"parent": [f"{called} không thể thuộc chính nó."]}


@pytest.mark.parametrize(
    ("name", "slug"), [("2026", "muc-2026"), ("Năm 2026", "nam-2026")]
)
def test_a_category_is_never_hidden_by_the_archive_of_a_year(client, name, slug):
    made = Category.objects.create(name=name)

    assert made.slug == slug
    assert client.get(made.get_absolute_url()).status_code == 200


def test_a_picture_chosen_twice_for_an_album_is_said_in_vietnamese(client, approver):
    one, two = makers.picture(title="Một"), makers.picture(title="Hai")
    made = makers.album(pictures=[one, two])
    client.force_login(approver)
    data = filled_in(client.get(change_url(made)), **{"entries-1-picture": str(one.pk)})

    shown = client.post(change_url(made), data).content.decode()

    assert "mỗi ảnh chỉ đứng một lần trong album" in shown
    assert "Ảnh này đã được chọn ở một dòng khác." in shown
    assert "cho picture" not in shown


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_title_saved_by_many_at_once_gets_as_many_addresses():
    category = makers.category()
    start = threading.Barrier(4)
    failed = []

    def write() -> None:
        start.wait()
        try:
            Article.objects.create(
                title="Tin chung", body="<p>x</p>", category=category
            )
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is a failure
            failed.append(error)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    slugs = set(Article.objects.values_list("slug", flat=True))
    assert slugs == {"tin-chung", "tin-chung-2", "tin-chung-3", "tin-chung-4"}
