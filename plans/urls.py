from django.urls import path

from plans.views import city, onward, support, writing

urlpatterns = [
    path("cases/<int:pk>/plan/", writing.plan_of_case, name="case_plan"),
    path("plans/next/", onward.plan_next, name="plan_next"),
    path("plans/<int:pk>/", writing.plan_detail, name="plan_detail"),
    path("plans/<int:pk>/edit/", writing.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/agree/", writing.plan_agree, name="plan_agree"),
    path("plans/<int:pk>/sign/", writing.plan_sign, name="plan_sign"),
    path("plans/<int:pk>/revise/", writing.plan_revise, name="plan_revise"),
    path("plans/<int:pk>/withdraw/", writing.plan_withdraw, name="plan_withdraw"),
    path("plans/<int:pk>/versions/<int:revision_pk>/", writing.plan_version, name="plan_version"),
    path("plans/<int:pk>/submit/", city.plan_submit, name="plan_submit"),
    path("plans/<int:pk>/rule/", city.plan_rule, name="plan_rule"),
    path(
        "plans/<int:pk>/submissions/<int:submission_pk>/move/pull_back/",
        city.submission_pull_back,
        name="submission_pull_back",
    ),
    path(
        "plans/<int:pk>/submissions/<int:submission_pk>/move/receive/",
        city.submission_receive,
        name="submission_receive",
    ),
    path(
        "plans/<int:pk>/programmes/<int:programme_pk>/examine/",
        city.programme_examine,
        name="programme_examine",
    ),
    path(
        "plans/<int:pk>/programmes/<int:programme_pk>/rule/<slug:name>/",
        city.programme_rule,
        name="programme_rule",
    ),
    path(
        "plans/<int:pk>/programmes/<int:programme_pk>/move/answer/",
        city.programme_answer,
        name="programme_answer",
    ),
    path(
        "plans/<int:pk>/programmes/<int:programme_pk>/start/",
        support.programme_start,
        name="programme_start",
    ),
    path(
        "plans/<int:pk>/programmes/<int:programme_pk>/apply/",
        support.programme_apply,
        name="programme_apply",
    ),
    path(
        "plans/<int:pk>/programmes/<int:programme_pk>/end/",
        support.programme_end,
        name="programme_end",
    ),
    path(
        "plans/<int:pk>/hellowork/<int:request_pk>/rule/approve/",
        city.hellowork_approve,
        name="hellowork_approve",
    ),
    path(
        "plans/<int:pk>/hellowork/<int:request_pk>/move/<slug:name>/",
        city.hellowork_move,
        name="hellowork_move",
    ),
    path("plans/<int:pk>/monitoring/", support.monitoring_add, name="monitoring_add"),
    path("plans/<int:pk>/evaluation/", support.evaluation, name="evaluation"),
]
