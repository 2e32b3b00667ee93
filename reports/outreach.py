"""What the outreach of an agency is looked at by: whom it supports intensively, what it does
out of hours, and in which 町村. All of it is read from what was written anyway.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Case as Choose
from django.db.models import CharField, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncMonth
from django.urls import reverse

from accounts.models import Role
from cases.models import Appointment, Case, Deadline, Episode, Note
from cases.standards import case_rules
from cases.workflow.outreach import (
    NO_CONTACT,
    agencies_of,
    at_stage,
    stages_known,
    with_stage,
)
from reports.calendar import own_agencies
from reports.filters import NOWHERE, towns_of
from reports.numbers import places_kept
from rules.calendar import add_months, fiscal_year, is_closed_day, today
from rules.profile import profile_for, versions_of
from rules.text import number_in

INTENSIVE_ROLES = (Role.CHIEF, Role.OUTREACH)
RECENT = dt.timedelta(days=30)
A_DAY = dt.timedelta(days=1)


def more_lists(user) -> list[tuple[str, str]]:
    """(words, address) of the lists that the 要綱 of one's municipality makes needful."""
    found = []
    if agencies_of(user, INTENSIVE_ROLES):
        found.append(("集中して支えるケース", reverse("intensive_list")))
    if code_with_off_hours(user):
        found.append(("土日祝・時間外の件数", reverse("off_hours")))
    if towns_of(user):
        found.append(("町村ごとの件数", reverse("town_list")))
    if places_kept(user):
        found.append(("文書番号簿", reverse("number_list")))
    if user.organisation_ids((Role.CHIEF,)) or user.city_ids((Role.OFFICER,)):
        found.append(("閲覧の記録", reverse("viewing_list")))
    return found


# ---- 集中して支えるケース (SAI-3-1) -------------------------------------------------


def intensive_cases(user):
    """Those who were reached and are supported intensively, the longest unseen first."""
    agencies = agencies_of(user, INTENSIVE_ROLES)
    stages = [row for row in stages_known(agencies).values() if row.is_intensive]
    here = Q(pk__in=[])
    for stage in stages:
        here |= at_stage(stage)
    seen = Note.objects.filter(episode=OuterRef("episode"), kind=Note.Kind.NOTE, struck_reason="")
    seen = seen.exclude(method__in=NO_CONTACT).order_by("-on", "-pk")
    recent = seen.filter(on__gt=today() - RECENT).order_by().values("episode")
    planned = Appointment.objects.filter(
        case=OuterRef("pk"), standing=Appointment.Standing.PLANNED, on__gte=today()
    ).order_by("on", F("at").asc(nulls_last=True), "pk")
    cases = Case.objects.visible_to(user).filter(
        agency__in=agencies, episode__state__in=Episode.OPEN
    )
    return (
        with_stage(cases)
        .filter(here)
        .annotate(
            last_on=Subquery(seen.values("on")[:1]),
            last_method=Subquery(seen.values("method")[:1]),
            recent=Coalesce(Subquery(recent.annotate(n=Count("pk")).values("n")), 0),
            next_on=Subquery(planned.values("on")[:1]),
            next_at=Subquery(planned.values("at")[:1]),
        )
        .select_related("person", "agency__municipality", "episode__lead")
        .order_by(F("last_on").asc(nulls_first=True), "number")
    )


def contact_by(case) -> dt.date:
    """The day by which the next contact is due: so many days after the last (P-13)."""
    rules = case_rules(profile_for(case.agency.municipality.code))
    since = case.last_on or case.episode.received_on
    return since + dt.timedelta(days=rules.contact_days)


# ---- 土日祝・時間外 (4(1)ア, 3(1)イ) ----------------------------------------------------

RECEIVED, NOTED = "received", "note"
CLOSED, OUTSIDE = "closed", "outside"
WHAT = {RECEIVED: "相談受付", NOTED: "支援経過"}
WHEN = {CLOSED: "土日祝日・年末年始", OUTSIDE: "平日の時間外"}


def code_with_off_hours(user) -> str:
    """The 団体コード of one's municipality if its 要綱 speaks of it (P-12), or ""."""
    codes = (code for code in user.city_codes() if case_rules(profile_for(code)).off_hours)
    return next(codes, "")


def days_off(start: dt.date, end: dt.date) -> list[dt.date]:
    """The days of a period (inclusive) on which the office is closed."""
    days = (start + A_DAY * number for number in range((end - start).days + 1))
    return [day for day in days if is_closed_day(day)]


