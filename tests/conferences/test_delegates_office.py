"""The office's pages of delegates: adding many, letters, papers, links, what expires."""

import datetime as dt
import io
import logging

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from conferences import invitees, links, notifications
from conferences.documents import badges, delegates, invitations
from conferences.models import InviteeGroup, Reply
from conferences.workflow import CONFERENCES
from lienhiephoi import roles
from lienhiephoi.logs import HideSecrets
from lienhiephoi.models import Letter, LetterStatus
from tests import makers as ground, reading
from tests.conferences import makers
from tests.conferences.test_attendance import committee, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference(time_machine):
    time_machine.move_to("2026-12-01T08:00:00+07:00")
    return makers.conference()


@pytest.fixture
def office(client, conference):
    client.force_login(ground.staff(roles.CONFERENCE_OFFICER))
    return client


def url(page: str, conference, *args) -> str:
    return reverse(f"admin:conferences_invitee_{page}", args=[conference.pk, *args])


def names(conference) -> list[str]:
    return [each.full_name for each in invitees.listed(conference)]


# --- Pages ------------------------------------------------------------------------


def test_a_committee_is_added_by_one_press(office, conference):
    board = committee()
    seat(board, "Lê Văn An")
    sent = {"source": "committee", "committee": board.pk}
    page = office.post(url("add-many", conference), sent, follow=True)
    assert "Đã thêm 1 đại biểu." in page.content.decode()
    assert names(conference) == ["Lê Văn An"]


def test_a_table_is_looked_at_then_imported(office, conference):
    book = openpyxl.Workbook()
    book.active.append(["Họ và tên *", "Đơn vị"])
    book.active.append(["Lê Văn An", "Sở Nội vụ"])
    stream = io.BytesIO()
    book.save(stream)
    path = url("table", conference)
    preview = office.post(
        path, {"file": SimpleUploadedFile("ds.xlsx", stream.getvalue())}
    )
    assert names(conference) == []
    office.post(path, {"rows": preview.context_data["packed"]})
    assert names(conference) == ["Lê Văn An"]


@pytest.mark.parametrize("page", ["office", "add-many", "table", "letters"])
def test_pages_open_cheaply_with_many(
    office, conference, page, django_assert_max_num_queries
):
    for place in range(30):
        makers.invitee(conference, f"Đại biểu {place}", email=f"a{place}@example.org")
    with django_assert_max_num_queries(20):
        assert office.get(url(page, conference)).status_code == 200


@pytest.mark.parametrize("page", ["add-many", "table", "letters"])
def test_leadership_looks_and_changes_nothing(client, conference, page):
    client.force_login(ground.staff(roles.LEADERSHIP))
    assert client.get(url("office", conference)).status_code == 200
    assert client.post(url(page, conference)).status_code == 403


def test_who_only_looks_is_given_no_personal_link(client, conference):
    invitee = makers.invitee(conference)
    client.force_login(ground.staff(roles.LEADERSHIP))
    path = reverse("admin:conferences_invitee_change", args=[invitee.pk])
    assert links.link_of(invitee) not in client.get(path).content.decode()
    assert "giay-moi.pdf" not in client.get(url("office", conference)).content.decode()
    for name in ("giay-moi.docx", "giay-moi.pdf"):
        assert client.get(url("paper", conference, name)).status_code == 403
    blank = url("paper", conference, "giay-moi-de-trong.docx")
    assert client.get(blank).status_code == 200


@pytest.mark.parametrize("chosen", ["٣", "abc", "9" * 40, "-1"])
def test_an_odd_conference_is_none(office, conference, chosen):
    path = reverse("admin:conferences_invitee_changelist")
    answer = office.get(path, {"conference__id__exact": chosen})
    assert answer.status_code == 200


@pytest.mark.parametrize("sent", ["abc", "1\0", "٣"])
def test_who_is_nobody_in_the_register_is_refused_in_words(office, conference, sent):
    typed = {"source": "people", "people": [sent], "group": InviteeGroup.GUEST}
    answer = office.post(url("add-many", conference), typed)
    assert answer.status_code == 200
    forms = [form for form, *_ in answer.context_data["forms"]]
    assert next(filter(None, (form.errors for form in forms))).keys() == {"people"}
    assert names(conference) == []


def test_reporters_see_no_delegates(client, conference):
    client.force_login(ground.staff(roles.REPORTER))
    assert client.get(url("office", conference)).status_code == 403
    path = url("paper", conference, "danh-sach.xlsx")
    assert client.get(path).status_code == 403


@pytest.mark.parametrize(
    "name",
    [
        *("giay-moi.docx", "giay-moi.pdf", "giay-moi-de-trong.docx"),
        *("giay-moi-de-trong.pdf", "the-dai-bieu.pdf", "danh-sach.xlsx"),
        *("ky-ten.pdf", "ky-ten.docx", "ma-o-cua.pdf", "ma-o-cua-ca-khach.pdf"),
    ],
)
def test_papers_are_made_from_the_list(office, conference, name):
    makers.invitee(conference)
    answer = office.get(url("paper", conference, name))
    assert answer.status_code == 200
    assert answer.content[:4] in (b"%PDF", b"PK\x03\x04")


