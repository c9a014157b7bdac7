"""Steps of the workflow in the admin: who sees which button, and what POST does."""

import datetime as dt

import pytest
from django.utils import timezone

from lienhiephoi import roles
from news.models import Article
from tests import makers
from tests.admin.posting import (
    admin_url,
    change_url,
    filled_in,
    messages_of,
    move_url,
)

pytestmark = pytest.mark.django_db

PUBLISHERS = {roles.NEWS_APPROVER, roles.ADMINISTRATOR, "superuser"}
WRITERS = PUBLISHERS | {roles.REPORTER}
EVERYONE = (*roles.ROLES, "superuser", "staff without a role")


def person(role):
    if role == "superuser":
        return makers.staff(is_superuser=True)
    return makers.staff(*([role] if role in roles.ROLES else []))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", EVERYONE)
@pytest.mark.parametrize(
    ("move", "source", "allowed"),
    [
        ("submit", "draft", WRITERS),
        ("publish", "submitted", PUBLISHERS),
        ("return", "submitted", PUBLISHERS),
        ("withdraw", "published", PUBLISHERS),
        ("republish", "withdrawn", PUBLISHERS),
        ("reopen", "withdrawn", PUBLISHERS),
    ],
)
def test_a_step_is_for_those_with_the_right(
    client, role, move, source, allowed, method
):
    article = makers.article(status=source)
    client.force_login(person(role))

    response = getattr(client, method)(move_url(article, move), {"note": "Lý do"})

    article.refresh_from_db()
    if role not in allowed:
        assert response.status_code == 403
        assert article.status == source
    elif method == "get":
        assert response.status_code == 200
        assert article.status == source
    else:
        assert response.url == change_url(article)
        assert article.status != source


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_signed_in_is_led_to_the_one_door(client, submitted, method):
    address = move_url(submitted, "publish")

    response = getattr(client, method)(address, follow=True)

    assert response.redirect_chain[-1][0].startswith("/tai-khoan/dang-nhap/?next=")
    submitted.refresh_from_db()
    assert submitted.status == "submitted"


def test_an_account_that_is_not_of_the_staff_is_refused_without_a_loop(client):
    client.force_login(makers.user("dai-dien"))

    assert client.get("/quan-tri/", follow=True).status_code == 403


@pytest.mark.parametrize(
    ("role", "status", "saving", "buttons"),
    [
        (roles.REPORTER, "draft", ["submit"], []),
        (roles.REPORTER, "returned", ["submit"], []),
        (roles.REPORTER, "submitted", [], []),
        (roles.REPORTER, "published", [], []),
        (roles.NEWS_APPROVER, "draft", ["submit", "publish"], []),
        (roles.NEWS_APPROVER, "submitted", ["publish"], ["return", "reopen"]),
        (roles.NEWS_APPROVER, "published", [], ["withdraw"]),
        (roles.NEWS_APPROVER, "withdrawn", [], ["republish", "reopen"]),
        (roles.LEADERSHIP, "submitted", [], []),
    ],
)
def test_the_form_shows_the_steps_that_are_possible(
    client, role, status, saving, buttons
):
    client.force_login(makers.staff(role))

    context = client.get(change_url(makers.article(status=status))).context

    assert [name for name, _ in context["saving_moves"]] == saving
    assert [button.name for button in context["transition_buttons"]] == buttons


@pytest.mark.parametrize(
    ("status", "may_write"),
    [
        ("draft", True),
        ("returned", True),
        ("submitted", False),
        ("published", False),
        ("withdrawn", False),
    ],
)
def test_a_reporter_writes_only_what_is_not_yet_approved(
    client, reporter, status, may_write
):
    article = makers.article("Tên cũ", status=status)
    client.force_login(reporter)
    shown = client.get(change_url(article))
    assert shown.context["has_change_permission"] is may_write

    data = filled_in(client.get(change_url(article)), title="Tên mới")
    response = client.post(change_url(article), data)

    article.refresh_from_db()
    assert response.status_code == (302 if may_write else 403)
    assert article.title == ("Tên mới" if may_write else "Tên cũ")


def test_returning_needs_a_note_and_keeps_it(client, approver, submitted):
    client.force_login(approver)

    refused = client.post(move_url(submitted, "return"), {"note": "  "})
    assert "Hãy ghi lý do «Trả lại»." in refused.content.decode()

    client.post(move_url(submitted, "return"), {"note": "Thiếu số liệu."})
    change = submitted.status_changes.get()
    assert (change.to_status, change.by, change.note) == (
        "returned",
        approver,
        "Thiếu số liệu.",
    )
    assert "Thiếu số liệu." in client.get(change_url(submitted)).content.decode()


def test_the_confirm_page_lists_everything_that_is_missing(client, approver):
    article = makers.article(
        status="submitted",
        lead="",
        published_at=None,
        expires_at=timezone.now() - dt.timedelta(days=1),
    )
    client.force_login(approver)

    shown = client.get(move_url(article, "publish"))

    expected = [
        "Chưa có đoạn dẫn (sapo).",
        "Hạn hiển thị đã qua; hãy sửa hoặc xóa hạn.",
    ]
    assert shown.context["missing"] == expected
    refused = client.post(move_url(article, "publish"))
    assert refused.context["missing"] == expected
    assert Article.objects.get().status == "submitted"


