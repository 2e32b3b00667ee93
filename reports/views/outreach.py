"""集中して支えるケース, 土日祝・時間外の件数, 町村ごとの件数."""

import datetime as dt
import re

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.permissions import requires
from cases.standards import case_rules
from cases.workflow.outreach import agencies_of, stages_known
from reports.filters import towns_of
from reports.outreach import (
    INTENSIVE_ROLES,
    RECEIVED,
    WHAT,
    WHEN,
    code_with_off_hours,
    contact_by,
    intensive_cases,
    months_of_year,
    talks,
    towns,
    year_asked,
)
from rules.calendar import add_months, era_year, fiscal_year, today
from rules.choices import label
from rules.profile import profile_for

PAGE = 50
A_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@requires("reports.intensive")
@require_GET
def intensive_list(request):
    """Who was reached and is supported intensively: last contact, the last 30 days, the next."""
    agencies = agencies_of(request.user, INTENSIVE_ROLES)
    if not agencies:
        raise Http404
    stages = stages_known(agencies)
    page = Paginator(intensive_cases(request.user), PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "case": case,
            "stage": stages[case.stage_now].label,
            "method": label("note_methods", case.last_method, case.last_on)
            if case.last_method
            else "",
            "due": contact_by(case),
            "is_late": contact_by(case) < today(),
        }
        for case in page
    ]
    days = {case_rules(profile_for(row.municipality.code)).contact_days for row in agencies}
    context = {
        "page": page,
        "rows": rows,
        "days": min(days),
        "names": [row.label for row in stages.values() if row.is_intensive],
    }
    return render(request, "reports/intensive_list.html", context)


def off_hours_code(request):
    """Of the municipality whose 要綱 wants the count (P-12), or 404."""
    code = code_with_off_hours(request.user)
    if not code:
        raise Http404
    return code


@requires("cases.read")
@require_GET
def off_hours(request):
    """How often somebody was there out of hours, month by month; nothing is typed for it."""
    code = off_hours_code(request)
    year = year_asked(request.GET.get("year", ""))
    months, untimed = months_of_year(request.user, code, year)
    context = {
        "year": f"{era_year(dt.date(year, 4, 1))}度",
        "before": year - 1 if year > 2015 else None,
        "after": year + 1 if year < fiscal_year(today()) else None,
        "months": months,
        "untimed": untimed,
        "hours": case_rules(profile_for(code)).hours,
        "heads": [(what, when) for what in WHAT.values() for when in WHEN.values()],
        "sum": sum(month.total for month in months),
        "totals": [sum(month.cells[n].count for month in months) for n in range(4)],
    }
    return render(request, "reports/off_hours.html", context)


@requires("cases.read")
@require_GET
def off_hours_rows(request):
    """What one number of the table counts, row by row."""
    code = off_hours_code(request)
    month = A_MONTH.fullmatch(request.GET.get("month", ""))
    what, when = request.GET.get("what", ""), request.GET.get("when", "")
    if not month or what not in WHAT or when not in WHEN:
        raise Http404
    first = dt.date(int(month[1]), int(month[2]), 1)
    last = add_months(first, 1) - dt.timedelta(days=1)
    rows = talks(request.user, what, code, first, last).filter(when=when)
    beside = ("intake", "lead") if what == RECEIVED else ("author",)
    rows = rows.select_related("case__person", *beside).order_by("day", "hour", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "first": first,
        "year": fiscal_year(first),
        "heading": f"{WHAT[what]}　{WHEN[when]}",
        "is_received": what == RECEIVED,
        "page": page,
    }
    return render(request, "reports/off_hours_rows.html", context)


@requires("cases.read")
@require_GET
def town_list(request):
    """台帳 by 町村: an agency may serve several (SAI-2)."""
    if not towns_of(request.user):
        raise Http404
    return render(request, "reports/town_list.html", {"towns": towns(request.user)})
