"""Tasks: given with an owner, told of in the workspace, confirmed by the office."""

import datetime as dt
import io

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from conferences import notifications, reminders
from conferences.models import Task, TaskStatus
from conferences.progress import report_progress
from conferences.workflow import TASKS
from conferences.workspace import due_text
from lienhiephoi import roles
from lienhiephoi.models import Letter, LetterStatus
from lienhiephoi.workflow import TransitionError, TransitionForbidden
from tests import makers as ground
from tests.admin.posting import change_url, filled_in
from tests.conferences import makers
from tests.members import makers as members

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 20)
DUE = dt.date(2026, 11, 27)


@pytest.fixture(autouse=True)
def _on_a_day():
    noon = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(12)))
    with time_machine.travel(noon, tick=False):
        yield


@pytest.fixture(autouse=True)
def _union():
    ground.union()


@pytest.fixture
def conference():
    return makers.conference(
        "Hội nghị tổng kết năm 2025", starts_on=dt.date(2025, 12, 19)
    )


@pytest.fixture
def association():
    return members.association("Hội Làm vườn", email="lamvuon@hoi.example")


@pytest.fixture
def binh(association):
    user = ground.user(full_name="Trần Thị Bình", email="binh@hoi.example")
    members.representative(user, association)
    return user


@pytest.fixture
def officer():
    return ground.staff(roles.CONFERENCE_OFFICER, full_name="Lê Văn Cán")


def given(conference, **fields) -> Task:
    fields.setdefault("due_on", DUE)
    task = makers.task(conference, **fields)
    return TASKS.apply(task, "give", by=None)


@pytest.fixture
def task(conference, association):
    return given(conference, association=association)


@pytest.fixture
def own_task(conference):
    """Given to a person by name, who acts for no association."""
    user = ground.user(full_name="Phạm Văn Dũng", email="dung@nha.example")
    person = members.person("Phạm Văn Dũng", user=user)
    return given(conference, title="Soạn đề cương điều tra", person=person)


def signed_in(client, user):
    client.force_login(user)
    return client


# --- Giving -----------------------------------------------------------------------


def test_a_task_without_an_owner_cannot_be_given(conference, officer):
    task = makers.task(conference)
    with pytest.raises(TransitionError, match="chưa có hội hoặc người chủ trì"):
        TASKS.apply(task, "give", by=officer)
    task.refresh_from_db()
    assert task.status == TaskStatus.DRAFT


def test_giving_writes_to_the_owner_and_waits_to_be_read(
    conference, association, binh, officer, django_capture_on_commit_callbacks
):
    task = makers.task(conference, association=association, due_on=DUE)
    with django_capture_on_commit_callbacks(execute=True):
        TASKS.apply(task, "give", by=officer)
    letter = Letter.objects.get()
    assert (letter.to, letter.status) == ("binh@hoi.example", LetterStatus.HELD)
    assert "Hoàn thiện quy chế phản biện" in letter.subject
    assert "Hạn hoàn thành: 27/11/2026" in letter.body
    assert reverse("tasks:task", args=[task.pk]) in letter.body


def test_a_person_without_an_account_answers_by_mail(conference):
    person = members.person("Vũ Thị Em", email="em@vien.example")
    task = given(conference, person=person)
    notifications.task_given(task, None, "")
    body = Letter.objects.get(to="em@vien.example").body
    assert "trả lời thư này" in body
    assert "/lam-viec/" not in body


def test_a_new_owner_is_told_and_the_letter_to_the_former_is_cancelled(
    task, association, own_task
):
    notifications.task_given(task, None, "")
    task.association, task.person = None, own_task.person
    task.save()
    notifications.task_handed_on(task, None)
    states = dict(Letter.objects.values_list("to", "status"))
    assert states == {
        "lamvuon@hoi.example": LetterStatus.CANCELLED,
        "dung@nha.example": LetterStatus.HELD,
    }


def test_who_is_given_it_back_is_told_once_more(task, association, own_task):
    notifications.task_given(task, None, "")
    for owner in ({"person": own_task.person}, {"association": association}):
        task.association, task.person = owner.get("association"), owner.get("person")
        task.save()
        notifications.task_handed_on(task, None)
    waiting = Letter.objects.filter(status=LetterStatus.HELD)
    assert [each.to for each in waiting] == ["lamvuon@hoi.example"]


