"""A page for each section of a report, where it is filled in.

It saves by an ordinary form; the script on it posts the same form, asks for JSON and
is answered field by field. What was written is never thrown away: when the session has
ended, it waits in the next one until its writer has signed in.
"""

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field as default

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lienhiephoi.dossiers import pages
from lienhiephoi.dossiers.entries import read_entries
from lienhiephoi.dossiers.fields import FieldKind, FormSection
from lienhiephoi.dossiers.pages import Clash, Inputs
from lienhiephoi.errors import csrf_failure
from lienhiephoi.whole_numbers import whole_number
from members import reporting
from members.models import Report, ReportFile
from members.own_counts import told_to
from members.views.workspace import access, reader, unsaved
from members.views.workspace.opened import OpenReport, crumbs, open_report, opened

SESSION_ENDED = (
    "Phiên làm việc đã hết. Nội dung bạn vừa viết vẫn được giữ: hãy đăng nhập lại "
    "rồi bấm «Lưu»."
)
OLD_PAGE = (
    "Trang này mở từ trước lần đăng nhập mới nên chưa lưu được. Nội dung của bạn vẫn "
    "ở bên dưới: hãy bấm «Lưu» một lần nữa."
)
OTHER_READER = (
    "Trang này do người khác mở, còn bây giờ trên trình duyệt này là %s, nên không lưu "
    "gì. Người viết hãy đăng nhập lại bằng tên của mình."
)
NOT_WRITABLE = "Báo cáo này hiện không sửa được."
CAME_BACK = (
    "Đây là nội dung bạn viết trước khi phiên làm việc hết, chưa lưu. Hãy xem lại rồi "
    "bấm «Lưu»."
)


@dataclass
class Outcome:
    """What became of what was posted; `inputs` is what was typed and not kept."""

    at: dt.datetime | None = None
    inputs: dict[str, Inputs] = default(default_factory=dict)
    errors: dict[str, list[str]] = default(default_factory=dict)
    clashes: dict[str, Clash] = default(default_factory=dict)
    note: str = ""

    @property
    def is_complete(self) -> bool:
        return not (self.errors or self.clashes)


@csrf_exempt  # checked in the view, where what was written can still be kept
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def section(request, pk: int, key: str):
    is_post = request.method == "POST"
    is_genuine = not is_post or unsaved.is_genuine(request)
    if not request.user.is_authenticated:
        return _sign_in_first(request, is_genuine=is_genuine)
    if is_post and _is_of_another(request, is_genuine=is_genuine):
        return _not_yours(request)
    shown = open_report(request.user, pk)
    place = _place(shown, key)
    if not is_post:
        return _answer(request, shown, place, _held(request, shown))
    if not is_genuine:
        return _once_more(request, shown, place)
    unsaved.forget(request)
    if "bo" in request.POST:
        return redirect(request.path)
    outcome = _save(request, shown)
    if outcome.is_complete and not _wants_json(request):
        messages.success(request, f"Đã lưu lúc {timezone.localtime(outcome.at):%H:%M}.")
        return redirect(_way_on(request, shown, place))
    # Read again: what was kept, and what others have written.
    fresh = access.report_or_404(request.user, pk)
    return _answer(request, opened(request.user, fresh), place, outcome)


def _wants_json(request) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _place(shown: OpenReport, key: str) -> FormSection:
    for each in shown.sections:
        if each.key == key:
            return each
    raise Http404("Mẫu báo cáo không có mục này.")


def _answer(request, shown: OpenReport, place: FormSection, outcome: Outcome):
    if _wants_json(request):
        return _json(request.user, shown, place, outcome)
    return _draw(request, shown, place, outcome)


# --- Saving ---------------------------------------------------------------------


