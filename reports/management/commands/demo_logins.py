"""Say where the demo is and as whom one may enter."""

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from reports.demo.office import PASSWORD


class Command(BaseCommand):
    help = "デモの住所とログインを表示します。"

    def add_arguments(self, parser):
        parser.add_argument("--port", default="8000")

    def handle(self, **options):
        people = User.objects.filter(is_demo=True).order_by("pk")
        if not people:
            raise CommandError("デモのデータがありません。make demo で作ってください。")
        self.stdout.write(f"\nつなぎ（デモ）  http://127.0.0.1:{options['port']}/\n\n")
        for user in people.prefetch_related("memberships__organisation"):
            posts = "・".join(
                f"{row.organisation.name} {row.get_role_display()}"
                for row in user.memberships.all()
            )
            self.stdout.write(f"  {user.username:<24}{user.name}  {posts}")
        self.stdout.write(f"\n  パスワードは全員 {PASSWORD}（止めるには Ctrl+C）\n")
