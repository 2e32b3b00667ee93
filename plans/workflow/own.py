"""独自の決定: what another room ruled on a programme is taken over, never typed again (D5)."""

from plans.models import Plan
from plans.workflow.decision import programme_workflow
from plans.workflow.plan import approved_by, lines_of
from plans.workflow.ruling import ruled_elsewhere


def take_over(plan: Plan, *, by, on) -> None:
    """Once a plan is agreed and approved, what has been decided elsewhere counts for it."""
    newest = plan.newest
    if newest.agreed_on is None or approved_by(newest) is None:
        return
    move = programme_workflow.transitions["own_ruled"]
    for line in lines_of(plan):
        ruled = ruled_elsewhere(line.programme)
        if ruled and ruled.on and move.open_to(line.programme):
            data = {"decided_on": ruled.on, "decided_by": ruled.by}
            programme_workflow.advance(line.programme, move.name, by=by, on=on, **data)
