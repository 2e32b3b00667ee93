"""Begin a real office: the city office and its first 管理者 with a one-time password."""

import re

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import Municipality, Organisation, Role, User
from accounts.workflow import register_staff
from rules.profile import profile_for


class Command(BaseCommand):
    help = "自治体の担当課と最初の管理者を登録します。"

    def add_arguments(self, parser):
        parser.add_argument("code", help="全国地方公共団体コード（6桁）")
        parser.add_argument("--name", default="", help="自治体名（要綱のある自治体では不要）")
        parser.add_argument("--office", default="担当課", help="担当課の名称")
        parser.add_argument("--username", default="admin", help="管理者のログインID")

    @transaction.atomic
    def handle(self, **options):
        code = options["code"]
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            raise CommandError("団体コードは6桁の数字で入れてください。")
        name = options["name"].strip() or name_of(code)
        if not name:
            raise CommandError("自治体名を --name で入れてください。")
        city, created = Municipality.objects.get_or_create(code=code, defaults={"name": name})
        if not created:
            raise CommandError(f"団体コード {code}（{city.name}）は既に登録されています。")
        if User.objects.filter(username=options["username"]).exists():
            raise CommandError(f"ログインID {options['username']} は既に使われています。")
        office = Organisation(
            municipality=city, kind=Organisation.Kind.CITY_OFFICE, name=options["office"]
        )
        office.save()
        user, password = register_staff(
            office,
            username=options["username"],
            name="管理者",
            kana="",
            roles=[Role.ADMIN],
            by=None,
        )
        self.stdout.write(f"{city.name} {office.name} を登録しました。")
        self.stdout.write(f"ログインID {user.username}  最初のパスワード {password}")


def name_of(code):
    """Whose 要綱 it is stands at the beginning of its title; of the national default, nobody's."""
    profile = profile_for(code)
    return re.split("生活困窮者|自立相談", profile.name)[0] if profile.code == code else ""
