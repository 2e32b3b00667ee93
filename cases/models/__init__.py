from cases.models.assessment import (
    Assessment,
    AssessmentFact,
    AssessmentSection,
    answer,
    answer_words,
    assessment_after,
    is_complete,
    issues,
    latest_assessment,
)
from cases.models.attachment import Attachment
from cases.models.case import Case, CaseGrant, CaseNumber, CityAccess, Deadline, Episode
from cases.models.closing import Closing, FollowUp
from cases.models.consent import Consent
from cases.models.household import (
    BudgetLine,
    Debt,
    HouseholdIncome,
    HouseholdMember,
    WorkHistory,
)
from cases.models.intake import ConsultTopic, Intake
from cases.models.note import Note
from cases.models.note_template import NoteTemplate
from cases.models.person import Person
from cases.models.referral import Disclosure, Referral, ReferralCheck
from cases.models.screening import Screening
from cases.models.target import TargetCheck
from cases.models.transfer import Transfer
from cases.models.work import (
    Appointment,
    EarlySupport,
    EmployerVisit,
    IncomeRise,
    JobSearch,
    JobStart,
)

__all__ = [
    "Appointment",
    "Assessment",
    "AssessmentFact",
    "AssessmentSection",
    "Attachment",
    "BudgetLine",
    "Case",
    "CaseGrant",
    "CaseNumber",
    "CityAccess",
    "Closing",
    "Consent",
    "ConsultTopic",
    "Deadline",
    "Debt",
    "Disclosure",
    "EarlySupport",
    "EmployerVisit",
    "Episode",
    "FollowUp",
    "HouseholdIncome",
    "HouseholdMember",
    "IncomeRise",
    "Intake",
    "JobSearch",
    "JobStart",
    "Note",
    "NoteTemplate",
    "Person",
    "Referral",
    "ReferralCheck",
    "Screening",
    "TargetCheck",
    "Transfer",
    "WorkHistory",
    "answer",
    "answer_words",
    "assessment_after",
    "is_complete",
    "issues",
    "latest_assessment",
]
