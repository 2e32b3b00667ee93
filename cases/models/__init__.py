from cases.models.case import Case, CaseGrant, Deadline, Episode
from cases.models.consent import Consent
from cases.models.intake import ConsultTopic, Intake
from cases.models.note import Note
from cases.models.person import Person
from cases.models.referral import Disclosure, Referral

__all__ = [
    "Case",
    "CaseGrant",
    "Consent",
    "ConsultTopic",
    "Deadline",
    "Disclosure",
    "Episode",
    "Intake",
    "Note",
    "Person",
    "Referral",
]
