"""Who acts for the association: seen by all of them, changed by whoever signs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from members import invitations, notifications, permissions
from members.invitation_forms import EndForm, InviteForm
from members.models import Association, Invitation, Representative
from members.views import invitation_links
from members.views.workspace import access

SHOWN_PAST = 20


def _association(request, pk: int, *, to_manage: bool = False) -> Association:
    association = access.acting_or_404(request.user, pk).association
    if to_manage and not permissions.can_manage_representatives(
        request.user, association
    ):
        raise PermissionDenied(
            "Chỉ người ký, gửi của hội mới mời hoặc thay người đại diện được."
        )
    return association


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def representatives(request, association_pk: int):
    """GET shows them; POST invites another."""
    is_sent = request.method == "POST"
    association = _association(request, association_pk, to_manage=is_sent)
    form = InviteForm(
        request.POST if is_sent else None, instance=Invitation(association=association)
    )
    if is_sent and form.is_valid() and _invited(request, form):
        return redirect("workspace:invitation-link", association.pk)
    everybody = association.representatives.select_related("user")
    context = {
        "current": everybody.current().order_by("role", "starts_on"),
        "past": everybody.over()[:SHOWN_PAST],
        "waiting": association.invitations.open().select_related("created_by"),
        "can_manage": permissions.can_manage_representatives(request.user, association),
        "form": form,
        "form_error_title": "Chưa mời được, có chỗ cần sửa",
    }
    return access.page(
        request, "workspace/representatives.html", association, **context
    )


def _invited(request, form: InviteForm) -> bool:
    invitation = form.save(commit=False)
    try:
        secret = invitations.invite(invitation, by=request.user)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    invitation_links.remember(request, invitation, secret)
    return True


@never_cache
@require_safe
@login_required
def invitation_link(request, association_pk: int):
    association = _association(request, association_pk, to_manage=True)
    shown = invitation_links.recall(request)
    if shown is None or shown["invitation"].association_id != association.pk:
        messages.info(request, "Đường dẫn chỉ hiện một lần, ngay sau khi mời.")
        return redirect("workspace:representatives", association.pk)
    return access.page(request, "workspace/invitation_link.html", association, **shown)


@require_POST
@login_required
def revoke_invitation(request, association_pk: int, pk: int):
    association = _association(request, association_pk, to_manage=True)
    invitation = get_object_or_404(association.invitations, pk=pk)
    if invitations.revoke(invitation):
        messages.success(request, f"Đã thu hồi lời mời {invitation.full_name}.")
    else:
        messages.warning(
            request, "Lời mời này đã được nhận, đã thu hồi hoặc đã hết hạn."
        )
    return redirect("workspace:representatives", association.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end_representation(request, association_pk: int, pk: int):
    """GET asks until when and why; POST ends it."""
    association = _association(request, association_pk, to_manage=True)
    representative = _current_or_404(association, pk)
    is_last = invitations.is_last_signer(representative)
    is_sent = request.method == "POST"
    form = EndForm(representative, request.POST if is_sent else None)
    if (
        is_sent
        and not is_last
        and form.is_valid()
        and _ended(request, representative, form)
    ):
        if representative.user_id == request.user.pk:
            return redirect("workspace:home")
        return redirect("workspace:representatives", association.pk)
    context = {
        "representative": representative,
        "is_last_signer": is_last,
        "form": form,
        "back_url": reverse("workspace:representatives", args=[association.pk]),
    }
    return access.page(
        request, "workspace/end_representation.html", association, **context
    )


def _current_or_404(association: Association, pk: int) -> Representative:
    found = (
        invitations.current(association).select_related("user").filter(pk=pk).first()
    )
    if found is None:
        raise Http404("Không có người đại diện này.")
    return found


@transaction.atomic
def _end(representative: Representative, *, by, **when) -> None:
    """The last signer is asked for again now that the association is locked: two may
    end each other at once."""
    invitations.end(representative, **when)
    if invitations.is_last_signer(representative):
        raise ValidationError("Hội không còn ai khác ký, gửi báo cáo.")
    notifications.representation_ended(representative, by=by)


def _ended(request, representative: Representative, form: EndForm) -> bool:
    try:
        _end(representative, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, invitations.end_text(representative))
    return True
