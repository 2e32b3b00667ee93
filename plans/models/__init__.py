from plans.models.decision import (
    ApprovalStep,
    PlanProgramme,
    RequirementCheck,
    Signature,
    Submission,
    SupportDecision,
)
from plans.models.evaluation import Evaluation, EvaluationChange
from plans.models.hellowork import HelloworkRequest
from plans.models.plan import Plan, PlanItem, PlanRevision, ProgrammeLine
from plans.models.review import Review, RoleAssignment
from plans.models.support import Monitoring

__all__ = [
    "ApprovalStep",
    "Evaluation",
    "EvaluationChange",
    "HelloworkRequest",
    "Monitoring",
    "Plan",
    "PlanItem",
    "PlanProgramme",
    "PlanRevision",
    "ProgrammeLine",
    "RequirementCheck",
    "Review",
    "RoleAssignment",
    "Signature",
    "Submission",
    "SupportDecision",
]
