"""The verbs of this room: what may happen to a case, one file per subject."""

from cases.workflow.assign import assign
from cases.workflow.consents import withdraw_consent
from cases.workflow.course import case_workflow
from cases.workflow.notes import correct_note, strike_note, write_note
from cases.workflow.receive import consult_again, receive, withdraw_case
from cases.workflow.referral import referral_workflow
from cases.workflow.story import tell

__all__ = [
    "assign",
    "case_workflow",
    "consult_again",
    "correct_note",
    "receive",
    "referral_workflow",
    "strike_note",
    "tell",
    "withdraw_case",
    "withdraw_consent",
    "write_note",
]
