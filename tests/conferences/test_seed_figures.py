"""Figures of five reports that unions really gave, held as records and drawn from them.

Each test makes the records of one meeting; what the report says is drawn from these,
never typed beside them.
"""

import datetime as dt

import pytest

from conferences import editions
from conferences.models import (
    Agreement,
    AgreementPartner,
    BodyRole,
    Conference,
    ConferenceBody,
    ConferenceDocument,
    ConferenceKind,
    ConferenceReport,
    DocumentRole,
    ElectionResult,
    PrizeLevel,
    RecipientKind,
    SocialReview,
    Source,
)
from conferences.workflow import CONFERENCES, REVIEWS, TASKS
from members.models import MemberKind, Term
from tests import makers
from tests.conferences import makers as conferences
from tests.members import makers as members

pytestmark = pytest.mark.django_db


def _said(report: ConferenceReport, text: str, **figures) -> str:
    """The text as the report would be published: each figure (source, measure, more)."""
    for key, (source, measure, *more) in figures.items():
        fields = more[0] if more else {}
        conferences.figure(
            report, key.replace("_", "-"), source=source, measure=measure, **fields
        )
    conferences.part(report, text)
    assert editions.reasons_against(report) == []
    contents = editions.draw(report)
    [part] = contents.parts
    assert all(each.origin for each in contents.used_figures)
    return "\n".join(each.text for each in part.paragraphs(contents))


def _held(**fields) -> Conference:
    return CONFERENCES.apply(conferences.conference(**fields), "hold", by=None)


# --- 28/02/2023: two reports at one meeting of a term that was extended -------------


@pytest.fixture
def sixth_meeting():
    term = Term.objects.create(
        ordinal=4,
        starts_on=dt.date(2019, 11, 15),
        planned_end_on=dt.date(2024, 11, 15),
        extended_until=dt.date(2025, 12, 31),
        extension_decision="Ý kiến của Thường trực Tỉnh ủy",
    )
    return conferences.conference(
        "Hội nghị Ban Chấp hành lần thứ VI",
        kind=ConferenceKind.EXECUTIVE,
        term=term,
        ordinal=6,
        starts_on=dt.date(2023, 2, 28),
    )


def test_a_meeting_is_the_sixth_of_a_term_that_lasts_longer_than_its_name(
    client, sixth_meeting
):
    assert sixth_meeting.place_in_term == "lần thứ VI, nhiệm kỳ 2019–2024"
    assert sixth_meeting.term.ends_on.year == 2025
    assert Term.objects.on(dt.date(2025, 6, 1)) == sixth_meeting.term
    page = client.get(sixth_meeting.get_absolute_url()).content.decode()
    assert "lần thứ VI, nhiệm kỳ 2019–2024" in page


def test_one_meeting_hears_the_yearly_report_and_the_one_at_half_the_term(
    sixth_meeting,
):
    honours = conferences.honour_round(
        "Tặng Giấy khen", 2022, decided_by="Ban Thường vụ Liên hiệp Hội"
    )
    for kind, granted in ((RecipientKind.TEAM, 4), (RecipientKind.PERSON, 14)):
        honours.counts.create(label="Giấy khen", recipient_kind=kind, granted=granted)
    yearly = conferences.report(
        sixth_meeting,
        subject="Tổng kết công tác năm 2022",
        starts_on=dt.date(2022, 1, 1),
        ends_on=dt.date(2022, 12, 31),
    )
    conferences.report(
        sixth_meeting,
        subject="Giữa nhiệm kỳ thực hiện Nghị quyết Đại hội lần thứ IV",
        starts_on=dt.date(2019, 11, 15),
        ends_on=dt.date(2022, 12, 31),
    )
    assert _said(
        yearly,
        "Giấy khen cho [[tap-the:2]] tập thể và [[ca-nhan]] cá nhân.",
        tap_the=(Source.HONOURS, "granted:team", {"round": honours}),
        ca_nhan=(Source.HONOURS, "granted:person", {"round": honours}),
    ) == ("Giấy khen cho 04 tập thể và 14 cá nhân.")
    assert sixth_meeting.reports.count() == 2


# --- 28/02/2020: a year in figures, two contests, nine tasks ------------------------


@pytest.fixture
def review_of_2019():
    return _held(
        title="Hội nghị Ban Chấp hành tổng kết năm 2019",
        kind=ConferenceKind.EXECUTIVE,
        starts_on=dt.date(2020, 2, 28),
    )


@pytest.fixture
def report_of_2019(review_of_2019):
    return conferences.report(
        review_of_2019,
        subject="Tổng kết năm 2019, phương hướng năm 2020",
        starts_on=dt.date(2019, 1, 1),
        ends_on=dt.date(2019, 12, 31),
    )


