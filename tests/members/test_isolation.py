"""No association reads or writes anything of another: every address of the workspace
and the account, by every method, × everybody who does not act for the association.

A new address is walked as soon as it stands in the urls; a new parameter of one has to
be given its value here.
"""

import datetime as dt
import itertools
from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from conferences.models import Task, TaskProgress, TaskStatusChange
from conferences.progress import report_progress
from conferences.workflow import TASKS
from lienhiephoi import consents, roles
from lienhiephoi.models import Consent, ConsentText, Letter
from members import invitations
from members.models import (
    Association,
    Invitation,
    Report,
    ReportAnswer,
    ReportFile,
    ReportMark,
    ReportStatus,
    ReportStatusChange,
    ReportVersion,
    Representative,
    RepresentativeRole,
    User,
)
from members.workflow import REPORTS
from tests import makers as ground
from tests.conferences import makers as conference_makers
from tests.members import makers
from tests.members.makers import NARRATIVE, SECTION

pytestmark = pytest.mark.django_db

SIGNS, PREPARES = RepresentativeRole.SIGNS, RepresentativeRole.PREPARES
# Words that stand in what belongs to the association, and nowhere else.
SECRETS = (
    "Hội Cơ học",
    "Lời riêng của hội",
    "4.321",
    "an@coHoc.example",
    "Ông Được Mời",
)
METHODS = ("get", "post", "put", "patch", "delete")
CLOSED = {404, 405}


# --- Two associations -----------------------------------------------------------


@dataclass
class Side:
    """An association with all that can belong to one."""

    association: Association
    signer: User
    reports: dict[str, Report]
    invitation: Invitation
    helper: Representative
    task: Task

    def values(self, report: Report) -> dict[str, dict]:
        """What stands in an address, by the name of its parameter; where a name is
        used for several things, by the name of the address."""
        file = report.files.first()
        return {
            "": {
                "association_pk": self.association.pk,
                "pk": report.pk,
                "key": SECTION,
                "number": 1,
                "file_pk": file.pk,
            },
            "workspace:revoke-invitation": {"pk": self.invitation.pk},
            "workspace:end-representation": {"pk": self.helper.pk},
            "tasks:task": {"pk": self.task.pk},
        }


def _side(name: str, period, later, *, figure: int, email: str) -> Side:
    association = makers.association(name, email=email)
    signer = ground.user(email=f"ky-{email}", full_name=f"Người ký {name}")
    makers.representative(signer, association, SIGNS)
    helper = makers.representative(
        ground.user(full_name=f"Người lập {name}"), association, PREPARES
    )
    consents.give(signer, ConsentText.objects.newest("account"))
    draft = makers.report(association, later)
    accepted = makers.report(association, period)
    words = f"Lời riêng của {name}"
    for report in (draft, accepted):
        makers.answered(
            report,
            hoi_vien={"amount": figure, "is_estimate": True},
            hoi_thao=2,
            **{NARRATIVE: words},
        )
        ReportFile.objects.create(
            dossier=report,
            key="tep.danh_sach",
            file=ContentFile(words.encode(), name="danh-sach.pdf"),
            name=f"{words}.pdf",
            size=99,
            uploaded_by=signer,
        )
    makers.accepted(accepted)
    invitation = Invitation(
        association=association, role=PREPARES, full_name=f"Ông Được Mời {name}"
    )
    invitations.invite(invitation, by=signer)
    asked = conference_makers.task(
        conference_makers.conference(), f"{words}: nhiệm vụ", association=association
    )
    asked = TASKS.apply(asked, "give", by=None)
    report_progress(asked, f"{words}: tiến độ", by=signer)
    return Side(
        association,
        signer,
        {"draft": draft, "accepted": accepted},
        invitation,
        helper,
        asked,
    )


@pytest.fixture
def periods():
    return makers.period(2026), makers.period(2027)


@pytest.fixture
def ours(periods):
    return _side("Hội Cơ học", *periods, figure=4321, email="an@coHoc.example")


