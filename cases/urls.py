from django.urls import path

from cases import views

urlpatterns = [
    path("receive/", views.receive, name="case_receive"),
    path("<int:pk>/notes/", views.note_add, name="note_add"),
    path("<int:pk>/move/<slug:name>/", views.move, name="case_move"),
    path(
        "<int:pk>/consents/<int:consent_pk>/withdraw/",
        views.consent_withdraw,
        name="consent_withdraw",
    ),
    path("<int:pk>/assign/", views.assign, name="case_assign"),
]
