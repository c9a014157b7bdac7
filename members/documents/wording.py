"""What reports and the union's summary say in the same words."""

from lienhiephoi.dossiers.fields import FormSection
from members.models import ReportingPeriod

_REPORT = "báo cáo "


def span_text(period: ReportingPeriod) -> str:
    """What a period covers, from its name: "Báo cáo năm 2026" covers "năm 2026"."""
    name = period.name
    return name[len(_REPORT) :] if name.lower().startswith(_REPORT) else name


def results_of(period: ReportingPeriod) -> str:
    return f"kết quả hoạt động {span_text(period)}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def inside(label: str) -> str:
    """A label as it stands inside a sentence: "hội viên nữ"; "UBND" stays as it is."""
    is_word = not label[1:2].isupper()
    return label[:1].lower() + label[1:] if is_word else label


def level_of(number: str) -> int:
    """The level of a heading: "II" is 1, "II.1" is 2."""
    return number.count(".") + 1


def last_part(number: str) -> str:
    return number.rpartition(".")[2]


def has_parts(section: FormSection, sections: tuple[FormSection, ...]) -> bool:
    """Whether a section is but the heading over others: II over II.1, II.2…"""
    return any(other.number.startswith(f"{section.number}.") for other in sections)
