"""The entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienhiephoi.settings")

application = get_wsgi_application()

from news import counting  # noqa: E402 -- apps are ready only now

counting.start()
