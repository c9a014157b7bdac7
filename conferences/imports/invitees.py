"""The list of invitees of one conference as a table.

Whoever has the same name and the same body is the same person; empty cells leave what
is known as it is.
"""

from django.core.exceptions import ValidationError
from django.db.models import Func, TextField

from conferences import invitees
from conferences.models import Conference, Invitee, InviteeGroup
from lienhiephoi.table_imports import Effect, Importer, Written
from lienhiephoi.tables import TableColumn, as_choice, as_integer
from lienhiephoi.vietnamese import fold
from members.models import Association

COLUMNS = (
    TableColumn("full_name", "Họ và tên", is_required=True, width=26),
    TableColumn("honorific", "Cách xưng hô", width=12),
    TableColumn("position", "Chức vụ", width=26),
    TableColumn("body", "Đơn vị", width=34),
    TableColumn("group", "Nhóm", as_choice(InviteeGroup.choices), width=20),
    TableColumn("email", "Thư điện tử", width=24),
    TableColumn("phone", "Điện thoại", width=16),
    TableColumn("order", "Thứ tự", as_integer, width=8),
)
ADVICE = (
    "Cột có dấu * phải ghi. Ô trống: giữ nguyên; người mới không ghi nhóm là khách mời.",
    "Nhóm: " + ", ".join(InviteeGroup.labels) + ".",
    "Đơn vị có trong sổ hội thì ghi đúng tên đầy đủ. Cùng họ tên, cùng đơn vị: một người.",
)
_LABELS = {each.key: each.label for each in COLUMNS}
_PLAIN = ("honorific", "position", "group", "email", "phone", "order")


def invitees_of(conference: Conference) -> Importer:
    """The table of one conference, in and out."""
    return Importer(
        name=f"dai-bieu-{conference.pk}",
        title="Danh sách mời",
        advice=ADVICE,
        columns=COLUMNS,
        write=lambda values, _by: _write(conference, values),
        rows=lambda: [_row(each) for each in invitees.listed(conference)],
    )


def _write(conference: Conference, values: dict) -> Written:
    association = _association(values["body"])
    invitee = _known(conference, values["full_name"], values["body"])
    is_new = invitee is None
    if is_new:
        invitee = Invitee(
            conference=conference,
            full_name=values["full_name"],
            association=association,
            body="" if association else values["body"] or "",
            group=InviteeGroup.ASSOCIATION if association else InviteeGroup.GUEST,
        )
    changes = _set(invitee, values)
    if is_new or changes:
        invitee.full_clean()
        invitee.save()
    effect = Effect.NEW if is_new else Effect.CHANGED if changes else Effect.SAME
    warnings = [] if invitee.email else ["Không có thư điện tử: phải mời bằng giấy."]
    title = ", ".join(filter(None, (invitee.full_name, invitee.body_name)))
    return Written(title, effect, [] if is_new else changes, warnings)


def _association(body: str | None) -> Association | None:
    if not body:
        return None
    folded = Func("name", function="lhh_fold", output_field=TextField())
    found = Association.objects.alias(folded=folded).filter(folded=fold(body))[:2]
    return found[0] if len(found) == 1 else None


def _known(conference: Conference, name: str, body: str | None) -> Invitee | None:
    """Marks make different names, so the folded name only finds who might be meant."""
    namesakes = [
        each
        for each in conference.invitees.filter(folded_name=fold(name))
        .select_related("association", "conference")
        .prefetch_related("association__names")
        if each.full_name == name
    ]
    if not body:
        if len(namesakes) > 1:
            raise ValidationError(
                {"body": "Danh sách có hai người cùng tên này. Hãy ghi đơn vị."}
            )
        return namesakes[0] if namesakes else None
    same = [each for each in namesakes if fold(each.body_name) == fold(body)]
    return same[0] if same else None


def _set(invitee: Invitee, values: dict) -> list[str]:
    changes = []
    for name in _PLAIN:
        new, old = values[name], getattr(invitee, name)
        if new is None or new == old:
            continue
        setattr(invitee, name, new)
        before = f"«{_shown(name, old)}» → " if old not in (None, "") else ""
        changes.append(f"{_LABELS[name]}: {before}«{_shown(name, new)}»")
    return changes


def _shown(name: str, value) -> str:
    return InviteeGroup(value).label if name == "group" else str(value)


def _row(each: Invitee) -> list:
    known = {"body": each.body_name, "group": each.get_group_display()}
    return [
        known[column.key] if column.key in known else getattr(each, column.key)
        for column in COLUMNS
    ]