# --- Telling of it ----------------------------------------------------------------


def test_the_owner_tells_how_far_it_is(client, binh, task):
    address = reverse("tasks:task", args=[task.pk])
    page = signed_in(client, binh).get(address).content.decode()
    assert "Hoàn thiện quy chế phản biện" in page
    assert "Hạn 27/11/2026, còn 7 ngày" in page

    client.post(address, {"text": "Đã có dự thảo lần một.", "percent": "40"})

    told = task.progress.get()
    assert (told.text, told.percent, told.by) == ("Đã có dự thảo lần một.", 40, binh)
    task.refresh_from_db()
    assert task.status == TaskStatus.OPEN
    assert "Đã có dự thảo lần một." in client.get(address).content.decode()


def test_claiming_it_done_waits_for_the_office(client, binh, task, officer):
    address = reverse("tasks:task", args=[task.pk])
    signed_in(client, binh).post(address, {"text": "Đã ban hành.", "xong": "1"})
    task.refresh_from_db()
    assert (task.status, task.done_on) == (TaskStatus.CLAIMED, None)
    assert task.progress.get().percent == 100

    done = TASKS.apply(task, "confirm", by=officer)
    assert (done.status, done.done_on) == (TaskStatus.DONE, TODAY)
    page = client.get(address).content.decode()
    assert "Hoàn thành ngày 20/11/2026" in page
    assert "<form" not in page.partition("<main")[2]


def test_a_task_sent_back_says_why(
    client, binh, task, officer, django_capture_on_commit_callbacks
):
    report_progress(task, "Xong rồi.", by=binh, is_done=True)
    with django_capture_on_commit_callbacks(execute=True):
        TASKS.apply(task, "send_back", by=officer, note="Thiếu ý kiến của các hội.")
    page = signed_in(client, binh).get(reverse("tasks:task", args=[task.pk]))
    assert "Thiếu ý kiến của các hội." in page.content.decode()
    letter = Letter.objects.get()
    assert letter.status == LetterStatus.READY
    assert "Thiếu ý kiến của các hội." in letter.body


def test_a_second_click_tells_nothing_twice(client, binh, task):
    address = reverse("tasks:task", args=[task.pk])
    sent = {"text": "Đã nộp quy chế.", "xong": "1"}
    for _ in range(2):
        assert signed_in(client, binh).post(address, sent).status_code == 302
    assert (
        task.progress.count()
        == task.status_changes.filter(transition="claim").count()
        == 1
    )


def test_the_same_told_a_day_later_is_told_again(task, binh):
    now = timezone.now()
    for at in (now, now + dt.timedelta(days=1)):
        report_progress(task, "Đang lấy ý kiến.", by=binh, percent=50, at=at)
    assert task.progress.count() == 2


@pytest.mark.parametrize("percent", ["150", "-1", "nửa"])
def test_how_much_is_done_is_asked_for_in_plain_words(client, binh, task, percent):
    client.force_login(binh)
    sent = {"text": "Đã làm", "percent": percent}
    page = client.post(reverse("tasks:task", args=[task.pk]), sent)
    assert page.context["form"].errors["percent"] == ["Hãy ghi số từ 0 đến 100."]


def test_nothing_told_is_not_a_report(client, binh, task):
    answer = signed_in(client, binh).post(
        reverse("tasks:task", args=[task.pk]), {"text": " ", "percent": "120"}
    )
    page = answer.content.decode()
    assert page.count("field__error") or page.count("aria-invalid") == 2
    assert not task.progress.exists()


def test_a_finished_task_takes_no_more_reports(task, binh, officer):
    TASKS.apply(task, "drop", by=officer, note="Không còn phù hợp.")
    with pytest.raises(TransitionError, match="không thực hiện nữa"):
        report_progress(task, "Thêm.", by=binh)


def test_who_does_not_own_it_cannot_tell(task):
    with pytest.raises(TransitionForbidden):
        report_progress(task, "Của người khác.", by=ground.user())


