"""The calendar page, by month and by week, and the file of it."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models import Municipality
from accounts.permissions import requires
from reports.calendar import DAY, days, entries, month_of, read_day, scope_of, week_of, weeks
from reports.calendar import WEEK as ONE_WEEK
from reports.icalendar import calendar_file
from rules.calendar import WEEKDAYS, add_months, era_year, today

MONTH, WEEK = "month", "week"
MONTHS_IN_FILE = 3


@requires("reports.calendar")
@require_GET
def calendar(request):
    """カレンダー: 訪問・面談, 会議, 期限."""
    scope = asked_scope(request)
    on = read_day(request.GET.get("on", ""))
    span = WEEK if request.GET.get("span") == WEEK else MONTH
    first, last = week_of(on) if span == WEEK else month_of(on)
    shown = days(entries(scope, first, last), first, last, on.month if span == MONTH else 0)
    context = {
        "scope": scope,
        "span": span,
        "on": on,
        "first": first,
        "last": last,
        "days": shown,
        "weeks": weeks(shown),
        "weekdays": WEEKDAYS,
        "title": f"{era_year(on)}{on.month}月",
        "is_now": first <= today() <= last,
        "count": sum(len(day.entries) for day in shown if not day.is_outside),
        "links": links(scope, span, on),
        "months_in_file": MONTHS_IN_FILE,
    }
    return render(request, "reports/calendar.html", context)


@requires("reports.calendar")
@require_GET
def calendar_ics(request):
    """The months to come as iCalendar; 閲覧制限の台帳 never leave by this door."""
    scope = asked_scope(request)
    last = add_months(today(), MONTHS_IN_FILE)
    rows = entries(scope, today(), last, leaving=True)
    cities = [city for _org, _kind, city, _role in request.user.posts()]
    code = Municipality.objects.filter(pk__in=cities).values_list("code", flat=True).first()
    body = calendar_file(rows, place=code or "", names=request.GET.get("names") == "on")
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="tsunagi-{today():%Y%m%d}.ics"'
    return answer


def asked_scope(request):
    return scope_of(request.user, request.GET.get("who", ""), request.GET.get("agency", ""))


def links(scope, span, on):
    """The addresses round the shown days: before, after, today, and the other span."""
    if span == WEEK:
        before, after = on - ONE_WEEK, on + ONE_WEEK
    else:
        first = on.replace(day=1)
        before, after = first - DAY, add_months(first, 1)
    return {
        "before": address(scope, span, before.replace(day=1) if span == MONTH else before),
        "after": address(scope, span, after),
        "now": address(scope, span, today()),
        "month": address(scope, MONTH, on),
        "week": address(scope, WEEK, on),
        "week_of": address(scope, WEEK, None),
    }


def address(scope, span, on):
    asked = {"span": span, "who": scope.who}
    if scope.agency:
        asked["agency"] = scope.agency.pk
    if on:
        asked["on"] = on.isoformat()
    return f"{reverse('calendar')}?{urlencode(asked)}"
