"""A case whose person has applied and consented, and its assessment."""

import datetime as dt

import pytest

from cases.workflow import start_assessment
from tests.cases.assessing import applied


@pytest.fixture
def friday(clock):
    """A day of its own, so that dates can be written out."""
    clock(dt.date(2026, 11, 20))


@pytest.fixture
def case(office):
    return applied(office)


@pytest.fixture
def assessment(office, case):
    return start_assessment(case.episode, by=office.people["counselor"])
