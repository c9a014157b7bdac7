"""An assignment is taken up, its result goes out, and an answer comes back."""

from conferences import permissions
from conferences.models import Outcome, ReviewStatus
from lienhiephoi.workflow import Transition, Workflow


def _has_result(review, _at) -> list[str]:
    reasons = []
    if review.delivered_on is None:
        reasons.append("Hãy ghi ngày gửi kết quả.")
    if not (review.result_number or review.result_id):
        reasons.append("Hãy ghi văn bản kết quả.")
    return reasons


def _has_outcome(review, _at) -> list[str]:
    if review.outcome != Outcome.UNKNOWN:
        return []
    return ["Hãy ghi ý kiến có được tiếp thu hay không."]


REVIEWS = Workflow(
    Transition(
        name="start",
        label="Bắt đầu thực hiện",
        source=(ReviewStatus.RECEIVED,),
        target=ReviewStatus.UNDER_WAY,
        allowed=permissions.runs_reviews,
    ),
    Transition(
        name="deliver",
        label="Ghi đã gửi kết quả",
        source=(ReviewStatus.RECEIVED, ReviewStatus.UNDER_WAY),
        target=ReviewStatus.DELIVERED,
        allowed=permissions.runs_reviews,
        requires=_has_result,
    ),
    Transition(
        name="answer",
        label="Ghi đã có phản hồi",
        source=(ReviewStatus.DELIVERED,),
        target=ReviewStatus.ANSWERED,
        allowed=permissions.runs_reviews,
        requires=_has_outcome,
    ),
    Transition(
        name="drop",
        label="Không thực hiện",
        source=(ReviewStatus.RECEIVED, ReviewStatus.UNDER_WAY),
        target=ReviewStatus.DROPPED,
        allowed=permissions.runs_reviews,
        needs_note=True,
    ),
    Transition(
        name="take_up_again",
        label="Nhận lại",
        source=(ReviewStatus.DROPPED,),
        target=ReviewStatus.RECEIVED,
        allowed=permissions.runs_reviews,
        needs_note=True,
    ),
)
