"""Check one municipality's folder before it goes into the house (E-29)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from rules.profile import check_folder


class Command(BaseCommand):
    help = "自治体のフォルダ（profile.toml）を検査します。"

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="フォルダ、または profile.toml")

    def handle(self, *, path, **options):
        folder = path.parent if path.name == "profile.toml" else path
        faults = check_folder(folder.resolve())
        for fault in faults:
            self.stderr.write(str(fault))
        if faults:
            raise CommandError(f"{folder.name}：{len(faults)}か所に誤りがあります。")
        self.stdout.write(f"{folder.name}：誤りはありません。")
