"""Where measuring takes place: a folder and an environment of its own.

Imported before anything that reads settings. Whatever `.env` says, nothing is
written to the database or the folder of a real portal.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("VAR_DIR") or ROOT / "var") / "bench"

# A variable set to nothing wins over the same one in `.env`.
_OWN = {
    "VAR_DIR": str(FOLDER),
    "DATABASE_URL": "",
    "CACHE_URL": "",
    "MEDIA_ROOT": str(FOLDER / "media"),
    "PRIVATE_ROOT": str(FOLDER / "private"),
    "PRODUCTION": "false",
    "DEBUG": "false",
    "HTTPS": "false",
    "SITE_URL": "",
    "ALLOWED_HOSTS": "127.0.0.1",
    "TRUSTED_PROXIES": "0",
    "DJANGO_SETTINGS_MODULE": "lienhiephoi.settings",
}


def settle() -> None:
    """Make this process, and all that it starts, work there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ.update(_OWN)
