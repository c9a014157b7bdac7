#!/usr/bin/env python
"""Command line of the portal; starts the embedded PostgreSQL when none is configured."""

import os
import sys

from django.core.management import execute_from_command_line

from lienhiephoi import database


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienhiephoi.settings")
    with database.available():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
