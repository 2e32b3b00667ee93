"""Every night: what was put aside long ago, old answers and ended sessions go."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.drafts import sweep


class Command(BaseCommand):
    help = "捨てて30日たった書きかけ、古い送信の控え、終わったログインを消します（毎晩1回）。"

    def handle(self, *args, **options):
        drafts, answers = sweep()
        call_command("clearsessions")
        self.stdout.write(f"捨てた書きかけ {drafts}件、送信の控え {answers}件を消しました。")
