"""運営情報: written by 主任 or 管理者, counted from the 台帳, and made known."""

import datetime as dt

from django.db import transaction

from accounts.models import Organisation, Role
from cases.models import Episode, JobStart
from cases.workflow.story import check_day
from incidents.models import KEEPERS, Statement
from plans.models import Plan
from rules.refusals import Refused, refuse

FEWEST = 5  # a smaller number might tell outsiders of somebody


@transaction.atomic
def write_statement(agency, *, by, year: int, **fields) -> Statement:
    """The 運営情報 of a 年度 (its first calendar year): one a year (E-32)."""
    check(agency, by, year, fields)
    Organisation.objects.select_for_update().get(pk=agency.pk)
    if agency.statements.filter(year=year).exists():
        raise Refused(refuse("E-32", field="year", item=f"{year}年度の運営情報"))
    row = Statement(agency=agency, year=year, **fields)
    row._history_user = by
    row.save()
    return row


@transaction.atomic
def change_statement(row: Statement, *, by, version=None, **fields) -> None:
    """What is told of that 年度, or that it was made known; its 年度 stays."""
    check(row.agency, by, row.year, fields)
    if version is not None:
        row.check_version(version)
    for name, value in fields.items():
        setattr(row, name, value)
    row._history_user = by
    row.save()


def check(agency, by, year: int, fields) -> None:
    """By whom (E-03); made known after the 年度 began (E-02), not ahead (E-35), and how (E-01)."""
    if agency.pk not in by.organisation_ids(KEEPERS):
        raise Refused(refuse("E-03", roles="・".join(Role(role).label for role in KEEPERS)))
    day, how = fields["published_on"], fields["published_how"]
    if day:
        check_day(day, "公表した日", dt.date(year, 4, 1), "年度の始まりの日")
    if day and not how:
        raise Refused(refuse("E-01", field="published_how", item="公表のしかた"))
    if how and not day:
        raise Refused(refuse("E-01", field="published_on", item="公表した日"))


def figures(row: Statement) -> list[tuple[str, str]]:
    """[(what, how many)] of the 年度 from the 台帳, those withdrawn or joined left out."""
    standing = {
        "case__agency": row.agency,
        "case__withdrawn_on": None,
        "case__joined_into": None,
    }
    days = (row.first_day, row.last_day)
    episodes = Episode.objects.filter(**standing)
    new = episodes.filter(received_on__range=days)
    plans = Plan.objects.filter(episode__in=episodes, revisions__agreed_on__range=days)
    starts = JobStart.objects.filter(episode__in=episodes, on__range=days)
    counted = (
        ("新しく受け付けた相談", new.count(), "件"),
        ("ご本人が同意したプラン", plans.distinct().count(), "件"),
        ("就職した方", starts.values("episode").distinct().count(), "人"),
    )
    return [(what, told(number, unit)) for what, number, unit in counted]


def told(number: int, unit: str) -> str:
    return f"{FEWEST}{unit}未満" if 0 < number < FEWEST else f"{number:,}{unit}"
