"""Demo data: an office that could exist, made by the real verbs. All people are invented."""

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Municipality
from reports.demo.seed import BOOKS, seed


class Command(BaseCommand):
    help = "架空の人物のデモデータを作ります。"

    def handle(self, **options):
        if Municipality.objects.exists():
            raise CommandError("データが既にあります。空のデータベースで実行してください。")
        for book in sorted(BOOKS.glob("*/office.toml")):
            self.stdout.write(seed(book.parent))