def _save(request, shown: OpenReport) -> Outcome:
    data, form = request.POST, shown.filling.form
    entries, errors = read_entries(form, data)
    # Here the person takes what another one wrote, in place of his own words.
    yielded = data.get("theo", "")
    entries.pop(yielded, None)
    errors.pop(yielded, None)
    if not shown.editable:
        return _refused(shown, data, NOT_WRITABLE)
    try:
        saved = reporting.save(shown.report, entries, by=request.user)
    except PermissionDenied as refusal:
        # Sent by a colleague meanwhile.
        return _refused(shown, data, str(refusal))
    errors |= {key: [message] for key, message in saved.refused.items()}
    clashes = {
        key: Clash.of(form[key], conflict, request.user)
        for key, conflict in saved.conflicts.items()
    }
    inputs = {key: Inputs.posted(key, data) for key in [*errors, *clashes]}
    return Outcome(saved.at, inputs, errors | _save_files(request, shown), clashes)


def _refused(shown: OpenReport, data: Mapping[str, str], words: str) -> Outcome:
    """Nothing is kept; what was typed stands on the page, to be copied."""
    typed = _typed(shown, data)
    typed.errors |= {key: [words] for key in typed.inputs}
    typed.note = f"{words} Những gì bạn vừa viết chưa được lưu."
    return typed


def _save_files(request, shown: OpenReport) -> dict[str, list[str]]:
    """Attach what was chosen, take off what was named; what was wrong, by field."""
    report, errors = shown.report, {}
    for each in shown.filling.form.fields:
        if each.kind is not FieldKind.FILE:
            continue
        for upload in request.FILES.getlist(each.key):
            try:
                reporting.attach(report, each.key, upload, by=request.user)
            except (ValidationError, PermissionDenied) as refusal:
                errors.setdefault(each.key, []).extend(
                    f"{upload.name}: {words}" for words in _words(refusal)
                )
    removed = whole_number(request.POST.get("go-tep"))
    if removed is not None:
        _remove(report, removed, request.user)
    return errors


def _words(refusal: ValidationError | PermissionDenied) -> list[str]:
    return list(getattr(refusal, "messages", None) or [str(refusal)])


def _remove(report: Report, file_id: int, user) -> None:
    """A file that somebody else has taken off already is no error."""
    with contextlib.suppress(ReportFile.DoesNotExist):
        reporting.remove_file(report, file_id, by=user)


def _way_on(request, shown: OpenReport, place: FormSection) -> str:
    report = shown.report
    if request.POST.get("di") != "tiep":
        return request.path
    following = _neighbours(shown, place)[1]
    if following is None:
        return reverse("workspace:send", args=[report.pk])
    return reverse("workspace:section", args=[report.pk, following.key])


def _neighbours(shown: OpenReport, place: FormSection):
    at = shown.sections.index(place)
    before = shown.sections[at - 1] if at else None
    return before, next(iter(shown.sections[at + 1 :]), None)


# --- The page, and the answer to its script ---------------------------------------


def _fields(shown: OpenReport, place: FormSection, outcome: Outcome, **options):
    return pages.show_fields(
        shown.filling,
        place.fields,
        shown.editable,
        unsaved=outcome.inputs,
        errors=outcome.errors,
        clashes=outcome.clashes,
        **options,
    )


def _draw(request, shown: OpenReport, place: FormSection, outcome: Outcome):
    report, form = shown.report, shown.filling.form
    here = {each.key for each in place.fields}
    fields = _fields(
        shown,
        place,
        outcome,
        names_missing="kiem-tra" in request.GET,
        known=_known(report, here),
    )
    before, after = _neighbours(shown, place)
    context = {
        "report": report,
        "shown": shown,
        "place": place,
        "fields": fields,
        "is_writable": any(each.is_editable for each in fields),
        "states": shown.states,
        "turn": shown.sections.index(place) + 1,
        "before": before,
        "after": after,
        "wrong": [
            each for each in fields if each.field.key in outcome.errors or each.clash
        ],
        # A refused change may stand on another page, as when the form was long.
        "elsewhere": [
            (form[key].label, errors)
            for key, errors in outcome.errors.items()
            if key not in here and key in form
        ],
        "note": outcome.note,
        "reader_mark": reader.mark_of(request.user),
        "has_unsaved": bool(outcome.inputs),
        "last_saved": max(
            (each.changed_at for each in shown.filling.answers.values()), default=None
        ),
        "qualifiers": pages.QUALIFIERS,
        "previous_label": report.period.previous or "Kỳ trước",
        "estimate_day": report.period.ends_on,
        "breadcrumbs": crumbs(report, (f"{place.number} {place.title}".strip(), None)),
    }
    return access.page(request, "workspace/section.html", report.association, **context)


