"""Officers of associations as a table.

Names repeat: a person is told apart by the year of birth. Without one, a row means the
officer of that name in the same association, or else somebody new.
"""

from django.core.exceptions import ValidationError

from lienhiephoi.table_imports import Effect, Importer, Written
from lienhiephoi.tables import TableColumn, as_date, as_integer, as_yes
from lienhiephoi.vietnamese import date_text, fold, name_sort_key, sort_key
from members.imports.finding import find_association
from members.models import Association, Officer, Person

COLUMNS = (
    TableColumn("name", "Hội", is_required=True, width=32),
    TableColumn("full_name", "Họ và tên", is_required=True, width=24),
    TableColumn("academic_title", "Học hàm, học vị", width=14),
    TableColumn("birth_year", "Năm sinh", as_integer, width=10),
    TableColumn("position", "Chức danh", is_required=True, width=20),
    TableColumn("is_head", "Đứng đầu", as_yes, width=10),
    TableColumn("starts_on", "Từ ngày", as_date, width=12),
    TableColumn("ends_on", "Đến hết ngày", as_date, width=12),
    TableColumn("order", "Thứ tự", as_integer, width=8),
    TableColumn("workplace", "Nơi công tác", width=24),
    TableColumn("phone", "Điện thoại", width=14),
    TableColumn("email", "Thư điện tử", width=20),
    TableColumn("key", "Mã hội", width=30),
)
ADVICE = (
    "Cột có dấu * phải ghi. Ngày ghi đủ ngày/tháng/năm. Ô trống: giữ nguyên.",
    "Đứng đầu: ghi x cho chủ tịch, giám đốc, chủ nhiệm. Người trùng tên: ghi năm sinh.",
)
_OF_THE_PERSON = ("academic_title", "birth_year", "workplace", "phone", "email")
_OF_THE_OFFICE = ("is_head", "starts_on", "ends_on", "order")
_LABELS = {each.key: each.label for each in COLUMNS}


def _write(values: dict, _by) -> Written:
    association = find_association(values["key"], values["name"])
    if association is None:
        raise ValidationError({"name": "Sổ hội chưa có hội này. Hãy nhập hội trước."})
    person, warnings = _person(association, values)
    officer = None if person.pk is None else _office(association, person, values)
    is_new = officer is None
    officer = officer or Officer(association=association, position=values["position"])
    changes = [
        *_set(person, _OF_THE_PERSON, values),
        *_set(officer, _OF_THE_OFFICE, values),
    ]
    if is_new or changes:
        person.full_clean()
        person.save()
        officer.person = person
        officer.full_clean()
        officer.save()
    effect = Effect.NEW if is_new else Effect.CHANGED if changes else Effect.SAME
    title = f"{person}, {officer.position} – {association}"
    return Written(title, effect, [] if is_new else changes, warnings)


def _person(association: Association, values: dict) -> tuple[Person, list[str]]:
    """Who is meant, or a new person; and what to look at twice."""
    namesakes = Person.objects.filter(folded_name=fold(values["full_name"]))
    # The folded name is only how they are found: marks make different names.
    namesakes = [each for each in namesakes if each.full_name == values["full_name"]]
    year = values["birth_year"]
    if year and (same := [p for p in namesakes if p.birth_year == year]):
        return same[0], []
    here = _of_association(association, namesakes, year)
    if len(here) > 1:
        raise ValidationError(
            {"birth_year": "Hội có hai người cùng tên này. Hãy ghi năm sinh."}
        )
    if here:
        return here[0], []
    new = Person(full_name=values["full_name"])
    return new, [_alike(each) for each in namesakes if not (year and each.birth_year)]


def _of_association(association, namesakes: list[Person], year) -> list[Person]:
    """Officers of the association with that name, whose year is not another one."""
    held = set(
        Officer.objects.filter(association=association, person__in=namesakes)
        .order_by()
        .values_list("person", flat=True)
    )
    possible = [each for each in namesakes if each.pk in held]
    return [each for each in possible if not (year and each.birth_year)]


def _alike(person: Person) -> str:
    held = person.offices.select_related("association").first()
    where = f" ({held.position}, {held.association})" if held else ""
    return f"Trùng tên với {person}{where}. Nếu là một người, hãy ghi năm sinh ở cả hai nơi."


def _office(association, person: Person, values: dict) -> Officer | None:
    """The same position, of the same days where the row says which."""
    offices = Officer.objects.filter(
        association=association, person=person, position=values["position"]
    )
    if (start := values["starts_on"]) and offices.exclude(starts_on=None).exists():
        return offices.filter(starts_on=start).first()
    return offices.order_by("-pk").first()


def _set(record, fields, values: dict) -> list[str]:
    changes = []
    for field in fields:
        new, old = values[field], getattr(record, field)
        if new is None or new == old:
            continue
        setattr(record, field, new)
        changes.append(f"{_LABELS[field]}: {_shown(old)}«{_shown_value(new)}»")
    return changes


def _shown(old) -> str:
    return f"«{_shown_value(old)}» → " if old not in (None, "") else ""


def _shown_value(value) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    return date_text(value) if hasattr(value, "day") else str(value)


# --- Export -----------------------------------------------------------------------


def _rows() -> list[list]:
    officers = Officer.objects.current().select_related("person", "association")
    ordered = sorted(
        officers,
        key=lambda each: (
            *(sort_key(each.association.name), each.association_id, each.order),
            name_sort_key(each.person.full_name),
        ),
    )
    return [_row(each) for each in ordered]


def _row(officer: Officer) -> list:
    known = {
        "name": officer.association.name,
        "key": officer.association.slug,
        "full_name": officer.person.full_name,
        "is_head": "x" if officer.is_head else "",
        **{name: getattr(officer.person, name) for name in _OF_THE_PERSON},
    }
    return [
        known[each.key] if each.key in known else getattr(officer, each.key)
        for each in COLUMNS
    ]


OFFICERS = Importer(
    name="can-bo-hoi",
    title="Cán bộ hội",
    advice=ADVICE,
    columns=COLUMNS,
    write=_write,
    rows=_rows,
    printed=12,
)
