"""How many queries each page asks: the number may not grow with the cases there are.

Run by ``bench/run.py`` with the database in ``DEMO_DATABASE_URL``; one number a line.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main(username: str, paths: list[str]) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get(username=username))
    for path in paths:
        client.get(path)  # what is read once per process is no matter of the page
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        print(len(queries))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
