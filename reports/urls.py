from django.urls import path

from reports.views import (
    calendar,
    cases,
    changes,
    find,
    home,
    now,
    numbers,
    outreach,
    plan_history,
    printing,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/file/", calendar.calendar_ics, name="calendar_file"),
    path("cases/", find.case_list, name="case_list"),
    path("cases/intensive/", outreach.intensive_list, name="intensive_list"),
    path("cases/off-hours/", outreach.off_hours, name="off_hours"),
    path("cases/off-hours/rows/", outreach.off_hours_rows, name="off_hours_rows"),
    path("cases/towns/", outreach.town_list, name="town_list"),
    path("cases/paper/", find.case_list_paper, name="case_list_paper"),
    path("papers/numbers/", numbers.number_list, name="number_list"),
    path("papers/print/", printing.print_centre, name="print_centre"),
    path("papers/print/<int:pk>/", printing.print_batch, name="print_batch"),
    path("papers/print/<int:pk>/file/", printing.print_file, name="print_file"),
    path("papers/print/<int:pk>/cancel/", printing.print_cancel, name="print_cancel"),
    path("papers/print/<int:pk>/retry/", printing.print_retry, name="print_retry"),
    path("cases/views/add/", find.view_add, name="view_add"),
    path("cases/views/<int:pk>/", find.view_edit, name="view_edit"),
    path("cases/views/<int:pk>/remove/", find.view_remove, name="view_remove"),
    path("cases/<int:pk>/", cases.case_detail, name="case_detail"),
    path("cases/<int:pk>/now/", now.case_now, name="case_now"),
    path("cases/<int:pk>/plans/", plan_history.plan_history, name="plan_history"),
    path("cases/<int:pk>/changes/", changes.case_changes, name="case_changes"),
]
