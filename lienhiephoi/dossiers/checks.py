"""What a dossier still lacks, and what in it contradicts itself or last year.

Pure rules over the answers; the page, the sending and the spreadsheet ask the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import eq, ge, gt, le, lt

from lienhiephoi.dossiers.entries import LARGEST, TOO_LARGE, Entry
from lienhiephoi.dossiers.fields import (
    FieldCheck,
    FieldKind,
    Form,
    FormField,
)
from lienhiephoi.dossiers.models import Answer
from lienhiephoi.dossiers.wording import amount_text
from lienhiephoi.vietnamese import number

Answers = Mapping[str, Answer | Entry]

_SIGNS = {
    "<=": (le, "không được lớn hơn"),
    ">=": (ge, "không được nhỏ hơn"),
    "=": (eq, "phải bằng"),
}


@dataclass(frozen=True)
class Problem:
    """One thing to put right at a field.

    `is_blocking`: it stands against sending. `is_question`: it is answered by a note
    at the field, and may also be left unanswered.
    """

    key: str
    message: str
    is_blocking: bool = True
    is_question: bool = False


def problems(
    form: Form,
    answers: Answers,
    file_counts: Mapping[str, int],
    previous: Mapping[str, Decimal],
) -> list[Problem]:
    """All of them, in the order of the form; checks between figures come last.

    `previous`: last year's figures by key; `file_counts`: files attached by key.
    """
    found = []
    for field in form.fields:
        found += _of_field(form, field, answers, file_counts)
        found += _unexplained(field, answers, previous)
    for check in form.checks:
        found += _of_check(form, check, answers)
    return found


def question(field: FormField, amount: Decimal | None, previous: Decimal | None) -> str:
    """What is asked about a figure that is far from last year's; "" asks nothing.

    Any change from nought is beyond every percentage.
    """
    if None in (amount, previous, field.question_percent):
        return ""
    change = amount - previous
    if abs(change) * 100 <= field.question_percent * abs(previous):
        return ""
    grew, to = ("tăng", "lên") if change > 0 else ("giảm", "xuống")
    before, now = (amount_text(each, field.decimals) for each in (previous, amount))
    percent = f" ({number(abs(change / previous * 100), 0)} %)" if previous else ""
    return f"{grew} từ {before} của kỳ trước {to} {now}{percent}"


def is_filled(
    field: FormField, answers: Answers, file_counts: Mapping[str, int]
) -> bool:
    if field.kind is FieldKind.FILE:
        return bool(file_counts.get(field.key))
    answer = answers.get(field.key)
    if answer is None:
        return False
    return bool(answer.text) if field.kind is FieldKind.TEXT else _has_amount(answer)


def _has_amount(answer: Answer | Entry | None) -> bool:
    return answer is not None and answer.amount is not None


def _amount(answers: Answers, key: str) -> Decimal | None:
    answer = answers.get(key)
    return answer.amount if answer else None


def _of_field(
    form: Form, field: FormField, answers: Answers, file_counts: Mapping[str, int]
) -> Iterator[Problem]:
    if field.is_required and not is_filled(field, answers, file_counts):
        yield Problem(field.key, _missing(field))
    amount = _amount(answers, field.key)
    if field.kind is not FieldKind.FIGURE or amount is None:
        return
    yield from out_of_limits(field, amount)
    yield from _more_than_its_whole(form, field, amount, answers)


def _missing(field: FormField) -> str:
    verb = {FieldKind.TEXT: "viết", FieldKind.FIGURE: "ghi", FieldKind.FILE: "kèm"}
    return f"Chưa {verb[field.kind]} «{field.label}»."


def out_of_limits(field: FormField, amount: Decimal) -> Iterator[Problem]:
    if abs(amount) >= LARGEST:
        yield Problem(field.key, TOO_LARGE)
        return
    if amount != round(amount, field.decimals):
        few = f"nhiều nhất {field.decimals} chữ số sau dấu phẩy"
        rule = few if field.decimals else "số nguyên"
        yield Problem(field.key, f"«{field.label}» phải là {rule}.")
    for limit, is_broken, words in (
        (field.minimum, lt, "nhỏ hơn"),
        (field.maximum, gt, "lớn hơn"),
    ):
        if limit is not None and is_broken(amount, limit):
            text = amount_text(limit, field.decimals)
            yield Problem(field.key, f"«{field.label}» không được {words} {text}.")


def _more_than_its_whole(
    form: Form, field: FormField, amount: Decimal, answers: Answers
) -> Iterator[Problem]:
    """Each part by itself: parts may overlap, so their sum proves nothing."""
    if field.part_of not in form:
        return
    whole = form[field.part_of]
    whole_amount = _amount(answers, whole.key)
    if whole_amount is None and whole.is_required:
        return  # said of the whole already
    if whole_amount is None:
        yield Problem(
            whole.key, f"Có số «{field.label}» thì phải ghi cả «{whole.label}»."
        )
    elif amount > whole_amount:
        yield Problem(
            field.key,
            f"«{field.label}» ({amount_text(amount, field.decimals)}) là một phần của "
            f"«{whole.label}» ({amount_text(whole_amount, whole.decimals)}) nên không "
            "được lớn hơn.",
        )


def _unexplained(
    field: FormField, answers: Answers, previous: Mapping[str, Decimal]
) -> Iterator[Problem]:
    answer = answers.get(field.key)
    if answer is None or answer.note:
        return
    asked = question(field, answer.amount, previous.get(field.key))
    if asked:
        yield Problem(
            field.key,
            f"«{field.label}» {asked}. Hãy ghi lời giải thích.",
            is_blocking=False,
            is_question=True,
        )


def _of_check(form: Form, check: FieldCheck, answers: Answers) -> Iterator[Problem]:
    left, right = _amount(answers, check.left), _amount(answers, check.right)
    holds, words = _SIGNS[check.sign]
    if left is None or right is None or holds(left, right):
        return
    message = check.message or (
        f"{_named(form[check.left], left)} {words} {_named(form[check.right], right)}."
    )
    yield Problem(check.left, message, is_blocking=check.is_blocking)


def _named(field: FormField, amount: Decimal) -> str:
    return f"«{field.label}» ({amount_text(amount, field.decimals)})"
