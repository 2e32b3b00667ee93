"""One office for all who knock at it: what they would change is taken back at once."""

import gc

import pytest
from django.db import transaction

from tests.access.asking import Ask
from tests.access.faces import Faces


def as_long_as_nobody_else(fixture_name, config):
    """One office for the whole of ``make matrix``; a file's, where other tests make their own."""
    return "session" if config.option.markexpr == "matrix" else "module"


@pytest.fixture(scope=as_long_as_nobody_else)
def ask(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        office = Ask(Faces.of_a_new_office())
        gc.freeze()  # it stays until the end: no use in searching it again and again
        yield office
        gc.unfreeze()
        transaction.set_rollback(True)


def pytest_terminal_summary(terminalreporter):
    """How often somebody asked for something."""
    told = [dict(row.user_properties) for row in terminalreporter.getreports("passed")]
    if number := sum(row.get("combinations", 0) for row in told):
        terminalreporter.write_line(f"{number:,}通りが表のとおりでした。")
