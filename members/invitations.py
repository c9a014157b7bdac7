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
from lienhiephoi.models import ConsentText
from lienhiephoi.vietnamese import date_text, slugify
from members import notifications, permissions
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
    """A stronger role is a new invitation; the same or a weaker one is none.

    Raises:
        ValidationError: the person acts for the association in this role already, or
            signs for it.
    """
    if not invitation.email:
        return
    acting = current(invitation.association).filter(
        user__email__iexact=invitation.email
    )
    roles = set(acting.values_list("role", flat=True))
    if invitation.role in roles:
        raise ValidationError(
            {"email": "Người có địa chỉ này đang đại diện cho hội với vai trò ấy rồi."}
        )
    if RepresentativeRole.SIGNS in roles:
        raise ValidationError(
            {
                "email": "Người có địa chỉ này đang ký, gửi cho hội. Muốn người ấy chỉ "
                "lập báo cáo thì kết thúc việc đại diện trước, rồi mời lại."
            }
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
        InvitationError: unknown, used, revoked or expired, or its maker signs no more.
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
    if not _may_still_invite(invitation):
        raise InvitationError(
            "Người lập lời mời này không còn ký, gửi cho hội. Hãy xin lời mời khác."
        )


def _may_still_invite(invitation: Invitation) -> bool:
    """A link is worth no more than its maker's right; the office's links stay."""
    maker = invitation.created_by
    return maker.is_staff or permissions.can_manage_representatives(
        maker, invitation.association
    )


@transaction.atomic
def accept(secret: str, user, text: ConsentText) -> Representative:
    """Make the bearer of a link a representative from today on.

    The association's row stays locked meanwhile: of two who open one link at once, the
    second finds it used; and nobody is ended and appointed at the same time.

    Raises:
        InvitationError: the link opens nothing any more, or not for its maker.
    """
    _lock(find(secret).association)
    invitation = find(secret)
    if invitation.created_by == user:
        raise InvitationError(
            "Bạn lập lời mời này cho người khác, nên không tự nhận được."
        )
    consents.give(user, text)
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    notifications.invitation_accepted(invitation)
    return _appoint(invitation, user)


def _lock(association: Association) -> None:
    Association.objects.select_for_update(no_key=True).get(pk=association.pk)


def _appoint(invitation: Invitation, user) -> Representative:
    """A new row, so that the history shows every role; none where nothing changes.

    Who signs goes on signing: a link to prepare takes no right away.
    """
    today = timezone.localdate()
    known = current(invitation.association).filter(user=user).first()
    if known and known.role == RepresentativeRole.SIGNS != invitation.role:
        return known
    if known and (known.role == invitation.role or known.starts_on == today):
        known.role, known.ends_on, known.end_reason = invitation.role, None, ""
        known.save(update_fields=["role", "ends_on", "end_reason"])
        return known
    if known:
        known.ends_on = today - dt.timedelta(days=1)
        known.end_reason = "Đổi vai trò"
        known.save(update_fields=["ends_on", "end_reason"])
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
    """Who acts for an association now."""
    return association.representatives.current()


def is_last_signer(representative: Representative) -> bool:
    """Whether nobody would send the association's reports without this person.

    One who signs only until a day that is written down already does not count, so
    that two ends on one day leave nobody behind unnoticed.
    """
    return Representative.objects.only_signers().filter(pk=representative.pk).exists()


@transaction.atomic
def end(representative: Representative, last_day: dt.date | None, reason: str) -> None:
    """End a representation after a day, or at once where there is none.

    The row stays, and what the person did too. Links that lead the person back, and at
    once also those the person made, open nothing any more; letters that wait for the
    person about this association are cancelled.

    Raises:
        ValidationError: the day is past, or the representation has ended already.
    """
    _lock(representative.association)
    representative.refresh_from_db(fields=["starts_on", "ends_on", "ended_at"])
    today = timezone.localdate()
    if not current(representative.association).filter(pk=representative.pk).exists():
        raise ValidationError("Việc đại diện này đã kết thúc rồi.")
    if last_day and last_day < today:
        raise ValidationError({"last_day": f"Sớm nhất là hết ngày {date_text(today)}."})
    representative.ends_on = last_day or today
    representative.ended_at = None if last_day else timezone.now()
    representative.end_reason = reason
    representative.full_clean()
    representative.save(update_fields=["ends_on", "ended_at", "end_reason"])
    _close_ways_back(representative)
    if not last_day:
        notifications.cancel_waiting(representative.user, representative.association)


def _close_ways_back(representative: Representative) -> None:
    """Until a planned last day the person goes on inviting others; `find` asks then
    whether the maker of a link still signs."""
    user = representative.user
    theirs = Q(full_name__iexact=user.get_full_name())
    if user.email:
        theirs |= Q(email__iexact=user.email)
    if representative.ended_at:
        theirs |= Q(created_by=user)
    _revoke(representative.association.invitations.open().filter(theirs))


def revoke_all(association: Association) -> int:
    """Void every open link of an association; how many there were."""
    return _revoke(association.invitations.open())


def close(association: Association, reason: str) -> None:
    """Nobody acts any more for a body that is gone, and no link leads to it."""
    revoke_all(association)
    for each in current(association).select_related("user", "association"):
        end(each, None, reason)


def end_text(representative: Representative) -> str:
    """What became of an end just recorded, in one sentence."""
    if representative.ended_at:
        return f"{representative.user} đã thôi đại diện, từ bây giờ."
    return (
        f"{representative.user} đại diện đến hết ngày "
        f"{date_text(representative.ends_on)}."
    )
