"""The list of all applications and of those who receive, for the city and the agencies."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.permissions import requires
from housing_benefit.listing import VIEWS, counts, listed, months_to_choose, read
from housing_benefit.waiting import waiting_benefits

ROWS = 50


@requires("benefits.read")
@require_GET
def benefit_list(request):
    """One view of them; what the address asks for and no view has is dropped."""
    view = request.GET.get("view")
    view = view if view in VIEWS else "open"
    months = {f"{day:%Y-%m}": day for day in months_to_choose()}
    month = months.get(request.GET.get("month", ""))
    page = Paginator(listed(request.user, view, month), ROWS).get_page(request.GET.get("page"))
    found = counts(request.user)
    context = {
        "page": page,
        "rows": read(page),
        "views": [{"code": code, "label": VIEWS[code], "n": found[code]} for code in VIEWS],
        "view": view,
        "label": VIEWS[view],
        "months": [(code, day, day == month) for code, day in months.items()],
        "month": month,
        "may_pay": bool(request.user.city_ids()),
        "waiting": waiting_benefits(request.user),
    }
    return render(request, "housing_benefit/benefit_list.html", context)
