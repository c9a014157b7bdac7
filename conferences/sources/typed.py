"""Figures that somebody typed, with the paper or body that they come from."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from conferences.facts import Fact, SourceMissing
from conferences.models import ConferenceReport, Source
from conferences.sources.registry import Binding, SourceKind
from conferences.sources.times import span_before, span_text


def read(_bindings: Sequence[Binding]) -> Callable[[Binding], Fact]:
    return _tell


def _tell(binding: Binding) -> Fact:
    if binding.amount is None or not binding.source_text:
        raise SourceMissing("Số ghi tay phải có giá trị và nguồn.")
    before = span_before(binding.starts_on, binding.ends_on)
    return Fact(
        amount=binding.amount,
        unit=binding.unit,
        decimals=_decimals(binding.amount),
        definition="Số do văn phòng ghi, theo nguồn nêu kèm.",
        period=span_text(binding.starts_on, binding.ends_on),
        origin=binding.source_text,
        previous=binding.compared_amount,
        previous_period=span_text(*before),
    )


def _decimals(amount: Decimal) -> int:
    """As many places as were typed; a column of four places adds noughts."""
    return max(0, -amount.normalize().as_tuple().exponent)


def measures(_report: ConferenceReport) -> list[tuple[str, str]]:
    return [("", "Giá trị ghi ở ô «giá trị ghi tay»")]


KIND = SourceKind(Source.TYPED, Source.TYPED.label, read, measures)
