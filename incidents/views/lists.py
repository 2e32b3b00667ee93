"""苦情・事故: what is open, what was, and how much of each kind there is in the 年度."""

import datetime as dt

from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import STAFF
from accounts.permissions import EVERYONE, requires
from incidents.models import Complaint, Incident, NearMiss
from incidents.views.procedure import agencies_of
from rules.calendar import fiscal_year, today
from rules.choices import choices

SHOWN = 50


@requires("incidents.read")
@require_GET
def safety(request):
    user = request.user
    complaints = Complaint.objects.visible_to(user)
    incidents = Incident.objects.visible_to(user)
    near_misses = NearMiss.objects.visible_to(user)
    complaint_done, incident_done = Complaint.State.DONE, Incident.State.DONE
    context = {
        "complaints": of_page(complaints, Q(state=complaint_done), "agency", "handler"),
        "incidents": of_page(incidents, Q(state=incident_done), "agency"),
        "near_misses": near_misses.select_related("author", "agency")
        .annotate(readers=Count("readings"))
        .order_by("-on", "-pk")[:SHOWN],
        "sees_near_misses": near_misses.exists() or bool(user.organisation_ids(STAFF)),
        "counts": [
            ("苦情", kinds(complaints, "complaint_kinds", "received_on")),
            ("事故・法違反", kinds(incidents, "incident_kinds", "found_on")),
            ("ヒヤリハット", kinds(NearMiss.objects.counted_by(user), "near_miss_kinds", "on")),
        ],
        "names_agency": bool(user.city_ids()) or len(user.organisation_ids(EVERYONE)) > 1,
        "year": f"{fiscal_year(today())}年度",
        "reads_procedure": agencies_of(user).exists(),
        "may_record": bool(user.organisation_ids(STAFF)),
    }
    return render(request, "incidents/safety.html", context)


def of_page(rows, done, *related):
    """What is open, the oldest first, and what was settled lately."""
    rows = rows.select_related(*related)
    return {"open": rows.exclude(done).reverse(), "done": rows.filter(done)[:SHOWN]}


def kinds(rows, list_name, day):
    """[(kind in words, this 年度, the one before)]: what there was, in the order of the list."""
    now = dt.date(fiscal_year(today()), 4, 1)
    before = now.replace(year=now.year - 1)
    found = {
        row["kind"]: row
        for row in rows.filter(**{f"{day}__gte": before})
        .order_by()
        .values("kind")
        .annotate(
            now=Count("pk", filter=Q(**{f"{day}__gte": now})),
            before=Count("pk", filter=Q(**{f"{day}__lt": now})),
        )
    }
    return [
        (words, found[code]["now"], found[code]["before"])
        for code, words in choices(list_name)
        if code in found
    ]
