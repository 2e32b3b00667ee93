from django.urls import path

from reports.views import cases, changes, home, now, plan_history

urlpatterns = [
    path("", home.home, name="home"),
    path("cases/", cases.case_list, name="case_list"),
    path("cases/<int:pk>/", cases.case_detail, name="case_detail"),
    path("cases/<int:pk>/now/", now.case_now, name="case_now"),
    path("cases/<int:pk>/plans/", plan_history.plan_history, name="plan_history"),
    path("cases/<int:pk>/changes/", changes.case_changes, name="case_changes"),
]
