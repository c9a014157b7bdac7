"""The back office of accounts, the register and the reports, a file a subject."""

from members.admin import accounts

__all__ = ["accounts"]
