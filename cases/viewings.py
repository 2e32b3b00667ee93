"""Who opened which record, for the 主任, the 管理者 and the city; what is unusual stands out."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Role, User, Viewing
from cases.models import Case, CaseGrant
from cases.standards import Hours, ViewingRules, viewing_rules
from rules.calendar import is_closed_day, today
from rules.profile import profile_for

READERS = (Role.CHIEF, Role.ADMIN)
SPAN = dt.timedelta(days=30)
MOST = 5_000


def viewings_for(user):
    """The openings of the 台帳 of one's agency; of a restricted one only if one is named.

    The 担当者 of the city reads those of the 台帳 that it sees, and of no other (D16).
    """
    named = CaseGrant.objects.filter(user=user).values("case")
    hidden = Case.objects.filter(is_restricted=True).exclude(pk__in=named)
    mine = Q(agency__in=user.organisation_ids(READERS)) & ~Q(case_pk__in=hidden.values("pk"))
    if cities := user.city_ids((Role.OFFICER,)):
        seen = Case.objects.readable_to(user).filter(agency__municipality__in=cities)
        mine |= Q(case_pk__in=seen.values("pk"))
    return Viewing.objects.filter(mine)


def rules_for(user) -> ViewingRules:
    """What stands out by the 要綱 of the place whose record the person reads."""
    return viewing_rules(profile_for(user.city_codes()[0]))


@dataclass
class Habit:
    """What one colleague opened in the last 30 days."""

    user: User
    count: int
    others: int
    notes: list[str] = field(default_factory=list)


def habits(rows, rules: ViewingRules) -> list[Habit]:
    """Per colleague: how much they opened, how much of it was another's, what is unusual."""
    rows = rows.filter(on__gt=today() - SPAN).order_by()
    counts = rows.values("user").annotate(count=Count("pk"), others=Count("pk", filter=~OWN))
    people = User.objects.only("name").in_bulk([row["user"] for row in counts])
    strange = rows.filter(~OWN).values_list("user", "case_pk", "on", "at", "purpose")
    said = notes_of(strange.order_by("-at")[:MOST], rules)
    found = [
        Habit(people[row["user"]], row["count"], row["others"], said[row["user"]]) for row in counts
    ]
    return sorted(found, key=lambda habit: (not habit.notes, -habit.others, habit.user.pk))


OWN = Q(is_own=True)


def notes_of(rows, rules: ViewingRules) -> dict[int, list[str]]:
    """{user: what is unusual about it, in words}."""
    unsaid, odd_hours = defaultdict(int), defaultdict(int)
    of_day = defaultdict(set)
    for user, case, on, at, purpose in rows:
        unsaid[user] += not purpose
        odd_hours[user] += is_odd_hour(at, rules.hours)
        of_day[user, on].add(case)
    notes = defaultdict(list)
    for user, count in unsaid.items():
        if count:
            notes[user].append(f"わけのない閲覧 {count}件")
    most = defaultdict(int)
    for (user, _day), cases in of_day.items():
        most[user] = max(most[user], len(cases))
    for user, count in most.items():
        if count >= rules.many_a_day:
            notes[user].append(f"1日に、担当でない{count}人")
    for user, count in odd_hours.items():
        if count:
            notes[user].append(f"夜・休みの日 {count}件")
    return notes


def is_odd_hour(at: dt.datetime, hours: Hours) -> bool:
    here = timezone.localtime(at)
    return is_closed_day(here.date()) or not hours.opens <= here.time() < hours.closes
