"""Say where the demo is and as whom one may enter."""

import itertools

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
        rows = people.prefetch_related("memberships__organisation__municipality")
        for city, users in itertools.groupby(rows, key=city_of):
            self.stdout.write(f"{city}\n")
            for user in users:
                self.stdout.write(f"  {user.username:<26}{padded(user.name)}{posts_of(user)}")
            self.stdout.write("")
        self.stdout.write(f"  パスワードは全員 {PASSWORD}（止めるには Ctrl+C）\n")


def city_of(user) -> str:
    return user.memberships.all()[0].organisation.municipality.name


def posts_of(user) -> str:
    """The place, and what one is there."""
    rows = user.memberships.all()
    return f"{rows[0].organisation.name}  {'・'.join(row.get_role_display() for row in rows)}"


def padded(name: str) -> str:
    """A full-width letter takes two columns, the space between the names one."""
    return name + " " * (14 - sum(1 if letter == " " else 2 for letter in name))
