"""The tables of the tests are made from the models: the migrations make the same ones.

That they run on both databases is proved by tests/crash.py, whose server stands on them.
"""

import pytest
from django.apps import apps
from django.db.migrations import RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation


@pytest.fixture
def migrations(settings):
    settings.MIGRATION_MODULES = {}  # as without --nomigrations
    return MigrationLoader(None)


def test_the_migrations_say_what_the_models_say(migrations):
    with translation.override(None):  # in Django's own words, as makemigrations reads them
        now = ProjectState.from_apps(apps)
        missing = MigrationAutodetector(migrations.project_state(), now).changes(migrations.graph)
    assert ("cases", "case") in now.models
    assert missing == {}


def test_a_migration_does_nothing_that_no_model_says(migrations):
    """What is written in SQL or Python would be missing from the tables of the tests."""
    rooms = {config.label for config in apps.get_app_configs()} - {"auth", "contenttypes"}
    found = [
        (key, operation)
        for key, migration in migrations.disk_migrations.items()
        for operation in migration.operations
        if key[0] in rooms and isinstance(operation, RunPython | RunSQL | SeparateDatabaseAndState)
    ]
    assert ("cases", "0001_initial") in migrations.disk_migrations
    assert found == []
