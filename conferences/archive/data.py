"""The same facts for programs: JSON of everything, CSV of what is a list."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from conferences import editions
from conferences.archive.holdings import Held, Holdings
from conferences.models import Invitee, ReportEdition, Task
from lienhiephoi.csv_files import cell

FORMAT = 1


def files(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """(name, content) of each."""
    yield "hoi-nghi.json", _json(_everything(holdings))
    yield "chuong-trinh.csv", _agenda(holdings)
    if holdings.tasks:
        yield "nhiem-vu.csv", _tasks(holdings.tasks)
    if holdings.invitees:
        yield "dai-bieu.csv", _delegates(holdings.invitees)
    for each in holdings.editions:
        name = f"bao-cao-{each.report_id}-lan-{each.number}"
        yield f"{name}.json", _json(_edition(each))
        yield f"{name}-so-lieu.csv", _figures(each)


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n"


def _csv(labels: list[str], rows: Iterable[Iterable]) -> str:
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(labels)
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue()


# --- Everything -------------------------------------------------------------------


def _everything(holdings: Holdings) -> dict:
    conference = holdings.conference
    return {
        "format": FORMAT,
        "scope": holdings.scope.label,
        "conference": _fields(
            conference,
            *("title", "kind", "status", "starts_on", "start_time", "ends_on"),
            *("end_time", "place", "summary", "ordinal", "is_extended"),
        )
        | {
            "series": str(conference.series or ""),
            "term": conference.term.years if conference.term else "",
        },
        "bodies": [{"role": each.role, "name": str(each)} for each in holdings.bodies],
        "presiders": [
            {"role": each.role, "name": each.full_name, "position": each.position}
            for each in holdings.presiders
        ],
        "agenda": [_item(each, holdings) for each in holdings.agenda],
        "files": [_held(each) for each in holdings.handed_out.get(None, ())],
        "photographs": [
            {"caption": each.record.caption, "file": each.href}
            for each in holdings.photographs
        ],
        "documents": [
            {
                **_fields(each.record, "number", "title", "issued_on"),
                "role": each.role,
                "files": [one.href for one in each.files if one.href],
            }
            for each in holdings.documents
        ],
        "minutes": holdings.minutes
        and _fields(holdings.minutes, "opened_at", "closed_at", "opening", "closing"),
        "resolutions": [
            _fields(
                each,
                *("number", "title", "adopted_on", "text", "votes_for", "votes_total"),
            )
            for each in holdings.resolutions
        ],
        "elections": [
            {
                **_fields(each, "office", "who", "starts_on", "ends_on"),
                **_fields(each, "votes_for", "votes_total"),
            }
            for each in holdings.elections
        ],
        "tasks": [
            _fields(each, "title", "owner", "due_on", "done_on", "status")
            for each in holdings.tasks
        ],
        "agreements": [
            _fields(each, "kind", "title", "number", "signed_on", "ends_on")
            for each in holdings.agreements
        ],
        "reviews": [
            _fields(each, "kind", "title", "status") for each in holdings.reviews
        ],
    }


def _fields(record, *names: str) -> dict:
    return {name: getattr(record, name) for name in names}


def _item(item, holdings: Holdings) -> dict:
    told = {
        **_fields(item, "day", "starts", "ends", "title", "who", "note"),
        "files": [_held(each) for each in holdings.handed_out.get(item.pk, ())],
    }
    if holdings.minutes and (minute := getattr(item, "minute", None)):
        told["minute"] = _fields(
            minute,
            *("discussion", "conclusion"),
            *("votes_for", "votes_against", "votes_abstaining"),
        )
    return told


def _held(held: Held) -> dict:
    record = held.record
    return {
        "title": record.title,
        "by": getattr(record, "by", ""),
        "abstract": getattr(record, "abstract", ""),
        "file": held.href,
    }


# --- Lists ------------------------------------------------------------------------


def _agenda(holdings: Holdings) -> str:
    labels = ["Ngày", "Từ", "Đến", "Nội dung", "Người trình bày"]
    day = holdings.conference.starts_on
    return _csv(
        labels,
        (
            [each.day or day, _hour(each.starts), _hour(each.ends), each, each.who]
            for each in holdings.agenda
        ),
    )


def _hour(time) -> str:
    return f"{time:%H:%M}" if time else ""


def _tasks(tasks: Iterable[Task]) -> str:
    labels = ["Nhiệm vụ", "Chủ trì", "Hạn", "Hoàn thành", "Trạng thái"]
    return _csv(
        labels,
        (
            [each.title, each.owner, each.due_on, each.done_on, _state(each)]
            for each in tasks
        ),
    )


def _state(task: Task) -> str:
    return task.get_status_display()


def _delegates(invitees: Iterable[Invitee]) -> str:
    """Without telephone and address: they were asked for the one meeting."""
    labels = [
        *("Nhóm", "Họ và tên", "Chức vụ", "Đơn vị", "Được mời", "Trả lời"),
        *("Có mặt lúc", "Người có mặt"),
    ]
    return _csv(
        labels,
        (
            [
                *(each.get_group_display(), each.addressed, each.position),
                *(each.body_name, each.was_invited, each.get_reply_display()),
                *(each.arrived_at, each.who_came if each.is_present else ""),
            ]
            for each in invitees
        ),
    )


# --- Reports ----------------------------------------------------------------------


def _edition(edition: ReportEdition) -> dict:
    """As published, without what only the portal asks its sources by."""
    contents = editions.to_json(editions.read(edition))
    for figure in contents["figures"].values():
        figure.pop("binding", None)
    return {
        "edition": edition.number,
        "published_at": edition.published_at.isoformat(),
        "checksum": edition.checksum,
        **contents,
    }


def _figures(edition: ReportEdition) -> str:
    labels = ["Mã", "Số liệu", "Cách ghi", "Đơn vị", "Kỳ", "So sánh", "Nguồn"]
    return _csv(
        labels,
        (
            [
                *(each.key, each.label, each.text, each.unit, each.period),
                *(each.comparison, each.origin),
            ]
            for each in editions.read(edition).used_figures
        ),
    )
