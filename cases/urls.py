from django.urls import path

from cases.views import assessment, course, desk, household, records

urlpatterns = [
    path("receive/", course.receive, name="case_receive"),
    path("assign/", desk.assign_together, name="assign_together"),
    path("transfers/<int:pk>/move/<slug:name>/", desk.transfer_move, name="transfer_move"),
    path("<int:pk>/sheet/", desk.sheet, name="case_sheet"),
    path("<int:pk>/changes/", desk.changes, name="case_changes"),
    path("<int:pk>/transfer/", desk.transfer_ask, name="transfer_ask"),
    path("<int:pk>/join/", desk.join, name="case_join"),
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
    path("<int:pk>/assessment/", assessment.hub, name="assessment"),
    path("<int:pk>/assessment/start/", assessment.start, name="assessment_start"),
    path("<int:pk>/assessment/finish/", assessment.finish, name="assessment_finish"),
    path(
        "<int:pk>/assessment/revisions/<int:assessment_pk>/",
        assessment.revision,
        name="assessment_revision",
    ),
    path("<int:pk>/assessment/budget/", household.budget, name="case_budget"),
    path("<int:pk>/assessment/own-income/", household.own_income, name="own_income"),
    path("<int:pk>/assessment/rows/<slug:kind>/", household.rows, name="case_rows"),
    path("<int:pk>/assessment/rows/<slug:kind>/add/", household.row_add, name="case_row_add"),
    path("<int:pk>/assessment/rows/<slug:kind>/<int:row_pk>/", household.row, name="case_row"),
    path(
        "<int:pk>/assessment/rows/<slug:kind>/<int:row_pk>/remove/",
        household.row_remove,
        name="case_row_remove",
    ),
    path(
        "<int:pk>/assessment/rows/<slug:kind>/<int:row_pk>/restore/",
        household.row_restore,
        name="case_row_restore",
    ),
    path("<int:pk>/assessment/<slug:code>/", assessment.section, name="assessment_section"),
    path("<int:pk>/screening/", records.screening, name="screening"),
    path("<int:pk>/screening/check/", records.screening_check, name="screening_check"),
    path("<int:pk>/work/", records.case_work, name="case_work"),
    path("<int:pk>/work/add/<slug:kind>/", records.record_add, name="record_add"),
    path(
        "<int:pk>/appointments/<int:appointment_pk>/<slug:standing>/",
        records.appointment_settle,
        name="appointment_settle",
    ),
    path(
        "<int:pk>/follow_ups/<int:follow_pk>/move/<slug:name>/",
        records.follow_up_move,
        name="follow_up_move",
    ),
]
