"""今日 and 承認箱: what waits for me, the most urgent first, with its reason."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import STAFF, Membership, Role
from accounts.permissions import requires
from accounts.staffing import empty_posts
from accounts.untrained import untrained
from cases.models import Transfer
from cases.workflow.transfer import transfer_workflow
from housing_benefit.waiting import waiting_benefits
from incidents.waiting import waiting
from plans.waiting import approvals, ruled_lately, to_do
from reports.day import WEEK, meetings_of, staff_day
from reports.outreach import more_lists
from reports.same_person import same_person
from reports.unsaved import unsaved
from rules.calendar import today


@requires("reports.home")
@require_GET
def home(request):
    """What waits for me: by what I am at the office."""
    user = request.user
    is_staff = bool(user.organisation_ids(STAFF))
    context = {"today": today(), "is_staff": is_staff, "drafts": unsaved(user)}
    context["drafts_here"] = ([], [])  # nothing is typed on this page
    cities = user.city_ids()
    if context["is_staff"]:
        context |= staff_day(user)
    if cities:
        context |= city_box(user, is_staff)
        if not context["is_staff"]:
            found = meetings_of(user)
            context["meetings"] = found["meetings_today"] + found["meetings"]
    if context["is_staff"] or cities:
        context["transfers"] = transfers(user)
    if is_staff or cities:
        context["lists"] = more_lists(user)
        context["same_person"] = same_person(user)
        context["safety"] = waiting(user)
    if agencies := user.organisation_ids((Role.ADMIN,)):
        context["offices"] = offices(agencies)
    return render(request, "reports/home.html", context)


def city_box(user, is_staff):
    """承認箱: what an officer examines, confirms and tells; what an approver decides."""
    to_decide, not_mine = approvals(user)
    context = {
        "is_officer": bool(user.city_ids((Role.OFFICER,))),
        "is_approver": bool(user.city_ids((Role.APPROVER,))),
        "to_decide": to_decide,
        "not_mine": not_mine,
        "to_do": [],
        "ruled": ruled_lately(user),
        # Who is at an agency too reads it on the page of the benefits: this one asks little.
        "benefits": [] if is_staff else waiting_benefits(user),
    }
    if context["is_officer"]:
        context["to_do"] = sorted(to_do(user), key=lambda row: (row.since, row.plan_id))
    both = context["to_decide"] + context["to_do"]
    context["waiting_count"] = len(both)
    context["oldest"] = min(both, key=lambda row: row.since) if both else None
    return context


def transfers(user):
    rows = Transfer.objects.for_user(user).waiting()
    rows = rows.select_related("case", "giving__municipality", "receiving", "asked_by")
    return [
        {"transfer": row, "options": transfer_workflow.available(row, user)} for row in rows[:20]
    ]


def offices(agencies):
    """For the 管理者: who works at the place, and whose role ends soon."""
    members = list(
        Membership.objects.current()
        .filter(organisation__in=agencies, user__is_active=True)
        .select_related("user", "organisation__municipality")
        .order_by("until", "pk")
    )
    places = {one.organisation_id: one.organisation for one in members}  # the 管理者 is in each
    return [
        office(places[key], [one for one in members if one.organisation_id == key])
        for key in sorted(places)
    ]


def office(organisation, members):
    soon = today() + 4 * WEEK
    return {
        "organisation": organisation,
        "people": len({row.user_id for row in members}),
        "chiefs": [row.user for row in members if row.role == Role.CHIEF],
        "empty_posts": empty_posts(organisation, members),
        "untrained": [row for row in untrained(organisation, members) if row.is_late],
        "first_passwords": {row.user for row in members if row.user.must_change_password},
        "review_due": organisation.review_due,
        "ending": [row for row in members if row.until and row.until <= soon],
    }
