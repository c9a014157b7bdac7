"""What the log is not to keep."""

import logging
import re


class HideSecrets(logging.Filter):
    """Blots out secrets that stand in addresses: whoever reads a log opens no link.

    `pattern` keeps its first group and matches the secret behind it.
    """

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self.pattern = re.compile(pattern)

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        hidden = self.pattern.sub(r"\1…", text)
        if hidden != text:
            record.msg, record.args = hidden, ()
        return True
