from django.urls import path

from accounts.views import agencies, drafts, leaving, people, policies, staff, standards, trainings

urlpatterns = [
    path("login/", people.login, name="login"),
    path("logout/", people.logout, name="logout"),
    path("me/", people.own_settings, name="own_settings"),
    path("me/password/", people.own_password, name="own_password"),
    path("me/pledge/", people.own_pledge, name="own_pledge"),
    path("me/here/", drafts.here, name="here"),
    path("drafts/", drafts.draft_list, name="draft_list"),
    path("drafts/<int:pk>/discard/", drafts.draft_discard, name="draft_discard"),
    path("drafts/<int:pk>/restore/", drafts.draft_restore, name="draft_restore"),
    path("echo/date/", people.echo_date, name="echo_date"),
    path("echo/postal/", people.echo_postal, name="echo_postal"),
    path("staff/", people.staff_list, name="staff_list"),
    path("staff/<int:pk>/", staff.staff_detail, name="staff_detail"),
    path(
        "staff/<int:pk>/qualifications/<slug:kind>/add/",
        staff.qualification_add,
        name="qualification_add",
    ),
    path(
        "staff/<int:pk>/qualifications/<int:row_pk>/",
        staff.qualification_edit,
        name="qualification_edit",
    ),
    path(
        "staff/<int:pk>/qualifications/<int:row_pk>/remove/",
        staff.qualification_remove,
        name="qualification_remove",
    ),
    path("staff/<int:pk>/reasons/<int:row_pk>/", staff.post_reason, name="post_reason"),
    path("staff/review/", leaving.account_review, name="account_review"),
    path("staff/<int:pk>/leave/", leaving.staff_leave, name="staff_leave"),
    path("staff/<int:pk>/roles/", people.staff_roles, name="staff_roles"),
    path("staff/<int:pk>/active/", people.staff_active, name="staff_active"),
    path("staff/<int:pk>/password/", people.staff_password, name="staff_password"),
    path("agencies/", agencies.agency_list, name="agency_list"),
    path("agencies/add/", agencies.agency_add, name="agency_add"),
    path("agencies/<int:pk>/", agencies.agency_detail, name="agency_detail"),
    path("agencies/<int:pk>/edit/", agencies.agency_edit, name="agency_edit"),
    path("agencies/<int:pk>/active/", agencies.agency_active, name="agency_active"),
    path("agencies/<int:pk>/admins/add/", agencies.agency_admin_add, name="agency_admin_add"),
    path(
        "agencies/<int:pk>/admins/<int:user_pk>/password/",
        agencies.agency_admin_password,
        name="agency_admin_password",
    ),
    path("agencies/<int:pk>/counters/add/", agencies.counter_add, name="counter_add"),
    path(
        "agencies/<int:pk>/counters/<int:counter_pk>/", agencies.counter_edit, name="counter_edit"
    ),
    path(
        "agencies/<int:pk>/counters/<int:counter_pk>/close/",
        agencies.counter_close,
        name="counter_close",
    ),
    path("trainings/", trainings.training_list, name="training_list"),
    path("trainings/add/", trainings.training_add, name="training_add"),
    path("trainings/<int:pk>/", trainings.training_edit, name="training_edit"),
    path("standards/", standards.standards, name="standards"),
    path("standards/compare/", standards.standards_compare, name="standards_compare"),
    path("policies/", policies.policy_list, name="policy_list"),
    path(
        "policies/security/",
        policies.policy_list,
        {"kind": policies.Kind.SECURITY},
        name="security_list",
    ),
    path("policies/rules/", policies.data_rules, name="data_rules"),
    path("policies/<int:pk>/", policies.policy_edit, name="policy_edit"),
]
