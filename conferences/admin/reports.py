"""The report of a conference and its figures."""