def test_the_list_of_one_conference_does_not_repeat_its_title(office, conference):
    makers.invitee(conference, position="Chủ tịch", body="Hội Cơ học")
    path = reverse("admin:conferences_invitee_changelist")
    of_all = office.get(path).content.decode()
    of_one = office.get(path, {"conference__id__exact": conference.pk}).content.decode()
    assert "field-conference" in of_all
    assert "field-conference" not in of_one
    assert "Chủ tịch, Hội Cơ học" in of_one


def test_an_answer_by_telephone_goes_into_the_history(office, conference):
    invitee = makers.invitee(conference)
    path = reverse("admin:conferences_invitee_change", args=[invitee.pk])
    form = office.get(path).context_data["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in values.items() if value is not None}
    office.post(path, {**sent, "reply": "absent", "reply_reason": "Trùng lịch"})
    (answer,) = invitee.answers.all()
    assert (answer.reply, answer.reason) == ("absent", "Trùng lịch")
    assert answer.by is not None


def test_a_new_link_is_made_by_a_deed(office, conference):
    invitee = makers.invitee(conference)
    old = links.token_of(invitee)
    path = reverse("admin:conferences_invitee_deed", args=[invitee.pk, "duong-dan-moi"])
    office.post(path)
    assert links.invitee_of(old) is None


# --- Letters ----------------------------------------------------------------------


def test_letters_wait_for_the_office_and_are_written_once(office, conference):
    makers.invitee(conference, email="binh@example.org")
    makers.invitee(conference, "Không Thư")
    makers.invitee(conference, "Khách", email="k@example.org", was_invited=False)
    for _ in range(2):
        office.post(url("letters", conference))
    (letter,) = Letter.objects.all()
    assert (letter.to, letter.status) == ("binh@example.org", LetterStatus.HELD)


def test_who_writes_the_letters_reads_them_and_lets_them_go(office, conference):
    makers.invitee(conference, email="binh@example.org")
    elsewhere = makers.invitee(
        makers.conference("Hội nghị khác"), email="khac@example.org"
    )
    notifications.write_invitations([elsewhere], by=None)
    path = url("letters", conference)
    office.post(path)

    page = reading.page(office, path)
    assert "Cho gửi 1 thư đã lập" in reading.words(page)
    queue = next(
        each.get("href") for each in page.iter("a") if reading.words(each) == "hàng thư"
    )
    assert "Giấy mời" in reading.words(reading.page(office, queue))
    office.post(path, {"viec": "cho-gui"})

    states = dict(Letter.objects.values_list("to", "status"))
    assert states == {
        "binh@example.org": LetterStatus.READY,
        "khac@example.org": LetterStatus.HELD,
    }
    assert Letter.objects.get(to="binh@example.org").released_by is not None
    assert "chờ gửi 1" in reading.words(reading.page(office, path))


def test_letters_of_a_meeting_called_off_are_not_let_go(office, conference):
    invitee = makers.invitee(conference, email="binh@example.org")
    notifications.write_invitations([invitee], by=None)
    conference.status = "cancelled"
    conference.save()
    answer = office.post(url("letters", conference), {"viec": "cho-gui"})
    assert answer.status_code == 403
    assert Letter.objects.get().status == LetterStatus.HELD


def test_a_letter_carries_the_own_link_and_the_facts(conference):
    invitee = makers.invitee(conference, email="binh@example.org", honorific="Bà")
    notifications.write_invitations([invitee], by=None)
    letter = Letter.objects.get()
    assert links.link_of(invitee) in letter.body
    assert "Kính gửi Bà Trần Thị Bình" in letter.body
    assert "08:00, thứ\xa0Sáu, 18/12/2026" in letter.body
    assert letter.subject == (
        "Giấy mời: Hội nghị tổng kết công tác năm 2026 (18/12/2026)"
    )


def test_a_new_link_or_another_day_calls_for_another_letter(conference):
    invitee = makers.invitee(conference, email="binh@example.org")
    notifications.write_invitations([invitee], by=None)
    invitees.renew_link(invitee)
    assert len(notifications.write_invitations([invitee], by=None)) == 1
    conference.starts_on += dt.timedelta(days=7)
    conference.save()
    invitee.refresh_from_db()
    assert len(notifications.write_invitations([invitee], by=None)) == 1


@pytest.mark.parametrize(
    ("of_conference", "of_invitee"),
    [
        ({"place": "Hội trường khác"}, {}),
        ({"start_time": dt.time(14)}, {}),
        ({}, {"email": "moi@example.org"}),
    ],
)
def test_what_waits_and_is_wrong_by_now_does_not_go_out(
    conference, of_conference, of_invitee
):
    invitee = makers.invitee(conference, email="binh@example.org")
    (old,) = notifications.write_invitations([invitee], by=None)
    for record, changes in ((conference, of_conference), (invitee, of_invitee)):
        for name, value in changes.items():
            setattr(record, name, value)
        record.save()
    assert notifications.plan_invitations([invitee]).fresh == (invitee,)
    (new,) = notifications.write_invitations([invitee], by=None)
    old.refresh_from_db()
    assert (old.status, new.status) == (LetterStatus.CANCELLED, LetterStatus.HELD)
    assert new.to == invitee.email


def test_what_is_as_it_was_can_be_written_once_more(conference):
    invitee = makers.invitee(conference, email="binh@example.org")
    notifications.write_invitations([invitee], by=None)
    for place in ("Nơi khác", "Hội trường Liên hiệp Hội"):
        conference.place = place
        conference.save()
        (letter,) = notifications.write_invitations([invitee], by=None)
        assert place in letter.body
    waiting = Letter.objects.filter(status=LetterStatus.HELD)
    assert list(waiting) == [letter]


@pytest.mark.parametrize("page", ["deed", "delete"])
def test_no_letter_waits_with_a_dead_link(office, conference, page):
    invitee = makers.invitee(conference, email="binh@example.org")
    (letter,) = notifications.write_invitations([invitee], by=None)
    args = [invitee.pk, "duong-dan-moi"] if page == "deed" else [invitee.pk]
    path = reverse(f"admin:conferences_invitee_{page}", args=args)
    office.post(path, {"post": "yes"})
    letter.refresh_from_db()
    assert letter.status == LetterStatus.CANCELLED


def test_who_was_invited_is_told_that_it_is_put_off(
    conference, django_capture_on_commit_callbacks
):
    invitee = makers.invitee(conference, email="binh@example.org")
    CONFERENCES.apply(conference, "invite", by=None)
    (invitation,) = notifications.write_invitations([invitee], by=None)
    with django_capture_on_commit_callbacks(execute=True):
        CONFERENCES.apply(conference, "postpone", by=None, note="Bão số 5")
    invitation.refresh_from_db()
    assert invitation.status == LetterStatus.CANCELLED
    told = Letter.objects.get(kind=notifications.CALLED_OFF)
    assert told.status == LetterStatus.HELD
    assert "Bão số 5" in told.body
    assert told.subject.startswith("Hoãn: ")


def test_a_plan_nobody_heard_of_is_called_off_in_silence(
    conference, django_capture_on_commit_callbacks
):
    makers.invitee(conference, email="binh@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        CONFERENCES.apply(conference, "cancel", by=None, note="Đổi kế hoạch")
    assert not Letter.objects.exists()


# --- Papers -----------------------------------------------------------------------


def test_the_same_list_is_the_same_bytes(conference):
    makers.invitee(conference, body="Hội Cơ học")
    rows = invitees.listed(conference)
    for make in (
        badges.badges_pdf,
        delegates.delegates_xlsx,
        delegates.sign_in_docx,
        invitations.invitations_docx,
        invitations.invitations_pdf,
    ):
        assert make(conference, rows) == make(conference, rows)


def test_the_table_tells_replies_and_counts(conference):
    invitee = makers.invitee(conference, group=InviteeGroup.COMMITTEE)
    invitees.answer(
        invitee, Reply.SUBSTITUTE, substitute_name="Lê Thay", substitute_position="PCT"
    )
    content = delegates.delegates_xlsx(conference, invitees.listed(conference))
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert page.page_setup.fitToWidth == 1
    people, counts = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    rows = [[cell.value for cell in row] for row in people.iter_rows()]
    (row,) = [row for row in rows if "Trần Thị Bình" in row]
    assert row[6:8] == ["Cử người đi thay", "Lê Thay, PCT"]
    last = [cell.value for cell in list(counts.iter_rows())[-3]]
    assert last[:4] == ["Cộng", 1, 0, 1]


# --- What expires -----------------------------------------------------------------


def test_addresses_are_forgotten_a_year_after_the_meeting(
    conference, time_machine, capsys
):
    invitee = makers.invitee(conference, email="binh@example.org", phone="0901234567")
    invitees.answer(invitee, Reply.GOING)
    notifications.write_invitations([invitee], by=None)
    link = links.token_of(invitee)
    time_machine.move_to("2027-12-18T08:00:00+07:00")
    call_command("clean_up")
    assert links.invitee_of(link) == invitee
    time_machine.move_to("2027-12-19T08:00:00+07:00")
    call_command("clean_up", "--dry-run")
    assert "liên lạc của đại biểu 1" in capsys.readouterr().out
    call_command("clean_up")
    invitee.refresh_from_db()
    assert (invitee.email, invitee.phone, invitee.reply) == ("", "", Reply.GOING)
    assert links.invitee_of(link) is None
    assert not Letter.objects.exists()


# --- Logs -------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["link", "badge", "door"])
def test_a_log_keeps_no_secret_of_a_link(conference, view):
    invitee = makers.invitee(conference)
    address = {
        "link": links.link_of(invitee),
        "badge": links.badge_link_of(invitee),
        "door": links.door_link(conference),
    }[view]
    secret = address.rstrip("/").rpartition("/")[2]
    record = logging.LogRecord("x", 30, "", 0, "Gone: %s", (address,), None)
    HideSecrets(settings.LOGGING["filters"]["hide_secrets"]["pattern"]).filter(record)
    assert "Gone: " in record.getMessage()
    assert secret not in record.getMessage()
