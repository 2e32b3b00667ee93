"""Every address with its rule: the table that says who may open what."""

import json

from django.core.management.base import BaseCommand
from django.urls import URLPattern, get_resolver

from accounts.permissions import RULES


def routes(resolver=None, prefix=""):
    """Yield (name, pattern, view) of every address, included ones too."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield entry.name, pattern, entry.callback
        else:
            yield from routes(entry, pattern)


def methods_of(view):
    """What a view answers, read from Django's own ``require_http_methods``."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            found = cell.cell_contents
            if isinstance(found, list | tuple) and found and set(found) <= {"GET", "POST"}:
                return list(found)
        view = getattr(view, "__wrapped__", None)
    return ["GET", "POST"]


class Command(BaseCommand):
    help = "URLとその権限の一覧を出力します。"

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=("json",), default="json")

    def handle(self, **options):
        rows = [
            {
                "name": name,
                "pattern": pattern,
                "methods": methods_of(view),
                "module": view.__module__,
                "rule": getattr(view, "rule", ""),
                "roles": list(RULES[view.rule].roles) if hasattr(view, "rule") else [],
            }
            for name, pattern, view in routes()
        ]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
