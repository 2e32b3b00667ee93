"""The demo cases as data, for checks from outside."""

import json

from django.core.management.base import BaseCommand

from cases.models import Case


class Command(BaseCommand):
    help = "デモのケースの一覧を出力します。"

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=("json",), default="json")

    def handle(self, **options):
        cases = Case.objects.select_related("agency__municipality", "episode__intake")
        rows = [
            {
                "number": case.number,
                "municipality": case.agency.municipality.code,
                "agency": case.agency.name,
                "state": case.episode.state,
                "story": case.episode.intake.words.splitlines()[0],
            }
            for case in cases.order_by("pk")
        ]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
