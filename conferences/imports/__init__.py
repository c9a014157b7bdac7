"""Registers of conferences as tables: filled in as .xlsx, and given back."""

from conferences.imports.reviews import REVIEWS

__all__ = ["REVIEWS"]
