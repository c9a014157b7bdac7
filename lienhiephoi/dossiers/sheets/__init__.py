"""A form as a spreadsheet, to be filled in without a network and brought back."""

from lienhiephoi.dossiers.sheets.reading import CellError, Reading, read_form
from lienhiephoi.dossiers.sheets.writing import write_form

__all__ = ["CellError", "Reading", "read_form", "write_form"]