def test_more_than_the_whole_is_refused_and_nothing_kept(task, binh):
    with pytest.raises(ValidationError):
        report_progress(task, "Quá.", percent=120, by=binh, is_done=True)
    task.refresh_from_db()
    assert (task.status, task.progress.count()) == (TaskStatus.OPEN, 0)


def test_what_was_told_stays_as_it_was_told(task, binh):
    told = report_progress(task, "Bản đầu.", by=binh)
    told.text = "Bản sửa."
    with pytest.raises(DatabaseError), transaction.atomic():
        told.save()


# --- Where it is found --------------------------------------------------------------


def test_the_tasks_of_an_association_are_among_what_it_has_to_do(client, binh, task):
    home = signed_in(client, binh).get(reverse("workspace:home"))
    assert home.url == reverse("workspace:tasks", args=[task.association_id])
    page = client.get(home.url).content.decode()
    assert "Hoàn thiện quy chế phản biện" in page
    assert reverse("tasks:task", args=[task.pk]) in page
    assert reverse("tasks:association", args=[task.association_id]) in page


def test_a_person_with_tasks_need_not_act_for_anybody(client, own_task):
    signed_in(client, own_task.person.user)
    home = client.get(reverse("workspace:home"))
    assert home.url == reverse("tasks:own")
    page = client.get(home.url).content.decode()
    assert "Soạn đề cương điều tra" in page
    assert client.get(reverse("tasks:task", args=[own_task.pk])).status_code == 200


def test_who_has_both_chooses(client, own_task, association):
    user = own_task.person.user
    members.representative(user, association)
    page = signed_in(client, user).get(reverse("workspace:home")).content.decode()
    assert "Hội Làm vườn" in page
    assert reverse("tasks:own") in page
    assert "Có 1 nhiệm vụ đang thực hiện." in page


def test_a_task_not_given_yet_is_nobody_s(client, binh, conference, association):
    draft = makers.task(conference, association=association)
    signed_in(client, binh)
    for address in (
        reverse("tasks:association", args=[association.pk]),
        reverse("workspace:tasks", args=[association.pk]),
    ):
        assert draft.title not in client.get(address).content.decode()
    assert client.get(reverse("tasks:task", args=[draft.pk])).status_code == 404


def test_the_list_costs_the_same_with_one_task_and_with_many(
    client, binh, conference, association, django_assert_max_num_queries
):
    for number in range(30):
        given(conference, title=f"Việc {number}", association=association)
    signed_in(client, binh)
    for name in ("tasks:association", "workspace:tasks"):
        with django_assert_max_num_queries(20):
            assert client.get(reverse(name, args=[association.pk])).status_code == 200


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (5, "Hạn 25/11/2026, còn 5 ngày"),
        (0, "Hạn 20/11/2026, là hôm nay"),
        (-3, "Hạn 17/11/2026, đã quá 3 ngày"),
        (None, "Không có hạn"),
    ],
)
def test_how_long_is_left(days, words):
    due = None if days is None else TODAY + dt.timedelta(days=days)
    assert due_text(Task(status=TaskStatus.OPEN, due_on=due)) == words


# --- Reminders ----------------------------------------------------------------------


def remind(**options) -> str:
    told = io.StringIO()
    call_command("remind_tasks", stdout=told, **options)
    return told.getvalue()


def test_the_owner_is_reminded_once_in_the_week_before(task, binh):
    day_before = DUE - dt.timedelta(days=8)
    assert "Sẽ lập 0 thư nhắc" in remind(dry_run=True, day=day_before)
    assert "Sẽ lập 1 thư nhắc" in remind(dry_run=True, day=TODAY)
    assert not Letter.objects.exists()

    assert "Đã lập 1 thư nhắc" in remind(day=TODAY)
    assert "đã nhắc từ trước 1" in remind(day=DUE)
    letter = Letter.objects.get()
    assert (letter.to, letter.status) == ("binh@hoi.example", LetterStatus.READY)


def test_a_task_put_off_is_reminded_of_again(task, binh):
    remind(day=TODAY)
    Task.objects.filter(pk=task.pk).update(due_on=DUE + dt.timedelta(days=30))
    assert "Đã lập 1 thư nhắc" in remind(day=DUE + dt.timedelta(days=25))


