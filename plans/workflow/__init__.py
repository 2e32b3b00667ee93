"""The verbs of a plan: what may happen to it, one file per subject."""

from plans.workflow.decision import programme_workflow
from plans.workflow.evaluation import (
    evaluation_workflow,
    record_evaluation_review,
    save_evaluation,
    start_evaluation,
    table_evaluation,
)
from plans.workflow.hellowork import hellowork_workflow
from plans.workflow.own import take_over
from plans.workflow.plan import may_start, plan_workflow, route
from plans.workflow.review import fix_meeting, record_review, table_revision, untable
from plans.workflow.revision import revision_workflow
from plans.workflow.submission import submission_workflow, submit
from plans.workflow.support import end_provision, monitor, start_provision
from plans.workflow.writing import (
    draft_plan,
    open_revision,
    save_revision,
    sign_revision,
    withdraw_plan,
)

__all__ = [
    "draft_plan",
    "end_provision",
    "evaluation_workflow",
    "fix_meeting",
    "hellowork_workflow",
    "may_start",
    "monitor",
    "open_revision",
    "plan_workflow",
    "programme_workflow",
    "record_evaluation_review",
    "record_review",
    "revision_workflow",
    "route",
    "save_evaluation",
    "save_revision",
    "sign_revision",
    "start_evaluation",
    "start_provision",
    "submission_workflow",
    "submit",
    "table_evaluation",
    "table_revision",
    "take_over",
    "untable",
    "withdraw_plan",
]