@pytest.fixture
def theirs(periods):
    return _side("Hội Đông y", *periods, figure=5, email="binh@dongy.example")


# --- Who does not act for it ----------------------------------------------------


def _former(ours: Side, _theirs: Side) -> User:
    user = ground.user(full_name="Người cũ")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    makers.representative(user, ours.association, SIGNS, ends_on=yesterday)
    return user


def _ended_today(ours: Side, _theirs: Side) -> User:
    user = ground.user(full_name="Người sáng nay còn làm")
    acting = makers.representative(user, ours.association, SIGNS)
    invitations.end(acting, None, "Bàn giao")
    return user


def _coming(ours: Side, _theirs: Side) -> User:
    user = ground.user(full_name="Người sắp nhận việc")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    makers.representative(user, ours.association, SIGNS, starts_on=tomorrow)
    return user


def _closed(ours: Side, _theirs: Side) -> User:
    user = ground.user(full_name="Tài khoản đã đóng")
    makers.representative(user, ours.association, SIGNS)
    user.is_active = False
    user.save()
    return user


STRANGERS = {
    "another association's signer": lambda _ours, theirs: theirs.signer,
    "another association's helper": lambda _ours, theirs: theirs.helper.user,
    "a former representative": _former,
    "who was a representative this morning": _ended_today,
    "a representative from tomorrow on": _coming,
    "somebody who acts for nobody": lambda *_: ground.user(),
    "staff without rights on reports": lambda *_: ground.staff(roles.EMULATION_OFFICER),
    "a closed account": _closed,
    "nobody": lambda *_: None,
}
UNKNOWN = ("a closed account", "nobody")


