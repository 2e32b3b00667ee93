"""The verbs of 住居確保給付金: one file per subject."""

from housing_benefit.workflow.accounts import account_workflow, change_account
from housing_benefit.workflow.application import benefit_workflow
from housing_benefit.workflow.evidence import take_evidence
from housing_benefit.workflow.orders import order_workflow, report_order
from housing_benefit.workflow.payees import save_payee
from housing_benefit.workflow.paying import payment_workflow, prepare_payment
from housing_benefit.workflow.writing import explain, save_application, start_application

__all__ = [
    "account_workflow",
    "benefit_workflow",
    "change_account",
    "explain",
    "order_workflow",
    "payment_workflow",
    "prepare_payment",
    "report_order",
    "save_application",
    "save_payee",
    "start_application",
    "take_evidence",
]
