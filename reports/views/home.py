"""今日 and 承認箱: what waits for me, the oldest first, with its reason."""

import datetime as dt

from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import STAFF, Role
from accounts.permissions import requires
from cases.models import Appointment, Case, Deadline, Episode, Note, Referral, Transfer
from cases.workflow.referral import REJECTED
from cases.workflow.transfer import transfer_workflow
from meetings.models import PlanMeeting
from plans.models import HelloworkRequest, Plan, PlanProgramme, Submission
from plans.permissions import makers
from rules.calendar import today

PAGE = 50
WEEK = dt.timedelta(days=7)
State = PlanProgramme.State
FROM_CITY = (State.REFUSED, State.REPORTED_BACK, State.REVISING, State.INQUIRED)


@requires("reports.home")
@require_GET
def home(request):
    """What waits for me: by what I am at the office."""
    user = request.user
    context = {"today": today(), "is_staff": bool(user.organisation_ids(STAFF))}
    if context["is_staff"]:
        context |= staff_day(user)
    if cities := user.city_ids():
        context |= city_box(user, cities)
    if context["is_staff"] or cities:
        meetings = PlanMeeting.objects.visible_to(user).filter(
            state=PlanMeeting.State.PLANNED, held_on__lte=today() + 4 * WEEK
        )
        context["transfers"] = [
            {"transfer": row, "options": transfer_workflow.available(row, user)}
            for row in Transfer.objects.for_user(user)
            .waiting()
            .select_related("case", "giving__municipality", "receiving", "asked_by")[:20]
        ]
        context["meetings"] = meetings.annotate(count=Count("items")).order_by("held_on")[:5]
    return render(request, "reports/home.html", context)


def staff_day(user):
    """A counselor's day: appointments, what is overdue, what comes, what the city sent back."""
    visible = Case.objects.visible_to(user)
    mine = Q(episode__lead=user) | Q(episode__deputy=user) | Q(episode__employment=user)
    is_chief = bool(user.organisation_ids((Role.CHIEF,)))
    cases = visible if is_chief else visible.filter(mine)
    due = Deadline.objects.filter(done_on__isnull=True, case__in=cases).select_related(
        "case__person", "case__episode__lead"
    )
    open_cases = visible.filter(mine, episode__state__in=Episode.OPEN)
    stages = dict(
        open_cases.order_by()
        .values_list("episode__state")
        .annotate(Count("pk"))
        .values_list("episode__state", "pk__count")
    )
    programmes = PlanProgramme.objects.select_related("plan__episode__case__person").filter(
        plan__episode__case__in=cases
    )
    return {
        "is_chief": is_chief,
        "appointments": Appointment.objects.filter(
            staff=user, on=today(), standing=Appointment.Standing.PLANNED, case__in=visible
        ).select_related("case__person"),
        "late": due.filter(due_on__lt=today())[:PAGE],
        "soon": due.filter(due_on__gte=today(), due_on__lte=today() + WEEK)[:PAGE],
        "later": due.filter(due_on__gt=today() + WEEK).count(),
        "unassigned": unassigned(visible) if is_chief else [],
        "sent_round": sent_round(visible) if is_chief else [],
        "same_person": same_person(visible) if is_chief else [],
        "mine": open_cases.for_list()[:PAGE],
        "stages": [(name, stages[code]) for code, name in Episode.State.choices if code in stages],
        "back": programmes.filter(state__in=FROM_CITY),
        "at_city": programmes.filter(state__in=PlanProgramme.AT_CITY).select_related("submission"),
    }


def unassigned(visible):
    fresh = visible.filter(episode__lead__isnull=True, episode__state__in=Episode.OPEN)
    return fresh.for_list()[:20]


def same_person(visible):
    """台帳 with equal ふりがな and birth date, for those who may see both (E-26, D33)."""
    pairs = (
        visible.exclude(person__kana="")
        .exclude(person__birth="")
        .order_by()
        .values("person__kana", "person__birth")
        .annotate(files=Count("pk"))
        .filter(files__gte=2)[:10]
    )
    alike = Q(pk=None)
    for pair in pairs:
        alike |= Q(person__kana=pair["person__kana"], person__birth=pair["person__birth"])
    files = list(visible.filter(alike).for_list().order_by("person__kana", "number")[:20])
    for case in files:
        case.twin = next(
            (row for row in files if row.pk != case.pk and are_alike(row.person, case.person)), None
        )
    return files


def are_alike(one, other):
    return (one.kana, one.birth) == (other.kana, other.birth)


def sent_round(visible):
    """たらい回し: not taken up twice or more in one course (4(1)エ)."""
    handed = Referral.objects.filter(
        episode__case__in=visible, episode__state__in=Episode.OPEN
    ).values("episode")
    times = dict(
        Note.objects.filter(REJECTED, episode__in=handed)
        .order_by()
        .values_list("episode")
        .annotate(times=Count("pk"))
        .filter(times__gte=2)
    )
    cases = list(visible.filter(episode__in=times).for_list()[:20])
    for case in cases:
        case.rejections = times[case.episode_id]
    return cases


def city_box(user, cities):
    """承認箱: what an officer examines, confirms and tells; what an approver decides."""
    roles = {role for _o, _k, city, role in user.posts() if city in cities}
    plans = Plan.objects.visible_to(user)
    rows = (
        PlanProgramme.objects.filter(plan__in=plans)
        .select_related(
            "plan__episode__case__person",
            "plan__episode__case__agency",
            "submission__revision",
            "submission__sent_by",
            "drafted_by",
        )
        .order_by("submission__sent_on", "pk")
    )
    context = {"is_officer": Role.OFFICER in roles, "is_approver": Role.APPROVER in roles}
    if context["is_officer"]:
        context |= {
            "to_examine": rows.filter(
                state__in=(State.SUBMITTED, State.RESUBMITTED, State.EXAMINING, State.ELIGIBLE)
            ).exclude(procedure="hellowork")[:PAGE],
            "reports": Submission.objects.filter(
                plan__in=plans, kind=Submission.Kind.REPORT, state=Submission.State.SENT
            ).select_related("plan__episode__case__person", "sent_by")[:PAGE],
            "requests": HelloworkRequest.objects.filter(
                programme__plan__in=plans, state=HelloworkRequest.State.PREPARING
            ).select_related("programme__plan__episode__case__person")[:PAGE],
            "to_tell": rows.filter(
                state__in=(State.DECIDED, State.CHANGED, State.REFUSED), procedure="decision"
            )[:PAGE],
        }
    if context["is_approver"]:
        waiting = [
            {"programme": row, "is_mine": user.pk in makers(row)}
            for row in rows.filter(state=State.IN_APPROVAL)[:PAGE]
        ]
        context["to_decide"] = [row["programme"] for row in waiting if not row["is_mine"]]
        context["not_mine"] = [row["programme"] for row in waiting if row["is_mine"]]
    return context
