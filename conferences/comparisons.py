"""A figure against the time before, in words: "tăng 250 hội viên (1,3 %) so với …"."""

from decimal import ROUND_HALF_UP, Decimal

from conferences.facts import Fact
from lienhiephoi.dossiers.wording import amount_text
from lienhiephoi.vietnamese import number

_PERCENT_UNITS = ("%", "phần trăm")
_POINTS = "điểm phần trăm"
_STEP = Decimal("0.1")


def sentence(fact: Fact) -> str:
    """How the figure changed; "" where one of the two is not known.

    From nothing there is no percentage; of percentages the difference is in points;
    where one of the two is not exact, neither is the difference.
    """
    now, then, note = _compared(fact)
    if now is None or then is None:
        return ""
    against = f"so với {fact.previous_period or 'kỳ trước'}"
    end = f", {note}" if note else ""
    is_exact = not (fact.qualifier or fact.previous_qualifier)
    if now == then:
        unchanged = "không đổi" if is_exact else "hầu như không đổi"
        return f"{unchanged} {against}{end}"
    change = f"{'tăng' if now > then else 'giảm'}{'' if is_exact else ' khoảng'}"
    is_share = fact.unit.strip().lower() in _PERCENT_UNITS
    words = [
        change,
        amount_text(abs(now - then), fact.decimals),
        _POINTS if is_share else fact.unit,
        "" if is_share else _share(now - then, then),
        against,
    ]
    return " ".join(filter(None, words)) + end


def _compared(fact: Fact) -> tuple[Decimal | None, Decimal | None, str]:
    if fact.comparable is None:
        return fact.amount, fact.previous, ""
    return fact.comparable.now, fact.comparable.then, fact.comparable.note


def _share(change: Decimal, of: Decimal) -> str:
    """ "(1,3 %)"; nothing of what was nought or less."""
    if of <= 0:
        return ""
    percent = abs(change) / of * 100
    if percent < _STEP / 2:
        return "(chưa đến 0,1 %)"
    return f"({number(percent.quantize(_STEP, ROUND_HALF_UP))} %)"
