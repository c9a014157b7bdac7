"""What Django itself costs: one view, no middleware, the bytes ready in memory.

The bytes are those of the portal's page under test, put by the benchmark into the
folder BARE_PAGES, one file a page.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="bare",  # noqa: S106 -- signs nothing
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
    USE_I18N=False,
)

_PAGES = {
    file.name: file.read_bytes() for file in Path(os.environ["BARE_PAGES"]).iterdir()
}


def page(_request, name: str) -> HttpResponse:
    content = _PAGES[name]
    return HttpResponse(content, headers={"Content-Length": str(len(content))})


urlpatterns = [path("<name>", page)]

application = get_wsgi_application()
