from django.urls import path

from incidents.views import complaints, incidents, lists, near_misses, procedure, statements

urlpatterns = [
    path("", lists.safety, name="safety"),
    path("complaints/add/", complaints.complaint_add, name="complaint_add"),
    path("complaints/<int:pk>/", complaints.complaint_detail, name="complaint_detail"),
    path("complaints/<int:pk>/edit/", complaints.complaint_edit, name="complaint_edit"),
    path("complaints/<int:pk>/move/<slug:name>/", complaints.complaint_move, name="complaint_move"),
    path("accidents/add/", incidents.incident_add, name="incident_add"),
    path("accidents/<int:pk>/", incidents.incident_detail, name="incident_detail"),
    path("accidents/<int:pk>/edit/", incidents.incident_edit, name="incident_edit"),
    path("accidents/<int:pk>/move/<slug:name>/", incidents.incident_move, name="incident_move"),
    path("accidents/<int:pk>/persons/add/", incidents.person_add, name="affected_person_add"),
    path(
        "accidents/<int:pk>/persons/<int:person_pk>/",
        incidents.person_edit,
        name="affected_person_edit",
    ),
    path("procedure/", procedure.procedure, name="complaint_procedure"),
    path("procedure/add/", procedure.procedure_add, name="procedure_add"),
    path("procedure/confirm/", procedure.procedure_confirm, name="procedure_confirm"),
    path("procedure/tell/", procedure.procedure_tell, name="procedure_tell"),
    path("procedure/card/", procedure.complaint_card, name="complaint_card"),
    path("statements/", statements.statement_list, name="statement_list"),
    path("statements/add/", statements.statement_add, name="statement_add"),
    path("statements/<int:pk>/", statements.statement_detail, name="statement_detail"),
    path("statements/<int:pk>/edit/", statements.statement_edit, name="statement_edit"),
    path("statements/<int:pk>/paper/", statements.statement_paper, name="statement_paper"),
    path("near_misses/add/", near_misses.near_miss_add, name="near_miss_add"),
    path("near_misses/<int:pk>/", near_misses.near_miss_detail, name="near_miss_detail"),
    path("near_misses/<int:pk>/edit/", near_misses.near_miss_edit, name="near_miss_edit"),
    path("near_misses/<int:pk>/read/", near_misses.near_miss_read, name="near_miss_read"),
    path(
        "near_misses/<int:pk>/move/<slug:name>/",
        near_misses.near_miss_move,
        name="near_miss_move",
    ),
]