def test_neither_claimed_nor_overdue_tasks_are_reminded_of(task, binh):
    assert reminders.plan(DUE + dt.timedelta(days=1)).fresh == []
    report_progress(task, "Xong.", by=binh, is_done=True)
    assert reminders.plan(TODAY).fresh == []


def test_who_cannot_be_written_to_is_named(conference):
    given(conference, association=members.association("Hội Không thư"))
    assert "Không có thư điện tử: Hoàn thiện quy chế phản biện (Hội Không thư)" in (
        remind(dry_run=True)
    )


# --- The office -----------------------------------------------------------------------


@pytest.fixture
def desk(client, officer):
    return signed_in(client, officer)


def form_of(client, task, **typed) -> dict:
    """What the office's form sends as it was opened, with what is `typed`."""
    page = client.get(change_url(task))
    return filled_in(page, due_on=f"{task.due_on:%d/%m/%Y}", **typed)


def test_the_office_writes_down_what_it_heard_by_telephone(desk, task, officer):
    sent = form_of(desk, task) | {
        "progress-0-text": "Bà Bình báo đã họp.",
        "progress-0-percent": "30",
    }
    assert desk.post(change_url(task), sent).status_code == 302
    told = task.progress.get()
    assert (told.text, told.percent, told.by) == ("Bà Bình báo đã họp.", 30, officer)


def test_a_given_task_cannot_lose_its_owner(desk, task):
    answer = desk.post(change_url(task), form_of(desk, task, association=""))
    assert answer.status_code == 200
    assert "Nhiệm vụ đã giao phải có chủ trì." in answer.content.decode()
    task.refresh_from_db()
    assert task.association_id is not None


def test_the_office_hands_a_task_on(
    desk, task, own_task, django_capture_on_commit_callbacks
):
    sent = form_of(desk, task, association="", person=str(own_task.person.pk))
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(change_url(task), sent).status_code == 302
    assert Letter.objects.get().to == "dung@nha.example"


def test_two_at_one_task_do_not_overwrite_each_other(desk, task):
    first, second = form_of(desk, task), form_of(desk, task)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=1), tick=False):
        desk.post(change_url(task), first | {"title": "Của người nhanh"})
    answer = desk.post(change_url(task), second | {"title": "Của người chậm"})
    assert "đã lưu nội dung này" in answer.content.decode()
    task.refresh_from_db()
    assert task.title == "Của người nhanh"


def test_many_are_given_at_once_and_those_without_an_owner_are_named(
    desk, conference, association
):
    ready = makers.task(conference, "Có chủ trì", association=association)
    without = makers.task(conference, "Chưa có chủ trì")
    answer = desk.post(
        reverse("admin:conferences_task_changelist"),
        {"action": "move_give", "_selected_action": [ready.pk, without.pk]},
        follow=True,
    )
    page = answer.content.decode()
    assert "«Chưa có chủ trì»: Nhiệm vụ chưa có hội hoặc người chủ trì." in page
    ready.refresh_from_db()
    without.refresh_from_db()
    assert (ready.status, without.status) == (TaskStatus.OPEN, TaskStatus.DRAFT)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?han=qua-han", ["Trễ"]),
        ("?han=khong-han", ["Không hạn"]),
        ("?chu-tri=chua-co", ["Không hạn"]),
        ("?status__exact=draft", ["Không hạn"]),
        ("?chu-tri=hoi&q=con", ["Còn hạn"]),
    ],
)
def test_the_list_is_narrowed(desk, conference, association, query, expected):
    given(conference, title="Trễ", association=association, due_on=dt.date(2026, 11, 2))
    given(conference, title="Còn hạn", association=association)
    makers.task(conference, "Không hạn")
    page = desk.get(reverse("admin:conferences_task_changelist") + query)
    assert [task.title for task in page.context["cl"].result_list] == expected


def test_what_was_given_is_dropped_and_not_deleted(desk, task):
    answer = desk.get(reverse("admin:conferences_task_delete", args=[task.pk]))
    assert answer.status_code == 403