def _known(report: Report, keys: Iterable[str]) -> dict[str, str]:
    period = report.period
    return told_to(report.association_id, keys, period.starts_on, period.ends_on)


def _json(user, shown: OpenReport, place: FormSection, outcome: Outcome):
    """The section as it stands now, and what of the posted was not kept."""
    told = pages.show_fields(shown.filling, place.fields, shown.editable)
    moment = timezone.localtime(outcome.at or timezone.now())
    return JsonResponse(
        {
            "at": f"{moment:%H:%M}",
            "reader": reader.mark_of(user),
            "fields": {each.field.key: _state(each, shown, user) for each in told},
            "refused": outcome.errors,
            "note": outcome.note,
            "clashes": {
                key: {
                    "by": clash.by,
                    "at": f"{timezone.localtime(clash.at):%H:%M}",
                    "text": clash.text,
                }
                for key, clash in outcome.clashes.items()
            },
            "sections": {
                each.section.key: {"words": each.words, "tone": each.tone}
                for each in shown.states
            },
        }
    )


def _state(told, shown: OpenReport, user) -> dict:
    answer = shown.filling.answers.get(told.field.key)
    return {
        "value": told.inputs.value,
        "qualifier": told.inputs.qualifier,
        "isEstimate": told.inputs.is_estimate,
        "note": told.inputs.note,
        "rev": told.inputs.revision,
        "by": pages.name_for(user, answer.changed_by) if answer else "",
        "at": f"{timezone.localtime(answer.changed_at):%H:%M}" if answer else "",
        "errors": told.errors,
        "question": told.question,
        "sum": told.sum_of_parts,
    }


# --- When the session or the page has grown old ------------------------------------


def _sign_in_first(request, *, is_genuine: bool):
    """What was posted waits in the anonymous session, which signing in takes over."""
    sign_in = redirect_to_login(request.path)
    if _wants_json(request):
        return JsonResponse({"signIn": sign_in.url}, status=401)
    if request.method != "POST":
        return sign_in
    if not is_genuine:
        return csrf_failure(request)
    if unsaved.hold(request):
        messages.warning(request, SESSION_ENDED)
    return sign_in


def _is_of_another(request, *, is_genuine: bool) -> bool:
    """What comes neither from a page of this session nor from one of this person's."""
    if reader.is_page_of_another(request.user, request.POST):
        return True
    return not is_genuine and not reader.is_page_of(request.user, request.POST)


def _not_yours(request):
    """A page that somebody else opened in this browser: nothing of it is saved."""
    message = OTHER_READER % request.user
    if _wants_json(request):
        return JsonResponse({"message": message}, status=409)
    return access.page(
        request, "workspace/other_reader.html", message=message, status=409
    )


def _once_more(request, shown: OpenReport, place: FormSection):
    """The page is from before the last sign-in: shown again, nothing is saved."""
    if _wants_json(request):
        return JsonResponse({"token": get_token(request)}, status=403)
    outcome = _typed(shown, request.POST)
    outcome.note = OLD_PAGE
    return _draw(request, shown, place, outcome)


def _held(request, shown: OpenReport) -> Outcome:
    """What waits from before the session ended."""
    data = unsaved.held(request)
    if not data:
        return Outcome()
    outcome = _typed(shown, data)
    outcome.note = CAME_BACK
    return outcome


def _typed(shown: OpenReport, data: Mapping[str, str]) -> Outcome:
    """What stands in the inputs though it is not saved, with what is wrong in it."""
    entries, errors = read_entries(shown.filling.form, data)
    changed = [key for key, entry in entries.items() if not entry.is_untouched]
    inputs = {key: Inputs.posted(key, data) for key in [*changed, *errors]}
    return Outcome(inputs=inputs, errors=errors)
