"""The entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienhiephoi.settings")

application = get_wsgi_application()

from lienhiephoi.page_cache import in_front_of  # noqa: E402 -- settings are ready now
from news import counting  # noqa: E402 -- apps are ready only now

application = in_front_of(application)
counting.start()
