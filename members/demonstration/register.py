"""The register of Lam Giang: associations, what became of them, officers, terms."""

import datetime as dt
import hashlib
import json
from functools import cache
from pathlib import Path

from lienhiephoi.vietnamese import slugify
from members import register
from members.models import (
    Association,
    Committee,
    CommitteeKind,
    CommitteeSeat,
    MemberKind,
    Officer,
    Person,
    Sector,
    Term,
)

HERE = Path(__file__).parent
FOUNDED = dt.date(2004, 8, 12)
MERGER = dt.date(2024, 3, 15)
RENAMING = dt.date(2022, 6, 10)
RENAMED = {"hoi-lam-vuon": "Hội Khoa học kỹ thuật Làm vườn"}
MERGED = "hoi-chan-nuoi-thu-y"
OTHERS = (
    ("Hội Sinh vật cảnh", MemberKind.AFFILIATE, "Nông, lâm, ngư nghiệp"),
    (
        "Trường Cao đẳng Kỹ thuật – Công nghệ Lam Giang",
        MemberKind.COLLECTIVE,
        "Khoa học xã hội, giáo dục, kinh tế",
    ),
)
PREDECESSORS = {"hoi-chan-nuoi": "Hội Chăn nuôi", "hoi-thu-y": "Hội Thú y"}
_TITLES = (
    *("PGS.TS.", "TS.", "ThS.", "BSCKII.", "BSCKI.", "DSCKI.", "CNĐD.", "KTS."),
    *("BS.", "KS.", "Lương y"),
)


@cache
def cast() -> dict:
    return json.loads((HERE / "cast.json").read_text("utf-8"))


def load_register(by) -> dict[str, Association]:
    """All bodies by their slug, the two that merged in 2024 included."""
    found: dict[str, Association] = {}
    for row in cast()["associations"]:
        if row["slug"] == MERGED:
            found |= _merged(row, by)
        else:
            found[row["slug"]] = _admitted(row, by)
        _complete(found[row["slug"]], row)
    for name, kind in zip(
        cast()["subordinates"], (MemberKind.SUBORDINATE, MemberKind.CLUB), strict=True
    ):
        body = _body(slugify(name), "Liên ngành")
        _admit(body, kind, name, FOUNDED, by)
        found[body.slug] = body
    for name, kind, sector in OTHERS:
        body = _body(slugify(name), sector)
        _admit(body, kind, name, dt.date(2023, 9, 5), by)
    _terms(found)
    return found


def _body(slug: str, sector: str) -> Association:
    order = Sector.objects.count()
    sector, _ = Sector.objects.get_or_create(name=sector, defaults={"order": order})
    return Association.objects.create(slug=slug, sector=sector)


def _admit(body: Association, kind: str, name: str, on: dt.date, by) -> None:
    occasion = register.Occasion(on, by, decision=f"{20 + body.pk:02}/QĐ-LHH")
    register.admit(
        body, kind, occasion, body=register.NewBody(name, _short(name)), decision_on=on
    )


def _short(name: str) -> str:
    return name.replace("Khoa học kỹ thuật ", "") if "Khoa học kỹ thuật" in name else ""


def _admitted(row: dict, by) -> Association:
    body = _body(row["slug"], row["sector"])
    on = dt.date.fromisoformat(row.get("admitted_on", FOUNDED.isoformat()))
    first_name = RENAMED.get(row["slug"], row["name"])
    _admit(body, MemberKind.MEMBER, first_name, on, by)
    if first_name != row["name"]:
        occasion = register.Occasion(RENAMING, by, "Quyết định số 31/QĐ-LHH")
        register.rename(body, register.NewBody(row["name"]), occasion)
    return body


def _merged(row: dict, by) -> dict[str, Association]:
    """Two bodies became one; their reports of 2023 stay with them."""
    before = {}
    for slug, name in PREDECESSORS.items():
        before[slug] = _body(slug, row["sector"])
        _admit(before[slug], MemberKind.MEMBER, name, FOUNDED, by)
    successor = register.merge(
        list(before.values()),
        register.Occasion(MERGER, by, "Quyết định số 14/QĐ-LHH"),
        body=register.NewBody(row["name"], _short(row["name"])),
    )
    successor.slug = MERGED
    return {**before, MERGED: successor}


def _complete(body: Association, row: dict) -> None:
    body.refresh_from_db(fields=["name", "short_name"])
    body.sector = Sector.objects.get(name=row["sector"])
    body.address = "18 đường Nguồn Sáng, phường Bến Lam, tỉnh Lam Giang"
    body.email = f"{row['slug']}@lienhiephoi.example"
    body.summary = (
        f"{row['name']} tỉnh Lam Giang tập hợp người làm chuyên môn và người yêu "
        f"thích lĩnh vực {row['sector'].lower()} trong tỉnh."
    )
    body.save()
    title, name = split_title(row["chair"])
    joined = body.memberships.latest("starts_on").starts_on
    elected = max(joined, dt.date(2022, 3, 1))
    _officer(body, person(name, title), "Chủ tịch", elected, is_head=True)
    for order, position in enumerate(("Phó Chủ tịch", "Tổng Thư ký"), 1):
        who = person(made_up_name(f"{row['slug']}{order}"))
        _officer(body, who, position, elected, order=order)
    if joined < elected:
        Officer.objects.create(
            association=body,
            person=person(made_up_name(f"{row['slug']}-trước")),
            position="Chủ tịch",
            is_head=True,
            starts_on=max(joined, dt.date(2017, 3, 1)),
            ends_on=elected - dt.timedelta(days=1),
        )


