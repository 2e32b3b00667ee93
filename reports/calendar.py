"""カレンダー: 訪問・面談, 会議, 期限 of a stretch of days, by person and by agency.

Only what one may see anyway: everything is asked of ``visible_to``.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from accounts.models import STAFF, Membership, Organisation, User
from cases.models import Appointment, Case, Deadline
from meetings.models import PlanMeeting
from reports.day import is_mine, writes_of
from rules.calendar import add_months, holiday_name, is_closed_day, today
from rules.choices import label

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
IN_CELL = 4  # a day of the month view; the week view shows all
FIRST_YEAR, LAST_YEAR = 1990, 2099
EVERYONE, MYSELF = "all", "me"


@dataclass(frozen=True)
class Entry:
    """One thing on a day. ``uid`` names it for ever; ``number`` is the 台帳番号."""

    uid: str
    day: dt.date
    kind: str
    url: str
    name: str = ""
    number: str = ""
    at: dt.time | None = None
    until: dt.time | None = None
    what: str = ""
    why: str = ""
    staff: str = ""
    is_deadline: bool = False
    is_done: bool = False
    appointment: Appointment | None = None  # that stands, and that one may write of

    @property
    def is_late(self):
        return self.is_deadline and self.day < today()

    @property
    def order(self):
        """By the clock; then what has no time; the deadlines of the day at its end."""
        return (self.day, self.is_deadline, self.at is None, self.at or dt.time(), self.uid)


@dataclass(frozen=True)
class Day:
    """One day with what stands on it."""

    date: dt.date
    entries: list[Entry]
    is_outside: bool = False  # of the month that is shown

    @property
    def shown(self):
        return self.entries[:IN_CELL]

    @property
    def more(self):
        return len(self.entries) - len(self.shown)

    @property
    def is_today(self):
        return self.date == today()

    @property
    def holiday(self):
        return holiday_name(self.date)

    @property
    def is_closed(self):
        return is_closed_day(self.date)


@dataclass(frozen=True)
class Scope:
    """Whose calendar: one person's or everyone's, of one agency or of all one works for."""

    user: User
    person: User | None
    agency: Organisation | None
    people: list[User]
    agencies: list[Organisation]

    @property
    def who(self):
        return str(self.person.pk) if self.person else EVERYONE


def scope_of(user, who: str, agency: str) -> Scope:
    """What was asked for, as far as there is such a person and agency; else one's own."""
    agencies = list(own_agencies(user))
    chosen = next((row for row in agencies if str(row.pk) == agency), None)
    people = list(people_of([chosen] if chosen else agencies))
    person = next((row for row in people if str(row.pk) == who), None)
    if who in ("", MYSELF):
        person = next((row for row in people if row.pk == user.pk), None)
    return Scope(user, person, chosen, people, agencies)


def own_agencies(user):
    """The agencies one works for; for the city's own staff those of their municipality."""
    mine = Q(pk__in=user.organisation_ids(STAFF)) | Q(municipality__in=user.city_ids())
    return Organisation.objects.agencies().filter(mine, is_active=True)


def people_of(agencies):
    members = Membership.objects.current().filter(organisation__in=agencies, role__in=STAFF)
    return User.objects.filter(is_active=True, pk__in=members.values("user"))


# ---- what stands on the days -------------------------------------------------------------


def entries(scope: Scope, first: dt.date, last: dt.date, *, leaving: bool = False) -> list[Entry]:
    """Everything from one day to another, both included, in order.

    ``leaving``: it goes out of the system, where a restricted 台帳 stays even for the named.
    """
    cases = Case.objects.visible_to(scope.user)
    if leaving:
        cases = cases.filter(is_restricted=False)
    if scope.agency:
        cases = cases.filter(agency=scope.agency)
    days = (first, last)
    found = [*appointments(scope, cases, days), *deadlines(scope, cases, days)]
    found += meetings(scope, days)
    return sorted(found, key=lambda row: row.order)


def appointments(scope, cases, days):
    rows = Appointment.objects.filter(case__in=cases, on__range=days).exclude(
        standing=Appointment.Standing.CANCELLED
    )
    if scope.person:
        rows = rows.filter(staff=scope.person)
    planned = Appointment.Standing.PLANNED
    for row in rows.select_related("case__person", "staff"):
        may_write = row.standing == planned and writes_of(scope.user, row.case)
        yield Entry(
            uid=f"appointment-{row.pk}",
            day=row.on,
            at=row.at,
            kind=label("note_methods", row.kind, row.on),
            what="　".join(filter(None, (row.purpose, row.place))),
            staff=row.staff.name,
            is_done=row.standing == Appointment.Standing.KEPT,
            appointment=row if may_write else None,
            **of_case(row.case),
        )


def deadlines(scope, cases, days):
    rows = Deadline.objects.filter(case__in=cases, due_on__range=days, done_on__isnull=True)
    if scope.person:
        rows = rows.filter(is_mine(scope.person, "case__episode__"))
    for row in rows.select_related("case__person", "case__episode__lead"):
        lead = row.case.episode.lead
        yield Entry(
            uid=f"deadline-{row.pk}",
            day=row.due_on,
            kind=row.kind,
            why=row.because,
            staff=lead.name if lead else "",
            is_deadline=True,
            **of_case(row.case),
        )


def of_case(case):
    return {
        "url": reverse("case_detail", args=[case.pk]),
        "name": case.person.display_name,
        "number": case.number,
    }


def meetings(scope, days):
    rows = PlanMeeting.objects.visible_to(scope.user).filter(held_on__range=days)
    if scope.agency:
        rows = rows.filter(agency=scope.agency)
    for row in rows.exclude(state=PlanMeeting.State.CANCELLED).select_related("agency"):
        yield Entry(
            uid=f"meeting-{row.pk}",
            day=row.held_on,
            at=row.start_at,
            until=row.end_at,
            kind=row.name,
            url=reverse("meeting_detail", args=[row.pk]),
            what=row.place,
            staff=row.agency.name,
            is_done=row.state == PlanMeeting.State.CLOSED,
        )


# ---- the days themselves -----------------------------------------------------------------


def read_day(text: str) -> dt.date:
    """The day of the address; today for anything that is none."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return today()
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else today()


def monday(day: dt.date) -> dt.date:
    return day - day.weekday() * DAY


def week_of(day: dt.date) -> tuple[dt.date, dt.date]:
    return monday(day), monday(day) + 6 * DAY


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Whole weeks, from the one with the 1st to the one with the last day."""
    first = day.replace(day=1)
    return monday(first), week_of(add_months(first, 1) - DAY)[1]


def days(found: list[Entry], first: dt.date, last: dt.date, month: int = 0) -> list[Day]:
    by_day: dict[dt.date, list[Entry]] = {}
    for row in found:
        by_day.setdefault(row.day, []).append(row)
    dates = [first + number * DAY for number in range((last - first).days + 1)]
    return [Day(day, by_day.get(day, []), bool(month) and day.month != month) for day in dates]


def weeks(found: list[Day]) -> list[list[Day]]:
    return [found[start : start + 7] for start in range(0, len(found), 7)]
