from django.urls import path

from housing_benefit.views import (
    accounts,
    detail,
    evidence,
    listing,
    orders,
    payees,
    payments,
    reporting,
    writing,
)

urlpatterns = [
    path("cases/<int:pk>/benefits/", writing.case_benefits, name="case_benefits"),
    path("cases/<int:pk>/benefits/new/", writing.benefit_start, name="benefit_start"),
    path("benefits/", listing.benefit_list, name="benefit_list"),
    path("benefits/payments/", payments.payment_list, name="payment_list"),
    path("benefits/payments/<int:pk>/", payments.payment_detail, name="payment_detail"),
    path(
        "benefits/payments/<int:pk>/rule/<slug:name>/", payments.payment_rule, name="payment_rule"
    ),
    path("benefits/payments/<int:pk>/file/", payments.payment_file, name="payment_file"),
    path("benefits/<int:pk>/", detail.benefit_detail, name="benefit_detail"),
    path("benefits/<int:pk>/standards/", detail.benefit_standards, name="benefit_standards"),
    path("benefits/<int:pk>/edit/", writing.benefit_edit, name="benefit_edit"),
    path("benefits/<int:pk>/evidence/", evidence.benefit_evidence, name="benefit_evidence"),
    path(
        "benefits/<int:pk>/evidence/<int:attachment_pk>/",
        evidence.benefit_scan,
        name="benefit_scan",
    ),
    path("benefits/<int:pk>/explain/", writing.benefit_explain, name="benefit_explain"),
    path(
        "benefits/<int:pk>/months/<int:year>/<int:month>/",
        reporting.benefit_report,
        name="benefit_report",
    ),
    path(
        "benefits/<int:pk>/orders/<slug:kind>/",
        orders.benefit_order_add,
        name="benefit_order_add",
    ),
    path(
        "benefits/orders/<int:pk>/rule/<slug:name>/",
        orders.benefit_order_rule,
        name="benefit_order_rule",
    ),
    path("benefits/<int:pk>/payees/<int:number>/", payees.benefit_payee, name="benefit_payee"),
    path("benefits/<int:pk>/account/", accounts.benefit_account, name="benefit_account"),
    path(
        "benefits/accounts/<int:pk>/move/<slug:name>/",
        accounts.benefit_account_move,
        name="benefit_account_move",
    ),
    path("benefits/<int:pk>/contact/", reporting.benefit_contact, name="benefit_contact"),
    path("benefits/<int:pk>/job/", reporting.benefit_job, name="benefit_job"),
    path("benefits/<int:pk>/move/<slug:name>/", writing.benefit_move, name="benefit_move"),
    path("benefits/<int:pk>/rule/<slug:name>/", writing.benefit_rule, name="benefit_rule"),
]
