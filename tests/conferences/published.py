"""Reports as they were published: what an edition holds, for tests of what is made
from it."""

import datetime as dt
from decimal import Decimal

from conferences.editions import (
    Contents,
    FrozenFigure,
    Head,
    Meeting,
    Part,
    Promise,
    Signature,
    to_json,
)
from conferences.models import ConferenceReport, ReportEdition
from lienhiephoi.dossiers.versions import checksum

PUBLISHED_AT = dt.datetime(2026, 12, 20, 7, 5, tzinfo=dt.UTC)

BODY = """\
Toàn tỉnh có [[hoi:2]] hội thành viên với [[hoi-vien]] hội viên, [[hoi-vien:so-sanh]].
- Tổ chức [[toa-dam]] tọa đàm.
- Phản biện [[phan-bien:2]] đề án; năm trước [[phan-bien:ky-truoc]]."""
AHEAD = """\
Năm 2027 tập trung vào các nhiệm vụ sau:
- Kiện toàn tổ chức các hội thành viên.
- Hoàn thiện quy chế phản biện."""


def figure(key="hoi-vien", amount=20250, **fields) -> FrozenFigure:
    amount = None if amount is None else Decimal(amount)
    return FrozenFigure(
        **{
            "key": key,
            "label": "Tổng số hội viên",
            "source": "rollup",
            "amount": amount,
            "decimals": 0,
            "unit": "hội viên",
            "qualifier": "",
            "text": "" if amount is None else f"{amount:,}".replace(",", "."),
            "definition": "Hội viên có tên trong danh sách của hội.",
            "period": "năm 2026",
            "coverage": "22/24 hội",
            "origin": "Số liệu tổng hợp năm 2026, công bố lần 1",
            "url": "/so-lieu/bao-cao-nam-2026/hoi_vien/",
            "previous": None,
            "previous_period": "",
            "comparison": "",
            **fields,
        }
    )


FIGURES = (
    figure(
        qualifier="over",
        text="hơn 20.250",
        previous=Decimal(20000),
        previous_period="năm 2025",
        comparison="tăng 250 hội viên (1,3 %) so với năm 2025",
    ),
    figure("hoi", 4, label="Hội thành viên", source="register", unit="hội", url=""),
    figure("toa-dam", 30, label="Tọa đàm, hội thảo", unit="cuộc"),
    figure(
        "phan-bien",
        9,
        label="Nhiệm vụ phản biện",
        source="reviews",
        unit="nhiệm vụ",
        origin="Sổ tư vấn, phản biện",
        url="/tu-van-phan-bien/?nam=2026",
        previous=Decimal(9),
        previous_period="năm 2025",
        comparison="không đổi so với năm 2025",
    ),
)


def contents(**changed) -> Contents:
    """The review of 2026: two parts, four figures, two tasks of the year before."""
    return Contents(
        **{
            "report": Head(
                kind_label="Báo cáo",
                subject="Tổng kết công tác năm 2026, phương hướng năm 2027",
                starts_on=dt.date(2026, 1, 1),
                ends_on=dt.date(2026, 12, 31),
                number=5,
                code="BC-LHH",
                issued_on=dt.date(2026, 12, 19),
                recipients=("Các hội thành viên", "Lưu: VT"),
                signature=Signature("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Lê Văn An"),
            ),
            "conference": Meeting(
                title="Hội nghị tổng kết công tác năm 2026",
                slug="hoi-nghi-tong-ket-cong-tac-nam-2026",
                starts_on=dt.date(2026, 12, 18),
                place="Hội trường Liên hiệp Hội",
            ),
            "parts": (
                Part(1, "I", "Kết quả năm 2026", BODY),
                Part(1, "II", "Nhiệm vụ năm 2027", AHEAD),
            ),
            "figures": {each.key: each for each in FIGURES},
            "promises": (
                promise("Hoàn thiện quy chế phản biện", "done", "Đã hoàn thành"),
                promise("Lập sổ chuyên gia", "open", "Đang làm", is_overdue=True),
            ),
            **changed,
        }
    )


def promise(title: str, status: str, state: str, **fields) -> Promise:
    return Promise(
        **{
            "conference": "Hội nghị tổng kết công tác năm 2025",
            "title": title,
            "owner": "Hội Y học",
            "due_on": dt.date(2026, 6, 30),
            "done_on": dt.date(2026, 6, 1) if status == "done" else None,
            "status": status,
            "state": state,
            "is_overdue": False,
            **fields,
        }
    )


def edition(
    of: ConferenceReport, says: Contents | None = None, number: int = 1, **fields
) -> ReportEdition:
    stored = to_json(says or contents())
    return ReportEdition.objects.create(
        **{
            "report": of,
            "number": number,
            "contents": stored,
            "checksum": checksum(stored),
            "published_at": PUBLISHED_AT,
            **fields,
        }
    )