def outside_hours(code: str, start: dt.date, end: dt.date, day: str, hour: str) -> Q:
    """Before or after the hours of the version of its own day."""
    found = Q(pk__in=[])
    versions = versions_of(code)
    for number, version in enumerate(versions):
        hours = case_rules(version).hours
        since = start if number == 0 else max(start, version.valid_from)
        is_last = number + 1 == len(versions)
        until = end if is_last else min(end, versions[number + 1].valid_from - A_DAY)
        early_or_late = Q(**{f"{hour}__lt": hours.opens}) | Q(**{f"{hour}__gte": hours.closes})
        found |= Q(**{f"{day}__range": (since, until)}) & early_or_late
    return found


def talks(user, what: str, code: str, start: dt.date, end: dt.date):
    """受付 or 支援経過 of a period with ``when``: on a day off, outside the hours, or neither.

    Both of the 台帳 one may see; a 支援経過 only if it was a contact.
    """
    day, hour = ("received_on", "intake__received_at") if what == RECEIVED else ("on", "at")
    cases = Case.objects.visible_to(user).values("pk")
    if what == RECEIVED:
        rows = Episode.objects.filter(case__in=cases)
    else:
        rows = Note.objects.filter(case__in=cases, kind=Note.Kind.NOTE, struck_reason="")
        rows = rows.exclude(method__in=NO_CONTACT)
    closed = Q(**{f"{day}__in": days_off(start, end)})
    outside = outside_hours(code, start, end, day, hour)
    when = Choose(
        When(closed, then=Value(CLOSED)),
        When(outside, then=Value(OUTSIDE)),
        default=Value(""),
        output_field=CharField(),
    )
    rows = rows.filter(**{f"{day}__range": (start, end)})
    return rows.annotate(when=when, day=F(day), hour=F(hour))


@dataclass(frozen=True)
class Cell:
    """One number of the table, with the address of what it counts."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Month:
    first: dt.date
    cells: list[Cell]

    @property
    def total(self) -> int:
        return sum(cell.count for cell in self.cells)


def months_of_year(user, code: str, year: int) -> tuple[list[Month], int]:
    """The months of a 年度 up to this one, and how many talks of a weekday have no hour."""
    start = dt.date(year, 4, 1)
    end = min(dt.date(year + 1, 3, 31), today())
    counts: Counter = Counter()
    untimed = 0
    for what in WHAT:
        rows = talks(user, what, code, start, end).order_by()
        untimed += rows.filter(when="", hour__isnull=True).count()
        rows = rows.exclude(when="").annotate(month=TruncMonth("day")).values("month", "when")
        for row in rows.annotate(n=Count("pk")):
            counts[row["month"], what, row["when"]] = row["n"]
    firsts = [add_months(start, number) for number in range(12)]
    months = [
        Month(
            first,
            [
                Cell(
                    f"{WHAT[what]}　{WHEN[when]}",
                    counts[first, what, when],
                    f"{reverse('off_hours_rows')}?month={first:%Y-%m}&what={what}&when={when}",
                )
                for what in WHAT
                for when in WHEN
            ],
        )
        for first in firsts
        if first <= end
    ]
    return months, untimed


def year_asked(text: str) -> int:
    """The 年度 of an address, or this one."""
    this, year = fiscal_year(today()), number_in(text)
    return year if year and 2015 <= year <= this else this


# ---- 町村 (SAI-2) -------------------------------------------------------------------


@dataclass(frozen=True)
class Town:
    """A 町村 with the 台帳 of the people who live there; ``value`` is its word in an address."""

    name: str
    value: str
    files: int
    open: int
    late: int


def towns(user) -> list[Town]:
    """The 町村 one works for, in the order of the 要綱; what the address does not say is last."""
    late = Deadline.objects.filter(done_on__isnull=True, due_on__lt=today()).values("case")
    rows = (
        Case.objects.visible_to(user)
        .order_by()
        .values("town")
        .annotate(
            files=Count("pk"),
            open=Count("pk", filter=Q(episode__state__in=Episode.OPEN)),
            late=Count("pk", filter=Q(pk__in=late)),
        )
    )
    found = {row.pop("town"): row for row in rows}
    nothing = {"files": 0, "open": 0, "late": 0}
    served = {town for row in own_agencies(user) for town in row.towns}
    wanted = [town for town in towns_of(user) if town in found or town in served]
    listed = [Town(town, town, **found.get(town, nothing)) for town in wanted]
    rest = [Town(name, name, **row) for name, row in found.items() if name and name not in wanted]
    unknown = [Town("わからない", NOWHERE, **found[""])] if "" in found else []
    return listed + rest + unknown
