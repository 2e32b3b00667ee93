from django.urls import path

from cases import views

urlpatterns = [
    path("receive/", views.receive, name="case_receive"),
    path("<int:pk>/notes/", views.note_add, name="note_add"),
    path("<int:pk>/notes/<int:note_pk>/", views.note_correct, name="note_correct"),
    path("<int:pk>/notes/<int:note_pk>/strike/", views.note_strike, name="note_strike"),
    path("<int:pk>/notes/<int:note_pk>/versions/", views.note_versions, name="note_versions"),
    path("<int:pk>/again/", views.consult_again, name="consult_again"),
    path("<int:pk>/withdraw/", views.withdraw, name="case_withdraw"),
    path(
        "<int:pk>/referrals/<int:referral_pk>/move/<slug:name>/",
        views.referral_move,
        name="referral_move",
    ),
    path("<int:pk>/move/<slug:name>/", views.move, name="case_move"),
    path(
        "<int:pk>/consents/<int:consent_pk>/withdraw/",
        views.consent_withdraw,
        name="consent_withdraw",
    ),
    path("<int:pk>/assign/", views.assign, name="case_assign"),
]
