"""Social reviews as a table, the past ones above all.

A row means the review of its key, or else the one of the same kind, content and day of
receipt. An empty cell leaves what is known. What a row says of the result moves the
review on through the workflow, never back.
"""

from django.core.exceptions import ValidationError

from conferences.models import (
    Outcome,
    ReviewedThing,
    ReviewKind,
    ReviewStatus,
    SocialReview,
)
from conferences.workflow import REVIEWS as WORKFLOW
from lienhiephoi.table_imports import Effect, Importer, Written
from lienhiephoi.tables import TableColumn, as_choice, as_date, as_yes
from lienhiephoi.vietnamese import date_text, fold
from lienhiephoi.workflow import TransitionError
from members.imports.finding import find_association
from members.models import Association

_OUTCOMES = [(value, label) for value, label in Outcome.choices if value]
COLUMNS = (
    TableColumn("title", "Nội dung", is_required=True, width=40),
    TableColumn(
        "kind", "Loại", as_choice(ReviewKind.choices), is_required=True, width=14
    ),
    TableColumn("thing", "Đối tượng", as_choice(ReviewedThing.choices), width=14),
    TableColumn("requester", "Cơ quan đề nghị", width=24),
    TableColumn("is_own_proposal", "Tự đề xuất", as_yes, width=9),
    TableColumn("request_letter", "Văn bản đề nghị", width=18),
    TableColumn("received_on", "Ngày tiếp nhận", as_date, is_required=True, width=12),
    TableColumn("due_on", "Hạn gửi kết quả", as_date, width=12),
    TableColumn("lead", "Hội chủ trì", width=28),
    TableColumn("delivered_on", "Ngày gửi kết quả", as_date, width=12),
    TableColumn("result_number", "Văn bản kết quả", width=18),
    TableColumn("outcome", "Phản hồi", as_choice(_OUTCOMES), width=16),
    TableColumn("outcome_note", "Nội dung phản hồi", width=30),
    TableColumn("summary", "Ý kiến chính", width=40),
    TableColumn("key", "Mã", width=30),
)
ADVICE = (
    "Cột có dấu * phải ghi. Không có cơ quan đề nghị thì ghi x ở cột Tự đề xuất.",
    "Loại: " + ", ".join(ReviewKind.labels) + ".",
    "Hội chủ trì: tên trong sổ hội; để trống là văn phòng. Mã: nhiệm vụ mới để trống.",
)
_FIELDS = tuple(each.key for each in COLUMNS if each.key not in {"key", "lead"})
_LABELS = {each.key: each.label for each in COLUMNS}
_CHOICES = {
    "kind": dict(ReviewKind.choices),
    "thing": dict(ReviewedThing.choices),
    "outcome": dict(Outcome.choices),
}


def _write(values: dict, by) -> Written:
    review = _find(values)
    is_new = review is None
    review = review or SocialReview()
    changes = [*_set_fields(review, values), *_set_lead(review, values["lead"])]
    if changes:
        review.full_clean()
        review.save()
    moved = _move_on(review, by)
    if is_new:
        return Written(str(review), Effect.NEW)
    changes += moved
    effect = Effect.CHANGED if changes else Effect.SAME
    return Written(str(review), effect, changes)


def _find(values: dict) -> SocialReview | None:
    if key := values["key"]:
        found = SocialReview.objects.filter(slug=key).first()
        if found is None:
            raise ValidationError({"key": f"Sổ không có mã «{key}»."})
        return found
    same = SocialReview.objects.filter(
        kind=values["kind"], received_on=values["received_on"]
    )
    return next((e for e in same if fold(e.title) == fold(values["title"])), None)


def _set_fields(review: SocialReview, values: dict) -> list[str]:
    changes = []
    for name in _FIELDS:
        new, old = values[name], getattr(review, name)
        if new is not None and new != old:
            changes.append(_change(name, old, new))
            setattr(review, name, new)
    return changes


def _set_lead(review: SocialReview, name: str | None) -> list[str]:
    if not name:
        return []
    lead = _association(name)
    if lead.pk == review.lead_id:
        return []
    change = _change("lead", review.lead, lead)
    review.lead = lead
    return [change]


def _association(name: str) -> Association:
    """As the register of associations finds it; its refusals stand at our column."""
    try:
        found = find_association(None, name)
    except ValidationError as refusal:
        raise ValidationError({"lead": refusal.messages}) from refusal
    if found is None:
        raise ValidationError({"lead": "Sổ hội chưa có hội này."})
    return found


def _move_on(review: SocialReview, by) -> list[str]:
    """Through the one door, as far as what is written down carries."""
    done = []
    for name, says_so in (
        ("deliver", review.delivered_on is not None),
        ("answer", review.outcome != Outcome.UNKNOWN),
    ):
        move = WORKFLOW.transitions[name]
        if not says_so or review.status not in move.source:
            continue
        try:
            fresh = WORKFLOW.apply(review, name, by=by)
        except TransitionError as refusal:
            column = "result_number" if name == "deliver" else "outcome"
            raise ValidationError({column: refusal.reasons}) from refusal
        review.status = fresh.status
        done.append(move.label)
    if review.outcome and review.status not in (
        ReviewStatus.ANSWERED,
        ReviewStatus.DROPPED,
    ):
        raise ValidationError({"outcome": "Có phản hồi thì phải có ngày gửi kết quả."})
    return done


def _change(name: str, old, new) -> str:
    before = f"«{_shown(name, old)}» → " if old not in (None, "", False) else ""
    return f"{_LABELS[name]}: {before}«{_shown(name, new)}»"


def _shown(name: str, value) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if name in _CHOICES:
        return _CHOICES[name].get(value, "")
    return date_text(value) if hasattr(value, "day") else str(value)


# --- Export -----------------------------------------------------------------------


def _rows() -> list[list]:
    reviews = SocialReview.objects.select_related("lead").order_by("received_on", "pk")
    return [_row(each) for each in reviews]


def _row(review: SocialReview) -> list:
    known = {
        "kind": review.get_kind_display(),
        "thing": review.get_thing_display(),
        "outcome": review.get_outcome_display() if review.outcome else "",
        "is_own_proposal": "x" if review.is_own_proposal else "",
        "lead": review.lead.name if review.lead else "",
        "key": review.slug,
    }
    return [
        known[each.key] if each.key in known else getattr(review, each.key)
        for each in COLUMNS
    ]


REVIEWS = Importer(
    name="tu-van-phan-bien",
    title="Nhiệm vụ tư vấn, phản biện, giám định",
    advice=ADVICE,
    columns=COLUMNS,
    write=_write,
    rows=_rows,
    printed=13,
)