def _officer(body, who: Person, position: str, since: dt.date, **fields) -> None:
    Officer.objects.create(
        association=body, person=who, position=position, starts_on=since, **fields
    )


def split_title(text: str) -> tuple[str, str]:
    """ "TS. Kiều Xuân Bách" as ("TS.", "Kiều Xuân Bách")."""
    title = next((each for each in _TITLES if text.startswith(f"{each} ")), "")
    return title, text.removeprefix(title).strip()


def person(name: str, title: str = "") -> Person:
    """One person, one row: a chair of two bodies is not two people."""
    return Person.objects.get_or_create(
        full_name=name, defaults={"academic_title": title}
    )[0]


def _terms(bodies: dict[str, Association]) -> None:
    union = cast()["union"]
    facts = union["terms"][-1]
    last = next(p for p in union["people"] if "khóa IV" in p["position"])
    office = [p for p in union["people"] if p is not last]
    before = Term.objects.create(
        ordinal=4,
        starts_on=dt.date(2019, 11, 28),
        planned_end_on=dt.date(2024, 11, 28),
        extended_until=dt.date(2024, 12, 19),
        extension_decision="Thông báo số 412-TB/TU",
        congress="Đại hội đại biểu lần thứ IV",
    )
    now = Term.objects.create(
        ordinal=5,
        starts_on=dt.date(2024, 12, 20),
        planned_end_on=dt.date(2029, 12, 20),
        congress="Đại hội đại biểu lần thứ V",
    )
    # The chair of today was not yet chair, and the one before had his own deputies.
    was = [{**last, "position": "Chủ tịch"}, *office[1:2], *office[4:7]]
    _committees(before, was, bodies, sizes=(9, 31, 5), seed="IV")
    sizes = (facts["standing_board"], facts["executive_committee"], 5)
    _committees(now, office, bodies, sizes=sizes, seed="V")


def _committees(term: Term, office: list[dict], bodies, *, sizes, seed: str) -> None:
    """From the few who lead to the many; each larger body holds the smaller one."""
    board, executive, inspection = sizes
    top = [p for p in office if _is_standing(p["position"])]
    chairs = [
        (person(*split_title(row["chair"])[::-1]), bodies[row["slug"]])
        for row in cast()["associations"]
        if bodies[row["slug"]].membership_on(term.starts_on)
    ]
    for kind, size, leading in (
        (CommitteeKind.STANDING_OFFICE, len(top), top),
        (CommitteeKind.STANDING_BOARD, board, office),
        (CommitteeKind.EXECUTIVE, executive, office),
    ):
        committee = Committee.objects.create(term=term, kind=kind, size=size)
        _fill(committee, leading, chairs, size, seed)
    committee = Committee.objects.create(
        term=term, kind=CommitteeKind.INSPECTION, size=inspection
    )
    head = [
        {**each, "position": "Chủ nhiệm"}
        for each in office
        if "Ủy ban Kiểm tra" in each["position"]
    ]
    _fill(committee, head, chairs[3:], inspection, seed)


def _fill(committee: Committee, leading, chairs, size: int, seed: str) -> None:
    seated = {}
    for each in leading[:size]:
        who = person(each["name"], each["degree"])
        seated[who.pk] = (who, each["position"], None)
    for who, body in chairs:
        if len(seated) < size:
            seated.setdefault(who.pk, (who, "Ủy viên", body))
    for place in range(size - len(seated)):
        who = person(made_up_name(f"{seed}{place}"))
        seated.setdefault(who.pk, (who, "Ủy viên", None))
    CommitteeSeat.objects.bulk_create(
        CommitteeSeat(
            committee=committee,
            person=who,
            position=position,
            association=body,
            order=order,
        )
        for order, (who, position, body) in enumerate(seated.values(), 1)
    )


def _is_standing(position: str) -> bool:
    return position.startswith(("Chủ tịch", "Phó Chủ tịch", "Tổng Thư ký"))


_FAMILY = [
    "Bế",
    "Đoàn",
    "Giáp",
    "Kha",
    "La",
    "Lại",
    "Nông",
    "Ông",
    "Quản",
    "Sầm",
    "Tạ",
    "Từ",
    "Vương",
    "Xa",
    "Yên",
]
_MIDDLE = ["Văn", "Thị", "Minh", "Đình", "Ngọc", "Quang", "Thanh", "Hữu", "Thu", "Công"]
_GIVEN = [
    "Ân",
    "Bằng",
    "Cẩn",
    "Duyên",
    "Giáp",
    "Hòa",
    "Khánh",
    "Lâm",
    "Mẫn",
    "Nhân",
    "Oanh",
    "Phấn",
    "Quế",
    "Sự",
    "Tường",
    "Uyên",
]


def made_up_name(seed: str) -> str:
    """A name that nobody of the cast bears; the same for the same seed."""
    digest = hashlib.sha256(seed.encode()).digest()
    lists = zip(digest, (_FAMILY, _MIDDLE, _GIVEN), strict=False)
    return " ".join(names[byte % len(names)] for byte, names in lists)
