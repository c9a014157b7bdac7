"""What a reader sees when something fails."""

import pytest
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory

from lienhiephoi import errors


@pytest.mark.parametrize(
    ("failure", "status"),
    [(OperationalError, 503), (InterfaceError, 503), (ZeroDivisionError, 500)],
)
def test_a_database_that_is_away_asks_to_come_back(failure, status):
    request = RequestFactory().get("/")
    try:
        raise failure  # noqa: TRY301 -- as a view would
    except failure:
        answer = errors.server_error(request)
    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert '<html lang="vi"' in answer.content.decode()
