"""Settings of the tests: the portal's own, on files of their own, without guards
against a second try."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("PRODUCTION", "false")

from lienhiephoi.settings import *  # noqa: F403
from lienhiephoi.settings import DATABASES, STORAGES

# The tests' own database alone exists under these settings: a test that forgot to ask
# for it fails, and cannot reach the rows of a running portal.
DATABASES = {
    "default": {
        **DATABASES["default"],
        "NAME": "chi-danh-cho-kiem-thu",
        "TEST": {"NAME": f"test_{DATABASES['default']['NAME']}"},
    }
}

# Removed when the tests are over (tests/conftest.py), or else with the process.
SCRATCH = Path(tempfile.mkdtemp(prefix="lienhiephoi-tests-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)

CONTENT_VERSION_FILE = SCRATCH / "content-version"
MEDIA_ROOT = SCRATCH / "media"
PRIVATE_ROOT = SCRATCH / "private"
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    # The names of collected files are made by collectstatic, which tests do not run.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir()
SITE_URL = ""
PAGE_CACHE = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
