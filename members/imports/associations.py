"""Associations as a table.

An empty cell leaves what is known as it is. A name, a kind, a date of joining that
differ from the register are refused: they change by an event, which has its day.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone

from lienhiephoi.table_imports import Effect, Importer, Written
from lienhiephoi.tables import TableColumn, as_choice, as_date
from lienhiephoi.vietnamese import date_text, fold, sort_key
from members import register
from members.imports.finding import find_association
from members.models import Association, MemberKind, Membership, Sector
from members.register import NewBody, Occasion

COLUMNS = (
    TableColumn("name", "Tên đầy đủ", is_required=True, width=32),
    TableColumn("short_name", "Tên gọi tắt", width=16),
    TableColumn(
        "kind", "Loại", as_choice(MemberKind.choices), is_required=True, width=14
    ),
    TableColumn("joined_on", "Ngày kết nạp", as_date, width=12),
    TableColumn("decision", "Quyết định kết nạp", width=15),
    TableColumn("decision_on", "Ngày quyết định", as_date, width=12),
    TableColumn("sector", "Lĩnh vực", width=16),
    TableColumn("founded_on", "Ngày thành lập", as_date, width=12),
    TableColumn("founding_decision", "Quyết định thành lập", width=16),
    TableColumn("address", "Địa chỉ", width=24),
    TableColumn("phone", "Điện thoại", width=13),
    TableColumn("email", "Thư điện tử", width=18),
    TableColumn("website", "Trang web", width=26),
    TableColumn("summary", "Giới thiệu ngắn", width=40),
    TableColumn("key", "Mã", width=30),
)
ADVICE = (
    "Cột có dấu * phải ghi; hội mới phải có cả ngày kết nạp. Ô trống: giữ nguyên.",
    "Loại: " + ", ".join(MemberKind.labels) + ".",
    "Mã là tên trong địa chỉ trang của hội; hội mới để trống.",
)
# Plain fields of the association; what is dated has its own rules.
_FIELDS = (
    *("founded_on", "founding_decision", "address"),
    *("phone", "email", "website", "summary"),
)
_LABELS = {each.key: each.label for each in COLUMNS}


def _write(values: dict, by) -> Written:
    association = find_association(values["key"], values["name"])
    if association is None:
        return _admit(values, by)
    memberships = _memberships(association)
    _refuse_what_needs_an_event(association, memberships, values)
    changes = [
        *_set_fields(association, values),
        *_set_decision(memberships[0], values),
    ]
    if changes:
        association.full_clean()
        association.save()
    effect = Effect.CHANGED if changes else Effect.SAME
    return Written(str(association), effect, changes, _warnings(values))


def _admit(values: dict, by) -> Written:
    if values["joined_on"] is None:
        raise ValidationError({"joined_on": "Hội mới phải ghi ngày kết nạp."})
    if values["joined_on"] > timezone.localdate():
        raise ValidationError({"joined_on": "Chưa đến ngày này."})
    association = Association()
    _set_fields(association, values)
    association.clean_fields(exclude=["name", "slug"])
    register.admit(
        association,
        values["kind"],
        Occasion(values["joined_on"], by, values["decision"] or ""),
        body=NewBody(values["name"], values["short_name"] or ""),
        decision_on=values["decision_on"],
    )
    return Written(str(association), Effect.NEW, [], _warnings(values))


def _warnings(values: dict) -> list[str]:
    decided, joined = values["decision_on"], values["joined_on"]
    is_odd = decided and joined and decided > joined
    return ["Ngày quyết định sau ngày kết nạp."] if is_odd else []


def _set_fields(association: Association, values: dict) -> list[str]:
    changes = []
    if (name := values["sector"]) and fold(name) != fold(str(association.sector or "")):
        changes.append(_change("sector", association.sector, name))
        association.sector = _sector(name)
    for field in _FIELDS:
        new, old = values[field], getattr(association, field)
        if new is not None and new != old:
            changes.append(_change(field, old, new))
            setattr(association, field, new)
    return changes


def _sector(name: str) -> Sector:
    known = {fold(each.name): each for each in Sector.objects.all()}
    return known.get(fold(name)) or Sector.objects.create(name=name, order=len(known))


def _memberships(association: Association) -> list[Membership]:
    """From the first to the last; never empty."""
    held = sorted(
        association.memberships.all(),
        key=lambda each: each.starts_on.toordinal() if each.starts_on else 0,
    )
    return held or [Membership(association=association)]


def _refuse_what_needs_an_event(association, memberships, values: dict) -> None:
    known = {
        "name": association.name,
        "short_name": association.short_name,
        "kind": memberships[-1].kind,
        "joined_on": memberships[0].starts_on,
    }
    refused = {
        key: f"Sổ hội ghi «{_shown(key, value)}». Hãy sửa trên trang của hội, ở đó có "
        "ngày và văn bản."
        for key, value in known.items()
        if values[key] is not None and values[key] != value
    }
    if refused:
        raise ValidationError(refused)


def _set_decision(first: Membership, values: dict) -> list[str]:
    """The decision of admission is filled in where the register has none."""
    fields = {"decision": "decision_number", "decision_on": "decision_on"}
    changes = []
    for key, field in fields.items():
        new, old = values[key], getattr(first, field)
        if new is None or new == old:
            continue
        if old:
            raise ValidationError({key: f"Sổ hội ghi «{_shown(key, old)}»."})
        setattr(first, field, new)
        changes.append(_change(key, old, new))
    if changes:
        first.full_clean()
        first.save()
    return changes


def _change(key: str, old, new) -> str:
    before = f"«{_shown(key, old)}» → " if old else ""
    return f"{_LABELS[key]}: {before}«{_shown(key, new)}»"


def _shown(key: str, value) -> str:
    if key == "kind":
        return dict(MemberKind.choices).get(value, "")
    return date_text(value) if hasattr(value, "day") else str(value or "")


# --- Export -----------------------------------------------------------------------


def _rows() -> list[list]:
    associations = Association.objects.select_related("sector").prefetch_related(
        "memberships"
    )
    return [_row(each) for each in sorted(associations, key=_alphabetically)]


def _alphabetically(association: Association) -> tuple:
    return sort_key(association.name), association.pk


def _row(association: Association) -> list:
    memberships = _memberships(association)
    first = memberships[0]
    known = {
        "kind": _shown("kind", memberships[-1].kind),
        "joined_on": first.starts_on,
        "decision": first.decision_number,
        "decision_on": first.decision_on,
        "sector": str(association.sector or ""),
        "key": association.slug,
    }
    return [
        known[each.key] if each.key in known else getattr(association, each.key)
        for each in COLUMNS
    ]


ASSOCIATIONS = Importer(
    name="so-hoi",
    title="Sổ hội",
    advice=ADVICE,
    columns=COLUMNS,
    write=_write,
    rows=_rows,
    printed=12,
)