def _browser(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


# --- Every address --------------------------------------------------------------


def _patterns(namespace: str) -> dict[str, list[str]]:
    """The parameters of every address of a namespace, by its whole name."""
    resolver = next(
        each
        for each in get_resolver().url_patterns
        if getattr(each, "namespace", None) == namespace
    )
    return {
        f"{namespace}:{each.name}": list(each.pattern.converters)
        for each in resolver.url_patterns
    }


WORKSPACE = _patterns("workspace") | _patterns("tasks")
OF_AN_ASSOCIATION = {name: args for name, args in WORKSPACE.items() if args}


def _address(name: str, side: Side, report: Report, other: Side | None = None) -> str:
    """Of one side; with another side, all but the first parameter are the other's."""
    values = side.values(report)
    mine = values[""] | values.get(name, {})
    first, *rest = WORKSPACE[name]
    filled = {first: mine[first]}
    if other:
        values = other.values(other.reports["draft"])
        mine = values[""] | values.get(name, {})
    return reverse(name, kwargs=filled | {each: mine[each] for each in rest})


def _posted(side: Side) -> dict[str, str]:
    """Something for whichever form it may meet."""
    return {
        "hoi_vien": "777",
        "hoi_vien:rev": "1",
        NARRATIVE: "Kẻ lạ viết vào",
        "go-tep": str(side.reports["draft"].files.first().pk),
        "ghi": "1",
        "full_name": "Kẻ lạ",
        "email": "ke.la@la.example",
        "address": "Nơi khác",
        "phone": "0000",
        "role": "signs",
        "when": "now",
        "reason": "Chiếm quyền",
        "text": "Kẻ lạ báo tiến độ",
        "xong": "1",
    }


def _ask(client: Client, method: str, address: str, side: Side, **headers):
    data = _posted(side) if method == "post" else {}
    answer = getattr(client, method)(address, data, headers=headers)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for close in answer._resource_closers:
        close()
    return answer.status_code, content.decode(errors="replace")


def _rows(side: Side, *, but: tuple = ()) -> dict[str, list]:
    """All that belongs to an association, as it stands in the database."""
    mine = side.association
    people = User.objects.filter(pk__in=[side.signer.pk, side.helper.user_id])
    found = [
        Association.objects.filter(pk=mine.pk),
        Report.objects.filter(association=mine),
        ReportAnswer.objects.filter(dossier__association=mine),
        ReportFile.objects.filter(dossier__association=mine),
        ReportMark.objects.filter(dossier__association=mine),
        ReportVersion.objects.filter(dossier__association=mine),
        ReportStatusChange.objects.filter(record__association=mine),
        Representative.objects.filter(association=mine),
        Invitation.objects.filter(association=mine),
        people.values("pk", "password", "email", "full_name", "is_active", "username"),
        Consent.objects.filter(user__in=people),
        Task.objects.filter(association=mine),
        TaskProgress.objects.filter(task__association=mine),
        TaskStatusChange.objects.filter(record__association=mine),
        Letter.objects.all(),
    ]
    return {
        rows.model.__name__: list(rows.order_by("pk").values())
        for rows in found
        if rows.model not in but
    }


def test_the_addresses_are_found():
    """Or this test would walk over nothing."""
    names = {"representatives", "report", "section", "send", "file"}
    expected = {f"workspace:{name}" for name in names}
    assert expected | {"tasks:association", "tasks:task"} <= set(OF_AN_ASSOCIATION)


@pytest.mark.parametrize("stranger", STRANGERS)
def test_strangers_meet_nothing_of_an_association(ours, theirs, stranger):
    client = _browser(STRANGERS[stranger](ours, theirs))
    before = _rows(ours)
    expected = CLOSED | {302} if stranger in UNKNOWN else CLOSED
    wrong = []
    for name, report in itertools.product(OF_AN_ASSOCIATION, ours.reports.values()):
        address = _address(name, ours, report)
        for method in METHODS:
            status, content = _ask(client, method, address, ours)
            if status not in expected or any(each in content for each in SECRETS):
                wrong.append((method, address, status))
        status, content = _ask(client, "post", address, ours, accept="application/json")
        if status not in expected | {401, 403} or any(s in content for s in SECRETS):
            wrong.append(("json", address, status))
    assert wrong == []
    assert _rows(ours) == before


def test_a_stranger_s_own_address_gives_nothing_of_another_s_inside_it(ours, theirs):
    """A file, an invitation, a person of another, asked for below one's own."""
    client = _browser(theirs.signer)
    before = _rows(ours)
    nested = {
        "workspace:file",
        "workspace:revoke-invitation",
        "workspace:end-representation",
    }
    wrong = []
    for name in nested:
        address = _address(name, theirs, theirs.reports["draft"], other=ours)
        for method in METHODS:
            status, _ = _ask(client, method, address, ours)
            if status not in CLOSED:
                wrong.append((method, address, status))
    assert wrong == []
    assert _rows(ours) == before


def test_what_is_posted_to_one_s_own_pages_changes_nothing_of_another(ours, theirs):
    client = _browser(theirs.signer)
    # Letters about their own moves are theirs.
    before = _rows(ours, but=(Letter,))
    for name, report in itertools.product(OF_AN_ASSOCIATION, theirs.reports.values()):
        if name == "workspace:end-representation":
            continue
        _, content = _ask(client, "post", _address(name, theirs, report), ours)
        assert not any(each in content for each in SECRETS), name
    assert _rows(ours, but=(Letter,)) == before


@pytest.mark.parametrize("stranger", STRANGERS)
def test_the_pages_of_an_account_show_nothing_of_another_association(
    ours, theirs, stranger
):
    user = STRANGERS[stranger](ours, theirs)
    # What they are or were in the association is theirs to end.
    theirs_to_change = (Letter, Representative)
    before = _rows(ours, but=theirs_to_change)
    own = {"Hội Cơ học"} if "representative" in stranger else set()
    addresses = [
        reverse(name, args=["khong-co"] * len(args))
        for name, args in _patterns("account").items()
        if len(args) < 2
    ]
    addresses += [reverse("workspace:home"), reverse("tasks:own")]
    wrong = []
    for address, method in itertools.product(addresses, METHODS):
        # A fresh browser: one of the addresses signs out, another closes the account.
        status, content = _ask(_browser(user), method, address, ours)
        shown = [each for each in SECRETS if each in content and each not in own]
        if shown or status >= 500:
            wrong.append((method, address, status, shown))
    assert wrong == []
    assert _rows(ours, but=theirs_to_change) == before
    acting = invitations.current(ours.association).filter(ends_on=None)
    assert {ours.signer.pk, ours.helper.user_id} <= set(
        acting.values_list("user", flat=True)
    )


@pytest.mark.parametrize("user", ["signer", "helper"])
def test_its_own_representatives_reach_every_page(ours, user):
    """Or the test above would praise addresses that nobody reaches."""
    person = ours.signer if user == "signer" else ours.helper.user
    to_sign = {
        "workspace:invitation-link",
        "workspace:revoke-invitation",
        "workspace:end-representation",
        "workspace:actuals",
    }
    only_sent = {"workspace:receipt", "workspace:version", "workspace:actuals"}
    wrong = []
    for name in OF_AN_ASSOCIATION:
        report = ours.reports["accepted" if name in only_sent else "draft"]
        status, _ = _ask(_browser(person), "get", _address(name, ours, report), ours)
        is_refused = user == "helper" and name in to_sign
        expected = {403, 405} if is_refused else {200, 302, 405}
        if status not in expected:
            wrong.append((name, status))
    assert wrong == []


def test_a_hand_over_closes_every_page_at_once(ours):
    """The same browser, the same session, one request later."""
    client = _browser(ours.helper.user)
    address = reverse("workspace:report", args=[ours.reports["draft"].pk])
    assert client.get(address).status_code == 200
    invitations.end(ours.helper, None, "Bàn giao")
    for name, report in itertools.product(OF_AN_ASSOCIATION, ours.reports.values()):
        status, _ = _ask(client, "get", _address(name, ours, report), ours)
        assert status in CLOSED, name


def test_who_prepares_cannot_send(ours):
    report = ours.reports["draft"]
    address = reverse("workspace:send", args=[report.pk])
    _browser(ours.helper.user).post(address)
    report.refresh_from_db()
    assert report.status == ReportStatus.DRAFT
    assert not report.versions.exists()


def test_a_file_of_a_report_is_not_among_the_public_ones(ours):
    for file in ReportFile.objects.all():
        assert Client().get(f"/media/{file.file.name}").status_code == 404
        assert _browser(ours.signer).get(f"/media/{file.file.name}").status_code == 404


def test_the_lists_of_two_associations_of_one_person_stay_apart(ours, theirs):
    """Who acts for both sees each in its own place."""
    person = ground.user()
    for side in (ours, theirs):
        makers.representative(person, side.association)
    client = _browser(person)
    tasks = reverse("workspace:tasks", args=[theirs.association.pk])
    people = reverse("workspace:representatives", args=[theirs.association.pk])
    assert "Người ký Hội Cơ học" not in client.get(people).content.decode()
    shown = client.get(tasks).content.decode()
    for report in ours.reports.values():
        assert report.get_absolute_url() not in shown


def test_reports_of_everybody_are_seen_by_staff_with_the_right_alone(ours, theirs):
    every = Report.objects.count()
    officer = ground.staff(roles.MEMBERS_OFFICER)
    stranger = ground.staff(roles.REPORTER)
    assert Report.objects.visible_to(officer).count() == every
    assert Report.objects.visible_to(stranger).count() == 0
    assert set(Report.objects.visible_to(ours.signer)) == set(ours.reports.values())
    # An officer reads, and does not write in the association's name.
    before = _rows(ours)
    client = _browser(officer)
    for name in OF_AN_ASSOCIATION:
        _ask(client, "post", _address(name, ours, ours.reports["draft"]), ours)
    assert _rows(ours) == before
    assert REPORTS.available(ours.reports["draft"], stranger) == []
