"""The places in which papers are made: so many processes at once on one machine, and no more.

A place is a file that its process has locked. The lock dies with the process, also by
``kill -9``: whoever can take it knows that what was begun there is nobody's. The processes are
started when there is something to do, by whoever ordered or looks, and end with it: nothing has
to run beside the server, and nothing is lost when it does not.
"""

import fcntl
import hashlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings
from django.db import connection


def worker_at(slot: int) -> str:
    """The name that the process in this place writes on what it takes."""
    return f"{socket.gethostname()[:60]}-{slot}"


@contextmanager
def taken(slot: int) -> Iterator[IO[str] | None]:
    """Hold a place while inside; None if somebody holds it. Of this database: two do not meet."""
    place = connection.settings_dict
    which = "|".join(str(place[key]) for key in ("ENGINE", "HOST", "PORT", "NAME"))
    settings.VAR.mkdir(exist_ok=True)
    name = f"print-{hashlib.sha256(which.encode()).hexdigest()[:12]}-{slot}.lock"
    with open(settings.VAR / name, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield None
        else:
            yield lock


def wake() -> None:
    """Start a process in each empty place; one that finds nothing to do ends at once."""
    for slot in range(settings.PRINT_PROCESSES):
        with taken(slot) as lock:
            if lock:
                start(slot, lock)


def start(slot: int, lock: IO[str]) -> None:
    """A process of its own that outlives this one: after a restart of the server it goes on.

    It is given the lock itself, so that its place is never empty while it loads.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "print_papers", str(slot)]
    subprocess.run(
        ["setsid", "--fork", *command, "--holding"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[lock.fileno()],
        check=True,
    )
