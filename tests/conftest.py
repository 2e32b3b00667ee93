"""Strict rules for every test, and four people who stand in every room.

``--database=none`` runs what needs no database, ``--database=only`` the rest; the
suite runs the first once and the second on each database, but what is marked ``once``
on SQLite alone (bin/test).
"""

import os
import socket
import threading

import pytest
from django.db import connection
from django.db.models.signals import post_migrate
from django.template import engines
from django.test import Client, override_settings
from django.utils.formats import reset_format_cache

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright drives from a loop
NEEDS_DATABASE = {"db", "transactional_db", "office", "live_server", "page"}


class Unknown(str):
    """Stands for a template variable that nobody gave: showing it fails the test."""

    __slots__ = ()

    def __contains__(self, text):
        return text == "%s" or str.__contains__(self, text)

    def __mod__(self, name):
        raise AssertionError(f"the template shows {name}, which nobody gave it")


@pytest.fixture(scope="session", autouse=True)
def _strict_templates():
    engines["django"].engine.string_if_invalid = Unknown("unknown")


def pytest_addoption(parser):
    parser.addoption("--database", choices=("none", "only", "all"), default="all")


def pytest_collection_modifyitems(config, items):
    wanted = config.getoption("--database")
    if wanted == "all":
        return
    uses = [
        bool(NEEDS_DATABASE & set(item.fixturenames)) or item.get_closest_marker("django_db")
        for item in items
    ]
    keep = [item for item, use in zip(items, uses, strict=True) if bool(use) == (wanted == "only")]
    drop = [item for item in items if item not in set(keep)]
    config.hook.pytest_deselected(items=drop)
    items[:] = keep


LOCAL = {"127.0.0.1", "::1", "localhost", "testserver", "0.0.0.0", "", None}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Only this machine answers; what Chromium asks for is watched by ``page``."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connect_here(self, address):
        if isinstance(address, tuple) and address[0] not in LOCAL:
            raise AssertionError(f"a test went to {address}")
        return connect(self, address)

    def look_up_here(host, *args, **kwargs):
        if host not in LOCAL:
            raise AssertionError(f"a test asked for {host}")
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", connect_here)
    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)


@pytest.fixture(scope="session", autouse=True)
def _made_quickly():
    """Passwords are hashed in no time, and no new client reads all our static files first.

    Of the whole session, for what is made for a whole file too.
    """
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        WHITENOISE_AUTOREFRESH=True,
    ):
        yield


@pytest.fixture(autouse=True)
def _fast_and_plain(settings):
    settings.DEMO = False
    reset_format_cache()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """No test pulls the plug: SQLite waits for no disk, as the PostgreSQL of the tests does."""
    options = connection.settings_dict.get("OPTIONS", {})
    if connection.vendor == "sqlite":
        options["init_command"] += "PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """What empties the tables after a story does only that.

    Django writes its own permissions anew each time, which nobody here asks; and PostgreSQL
    makes new files for every table that is truncated, were it empty or not.
    """
    post_migrate.receivers, kept = [], post_migrate.receivers
    flush = connection.ops.sql_flush
    if connection.vendor == "postgresql":
        connection.ops.sql_flush = delete_rows
    yield
    post_migrate.receivers, connection.ops.sql_flush = kept, flush


def delete_rows(_style, tables, **_how):
    """The SQL that empties the tables; their keys are looked at when all of them are empty."""
    return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]


@pytest.fixture
def office(db):
    """Two municipalities with agencies and people; see ``tests/office.py``."""
    from tests.office import Office

    return Office()


@pytest.fixture
def as_(office):
    """A logged-in client of a person of the office."""

    def login(name):
        client = Client()
        client.force_login(office.people[name])
        return client

    return login


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    quiet = "--disable-background-networking --disable-component-update --disable-sync"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", *quiet.split()],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, live_server):
    """A fresh page; a request that leaves the host fails the test."""
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="ja-JP"
    )
    outside = []
    context.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((live_server.url, "data:"))
            else outside.append(request.url)
        ),
    )
    page = context.new_page()
    page.set_default_timeout(30_000)  # of a machine that does much else, too
    yield page
    context.close()
    answer_the_last()
    assert outside == []


def answer_the_last():
    """A page that goes away still sends what was typed: the server ends that first."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=30)


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Profiles of this test only: the real national default, and what it writes beside it."""
    from rules import profile
    from tests.places import Folders

    made = Folders(tmp_path)
    monkeypatch.setattr(profile, "FOLDER", tmp_path)
    profile.clear()
    yield made
    monkeypatch.undo()
    profile.clear()


@pytest.fixture
def at(office):
    """Make the office's city one of the four places: ``at("sapporo")``."""
    from tests.places import settle_at

    return lambda place: settle_at(office, place)


@pytest.fixture
def clock(monkeypatch):
    """Set the day at the office: ``clock(dt.date(2026, 11, 20))``."""
    return lambda day: monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a: day)
