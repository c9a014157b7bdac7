"""Figures of a dossier as people read them."""

from decimal import Decimal

from lienhiephoi.dossiers.models import Qualifier
from lienhiephoi.vietnamese import number


def amount_text(amount: Decimal | None, decimals: int = 0) -> str:
    """1234.5 as "1.234,5", never rounded: an amount says all that was reported."""
    if amount is None:
        return ""
    is_exact = amount == round(amount, decimals)
    return number(amount, decimals if is_exact else None)


def figure_text(answer, *, decimals: int = 0, unit: str = "") -> str:
    """ "hơn 1.200 người (ước; thực hiện 1.180)"; "" where no figure was given.

    `answer` is an Answer or an Entry.
    """
    if answer.amount is None:
        return ""
    qualifier = Qualifier(answer.qualifier).label if answer.qualifier else ""
    words = [qualifier, amount_text(answer.amount, decimals), unit]
    figure = " ".join(filter(None, words))
    if not answer.is_estimate:
        return figure
    if answer.actual_amount is None:
        return f"{figure} (ước)"
    return f"{figure} (ước; thực hiện {amount_text(answer.actual_amount, decimals)})"