def test_a_register_and_an_estimate_stand_in_one_sentence(report_of_2019):
    for number in range(22):
        members.association(f"Hội thứ {number}")
    assert _said(
        report_of_2019,
        "Có [[hoi]] hội thành viên với [[hoi-vien]] hội viên.",
        hoi=(Source.REGISTER, MemberKind.MEMBER),
        hoi_vien=(
            *(Source.TYPED, ""),
            {
                "amount": 20000,
                "qualifier": "about",
                "source_text": "Báo cáo của các hội thành viên",
            },
        ),
    ) == ("Có 22 hội thành viên với khoảng 20.000 hội viên.")


def test_talks_and_reviews_are_counted_from_their_books(report_of_2019):
    for number in range(30):
        _held(
            title=f"Tọa đàm {number}",
            kind=ConferenceKind.DISCUSSION,
            starts_on=dt.date(2019, 3, 1) + dt.timedelta(days=9 * number),
        )
    for number in range(6):
        _held(
            title=f"Hội thảo {number}",
            kind=ConferenceKind.WORKSHOP,
            starts_on=dt.date(2019, 5, 1 + number),
        )
    for number in range(20):
        _delivered(f"Dự án {number}", dt.date(2019, 11, 1))
    _delivered("Dự án của năm sau", dt.date(2020, 1, 15))
    assert _said(
        report_of_2019,
        "[[toa-dam]] tọa đàm, [[hoi-thao:2]] hội thảo, [[du-an]] dự án phản biện.",
        toa_dam=(Source.CONFERENCES, ConferenceKind.DISCUSSION),
        hoi_thao=(Source.CONFERENCES, ConferenceKind.WORKSHOP),
        du_an=(Source.REVIEWS, "all"),
    ) == ("30 tọa đàm, 06 hội thảo, 20 dự án phản biện.")


def _delivered(title: str, on: dt.date) -> SocialReview:
    made = conferences.review(
        title,
        received_on=dt.date(2019, 2, 1),
        delivered_on=on,
        result_number="01/BC-TVPB",
    )
    return REVIEWS.apply(made, "deliver", by=None)


def test_contests_lead_from_the_entries_to_the_national_prizes(report_of_2019):
    youth = conferences.contest_edition(
        4,
        2019,
        contest=conferences.contest("Cuộc thi Sáng tạo Thanh thiếu niên Nhi đồng"),
        entries=45,
    )
    technical = conferences.contest_edition(11, 2019, entries=49)
    for edition, level, rank, count in (
        (youth, PrizeLevel.PROVINCE, "", 25),
        (youth, PrizeLevel.NATIONAL, "Nhì", 1),
        (youth, PrizeLevel.NATIONAL, "Khuyến khích", 1),
        (technical, PrizeLevel.PROVINCE, "", 33),
        (technical, PrizeLevel.NATIONAL, "Ba", 2),
        (technical, PrizeLevel.NATIONAL, "Khuyến khích", 2),
    ):
        edition.prizes.create(level=level, rank=rank, count=count)
    of_youth, of_technical = {"edition": youth}, {"edition": technical}
    assert _said(
        report_of_2019,
        "Cuộc thi: [[ct-thi]] → [[ct-tinh]] → [[ct-nuoc:2]] "
        "([[ct-nhi:2]] Nhì, [[ct-kk:2]] Khuyến khích).\n"
        "Hội thi: [[ht-thi]] → [[ht-tinh]] → [[ht-nuoc:2]] "
        "([[ht-ba:2]] Ba, [[ht-kk:2]] Khuyến khích).",
        ct_thi=(Source.CONTEST, "entries", of_youth),
        ct_tinh=(Source.CONTEST, "province", of_youth),
        ct_nuoc=(Source.CONTEST, "national", of_youth),
        ct_nhi=(Source.CONTEST, "national:nhi", of_youth),
        ct_kk=(Source.CONTEST, "national:khuyen-khich", of_youth),
        ht_thi=(Source.CONTEST, "entries", of_technical),
        ht_tinh=(Source.CONTEST, "province", of_technical),
        ht_nuoc=(Source.CONTEST, "national", of_technical),
        ht_ba=(Source.CONTEST, "national:ba", of_technical),
        ht_kk=(Source.CONTEST, "national:khuyen-khich", of_technical),
    ).splitlines() == [
        "Cuộc thi: 45 → 25 → 02 (01 Nhì, 01 Khuyến khích).",
        "Hội thi: 49 → 33 → 04 (02 Ba, 02 Khuyến khích).",
    ]


