"""What fails a test before any assertion: a template's unknown name, a way to the outside.

Warnings are errors by ``pyproject.toml``: a naive datetime and a pagination of rows in no
order are two of them.
"""

import socket

LOCAL = {"127.0.0.1", "::1", "localhost", "testserver", "0.0.0.0", "", None}


class UnknownName(str):
    """``string_if_invalid`` of the templates: a name that nobody gave is a fault.

    ``{% if %}``, ``{% for %}`` and ``{% firstof %}`` never ask for it: what may be
    missing is asked with those.
    """

    def __contains__(self, _key):
        return True

    def __mod__(self, name):
        raise LookupError(f"the template has no {name}")


def forbid_unknown_names(settings):
    for engine in settings.TEMPLATES:
        engine["OPTIONS"]["string_if_invalid"] = UnknownName("unknown")


def forbid_network(monkeypatch):
    """Only this machine answers; Chromium's own requests are watched by ``page``."""
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
