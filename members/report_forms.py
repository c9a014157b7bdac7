"""The form of a period as the dossier mechanism reads it."""

from lienhiephoi.dossiers.fields import (
    FieldCheck,
    FieldKind,
    Form,
    FormField,
    FormSection,
)
from members.models import Indicator, ReportingPeriod, ReportSection, WantedFile

# Keys of answers: an indicator's is its code, so that years can be compared.
NARRATIVE = "loi_van."
FILE = "tep."
FILES_SECTION = "tep_kem_theo"
# The scan of a report that came on paper.
SCAN = "tep.ban_giay"


def narrative_key(section_code: str) -> str:
    return f"{NARRATIVE}{section_code}"


def form_of(period: ReportingPeriod) -> Form:
    """Sections in order, the narrative of each before its figures; files at the end.

    Four queries, whatever the size of the form.
    """
    indicators: dict[int, list[Indicator]] = {}
    codes = {}
    for each in period.indicators.all():
        indicators.setdefault(each.section_id, []).append(each)
        codes[each.pk] = each.code
    sections = [
        FormSection(
            key=section.code,
            number=section.number,
            title=section.title,
            guidance=section.guidance,
            fields=(
                *_narrative(section),
                *(_figure(each, codes) for each in indicators.get(section.pk, [])),
            ),
        )
        for section in period.sections.all()
    ]
    wanted = tuple(map(_file, period.wanted_files.all()))
    if wanted:
        sections.append(FormSection(FILES_SECTION, "", "Tệp kèm theo", fields=wanted))
    checks = tuple(
        FieldCheck(
            codes[each.left_id],
            each.sign,
            codes[each.right_id],
            each.message,
            is_blocking=each.is_blocking,
        )
        for each in period.checks.all()
    )
    return Form(tuple(sections), checks)


def _narrative(section: ReportSection) -> tuple[FormField, ...]:
    if not section.has_narrative:
        return ()
    return (
        FormField(
            key=narrative_key(section.code),
            label="Nội dung",
            kind=FieldKind.TEXT,
            number=section.number,
            is_required=section.is_narrative_required,
            guidance=section.guidance,
        ),
    )


def _figure(each: Indicator, codes: dict[int, str]) -> FormField:
    return FormField(
        key=each.code,
        label=each.label,
        kind=FieldKind.FIGURE,
        number=each.number,
        unit=each.unit,
        decimals=each.decimals,
        minimum=each.minimum,
        maximum=each.maximum,
        is_required=each.is_required,
        guidance=each.guidance,
        part_of=codes.get(each.part_of_id, ""),
        question_percent=each.question_percent,
    )


def _file(each: WantedFile) -> FormField:
    return FormField(
        key=f"{FILE}{each.code}",
        label=each.label,
        kind=FieldKind.FILE,
        is_required=each.is_required,
        guidance=each.guidance,
    )
