"""What is kept no longer than promised: accounts of those who left, files taken off.

Names stay on versions, histories and consents: they are facts of the record, and the
proof of who agreed to what.
"""

import calendar
import datetime as dt

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db import transaction
from django.db.models import Max, Min, Q
from django_otp import devices_for_user

from lienhiephoi.dossiers.versions import file_ids
from lienhiephoi.models import ConsentPurpose, ConsentText, Letter
from members.models import Invitation, ReportFile, ReportVersion, Representative, User

# A file taken off by mistake is found again for so long.
REMOVED_KEPT = dt.timedelta(days=30)
# No form takes such a user name: the letters are not Latin without marks.
FORGOTTEN = "đã-xóa-"


# --- People ---------------------------------------------------------------------


def people_past_retention(day: dt.date) -> list[User]:
    """Those who act for nobody any more, and longer than the text they agreed to keeps.

    Whoever has another role (the office's staff) is not among them.
    """
    acting = Representative.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), ended_at=None
    )
    of_account = Q(consents__text__purpose=ConsentPurpose.ACCOUNT)
    people = (
        User.objects.filter(is_staff=False, is_superuser=False, groups=None)
        .exclude(username__startswith=FORGOTTEN)
        .exclude(pk__in=acting.values("user"))
        .annotate(
            left_on=Max("representations__ends_on"),
            months=Min("consents__text__retention_months", filter=of_account),
        )
        .filter(left_on__isnull=False)
        .order_by("pk")
    )
    usual = ConsentText.objects.newest(ConsentPurpose.ACCOUNT).retention_months
    return [
        each
        for each in people
        if each.left_on < _months_before(day, each.months or usual)
    ]


def _months_before(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


@transaction.atomic
def forget(user: User) -> None:
    """Leave nothing of an account but the name that stands on what the person did."""
    names = {"username__iexact": user.username}
    for model in (AccessLog, AccessAttempt, AccessFailureLog):
        model.objects.filter(**names).delete()
    if user.email:
        Letter.objects.filter(to__iexact=user.email).delete()
    Invitation.objects.filter(accepted_by=user).update(email="", position="")
    for device in devices_for_user(user, confirmed=None):
        device.delete()
    user.username = f"{FORGOTTEN}{user.pk}"
    user.email = user.position = ""
    user.last_login = None
    user.is_active = False
    user.set_unusable_password()
    user.save()


# --- Files ----------------------------------------------------------------------


def files_past_retention(at: dt.datetime) -> list[ReportFile]:
    """Files taken off a month ago that no version of their report names."""
    removed = list(ReportFile.objects.filter(removed_at__lt=at - REMOVED_KEPT))
    versions = ReportVersion.objects.filter(
        dossier__in={each.dossier_id for each in removed}
    )
    named = set()
    for contents in versions.values_list("contents", flat=True).iterator():
        named |= file_ids(contents)
    return [each for each in removed if each.pk not in named]


@transaction.atomic
def delete_file(file: ReportFile) -> None:
    """The row first: a file without a row harms nobody, a row without its file does."""
    storage, name = file.file.storage, file.file.name
    file.delete()
    transaction.on_commit(lambda: storage.delete(name))
