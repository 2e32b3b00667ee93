"""The verbs of this room: what may happen to a case, one file per subject."""

from cases.workflow.assessment import (
    finish_assessment,
    finish_refusals,
    has_consent,
    no_consent,
    save_section,
    section_refusals,
    start_assessment,
    start_revision,
)
from cases.workflow.assign import assign
from cases.workflow.closing import close_case, follow_up_workflow
from cases.workflow.consents import sign_consent, withdraw_consent
from cases.workflow.course import case_workflow
from cases.workflow.household import (
    budget_version,
    own_income_version,
    remove_row,
    restore_row,
    row_refusals,
    save_budget,
    save_own_income,
    save_row,
)
from cases.workflow.notes import check_strike, correct_note, may_strike, strike_note, write_note
from cases.workflow.receive import consult_again, receive, withdraw_case
from cases.workflow.referral import referral_workflow
from cases.workflow.story import tell

__all__ = [
    "assign",
    "budget_version",
    "case_workflow",
    "check_strike",
    "close_case",
    "consult_again",
    "correct_note",
    "finish_assessment",
    "finish_refusals",
    "follow_up_workflow",
    "has_consent",
    "may_strike",
    "no_consent",
    "own_income_version",
    "receive",
    "referral_workflow",
    "remove_row",
    "restore_row",
    "row_refusals",
    "save_budget",
    "save_own_income",
    "save_row",
    "save_section",
    "section_refusals",
    "sign_consent",
    "start_assessment",
    "start_revision",
    "strike_note",
    "tell",
    "withdraw_case",
    "withdraw_consent",
    "write_note",
]
