from django.urls import path

from meetings import minutes, prints, views

urlpatterns = [
    path("meetings/", views.meeting_list, name="meeting_list"),
    path("meetings/add/", views.meeting_add, name="meeting_add"),
    path("meetings/<int:pk>/", views.meeting_detail, name="meeting_detail"),
    path("meetings/<int:pk>/edit/", views.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/attendance/", views.meeting_attendance, name="meeting_attendance"),
    path("meetings/<int:pk>/minutes/", minutes.meeting_minutes, name="meeting_minutes"),
    path("meetings/<int:pk>/minutes/paper/", prints.minutes_paper, name="minutes_paper"),
    path("meetings/<int:pk>/pack/", prints.meeting_pack, name="meeting_pack"),
    path("meetings/<int:pk>/pack/all/", prints.pack_issue_all, name="pack_issue_all"),
    path("meetings/<int:pk>/pack/to/<int:attendee_pk>/", prints.pack_issue, name="pack_issue"),
    path("meetings/<int:pk>/pack/<int:issued_pk>/", prints.pack_copy, name="pack_copy"),
    path("meetings/<int:pk>/pack/<int:issued_pk>/void/", prints.pack_void, name="pack_void"),
    path("meetings/<int:pk>/move/<slug:name>/", views.meeting_move, name="meeting_move"),
    path("meetings/<int:pk>/reports/<int:case_pk>/", views.report_add, name="report_add"),
    path("meetings/<int:pk>/items/<int:item_pk>/", views.item_record, name="item_record"),
    path("meetings/<int:pk>/items/<int:item_pk>/remove/", views.item_remove, name="item_remove"),
    path("meetings/<int:pk>/items/<int:item_pk>/adjust/", views.item_adjust, name="item_adjust"),
    path("plans/<int:pk>/table/", views.agenda_add, name="agenda_add"),
]
