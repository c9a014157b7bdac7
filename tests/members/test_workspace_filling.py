"""A section's page: what is written there is kept, by one person or several."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from lienhiephoi.dossiers import marks
from members import reporting
from members.models import ReportStatus, RepresentativeRole
from members.workflow import PERIODS, REPORTS
from tests import makers as people
from tests.members import makers
from tests.members.makers import NARRATIVE, SECTION

pytestmark = pytest.mark.django_db

PASSWORD = "mat-khau-dai-2026"


@pytest.fixture
def association():
    return makers.association("Hội Làm vườn")


@pytest.fixture
def period():
    return makers.period()


@pytest.fixture
def report(association, period):
    return makers.report(association, period)


@pytest.fixture
def binh(association):
    user = people.user("binh", full_name="Trần Thị Bình")
    makers.representative(user, association)
    return user


@pytest.fixture
def an(association):
    user = people.user("an", full_name="Nguyễn Văn An")
    makers.representative(user, association, RepresentativeRole.PREPARES)
    return user


@pytest.fixture
def address(report) -> str:
    return reverse("workspace:section", args=[report.pk, SECTION])


def signed_in(user, **options) -> Client:
    client = Client(**options)
    client.force_login(user)
    return client


def opened(client, address) -> dict[str, str]:
    """The inputs of the page as a browser would post them, untouched."""
    html = client.get(address).content.decode()
    posted = {}
    form = html[html.index('<form class="asks"') :]
    for tag in re.findall(r"<input [^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        is_off = 'type="checkbox"' in tag and " checked" not in tag
        if name and not is_off and 'type="file"' not in tag:
            posted[name[1]] = value[1] if value else ""
    areas = r'<textarea [^>]*?name="([^"]+)"[^>]*>(.*?)</textarea>'
    posted |= dict(re.findall(areas, form, re.S))
    for name, options in re.findall(
        r'<select name="([^"]+)".*?>(.*?)</select>', form, re.S
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        posted[name] = chosen[1] if chosen else ""
    return posted


def figures(report) -> dict[str, Decimal | None]:
    return {each.key: each.amount for each in report.answers.all()}


def text_of(answer) -> str:
    return answer.content.decode()


# --- One person -----------------------------------------------------------------


def test_what_is_filled_in_is_saved_with_all_that_belongs_to_it(binh, address, report):
    client = signed_in(binh)
    form = opened(client, address) | {
        "hoi_vien": "18.540",
        "hoi_vien:muc": "about",
        "hoi_vien:uoc": "1",
        "hoi_vien:ghichu": "Thêm ba chi hội.",
        NARRATIVE: "Đã kiện toàn tổ chức.",
    }
    answer = client.post(address, form, follow=True)
    assert "Đã lưu lúc" in text_of(answer)
    kept = report.answers.get(key="hoi_vien")
    assert (kept.amount, kept.qualifier, kept.is_estimate, kept.note) == (
        *(18540, "about"),
        *(True, "Thêm ba chi hội."),
    )
    assert kept.changed_by == binh
    assert report.answers.get(key=NARRATIVE).text == "Đã kiện toàn tổ chức."
    # And it is in the inputs when the page is opened again.
    shown = opened(client, address)
    assert shown["hoi_vien"] == "18.540"
    assert shown["hoi_vien:muc"] == "about"
    assert shown["hoi_vien:uoc"] == "1"


def test_a_number_that_cannot_be_read_stands_in_its_field_and_stops_no_other(
    binh, address, report
):
    client = signed_in(binh)
    form = opened(client, address) | {"hoi_vien": "khoảng 200", "hoi_thao": "4"}
    answer = client.post(address, form)
    assert figures(report) == {"hoi_thao": 4}
    assert 'value="khoảng 200"' in text_of(answer)
    assert 'href="#o-hoi_vien"' in text_of(answer)


def test_the_button_for_the_next_section_goes_there_and_from_the_last_to_sending(
    binh, address, period, report
):
    makers.section(period, "phuong_huong", order=9)
    client = signed_in(binh)
    following = reverse("workspace:section", args=[report.pk, "phuong_huong"])
    assert client.post(address, {"di": "tiep"}).url == following
    sending = reverse("workspace:send", args=[report.pk])
    assert client.post(following, {"di": "tiep"}).url == sending


def test_last_years_figure_stands_beside_its_field(binh, association, address, period):
    before = makers.period(2025)
    makers.sent(makers.report(association, before), by=binh, hoi_vien=18200)
    period.previous = before
    period.save()
    html = text_of(signed_in(binh).get(address))
    assert "Báo cáo năm 2025: <strong>18.200</strong>" in html


def test_parts_are_added_up_beside_their_whole(binh, address, period, report):
    whole = period.indicators.get(code="hoi_vien")
    makers.indicator(period, "tien_si", part_of=whole, order=8)
    makers.indicator(period, "thac_si", part_of=whole, order=9)
    makers.answered(report, hoi_vien=20, tien_si=3, thac_si=4)
    html = text_of(signed_in(binh).get(address))
    assert re.search(r'data-sum-of="hoi_vien".*?<strong>7</strong>', html)


def test_a_file_is_attached_downloaded_and_taken_off(binh, period, report):
    period.wanted_files.create(code="danh_sach", label="Danh sách hội viên")
    address = reverse("workspace:section", args=[report.pk, "tep_kem_theo"])
    client = signed_in(binh)
    upload = people.ContentFile(people.PDF, name="Danh sách.pdf")
    client.post(address, {"tep.danh_sach": upload})
    [file] = report.files.all()
    answer = client.get(file.get_absolute_url())
    assert b"".join(answer.streaming_content) == people.PDF
    assert "attachment" in answer.headers["Content-Disposition"]
    for close in answer._resource_closers:
        close()
    client.post(address, {"go-tep": file.pk})
    assert not report.files.filter(removed_at=None).exists()


def test_a_file_that_is_not_taken_is_refused_with_its_name(binh, period, report):
    period.wanted_files.create(code="danh_sach", label="Danh sách hội viên")
    address = reverse("workspace:section", args=[report.pk, "tep_kem_theo"])
    upload = people.ContentFile(b"MZ\x90\x00", name="virus.exe")
    answer = signed_in(binh).post(address, {"tep.danh_sach": upload})
    assert "virus.exe" in text_of(answer)
    assert not report.files.exists()


def state_of(client, report, section=SECTION) -> str:
    """What the list of sections says of one; page and script say the same."""
    html = text_of(client.get(report.get_absolute_url()))
    place = html[html.index(f'data-state-of="{section}"') :]
    told = re.search(r"data-words>([^<]*)<", place)[1]
    page = reverse("workspace:section", args=[report.pk, section])
    answer = client.get(page, headers={"Accept": "application/json"}).json()
    assert answer["sections"][section]["words"] == told
    is_ticked = re.search(r'data-tone="done"( hidden)?>', place)[1] is None
    assert is_ticked == (told == "xong") == (answer["sections"][section]["tone"] != "")
    return told


def test_a_section_that_asks_for_nothing_is_done_once_something_is_filled_in(
    binh, report
):
    client = signed_in(binh)
    assert state_of(client, report) == "không bắt buộc"
    makers.answered(report, hoi_thao=2)
    assert state_of(client, report) == "xong"


def test_a_section_says_how_much_it_still_lacks(binh, period, report):
    period.indicators.filter(code="hoi_vien").update(is_required=True)
    period.sections.update(is_narrative_required=True)
    client = signed_in(binh)
    assert state_of(client, report) == "còn 2 chỗ"
    makers.answered(report, hoi_vien=20, hoi_thao=3)
    assert state_of(client, report) == "còn 1 chỗ"
    makers.answered(report, **{NARRATIVE: "Đã họp."})
    assert state_of(client, report) == "xong"
    # What stands against sending is lacking too.
    period.indicators.filter(code="hoi_vien").update(maximum=10)
    assert state_of(client, report) == "còn 1 chỗ"


def test_filling_goes_on_where_something_is_required_then_where_nothing_stands(
    binh, period, report
):
    later = makers.section(period, "phuong_huong", order=9, title="Phương hướng")
    later.is_narrative_required = True
    later.save()
    client = signed_in(binh)

    def following():
        html = text_of(client.get(report.get_absolute_url()))
        found = re.search(r">(?:Bắt đầu điền|Điền tiếp): ([^<]*)</a>", html)
        return found and found[1]

    assert following() == "Phương hướng"
    makers.answered(report, **{"loi_van.phuong_huong": "Sẽ họp."})
    assert following() == "Tình hình tổ chức"
    makers.answered(report, hoi_thao=1)
    assert following() is None


# --- Two people, two windows ------------------------------------------------------


def test_an_old_page_left_alone_overwrites_nothing(binh, an, address, report):
    mine, hers = signed_in(an), signed_in(binh)
    form = opened(mine, address)
    hers.post(address, opened(hers, address) | {"hoi_vien": "30"})
    mine.post(address, form | {"hoi_thao": "2"})
    assert figures(report) == {"hoi_vien": 30, "hoi_thao": 2}


def test_two_people_in_one_field_are_told_and_neither_is_lost(
    binh, an, address, report
):
    mine, hers = signed_in(an), signed_in(binh)
    form = opened(mine, address) | {"hoi_vien": "25"}
    hers.post(address, opened(hers, address) | {"hoi_vien": "30"})
    answer = mine.post(address, form)
    assert figures(report) == {"hoi_vien": 30}
    assert "Trần Thị Bình" in text_of(answer)
    assert 'value="25"' in text_of(answer)
    # The writer has seen the other's figure now, and saves again.
    again = dict(form)
    again["hoi_vien:rev"] = re.search(
        r'name="hoi_vien:rev" value="([^"]+)"', text_of(answer)
    )[1]
    mine.post(address, again)
    assert figures(report) == {"hoi_vien": 25}


def test_who_takes_the_others_words_keeps_the_rest_of_his_own(
    binh, an, address, report
):
    mine, hers = signed_in(an), signed_in(binh)
    form = opened(mine, address) | {"hoi_vien": "25", "hoi_thao": "2"}
    hers.post(address, opened(hers, address) | {"hoi_vien": "30"})
    mine.post(address, form | {"theo": "hoi_vien"})
    assert figures(report) == {"hoi_vien": 30, "hoi_thao": 2}


# --- The script -------------------------------------------------------------------


def test_the_script_is_answered_field_by_field(binh, an, address, report):
    mine, hers = signed_in(an), signed_in(binh)
    form = opened(mine, address)
    hers.post(address, opened(hers, address) | {"hoi_vien": "30"})
    changed = form | {"hoi_vien": "25", "hoi_thao": "1.5"}
    answer = mine.post(address, changed, headers={"Accept": "application/json"}).json()
    assert answer["clashes"]["hoi_vien"]["by"] == "Trần Thị Bình"
    assert answer["clashes"]["hoi_vien"]["text"] == "30"
    assert answer["fields"]["hoi_vien"]["value"] == "30"
    assert list(answer["refused"]) == ["hoi_thao"]
    assert figures(report) == {"hoi_vien": 30}


def test_the_script_learns_what_another_window_saved(binh, address, report):
    client = signed_in(binh)
    client.post(address, opened(client, address) | {"hoi_vien": "30"})
    answer = client.get(address, headers={"Accept": "application/json"}).json()
    assert answer["fields"]["hoi_vien"]["value"] == "30"
    assert answer["fields"]["hoi_vien"]["by"] == "Bạn ở cửa sổ khác"
    assert re.fullmatch(r"\d\d:\d\d", answer["at"])


def test_the_script_is_told_to_sign_in(address):
    answer = Client().post(address, {}, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["signIn"].startswith("/tai-khoan/dang-nhap/?next=")


# --- The session has ended, the page is old ---------------------------------------


def sign_in(client, name: str) -> None:
    client.get("/tai-khoan/dang-nhap/")
    token = client.cookies["csrftoken"].value
    form = {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": token}
    client.post("/tai-khoan/dang-nhap/", form)


def test_what_was_written_comes_back_after_signing_in_again(binh, address, report):
    client = signed_in(binh, enforce_csrf_checks=True)
    form = opened(client, address) | {"hoi_vien": "77"}
    client.session.flush()
    answer = client.post(address, form, follow=True)
    assert "Nội dung bạn vừa viết vẫn được giữ" in text_of(answer)
    assert not report.answers.exists()
    sign_in(client, "binh")
    back = opened(client, address)
    assert back["hoi_vien"] == "77"
    client.post(address, back)
    assert figures(report) == {"hoi_vien": 77}
    assert "chưa lưu" not in text_of(client.get(address)).lower()


def test_words_that_wait_are_shown_to_nobody_of_another_association(
    binh, address, report
):
    client = signed_in(binh)
    form = opened(client, address) | {"hoi_vien": "77"}
    client.session.flush()
    client.post(address, form)
    other = people.user("khac")
    makers.representative(other, makers.association("Hội Cầu đường"))
    sign_in(client, "khac")
    assert client.session["unsaved"]
    assert client.get(address).status_code == 404


def test_words_that_wait_are_shown_to_no_colleague(binh, an, address):
    client = signed_in(binh)
    form = opened(client, address) | {"hoi_vien": "77"}
    client.session.flush()
    client.post(address, form)
    sign_in(client, "an")
    assert client.session["unsaved"]
    page = text_of(client.get(address))
    assert "77" not in opened(client, address).values()
    assert "trước khi phiên làm việc hết" not in page


@pytest.mark.parametrize("accepted", ["application/json", "text/html"])
@pytest.mark.parametrize("is_csrf_checked", [True, False])
def test_a_page_that_a_colleague_opened_in_this_browser_saves_nothing(
    binh, an, address, report, accepted, is_csrf_checked
):
    client = signed_in(binh, enforce_csrf_checks=is_csrf_checked)
    form = opened(client, address) | {"hoi_vien": "77"}
    client.force_login(an)
    answer = client.post(address, form, headers={"Accept": accepted})
    assert answer.status_code == 409
    told = answer.json()["message"] if "json" in accepted else text_of(answer)
    assert "Trang này do người khác mở" in told
    assert "Nguyễn Văn An" in told
    assert 'value="77"' not in text_of(answer)
    assert not report.answers.exists()


def test_the_script_is_told_whose_page_it_would_be_now(binh, an, address):
    mine, hers = signed_in(an), signed_in(binh)
    mark = opened(mine, address)["nguoi-mo"]
    asked = {"headers": {"Accept": "application/json"}}
    assert mine.get(address, **asked).json()["reader"] == mark
    assert hers.get(address, **asked).json()["reader"] != mark


def test_what_comes_from_no_page_of_ours_is_not_shown_as_ones_own_words(binh, address):
    client = signed_in(binh, enforce_csrf_checks=True)
    answer = client.post(address, {"hoi_vien": "77"})
    assert answer.status_code == 409
    assert 'value="77"' not in text_of(answer)


def test_a_page_from_before_the_last_sign_in_keeps_the_words_and_saves_nothing(
    binh, address, report
):
    client = signed_in(binh, enforce_csrf_checks=True)
    form = opened(client, address) | {"hoi_vien": "77"}
    form["csrfmiddlewaretoken"] = "x" * 64
    answer = client.post(address, form)
    assert not report.answers.exists()
    assert 'value="77"' in text_of(answer)
    assert "hãy bấm «Lưu» một lần nữa" in text_of(answer)


def test_nobody_else_can_make_a_browser_save(binh, address, report):
    client = signed_in(binh, enforce_csrf_checks=True)
    form = opened(client, address) | {"hoi_vien": "77"}
    del form["csrfmiddlewaretoken"]
    client.post(address, form)
    client.post(address, form, headers={"Accept": "application/json"})
    assert not report.answers.exists()


# --- What may be changed ----------------------------------------------------------


@pytest.fixture
def returned(report, binh):
    """Sent, and sent back with one field marked."""
    officer = people.staff("Cán bộ hội viên")
    sent = makers.sent(report, by=binh, hoi_vien=20, hoi_thao=5)
    marks.put_marks(sent, {"hoi_thao": "Xin đếm lại."}, by=officer)
    return REPORTS.apply(sent, "return", by=officer)


def test_of_a_returned_report_only_the_marked_field_can_be_written_in(
    binh, address, returned
):
    client = signed_in(binh)
    form = opened(client, address)
    assert "hoi_vien" not in form
    html = text_of(client.get(address))
    assert "Xin đếm lại." in html
    client.post(address, form | {"hoi_thao": "6"})
    answer = client.post(address, {"hoi_vien": "99", "hoi_vien:rev": "1.x"})
    assert figures(returned) == {"hoi_vien": 20, "hoi_thao": 6}
    assert "Có chỗ chưa lưu được" in text_of(answer)


def test_words_for_a_report_that_a_colleague_sent_meanwhile_stay_on_the_page(
    binh, an, address, report
):
    client = signed_in(an)
    form = opened(client, address) | {NARRATIVE: "Câu của tôi."}
    makers.sent(report, by=binh, hoi_vien=20)
    answer = client.post(address, form)
    assert "Câu của tôi." in text_of(answer)
    assert "chưa lưu" in text_of(answer)
    assert not report.answers.filter(key=NARRATIVE).exists()


def test_a_closed_period_takes_no_more(binh, address, period, report):
    client = signed_in(binh)
    form = opened(client, address) | {"hoi_vien": "20"}
    chief = people.staff(is_superuser=True)
    PERIODS.apply(period, "close", by=chief)
    client.post(address, form)
    assert not report.answers.exists()
    assert 'name="hoi_vien"' not in text_of(client.get(address))


def test_staff_read_a_report_but_do_not_write_in_it(address, report):
    client = signed_in(people.staff("Cán bộ hội viên"))
    assert client.get(address).status_code == 200
    client.post(address, {"hoi_vien": "9", "hoi_vien:rev": "0.x"})
    assert not report.answers.exists()


def test_a_section_of_the_standard_form_opens_in_few_queries(
    binh, association, django_assert_max_num_queries
):
    from members import period_forms  # noqa: PLC0415 -- only this test needs the form

    before = makers.period(2024, codes=())
    period = makers.period(2025, codes=(), previous=before)
    period.sections.all().delete()
    period_forms.load_standard(period)
    report = makers.report(association, period)
    for each in period.indicators.all():
        makers.answered(report, **{each.code: 5})
    assert len(reporting.filling(report).answers) > 50
    client = signed_in(binh)
    first = period.sections.first()
    with django_assert_max_num_queries(20):
        client.get(reverse("workspace:section", args=[report.pk, first.code]))
    for name in ("report", "send", "preview"):
        with django_assert_max_num_queries(20):
            assert client.get(reverse(f"workspace:{name}", args=[report.pk])).content


def test_a_late_day_is_said(binh, address, period, report):
    period.deadline_on = period.opens_on + dt.timedelta(days=1)
    period.save()
    html = text_of(signed_in(binh).get(report.get_absolute_url()))
    assert "đã quá 9 ngày" in html
    assert report.status == ReportStatus.DRAFT
