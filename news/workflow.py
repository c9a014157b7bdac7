"""How a publication moves from draft to the public, as one table.

One door beside it: an import (news.imports.writing) writes thousands of records that
an editorial office has published once already, and sets their status in bulk. It
writes the history as `apply()` would, under the move "import", which names the file.
"""

from lienhiephoi.workflow import Transition, Workflow
from news import permissions
from news.models.publishing import PublishingStatus as Status


def _ready(record, _at) -> list[str]:
    """Everything an article still lacks, all at once."""
    wanted = [
        ("body", "Chưa có nội dung."),
        ("lead", "Chưa có đoạn dẫn (sapo)."),
    ]
    if record._meta.model_name != "article":
        return []
    return [text for name, text in wanted if not getattr(record, name).strip()]


def _publishable(record, at) -> list[str]:
    return [*_ready(record, at), *_not_expired(record, at)]


def _not_expired(record, at) -> list[str]:
    if record.expires_at and record.expires_at <= at:
        return ["Hạn hiển thị đã qua; hãy sửa hoặc xóa hạn."]
    return []


def _stamp_publication(record, _by, at) -> None:
    """No record is out before it is approved, whatever moment was planned; that of
    the first publication stays when the record comes back."""
    came_out = record.status_changes.filter(to_status=Status.PUBLISHED).exists()
    if not came_out or record.published_at is None:
        record.published_at = max(record.published_at or at, at)


PUBLISHING = Workflow(
    Transition(
        name="submit",
        label="Gửi duyệt",
        source=(Status.DRAFT, Status.RETURNED),
        target=Status.SUBMITTED,
        allowed=permissions.can_submit,
        requires=_ready,
    ),
    Transition(
        name="return",
        label="Trả lại",
        source=(Status.SUBMITTED,),
        target=Status.RETURNED,
        allowed=permissions.can_publish,
        needs_note=True,
    ),
    Transition(
        name="publish",
        label="Duyệt và đăng",
        source=(Status.DRAFT, Status.SUBMITTED, Status.RETURNED),
        target=Status.PUBLISHED,
        allowed=permissions.can_publish,
        requires=_publishable,
        effect=_stamp_publication,
    ),
    Transition(
        name="withdraw",
        label="Gỡ xuống",
        source=(Status.PUBLISHED,),
        target=Status.WITHDRAWN,
        allowed=permissions.can_publish,
        needs_note=True,
    ),
    Transition(
        name="republish",
        label="Đăng lại",
        source=(Status.WITHDRAWN,),
        target=Status.PUBLISHED,
        allowed=permissions.can_publish,
        # No more than the first time: imported articles may have come without a lead.
        requires=_not_expired,
        effect=_stamp_publication,
    ),
    Transition(
        name="reopen",
        label="Chuyển về bản nháp",
        source=(Status.SUBMITTED, Status.WITHDRAWN),
        target=Status.DRAFT,
        allowed=permissions.can_publish,
    ),
)
