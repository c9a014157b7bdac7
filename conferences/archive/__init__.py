"""The hand-over of a conference: one zip that is read without the portal.

    index.html and pages beside it, in plain HTML that loads nothing from elsewhere
    tep/        papers and files handed out, and those of its documents
    anh/        photographs
    van-ban/    minutes, resolutions and reports as official documents
    du-lieu/    the same as CSV and JSON
    SHA256SUMS  to check by `sha256sum -c`

The same records give the same bytes.
"""

from conferences.archive.scope import Scope
from conferences.archive.writing import write

__all__ = ["Scope", "write"]
