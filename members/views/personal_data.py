"""The page of a person's own data: what is kept, what was agreed to, and taking it
back."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lienhiephoi.models import ConsentPurpose
from members import data_subjects


@never_cache
@require_safe
@login_required
def personal_data(request):
    consents = list(request.user.consents.select_related("text"))
    context = {
        "kept": data_subjects.kept_about(request.user),
        "representations": data_subjects.representations(request.user),
        "consents": consents,
        "can_withdraw": any(_is_open(each) for each in consents),
        "breadcrumbs": [
            ("Tài khoản", reverse("account:home")),
            ("Dữ liệu của tôi", None),
        ],
    }
    return render(request, "account/personal_data.html", context)


def _is_open(consent) -> bool:
    is_of_account = consent.text.purpose == ConsentPurpose.ACCOUNT
    return is_of_account and consent.withdrawn_at is None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw_consent(request):
    """GET says what will follow; POST does it."""
    if request.method == "POST":
        is_closed = not request.user.is_staff
        data_subjects.withdraw(request.user)
        if is_closed:
            logout(request)
        messages.success(
            request, "Đã rút lại sự đồng ý. Bạn không còn đại diện cho hội nào."
        )
        return redirect("home" if is_closed else "account:personal-data")
    context = {
        "acting": data_subjects.acting_now(request.user),
        "left_alone": data_subjects.left_without_signer(request.user),
    }
    return render(request, "account/withdraw_consent.html", context)
