"""The state machines as data or as diagrams; nobody draws one by hand."""

import json

from django.core.management.base import BaseCommand

from cases import workflow  # noqa: F401 - the machines register on import
from rules.transitions import MACHINES


class Command(BaseCommand):
    help = "状態遷移の一覧を出力します。"

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=("json", "mermaid"), default="json")

    def handle(self, **options):
        machines = MACHINES.values()
        if options["format"] == "mermaid":
            self.stdout.write("\n\n".join(machine.as_mermaid() for machine in machines))
        else:
            rows = [machine.as_dict() for machine in machines]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
