"""Every night: what was put aside long ago, old answers, printed files and ended sessions go."""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import drafts
from documents import batches


class Command(BaseCommand):
    help = (
        "捨てて30日たった書きかけ、古い送信の控え、3日たった印刷の束、"
        "終わったログインを消します（毎晩1回）。"
    )

    def handle(self, *args, **options):
        aside, answers = drafts.sweep()
        printed = batches.sweep(timezone.now())
        call_command("clearsessions")
        self.stdout.write(
            f"捨てた書きかけ {aside}件、送信の控え {answers}件、印刷の束 {printed}件を消しました。"
        )
