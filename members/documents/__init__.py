"""Documents of the register: reports, forms on paper, the union's totals."""

from members.documents.forms import blank_form_docx, blank_form_pdf
from members.documents.reports import report_docx, report_pdf
from members.documents.summaries import summary_docx, summary_pdf
from members.documents.totals import totals_xlsx

__all__ = [
    "blank_form_docx",
    "blank_form_pdf",
    "report_docx",
    "report_pdf",
    "summary_docx",
    "summary_pdf",
    "totals_xlsx",
]
