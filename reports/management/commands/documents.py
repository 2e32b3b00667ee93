"""Every paper there is: nobody keeps a list by hand."""

import json

from django.core.management.base import BaseCommand

from documents.register import papers


class Command(BaseCommand):
    help = "様式の一覧を出力します。"

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=("json",), default="json")

    def handle(self, **options):
        rows = [document.as_dict() for document in papers()]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
