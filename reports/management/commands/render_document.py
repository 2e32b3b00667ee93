"""Print one paper from the operator's shell: no number, no kept copy, no disclosure."""

import dataclasses
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from cases.models import Case
from documents.register import DOCUMENTS, Document
from documents.rendering import render
from rules.calendar import DateError, parse_date, today

EXTREMES = ("richest", "poorest")


class Command(BaseCommand):
    help = "様式を1枚、PDFに出力します（番号は取らず、控えも残しません）。"

    def add_arguments(self, parser):
        parser.add_argument("code", metavar="CODE", help="様式（manage.py documents）")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")
        parser.add_argument(
            "--case",
            metavar="NUMBER",
            help="台帳番号、または richest・poorest（記入の多い・少ない台帳）",
        )
        parser.add_argument(
            "--place", metavar="PLACE", help="支援機関の名か団体コード（そこの台帳だけから選ぶ）"
        )
        parser.add_argument("--plan", type=int, metavar="N", help="何回目のプランか（初回は1）")
        parser.add_argument("--on", metavar="DATE", help="印刷する日（例 2026-11-20、R8.11.20）")
        parser.add_argument("--blank", action="store_true", help="手書き用の空の様式")

    def handle(self, *, code, output, case, place, plan, on, blank, **options):
        document = DOCUMENTS.get(code)
        if document is None:
            refuse(f"様式「{code}」はありません。使えるもの：{'、'.join(sorted(DOCUMENTS))}")
        day = day_of(on)
        if blank:
            pdf = render(document, on=day, blank=True)
        elif case:
            pdf = render(document, find(document, case, plan, place), day)
        else:
            refuse("--case で台帳を選ぶか、--blank を付けてください。")
        try:
            output.write_bytes(pdf)
        except OSError as error:
            refuse(f"{output} に書けません（{error.strerror}）。")
        self.stdout.write(f"{document.title}：{output}")


def refuse(sentence):
    """Say in one sentence why there is no paper, and end with 2."""
    raise CommandError(sentence, returncode=2)


def day_of(text):
    """The day of printing; today if none is given."""
    if not text:
        return today()
    try:
        day = parse_date(text).date
    except DateError as error:
        refuse(str(error.refusal))
    return day or refuse(f"「{text}」は日までの日付ではありません。")


def find(document: Document, wanted: str, plan: int | None, place: str | None = None):
    """The record to print: the newest of the case, or of the case with most or least on it."""
    cases = Case.objects.filter(withdrawn_on__isnull=True).select_related("person").order_by("pk")
    if place:
        cases = cases.filter(Q(agency__name=place) | Q(agency__municipality__code=place))
    if wanted not in EXTREMES:
        cases = cases.filter(number=wanted)
        if not cases:
            refuse(f"台帳番号「{wanted}」の台帳はありません。")
        if len(cases) > 1:
            refuse(f"台帳番号「{wanted}」の台帳が{len(cases)}つあります。{names_of(cases)}")
    found = [record for case in cases if (record := record_of(document, case, plan)) is not None]
    if not found:
        whose = "どの台帳にも" if wanted in EXTREMES else f"台帳「{wanted}」には"
        which = f"プラン{plan}の" if plan else ""
        refuse(f"{whose}、{which}「{document.title}」のもとになる記録がありません。")
    if wanted not in EXTREMES:
        return found[0]
    pick = max if wanted == "richest" else min
    return pick(found, key=lambda record: weight(dataclasses.asdict(document.sheet(record).paper)))


def names_of(cases) -> str:
    """Each agency counts its 台帳 for itself: where they are, so that one can be chosen."""
    places = "、".join(sorted(str(case.agency) for case in cases))
    return f"--place で選んでください：{places}"


def record_of(document: Document, case: Case, plan: int | None):
    """The newest record of the paper in a case, or the newest of one of its plans."""
    if plan is None:
        return document.records(case).first()
    path = document.plan_path
    return document.records(case).filter(**{f"{path}__number": plan}).first() if path else None


def weight(value) -> int:
    """How much is written: the letters of every text, one for every other answer."""
    if isinstance(value, dict):
        return sum(map(weight, value.values()))
    if isinstance(value, list | tuple):
        return sum(map(weight, value))
    if isinstance(value, str):
        return len(value)
    return 0 if value in (None, False) else 1
