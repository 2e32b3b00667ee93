"""今日: what waits for a person of an agency, grouped by urgency, their own first."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case as Choose
from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from accounts.models import STAFF, Membership, Role, User
from cases.models import Appointment, Case, Deadline, Episode, Exemption, Note, Referral
from cases.workflow.referral import REJECTED
from meetings.models import PlanMeeting
from plans.models import PlanProgramme, PlanRevision
from rules.calendar import today
from rules.choices import label

WEEK, MONTH = dt.timedelta(days=7), dt.timedelta(days=30)
SHOWN = 10  # of a group: what is behind stands in the list the group links to
MANY, FEW = 20, 10
OPEN_MEETINGS = 50
State = PlanProgramme.State
FROM_CITY = (State.REFUSED, State.REPORTED_BACK, State.REVISING, State.INQUIRED)
LONG_LATE, LATE, TODAY, SOON, BEYOND = range(5)
KEYS = ("long", "late", "today", "soon")
HARD = ~Q(episode__hard_reason="")
TITLES = {  # in the order of the page: whom one meets today never stands below a long list
    TODAY: "今日",
    LONG_LATE: "期限を30日より長く過ぎています",
    LATE: "期限を過ぎています",
    SOON: "7日以内",
}


@dataclass(frozen=True)
class Row:
    """One line of a group: when, who, what, and why; ``mark`` stands at its end."""

    when: str
    url: str
    name: str
    what: str
    why: str = ""
    whose: str = ""
    mark: str = ""
    day: dt.date | None = None
    appointment: Appointment | None = None  # that one may write of


@dataclass(frozen=True)
class Group:
    """The rows of one urgency; ``count`` is all there are, not only those shown."""

    key: str
    title: str
    rows: list[Row]
    count: int
    is_late: bool = False

    @property
    def more(self):
        return self.count - len(self.rows)


def is_mine(user, path="episode__"):
    """A case where this person is 担当, 副担当 or 就労担当."""
    return (
        Q(**{f"{path}lead": user}) | Q(**{f"{path}deputy": user}) | Q(**{f"{path}employment": user})
    )


def staff_day(user) -> dict:
    """Everything the home screen of a person of an agency shows."""
    visible = Case.objects.visible_to(user)
    is_chief = bool(user.organisation_ids((Role.CHIEF,)))
    mine = visible.filter(is_mine(user))
    cases = visible if is_chief else mine
    appointments = list(appointments_of(user, visible))
    meetings = meetings_of(user)
    of_day = [of_appointment(row, user) for row in appointments]
    of_day += [of_meeting(row) for row in meetings["meetings_today"]]
    groups, later = urgent(user, cases, todays(of_day))
    context = {
        "is_chief": is_chief,
        "appointments": appointments,
        "coming": next_one(appointments, user),
        "groups": groups,
        "later": later,
        "late_count": sum(group.count for group in groups if group.is_late),
        "returned": returned(cases),
        **meetings,
        **at_city(cases),
        **stages(mine),
    }
    if is_chief:
        context |= chief_day(user, visible)
    return context


# ---- today and the deadlines -----------------------------------------------------------


def appointments_of(user, visible):
    return (
        Appointment.objects.filter(
            staff=user, on=today(), standing=Appointment.Standing.PLANNED, case__in=visible
        )
        .select_related("case__person")
        .order_by(F("at").asc(nulls_last=True), "pk")
    )


def next_one(appointments, user):
    """The next appointment of the day, with what was written of the person last."""
    now = timezone.localtime().time()
    row = next((row for row in appointments if row.at and row.at >= now), None)
    if row is None:
        return None
    last = Note.objects.filter(case=row.case_id, kind=Note.Kind.NOTE, struck_reason="").first()
    return {
        "appointment": row,
        "method": label("note_methods", row.kind),
        "last": last,
        "may_write": writes_of(user, row.case),
    }


def writes_of(user, case):
    """Does this person write in the 台帳? Everyone of its agency does (D15), nobody else."""
    return case.agency_id in user.organisation_ids(STAFF)


def urgent(user, cases, of_day):
    """The groups that hold anything, and how many deadlines lie beyond the week."""
    of_group = {"partition_by": F("urgency")}
    rows = (
        Deadline.objects.filter(done_on__isnull=True, case__in=cases)
        .annotate(
            urgency=urgency(),
            others=Choose(When(is_mine(user, "case__episode__"), then=0), default=1),
        )
        .annotate(
            place=Window(RowNumber(), order_by=[F("others"), F("due_on"), F("pk")], **of_group),
            together=Window(Count("pk"), **of_group),
        )
        .filter(place__lte=SHOWN)
        .select_related("case__person", "case__episode__lead")
        .order_by("urgency", "others", "due_on", "pk")
    )
    found, counts = {number: [] for number in (*TITLES, BEYOND)}, {TODAY: 0, BEYOND: 0}
    for row in rows:
        found[row.urgency].append(of_deadline(row))
        counts[row.urgency] = row.together
    found[TODAY] = of_day + found[TODAY]
    counts[TODAY] += len(of_day)
    groups = [
        Group(KEYS[number], title, found[number], counts[number], number <= LATE)
        for number, title in TITLES.items()
        if found[number]
    ]
    return groups, counts[BEYOND]


def urgency():
    """How pressing a deadline is, as a number: the groups, and beyond them."""
    bounds = ((today() - MONTH, LONG_LATE), (today(), LATE), (today() + dt.timedelta(1), TODAY))
    cases = [When(due_on__lt=bound, then=Value(number)) for bound, number in bounds]
    cases.append(When(due_on__lte=today() + WEEK, then=Value(SOON)))
    return Choose(*cases, default=Value(BEYOND), output_field=IntegerField())


def of_deadline(row) -> Row:
    lead = row.case.episode.lead
    whose = "" if row.others == 0 else f"担当 {lead.name}" if lead else "担当は未定"
    return Row(
        when="",
        day=row.due_on,
        url=reverse("case_detail", args=[row.case_id]),
        name=row.case.person.display_name,
        what=row.kind,
        why=row.because,
        whose=whose,
    )


def of_appointment(row, user) -> Row:
    return Row(
        when=f"{row.at:%-H:%M}" if row.at else "時刻なし",
        url=reverse("case_detail", args=[row.case_id]),
        name=row.case.person.display_name,
        what="　".join(filter(None, (label("note_methods", row.kind), row.purpose))),
        mark=row.place,
        appointment=row if writes_of(user, row.case) else None,
    )


def meetings_of(user) -> dict:
    """The meetings that stand open: held and to be closed, today's, and those to come.

    The records of a held one are closed by its own agency; the city only sees what comes.
    """
    rows = (
        PlanMeeting.objects.visible_to(user)
        .filter(state=PlanMeeting.State.PLANNED, held_on__lte=today() + 4 * WEEK)
        .annotate(count=Count("items"))
        .order_by("held_on", F("start_at").asc(nulls_last=True), "pk")
    )
    own, found = user.organisation_ids(STAFF), list(rows[:OPEN_MEETINGS])
    return {
        "to_close": [row for row in found if row.held_on < today() and row.agency_id in own],
        "meetings_today": [row for row in found if row.held_on == today()],
        "meetings": [row for row in found if row.held_on > today()][:5],
    }


def of_meeting(row) -> Row:
    return Row(
        when=f"{row.start_at:%-H:%M}" if row.start_at else "時刻なし",
        url=reverse("meeting_detail", args=[row.pk]),
        name=row.name,
        what=f"議題{row.count}件",
        mark=row.place,
    )


def todays(rows):
    """By the clock; what has no time comes last."""
    return sorted(rows, key=lambda row: (":" not in row.when, row.when.zfill(5)))


# ---- what lies at the city, and what came back ------------------------------------------


def at_city(cases) -> dict:
    """What the agency waits for, the longest wait first, and what the city sent back."""
    rows = list(
        PlanProgramme.objects.filter(
            plan__episode__case__in=cases, state__in=(*FROM_CITY, *PlanProgramme.AT_CITY)
        )
        .select_related("plan__episode__case__person", "submission")
        .order_by(F("submission__sent_on").asc(nulls_last=True), "pk")[: 2 * MANY]
    )
    back = [row for row in rows if row.state in FROM_CITY]
    say_why(back)
    return {"back": back, "at_city": [row for row in rows if row.state not in FROM_CITY]}


def say_why(rows):
    """Put beside each the words with which the city refused or asked."""
    said = Note.objects.filter(
        episode__in={row.plan.episode_id for row in rows},
        machine="programme",
        move__in=("refuse", "inquire"),
        struck_reason="",
    )
    words = list(said.select_related("author").order_by("-pk"))
    for row in rows:
        # A 手続 line of a programme begins with its name (plans.workflow.decision).
        own = (one for one in words if one.episode_id == row.plan.episode_id)
        row.said = next((one for one in own if one.body.startswith(f"{row.label}：")), None)


def returned(cases):
    """What the 支援調整会議 sent back or wants changed: the new version, not yet agreed to."""
    earlier = PlanRevision.objects.filter(
        plan=OuterRef("plan"),
        number=OuterRef("number") - 1,
        state__in=(PlanRevision.State.RETURNED, PlanRevision.State.AMENDED),
    )
    return (
        PlanRevision.objects.filter(
            Exists(earlier), plan__episode__case__in=cases, state=PlanRevision.State.DRAFT
        )
        .select_related("plan__episode__case__person")
        .order_by("made_on", "pk")[:MANY]
    )


def stages(mine) -> dict:
    """The cases one is in charge of, by stage."""
    counts = dict(
        mine.filter(episode__state__in=Episode.OPEN)
        .order_by()
        .values_list("episode__state")
        .annotate(Count("pk"))
    )
    rows = [
        {"code": code, "label": name, "count": counts[code]}
        for code, name in Episode.State.choices
        if code in counts
    ]
    return {"stages": rows, "mine_count": sum(counts.values())}


# ---- 主任 ------------------------------------------------------------------------------


def chief_day(user, visible) -> dict:
    """未割当, the load of each, 困難ケース, and what needs the 主任."""
    cases, mine = list(to_look_after(visible)), user.organisation_ids((Role.CHIEF,))
    under_way = [case for case in cases if case.episode.state in Episode.OPEN]
    return {
        "unassigned": [case for case in under_way if not case.episode.lead_id][:MANY],
        "hard": [case for case in under_way if case.episode.hard_reason][:MANY],
        "exemptions": [case for case in cases if case.given_to and case.agency_id in mine],
        "loads": loads(user, visible),
        "sent_round": sent_round(visible),
        "many": MANY,
    }


def to_look_after(visible):
    """The newest of those nobody is in charge of, of the 困難ケース, and of those of whom
    something may be given without a consent that no 主任 has read (E-07), in one question.
    """
    fresh, excepted = Q(episode__lead__isnull=True), Q(given_to__isnull=False)
    unread = Exemption.objects.filter(case=OuterRef("pk"), noted_on=None).order_by("-pk")
    newest = {
        "partition_by": [
            Choose(When(condition, then=1), default=0) for condition in (HARD, fresh, excepted)
        ],
        "order_by": F("number").desc(),
    }
    rows = visible.annotate(given_to=Subquery(unread.values("recipient")[:1]))
    rows = rows.filter(Q(fresh | HARD, episode__state__in=Episode.OPEN) | excepted)
    return rows.annotate(place=Window(RowNumber(), **newest)).filter(place__lte=MANY).for_list()


def loads(user, visible):
    """Each counselor with their cases, the hard ones, and what is overdue."""
    agencies = user.organisation_ids((Role.CHIEF,))
    opened, late = Q(episode__state__in=Episode.OPEN), Q(overdue__isnull=False)
    unmet = Q(deadlines__done_on__isnull=True, deadlines__due_on__lt=today())
    rows = (
        visible.filter(agency__in=agencies)
        .annotate(overdue=FilteredRelation("deadlines", condition=unmet))
        .filter(opened | late)
    )
    found = by_lead(
        rows,
        "episode__lead",
        cases=count_if(opened),
        hard=count_if(opened & HARD),
        late=count_if(late),
        long=count_if(Q(overdue__due_on__lt=today() - MONTH)),
    )
    people = User.objects.filter(
        Q(pk__in={pk for pk in found if pk}) | Q(pk__in=working(agencies).values("pk"))
    )
    nothing = {"cases": 0, "hard": 0, "late": 0, "long": 0}
    return [{"person": person} | nothing | found.get(person.pk, {}) for person in people]


def count_if(condition):
    """The cases of which it holds, each once however many deadlines it has."""
    return Count("pk", distinct=True, filter=condition)


def working(agencies):
    """Who may be in charge of a case at these agencies today."""
    members = Membership.objects.current().filter(organisation__in=agencies, role__in=STAFF)
    return User.objects.filter(is_active=True, pk__in=members.values("user"))


def by_lead(rows, name, **counts):
    """{person: counts} of all the rows, in one question."""
    return {row.pop(name): row for row in rows.order_by().values(name).annotate(**counts)}


def sent_round(visible):
    """たらい回し: not taken up twice or more in one course (4(1)エ)."""
    handed = Referral.objects.filter(episode__state__in=Episode.OPEN).values("episode")
    refused = Note.objects.filter(REJECTED, episode=OuterRef("episode")).order_by()
    times = refused.values("episode").annotate(times=Count("pk")).values("times")
    cases = visible.filter(episode__in=handed).annotate(rejections=Subquery(times))
    return cases.filter(rejections__gte=2).for_list()[:MANY]
