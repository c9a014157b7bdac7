"""The register as tables: what the office fills in as .xlsx, and gets back."""

from members.imports.associations import ASSOCIATIONS
from members.imports.officers import OFFICERS

__all__ = ["ASSOCIATIONS", "OFFICERS"]