def test_nine_tasks_have_owners_and_are_counted(review_of_2019, report_of_2019):
    owner = members.association("Hội Cơ học")
    for number in range(9):
        given = conferences.task(
            review_of_2019, f"Nhiệm vụ {number}", association=owner
        )
        TASKS.apply(given, "give", by=None)
    conferences.task(review_of_2019, "Chưa có ai nhận")
    assert _said(
        report_of_2019,
        "Năm 2020 có [[nhiem-vu:2]] nhiệm vụ.",
        nhiem_vu=(Source.TASKS, "given"),
    ) == ("Năm 2020 có 09 nhiệm vụ.")


# --- 30/12/2022: a plan that carries out three documents ----------------------------


def test_a_plan_carries_out_three_documents_and_is_what_a_meeting_deals_with(client):
    above = [
        makers.document(number, number, issued_on=day)
        for number, day in (
            ("42-CT/TW", dt.date(2010, 4, 16)),
            ("93-KL/TW", dt.date(2020, 11, 20)),
            ("07-KH/TU", dt.date(2020, 12, 23)),
        )
    ]
    plan = makers.document(
        "5395/KH-UBND", "Tiếp tục đổi mới hoạt động", issued_on=dt.date(2021, 6, 18)
    )
    plan.implements.set(above)
    meeting = _held(
        title="Hội nghị quán triệt Kế hoạch 5395",
        kind=ConferenceKind.DISSEMINATION,
        starts_on=dt.date(2022, 12, 30),
    )
    ConferenceDocument.objects.create(
        conference=meeting, document=plan, role=DocumentRole.BASIS
    )
    page = client.get(plan.get_absolute_url()).content.decode()
    assert all(each.get_absolute_url() in page for each in above)
    assert meeting.get_absolute_url() in page
    assert (
        plan.get_absolute_url()
        in client.get(above[0].get_absolute_url()).content.decode()
    )
    assert "5395/KH-UBND" in client.get(meeting.get_absolute_url()).content.decode()


def test_bodies_of_all_kinds_and_more_than_so_many_members():
    for number in range(27):
        kind = MemberKind.SUBORDINATE if number > 24 else MemberKind.MEMBER
        members.association(f"Tổ chức {number}", kind=kind)
    report = conferences.report(
        conferences.conference(starts_on=dt.date(2022, 12, 30)),
        starts_on=dt.date(2022, 1, 1),
        ends_on=dt.date(2022, 12, 31),
    )
    assert _said(
        report,
        "[[to-chuc]] tổ chức thành viên và đơn vị trực thuộc, [[hoi-vien]] hội viên.",
        to_chuc=(Source.REGISTER, "all"),
        hoi_vien=(
            *(Source.TYPED, ""),
            {"amount": 15500, "qualifier": "over", "source_text": "Báo cáo năm 2022"},
        ),
    ) == ("27 tổ chức thành viên và đơn vị trực thuộc, hơn 15.500 hội viên.")


# --- 12/01/2018: selections, coordination, documents of the term --------------------


@pytest.fixture
def review_of_2017():
    term = Term.objects.create(
        ordinal=3, starts_on=dt.date(2017, 5, 1), planned_end_on=dt.date(2022, 5, 1)
    )
    return _held(
        title="Hội nghị tổng kết hoạt động năm 2017",
        term=term,
        starts_on=dt.date(2018, 1, 12),
    )


def test_so_many_of_so_many_dossiers_were_chosen(review_of_2017):
    selection = conferences.honour_round("Tôn vinh trí thức", 2017)
    for label, granted, proposed in (
        ("Thạc sĩ, tiến sĩ tốt nghiệp xuất sắc", 40, 62),
        ("Trí thức tiêu biểu", 5, 10),
    ):
        selection.counts.create(
            label=label,
            recipient_kind=RecipientKind.DOSSIER,
            granted=granted,
            proposed=proposed,
        )
    report = conferences.report(
        review_of_2017, starts_on=dt.date(2017, 1, 1), ends_on=dt.date(2017, 12, 31)
    )
    young = "dossier:thac-si-tien-si-tot-nghiep-xuat-sac"
    known = "dossier:tri-thuc-tieu-bieu"
    of_round = {"round": selection}
    assert _said(
        report,
        "[[sdh]]/[[sdh-xet]] và [[tt]]/[[tt-xet]] hồ sơ đủ tiêu chuẩn.",
        sdh=(Source.HONOURS, f"granted:{young}", of_round),
        sdh_xet=(Source.HONOURS, f"proposed:{young}", of_round),
        tt=(Source.HONOURS, f"granted:{known}", of_round),
        tt_xet=(Source.HONOURS, f"proposed:{known}", of_round),
    ) == ("40/62 và 5/10 hồ sơ đủ tiêu chuẩn.")


