"""The office of the matrix kept in a folder, for ``make mutants`` which begins with it often.

``python -m tests.access.keeping FOLDER`` makes it; ``read`` brings it into a database in memory,
of which a forked process has a copy of its own.
"""

import os
import pickle
import sqlite3
import sys
from pathlib import Path

import django
from django.core.management import call_command

DATABASE, RECORDS = "office.sqlite3", "office.pickle"


class NoMigrations:
    """The tables are made from the models, as for the tests."""

    def __contains__(self, _room):
        return True

    def __getitem__(self, _room):
        return None


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DATABASE).unlink(missing_ok=True)
    begin(f"sqlite:///{folder / DATABASE}")
    from django.conf import settings
    from django.db import connection, transaction

    settings.MIGRATION_MODULES = NoMigrations()
    call_command("migrate", run_syncdb=True, verbosity=0)

    from tests.access.faces import Faces

    with transaction.atomic():
        faces = Faces.of_a_new_office()
    connection.close()
    (folder / RECORDS).write_bytes(pickle.dumps(faces))


def read(folder):
    """Everyone who asks, in the office of the folder."""
    begin("sqlite://:memory:")
    from django.db import connection

    connection.ensure_connection()
    with sqlite3.connect(folder / DATABASE) as kept:
        kept.backup(connection.connection)

    from tests.access.asking import Ask

    return Ask(pickle.loads((folder / RECORDS).read_bytes()))


def begin(database):
    os.environ |= {"TSUNAGI_ENV": "test", "DATABASE_URL": database}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve())
