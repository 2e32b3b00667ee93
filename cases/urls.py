from django.urls import path

from cases.views import course

urlpatterns = [
    path("receive/", course.receive, name="case_receive"),
    path("<int:pk>/notes/", course.note_add, name="note_add"),
    path("<int:pk>/notes/<int:note_pk>/", course.note_correct, name="note_correct"),
    path("<int:pk>/notes/<int:note_pk>/strike/", course.note_strike, name="note_strike"),
    path("<int:pk>/notes/<int:note_pk>/versions/", course.note_versions, name="note_versions"),
    path("<int:pk>/again/", course.consult_again, name="consult_again"),
    path("<int:pk>/withdraw/", course.withdraw, name="case_withdraw"),
    path(
        "<int:pk>/referrals/<int:referral_pk>/move/<slug:name>/",
        course.referral_move,
        name="referral_move",
    ),
    path("<int:pk>/move/<slug:name>/", course.move, name="case_move"),
    path(
        "<int:pk>/consents/<int:consent_pk>/withdraw/",
        course.consent_withdraw,
        name="consent_withdraw",
    ),
    path("<int:pk>/assign/", course.assign, name="case_assign"),
]