def test_programmes_and_the_pact_signed_at_a_meeting_are_kept_with_their_time(
    client, review_of_2017
):
    for partner in ("Thị ủy Đồng Xoài", "Ủy ban MTTQ tỉnh", "Sở Khoa học và Công nghệ"):
        conferences.agreement(
            f"Chương trình phối hợp với {partner}",
            kind="programme",
            partner=partner,
            signed_on=dt.date(2017, 6, 1),
        )
    conferences.agreement(
        "Chương trình phối hợp xây dựng đội ngũ trí thức",
        kind="programme",
        partner="Ban Tuyên giáo Tỉnh ủy",
        signed_on=review_of_2017.starts_on,
        conference=review_of_2017,
    )
    pact = conferences.agreement(
        "Giao ước thi đua năm 2018",
        kind="pact",
        partner="Các hội thành viên",
        signed_on=review_of_2017.starts_on,
        ends_on=dt.date(2018, 12, 31),
        conference=review_of_2017,
    )
    assert review_of_2017.agreements.count() == 2
    assert Agreement.objects.in_force(dt.date(2018, 7, 1)).count() == 5
    assert pact not in Agreement.objects.in_force(dt.date(2019, 1, 1))
    page = client.get(review_of_2017.get_absolute_url()).content.decode()
    assert pact.get_absolute_url() in page
    report = conferences.report(
        review_of_2017, starts_on=dt.date(2017, 1, 1), ends_on=dt.date(2017, 12, 31)
    )
    assert _said(
        report,
        "Trong năm ký [[ky:2]] chương trình phối hợp.",
        ky=(Source.AGREEMENTS, "signed:programme"),
    ) == ("Trong năm ký 03 chương trình phối hợp.")


def test_the_documents_of_a_term_are_adopted_at_a_meeting_of_it(client, review_of_2017):
    titles = (
        "Chương trình làm việc toàn khóa",
        "Quy chế hoạt động của Ban Chấp hành và Ban Thường vụ nhiệm kỳ III",
    )
    for number, title in enumerate(titles, 1):
        ConferenceDocument.objects.create(
            conference=review_of_2017,
            document=makers.document(f"0{number}/QC-LHH", title),
            role=DocumentRole.ADOPTED,
        )
    adopted = Conference.objects.filter(
        document_roles__role=DocumentRole.ADOPTED, term__ordinal=3
    )
    assert set(adopted) == {review_of_2017}
    page = client.get(review_of_2017.get_absolute_url()).content.decode()
    assert all(title in page for title in titles)


# --- 08/12/2023: a cluster of seven provinces ---------------------------------------

PROVINCES = (
    *("Ninh Bình", "Thanh Hóa", "Nghệ An", "Hà Tĩnh"),
    *("Quảng Bình", "Quảng Trị", "Thừa Thiên Huế"),
)


def test_seven_provinces_elect_the_lead_and_deputy_of_next_year_and_sign_a_pact(client):
    cluster = _held(
        title="Hội nghị tổng kết Cụm thi đua số 4",
        kind=ConferenceKind.CLUSTER,
        starts_on=dt.date(2023, 12, 8),
    )
    unions = [f"Liên hiệp Hội tỉnh {each}" for each in PROVINCES]
    pact = Agreement.objects.create(
        kind="pact",
        title="Giao ước thi đua năm 2024",
        signed_on=cluster.starts_on,
        starts_on=dt.date(2024, 1, 1),
        ends_on=dt.date(2024, 12, 31),
        conference=cluster,
    )
    for order, name in enumerate(unions):
        ConferenceBody.objects.create(
            conference=cluster, role=BodyRole.PARTICIPANT, name=name, order=order
        )
        AgreementPartner.objects.create(agreement=pact, name=name, order=order)
    # Who it was the news did not tell; that somebody must be named is the record's gain.
    for office, elected in (("Cụm trưởng", unions[1]), ("Cụm phó", unions[2])):
        ElectionResult.objects.create(
            conference=cluster,
            office=office,
            elected=elected,
            starts_on=dt.date(2024, 1, 1),
            ends_on=dt.date(2024, 12, 31),
        )
    assert cluster.bodies.count() == pact.partners.count() == 7
    leads = ElectionResult.objects.filter(office="Cụm trưởng")
    assert [each.who for each in leads.on(dt.date(2024, 6, 1))] == [unions[1]]
    assert not leads.on(dt.date(2025, 1, 1)).exists()
    page = client.get(cluster.get_absolute_url()).content.decode()
    assert all(name in page for name in unions)
    assert "Cụm trưởng" in page
    assert "Cụm phó" in page
    assert pact.get_absolute_url() in page
