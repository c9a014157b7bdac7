"""The contact form: stored first, mailed after."""

import logging

from django.core.mail import EmailMessage
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lienhiephoi.context_processors import site_settings
from lienhiephoi.errors import too_many_requests
from lienhiephoi.limits import is_over_limit
from lienhiephoi.models import ConsentPurpose, ConsentText
from news.forms import ContactForm

logger = logging.getLogger(__name__)

PER_HOUR = 5
_BREADCRUMBS = [("Liên hệ", None)]


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request):
    consent = _consent()
    form = ContactForm(consent, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_over_limit(request, "contact", limit=PER_HOUR, seconds=3600):
            return too_many_requests(
                request,
                "Bạn đã gửi nhiều thư trong một giờ. Hãy gửi lại sau, hoặc gọi điện "
                "cho văn phòng.",
            )
        with transaction.atomic():
            message = form.save()
            transaction.on_commit(lambda: _mail(message))
        return redirect("news:contact_sent")
    if form.is_bound and not form.is_valid():
        # The mark is renewed, and what a browser filled into the trap is taken out, so
        # that a person can simply send again.
        form.data = form.data.copy()
        form.data["shown_at"] = form.initial["shown_at"]
        form.data["website"] = ""
    context = {"form": form, "consent_text": consent.text, "breadcrumbs": _BREADCRUMBS}
    return render(request, "news/contact.html", context)


def contact_sent(request):
    return render(request, "news/contact_sent.html", {"breadcrumbs": _BREADCRUMBS})


def _consent() -> ConsentText:
    return ConsentText.objects.newest(ConsentPurpose.CONTACT)


def _mail(message) -> None:
    """Tell the office; the message is kept whether or not this succeeds."""
    office = site_settings().email
    if not office:
        return
    letter = EmailMessage(
        subject=f"[Liên hệ] {message.subject}",
        body=f"{message.name} <{message.email}> {message.phone}\n\n{message.message}",
        to=[office],
        reply_to=[message.email],
    )
    try:
        letter.send()
    except OSError:
        logger.warning("Chưa gửi được thư báo cho văn phòng.", exc_info=True)
