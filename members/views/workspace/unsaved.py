"""What was written while nobody was signed in any more, until it can be saved."""

import json

from django.middleware.csrf import CsrfViewMiddleware

from lienhiephoi.limits import is_over_limit
from members.views.workspace import reader

_KEY = "unsaved"
# Several times the longest section; a session is no place for more.
LONGEST = 300_000
HELD_PER_HOUR = 30


class _Check(CsrfViewMiddleware):
    """Says why a request is not from our own page, instead of answering it."""

    def _reject(self, _request, reason):
        return reason


def is_genuine(request) -> bool:
    """Whether a POST comes from a page of ours, opened in this browser."""
    request.csrf_processing_done = False
    check = _Check(lambda _request: None)
    check.process_request(request)
    return check.process_view(request, None, (), {}) is None


def hold(request) -> bool:
    """Keep what was posted to this address in the session; whether it was kept."""
    posted = {
        name: value
        for name, value in request.POST.items()
        if name != "csrfmiddlewaretoken"
    }
    if len(json.dumps(posted)) > LONGEST:
        return False
    if is_over_limit(request, "hold", limit=HELD_PER_HOUR, seconds=3600):
        return False
    request.session[_KEY] = {request.path: posted}
    return True


def held(request) -> dict[str, str]:
    """What this person wrote at this address and waits; empty when nothing does."""
    posted = request.session.get(_KEY, {}).get(request.path, {})
    return posted if reader.is_page_of(request.user, posted) else {}


def forget(request) -> None:
    if held(request):
        del request.session[_KEY]
