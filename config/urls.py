"""All addresses. Every view behind them declares exactly one rule (accounts.permissions)."""

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("contacts/", include("network.urls")),
    path("cases/", include("cases.urls")),
    path("", include("plans.urls")),
    path("", include("meetings.urls")),
    path("incidents/", include("incidents.urls")),
    path("", include("housing_benefit.urls")),
    path("", include("reports.urls")),
]
