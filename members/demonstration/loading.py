"""Put the register and the reports of Lam Giang into an empty database."""

import datetime as dt
import secrets
from collections.abc import Callable

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile

from lienhiephoi import consents, roles
from lienhiephoi.models import ConsentPurpose, ConsentText
from members import invitations
from members.demonstration.register import cast, load_register, split_title
from members.demonstration.reports import load_reports
from members.models import (
    Association,
    Invitation,
    Report,
    ReportFile,
    ReportStatus,
    Representative,
    RepresentativeRole,
    User,
)

# (account, association, role): whom a newcomer signs in as.
ACCOUNTS = [
    ("hoiyhoc", "hoi-y-hoc", RepresentativeRole.SIGNS),
    ("lapbaocao", "hoi-y-hoc", RepresentativeRole.PREPARES),
    ("hoilamnghiep", "hoi-lam-nghiep", RepresentativeRole.SIGNS),
]
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_SINCE = dt.date(2023, 1, 1)


def load(chief: User, progress: Callable[[str], None]) -> list[tuple[str, str, str]]:
    """Everything; returns accounts to show: (name, what it is, password)."""
    progress("sổ hội")
    officer, shown = _officer()
    bodies = load_register(officer)
    signers = _signers(bodies)
    load_reports(officer, chief, signers, progress)
    accounts = _accounts(bodies)
    _people_and_papers(bodies, officer)
    return [shown, *accounts]


def _people_and_papers(bodies: dict[str, Association], officer: User) -> None:
    """Consents of all who act, an invitation that waits, signed copies of reports."""
    text = ConsentText.objects.newest(ConsentPurpose.ACCOUNT)
    for each in Representative.objects.select_related("user"):
        consents.give(each.user, text)
        each.user.email = f"{each.user.username}@lienhiephoi.example"
        each.user.save()
    invited = Invitation(
        association=bodies["hoi-co-khi"],
        role=RepresentativeRole.PREPARES,
        full_name="Đoàn Thị Ngọc Oanh",
        position="Văn phòng Hội",
    )
    invitations.invite(invited, by=officer)
    for report in Report.objects.filter(status=ReportStatus.ACCEPTED)[:12]:
        signed = ContentFile(_PDF, name="Báo cáo đã ký.pdf")
        ReportFile.objects.create(
            dossier=report,
            key="tep.ban_ky",
            file=signed,
            name=signed.name,
            size=signed.size,
            uploaded_by=officer,
        )


def summary() -> str:
    return f"{Association.objects.count()} hội, {Report.objects.count()} báo cáo"


def _officer() -> tuple[User, tuple[str, str, str]]:
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(
        "hoivien",
        password=password,
        full_name="Đỗ Thị Minh Tâm",
        position="Chuyên viên văn phòng",
        is_staff=True,
    )
    user.groups.add(Group.objects.get(name=roles.MEMBERS_OFFICER))
    return user, ("hoivien", roles.MEMBERS_OFFICER, password)


def _signers(bodies: dict[str, Association]) -> dict[str, User]:
    """The chair of each association signs; most have never signed in."""
    found = {}
    named = {account: slug for account, slug, role in ACCOUNTS if role == "signs"}
    by_slug = {slug: account for account, slug in named.items()}
    for row in cast()["associations"]:
        slug = row["slug"]
        user = User.objects.create_user(
            by_slug.get(slug, slug),
            full_name=split_title(row["chair"])[1],
            position=f"Chủ tịch {row['name']}",
        )
        Representative.objects.create(
            association=bodies[slug],
            user=user,
            role=RepresentativeRole.SIGNS,
            starts_on=_SINCE,
        )
        found[slug] = user
    return found


def _accounts(bodies: dict[str, Association]) -> list[tuple[str, str, str]]:
    shown = []
    for name, slug, role in ACCOUNTS:
        password = secrets.token_urlsafe(12)
        user, is_new = User.objects.get_or_create(username=name)
        if is_new:
            user.full_name = "Bế Thị Hồng Nhung"
            user.position = "Văn phòng Hội"
            Representative.objects.create(
                association=bodies[slug], user=user, role=role, starts_on=_SINCE
            )
        user.set_password(password)
        user.save()
        what = f"{RepresentativeRole(role).label}, {bodies[slug]}"
        shown.append((name, what, password))
    return shown
