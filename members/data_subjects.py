"""What a person may ask about their own data: to see it, and to take consent back.

Luật 91/2025/QH15: whoever is concerned may see their data and withdraw; what was done
before stays lawful, and reports that were sent keep the name of who sent them.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from lienhiephoi import consents
from lienhiephoi.models import ConsentPurpose
from lienhiephoi.vietnamese import date_text, moment_text
from members import invitations, notifications
from members.models import Invitation, Representative, User

REASON = "Rút lại sự đồng ý xử lý dữ liệu cá nhân"


@dataclass(frozen=True)
class Kept:
    """One thing that is kept about a person, as their page shows it."""

    label: str
    value: str


def kept_about(user: User) -> list[Kept]:
    facts = [
        ("Họ và tên", user.full_name),
        ("Tên đăng nhập", user.username),
        ("Thư điện tử", user.email),
        ("Chức vụ", user.position),
        ("Lập tài khoản ngày", date_text(timezone.localdate(user.date_joined))),
        ("Đăng nhập lần cuối", _moment(user.last_login)),
    ]
    return [Kept(label, value or "–") for label, value in facts]


def _moment(moment) -> str:
    return moment_text(timezone.localtime(moment)) if moment else ""


def representations(user: User):
    return user.representations.select_related("association").order_by(
        "-starts_on", "-pk"
    )


def acting_now(user: User) -> list[Representative]:
    return list(representations(user).current())


def left_without_signer(user: User) -> list[str]:
    """Associations that nobody could send reports for if this person left."""
    acting = representations(user).current().only_signers()
    return [each.association.name for each in acting]


@transaction.atomic
def withdraw(user: User) -> None:
    """Take back the consent to the account, with all that follows.

    The person acts for nobody any more and their address is erased. An account that
    is nothing but a representative's is closed; one of the office's staff stays, for
    it rests on their work and not on this consent.
    """
    for each in acting_now(user):
        invitations.end(each, None, REASON)
    consents.withdraw(user, ConsentPurpose.ACCOUNT)
    if not user.is_staff:
        notifications.cancel_waiting(user)
        user.is_active = False
        user.email = user.position = ""
        user.set_unusable_password()
        user.save()
        Invitation.objects.filter(accepted_by=user).update(email="", position="")
