"""Dossiers: forms that are filled in over weeks, sent, returned, and kept for ever.

The mechanism of annual reports, and of whatever else an association sends: fields,
saving, versions, marks, receipts, spreadsheets. An app brings its own tables (made
from the abstract models here), its form, and its workflow.
"""
