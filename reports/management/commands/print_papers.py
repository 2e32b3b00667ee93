"""Make the papers of the print centre in one of its places; ends when nothing is left."""

import os
from contextlib import nullcontext
from importlib import import_module

from django.conf import settings
from django.core.management.base import BaseCommand

from documents.batches import is_waited_for
from documents.slots import taken


class Command(BaseCommand):
    help = "印刷センターの紙を刷ります。サーバーが自分で始めます（場所の番号 0〜）。"
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("slot", type=int)
        parser.add_argument("--holding", action="store_true", help="場所の鍵をもう持っている")

    def handle(self, *args, slot, holding, **options):
        os.nice(settings.PRINT_NICE)
        with nullcontext(True) if holding else taken(slot) as is_mine:
            if is_mine and is_waited_for():
                # Laying out paper takes a second to load: only when there is something to do.
                import_module("reports.print_work").work(slot)
