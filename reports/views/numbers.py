"""文書番号簿 of one's own offices."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import Organisation
from accounts.permissions import requires
from reports.numbers import numbers_of, places_kept
from reports.outreach import year_asked
from rules.calendar import fiscal_year, today


@requires("reports.numbers")
@require_GET
def number_list(request):
    """Which numbers were given in a 年度, for what, and which stay unused."""
    places = Organisation.objects.filter(pk__in=places_kept(request.user)).order_by("pk")
    if not places:
        raise Http404
    year = year_asked(request.GET.get("year", ""))
    context = {
        "year": year,
        "before": year - 1 if year > 2015 else None,
        "after": year + 1 if year < fiscal_year(today()) else None,
        "registers": [(place, numbers_of(place, year, request.user)) for place in places],
    }
    return render(request, "reports/number_list.html", context)
