"""The page of an invitation: a link opens it, and consent comes before the account."""

from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lienhiephoi.models import ConsentPurpose, ConsentText
from members import invitations
from members.invitation_forms import AgreeForm, NewAccountForm

BACKEND = "members.authentication.NameOrEmailBackend"


@never_cache
@sensitive_post_parameters("password1", "password2")
def accept(request, token: str):
    """Make an account, or use the one that is signed in, and become a representative.

    Who has an account signs in first and comes back by `next`.
    """
    try:
        invitation = invitations.find(token)
        form = _form(request, invitation)
        if request.method == "POST" and form.is_valid():
            answer = _accepted(request, token, invitation, form)
            if answer is not None:
                return answer
    except invitations.InvitationError as refusal:
        context = {"reason": str(refusal)}
        return render(request, "account/invitation_void.html", context, status=410)
    context = {
        "invitation": invitation,
        "form": form,
        "consent": form.consent,
        "has_account": _has_account(invitation),
    }
    return render(request, "account/invitation.html", context)


def _form(request, invitation):
    consent = ConsentText.objects.newest(ConsentPurpose.ACCOUNT)
    data = request.POST if request.method == "POST" else None
    if request.user.is_authenticated:
        return AgreeForm(data, consent=consent)
    initial = {
        "full_name": invitation.full_name,
        "position": invitation.position,
        "email": invitation.email,
        "username": invitations.suggest_name(invitation.full_name),
    }
    return NewAccountForm(data, consent=consent, initial=initial)


def _has_account(invitation) -> bool:
    known = get_user_model().objects.with_sign_in_name(invitation.email)
    return bool(invitation.email) and known.exists()


@transaction.atomic
def _accepted(request, token: str, invitation, form):
    """The answer, or None where the account could not be made; the form says why."""
    user = request.user if request.user.is_authenticated else new_account(form)
    if user is None:
        return None
    acting = invitations.accept(token, user, form.consent)
    if not request.user.is_authenticated:
        login(request, user, backend=BACKEND)
    told = f"Bạn đã là người đại diện của {invitation.association}."
    if acting.role != invitation.role:
        told = (
            f"Bạn đang là {acting.get_role_display().lower()} của "
            f"{invitation.association}: vai trò ấy giữ nguyên."
        )
    messages.success(request, told)
    return redirect("workspace:tasks", invitation.association_id)


def new_account(form):
    """The form found name and address free; another may have taken them since."""
    try:
        with transaction.atomic():
            return form.save()
    except IntegrityError:
        form.add_error(
            None,
            "Tên đăng nhập hoặc thư điện tử này vừa có người khác dùng. Hãy chọn tên "
            "đăng nhập khác; nếu chính bạn vừa lập tài khoản thì đăng nhập.",
        )
        return None