def test_a_step_that_somebody_made_already_is_explained(client, approver):
    article = makers.article(status="published")
    client.force_login(approver)

    response = client.get(move_url(article, "return"), follow=True)

    assert "Đã đăng" in messages_of(response)[0]


def test_an_unknown_step_is_not_found(client, approver, submitted):
    client.force_login(approver)

    assert client.get(move_url(submitted, "xoa-sach")).status_code == 404


def test_approving_with_a_moment_to_come_schedules(client, approver, submitted):
    tomorrow = timezone.now() + dt.timedelta(days=1)
    Article.objects.filter(pk=submitted.pk).update(published_at=tomorrow)
    client.force_login(approver)
    assert "hẹn giờ" in client.get(move_url(submitted, "publish")).content.decode()

    client.post(move_url(submitted, "publish"))

    submitted.refresh_from_db()
    assert submitted.is_scheduled
    assert submitted.published_at == tomorrow
    client.logout()
    assert client.get(submitted.get_absolute_url()).status_code == 404


# --- Saving and then --------------------------------------------------------------


def test_saving_and_submitting_keeps_the_text_and_says_what_is_missing(
    client, reporter, draft
):
    client.force_login(reporter)
    data = filled_in(
        client.get(change_url(draft)), title="Tên mới", lead="", _then="submit"
    )

    response = client.post(change_url(draft), data, follow=True)

    draft.refresh_from_db()
    assert (draft.title, draft.status) == ("Tên mới", "draft")
    assert "Chưa có đoạn dẫn (sapo)." in messages_of(response)


def test_a_new_article_is_saved_and_published_at_once(client, approver):
    client.force_login(approver)
    address = admin_url(Article, "add")
    data = filled_in(
        client.get(address),
        title="Tin mới",
        lead="Dẫn.",
        body="<p>Thân bài.</p>",
        category=makers.category().pk,
        _then="publish",
    )

    client.post(address, data)

    article = Article.objects.get()
    assert (article.status, article.created_by) == ("published", approver)
    assert article.is_public()


def test_a_reporter_cannot_publish_by_forging_the_button(client, reporter, draft):
    client.force_login(reporter)
    data = filled_in(client.get(change_url(draft)), title="Lén", _then="publish")

    assert client.post(change_url(draft), data).status_code == 403

    draft.refresh_from_db()
    assert draft.status == "draft"
    assert draft.title != "Lén"


@pytest.mark.parametrize("name", ["withdraw", "khong-co"])
def test_only_the_offered_steps_go_with_saving(client, approver, name):
    article = makers.article()
    client.force_login(approver)
    data = filled_in(client.get(change_url(article)), _then=name)

    assert client.post(change_url(article), data).status_code == 403
    article.refresh_from_db()
    assert article.status == "published"


# --- In bulk ----------------------------------------------------------------------


def act(client, action, records, **typed):
    data = {"action": action, "_selected_action": [r.pk for r in records], **typed}
    return client.post(admin_url(Article, "changelist"), data, follow=True)


def test_a_bulk_step_does_what_it_can_and_names_each_refusal(client, approver):
    good = makers.article("Đủ", status="submitted", published_at=None)
    bare = makers.article("Thiếu dẫn", status="submitted", lead="", published_at=None)
    gone = makers.article("Đã gỡ", status="withdrawn")
    client.force_login(approver)

    response = act(client, "move_publish", [good, bare, gone])

    assert list(Article.objects.published()) == [good]
    told = "\n".join(messages_of(response))
    assert "Đã «Duyệt và đăng» 1 bài viết." in told
    assert "«Thiếu dẫn»: Chưa có đoạn dẫn (sapo)." in told
    assert "«Đã gỡ»: Không thể «Duyệt và đăng»" in told


def test_withdrawing_in_bulk_asks_for_the_reason_first(client, approver):
    records = [makers.article("Một"), makers.article("Hai")]
    client.force_login(approver)

    asked = act(client, "move_withdraw", records)
    assert list(asked.context["records"]) != []
    assert Article.objects.published().count() == 2
    act(client, "move_withdraw", records, confirmed="1", note="")
    assert Article.objects.published().count() == 2

    act(client, "move_withdraw", records, confirmed="1", note="Sai số liệu.")
    assert Article.objects.published().count() == 0
    assert {r.status_changes.get().note for r in records} == {"Sai số liệu."}


def test_a_reporter_is_offered_only_submitting(client, reporter, draft):
    client.force_login(reporter)

    shown = client.get(admin_url(Article, "changelist")).content.decode()
    act(client, "move_publish", [draft])

    assert "move_submit" in shown
    assert "move_publish" not in shown
    draft.refresh_from_db()
    assert draft.status == "draft"


# --- Deleting ---------------------------------------------------------------------


def test_only_a_draft_without_a_history_can_be_deleted(client, approver, draft):
    client.force_login(approver)
    acted_upon = makers.article("Từng gửi", status="submitted", published_at=None)
    client.post(move_url(acted_upon, "reopen"))

    for article, status in [
        (draft, 302),
        (acted_upon, 403),
        (makers.article("Đã đăng"), 403),
    ]:
        address = admin_url(article, "delete", article.pk)
        assert client.post(address, {"post": "yes"}).status_code == status
    assert set(Article.objects.values_list("title", flat=True)) == {
        "Từng gửi",
        "Đã đăng",
    }
