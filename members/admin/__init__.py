"""The back office of accounts, the register and the reports, a file a subject."""

from members import desk
from members.admin import (
    accounts,
    form_parts,
    periods,
    register,
    reports,
    representatives,
    terms,
    totals,
)

__all__ = [
    "accounts",
    "form_parts",
    "periods",
    "register",
    "reports",
    "representatives",
    "terms",
    "totals",
]

desk.register()
