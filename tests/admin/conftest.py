import pytest

from lienhiephoi import roles
from tests import makers


@pytest.fixture
def reporter(db):
    return makers.staff(roles.REPORTER, full_name="Lê Thu Trang")


@pytest.fixture
def approver(db):
    return makers.staff(roles.NEWS_APPROVER, full_name="Trần Minh Đức")


@pytest.fixture
def administrator(db):
    return makers.staff(roles.ADMINISTRATOR, full_name="Nguyễn Quang Hà")


@pytest.fixture
def superuser(db):
    return makers.staff(full_name="Vũ Thị Lan", is_superuser=True)


@pytest.fixture
def draft(reporter):
    return makers.article(status="draft", published_at=None, created_by=reporter)


@pytest.fixture
def submitted(reporter):
    return makers.article(status="submitted", published_at=None, created_by=reporter)
