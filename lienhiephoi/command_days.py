"""A day as it is typed behind an option of a command."""

import argparse
import datetime as dt


def day(text: str) -> dt.date:
    """20/11/2026, or 2026-11-20; for `add_argument(type=day)`."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 -- a day
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(f"Không hiểu ngày «{text}»: hãy ghi 20/11/2026.")
