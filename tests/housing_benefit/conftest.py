import pytest

from tests.office import Office
from tests.places import settle_at


@pytest.fixture
def at_once_office(transactional_db):
    """An office for two who press at once: each thread has its own connection."""
    office = Office()
    settle_at(office, "sapporo")
    return office
