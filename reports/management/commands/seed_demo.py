"""Demo data: offices that could exist, made by the real verbs. All people are invented."""

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Municipality
from reports.demo.seed import BOOKS, seed


class Command(BaseCommand):
    help = "架空の人物のデモデータを作ります。"

    def add_arguments(self, parser):
        parser.add_argument(
            "places",
            nargs="*",
            metavar="PLACE",
            help="自治体のフォルダの名（例 nagaoka）。なければ、すべて",
        )

    def handle(self, places, **options):
        if Municipality.objects.exists():
            raise CommandError("データが既にあります。空のデータベースで実行してください。")
        for folder in folders(places):
            self.stdout.write(seed(folder))


def folders(wanted):
    """Those that are named, or all; in the order of the numbers their names begin with."""
    known = {
        book.parent.name.partition("_")[2]: book.parent for book in BOOKS.glob("*/office.toml")
    }
    if strange := set(wanted) - set(known):
        raise CommandError(
            f"「{'、'.join(sorted(strange))}」はありません。あるもの：{'、'.join(sorted(known))}"
        )
    return sorted(known[name] for name in wanted or known)
