from django.urls import path

from reports.views import calendar, cases, find, home

urlpatterns = [
    path("", home.home, name="home"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/file/", calendar.calendar_ics, name="calendar_file"),
    path("cases/", find.case_list, name="case_list"),
    path("cases/views/add/", find.view_add, name="view_add"),
    path("cases/views/<int:pk>/", find.view_edit, name="view_edit"),
    path("cases/views/<int:pk>/remove/", find.view_remove, name="view_remove"),
    path("cases/<int:pk>/", cases.case_detail, name="case_detail"),
]
