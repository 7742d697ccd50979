"""A program with its daily retention job."""

import pytest

from storage.database import Database
from tests.privacy.days import Days


@pytest.fixture
def days(database: Database) -> Days:
    return Days(database)
