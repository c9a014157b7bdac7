"""How a person comes to act for an association, and how that ends.

The association owns its reports; people come and go. A link is good once and for
some days; who opens it agrees to the use of their data and becomes a representative.
"""

import datetime as dt
import hashlib
import secrets

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lienhiephoi import consents
from lienhiephoi.dated import holds_on
from lienhiephoi.models import ConsentText
from lienhiephoi.vietnamese import date_text, slugify
from members import notifications
from members.models import Association, Invitation, Representative, RepresentativeRole

VALID_FOR = dt.timedelta(days=14)
# 256 random bits: nobody guesses a link.
SECRET_BYTES = 32


class InvitationError(Exception):
    """Why a link opens nothing (any more), said in Vietnamese."""


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


# --- Inviting -------------------------------------------------------------------


def refuse_repeat(invitation: Invitation) -> None:
    """A change of role is a new invitation; the same role is no news.

    Raises:
        ValidationError: the person acts for the association in this role already.
    """
    acting = current(invitation.association).filter(
        user__email__iexact=invitation.email, role=invitation.role
    )
    if invitation.email and acting.exists():
        raise ValidationError(
            {"email": "Người có địa chỉ này đang đại diện cho hội với vai trò ấy rồi."}
        )


@transaction.atomic
def invite(invitation: Invitation, *, by) -> str:
    """Save a new invitation and give the secret of its link, which is kept nowhere.

    An earlier link to the same person stops working, so that one at most is about.

    Raises:
        ValidationError: a value is wrong, or the invitation would repeat a role.
    """
    refuse_repeat(invitation)
    email, name = invitation.email, invitation.full_name
    same = Q(email__iexact=email) if email else Q(email="", full_name=name)
    _revoke(invitation.association.invitations.open().filter(same))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    invitation.token_hash = _digest(secret)
    invitation.created_by = by
    invitation.expires_at = timezone.now() + VALID_FOR
    # `created_at` is set on saving, so the rule about it is the database's alone.
    invitation.full_clean(validate_constraints=False)
    invitation.save()
    return secret


def renew(invitation: Invitation, *, by) -> tuple[Invitation, str]:
    """The same invitation with a fresh link, for one that was lost or has expired."""
    fresh = Invitation(
        association=invitation.association,
        role=invitation.role,
        full_name=invitation.full_name,
        email=invitation.email,
        position=invitation.position,
    )
    return fresh, invite(fresh, by=by)


def revoke(invitation: Invitation) -> bool:
    """Make a link worthless; False where it was not open any more."""
    return _revoke(Invitation.objects.open().filter(pk=invitation.pk)) == 1


def _revoke(invitations) -> int:
    return invitations.update(revoked_at=timezone.now())


# --- Accepting ------------------------------------------------------------------


def find(secret: str) -> Invitation:
    """The open invitation of a link.

    Raises:
        InvitationError: unknown, used, revoked or expired.
    """
    invitation = (
        Invitation.objects.select_related("association", "created_by")
        .filter(token_hash=_digest(secret))
        .first()
    )
    _check_open(invitation)
    return invitation


def _check_open(invitation: Invitation | None) -> None:
    if invitation is None:
        raise InvitationError("Đường dẫn này không đúng hoặc bị chép thiếu.")
    if invitation.accepted_at:
        raise InvitationError(
            "Đường dẫn này đã được dùng. Mỗi đường dẫn chỉ dùng được một lần."
        )
    if invitation.revoked_at:
        raise InvitationError("Lời mời này đã được thu hồi.")
    if invitation.expires_at <= timezone.now():
        day = date_text(timezone.localdate(invitation.expires_at))
        raise InvitationError(f"Lời mời này đã hết hạn ngày {day}.")


@transaction.atomic
def accept(secret: str, user, text: ConsentText) -> Representative:
    """Make the bearer of a link a representative from today on.

    The invitation's row stays locked meanwhile: of two who open one link at once, the
    second finds it used.

    Raises:
        InvitationError: the link opens nothing any more.
    """
    Invitation.objects.select_for_update().filter(token_hash=_digest(secret)).first()
    invitation = find(secret)
    consents.give(user, text)
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    notifications.invitation_accepted(invitation)
    return _appoint(invitation, user)


def _appoint(invitation: Invitation, user) -> Representative:
    """A new row, so that the history shows every role; none where nothing changes."""
    today = timezone.localdate()
    known = (
        Representative.objects.on(today)
        .select_for_update()
        .filter(association=invitation.association, user=user)
        .first()
    )
    if known and (known.role == invitation.role or known.starts_on == today):
        known.role, known.ends_on, known.end_reason = invitation.role, None, ""
        known.save(update_fields=["role", "ends_on", "end_reason"])
        return known
    if known:
        end(known, today - dt.timedelta(days=1), "Đổi vai trò")
    made = Representative(
        association=invitation.association,
        user=user,
        role=invitation.role,
        appointed_by=invitation.created_by,
        starts_on=today,
    )
    made.full_clean()
    made.save()
    return made


def suggest_name(full_name: str) -> str:
    """A free name to sign in with: "an.nguyenvan" for Nguyễn Văn An."""
    *family, given = slugify(full_name).split("-")
    base = f"{given}.{''.join(family)}".strip(".")[:100] or "nguoi.dung"
    taken = set(
        get_user_model()
        .objects.filter(username__istartswith=base)
        .values_list("username", flat=True)
    )
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}{number}"
    return name


# --- Acting, and ceasing to -----------------------------------------------------


def current(association: Association):
    """Who acts for an association today."""
    return association.representatives.filter(holds_on(timezone.localdate()))


def is_last_signer(representative: Representative) -> bool:
    """Whether nobody could send the association's reports without this person."""
    signers = current(representative.association).filter(role=RepresentativeRole.SIGNS)
    return (
        representative.role == RepresentativeRole.SIGNS
        and not signers.exclude(pk=representative.pk).exists()
    )


def earliest_end(representative: Representative) -> dt.date:
    """Yesterday takes the access away at once; who came today keeps it until night."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    return max(yesterday, representative.starts_on or yesterday)


def end(representative: Representative, last_day: dt.date, reason: str) -> None:
    """End a representation after a day; the row stays, and what the person did too.

    Raises:
        ValidationError: the day lies before its first day, or the past, or it ended
            already.
    """
    if representative.ends_on and representative.ends_on < timezone.localdate():
        raise ValidationError("Việc đại diện này đã kết thúc rồi.")
    if last_day < earliest_end(representative):
        day = date_text(earliest_end(representative))
        raise ValidationError({"last_day": f"Sớm nhất là hết ngày {day}."})
    representative.ends_on = last_day
    representative.end_reason = reason
    representative.full_clean()
    representative.save(update_fields=["ends_on", "end_reason"])
