"""付議, and what a 支援調整会議 made of a plan: called by the room of meetings."""

from django.db import transaction

from cases.models import CityAccess
from cases.workflow.city import open_to_city
from plans.models import Review, RoleAssignment
from plans.workflow.own import take_over
from plans.workflow.plan import begin_if_due
from plans.workflow.profile import judge_by
from plans.workflow.revision import not_offered, revision_workflow
from rules.refusals import Refused, refuse


def table_revision(revision, *, by, on=None, meeting_on, named=()) -> None:
    """付議: the plan goes on a meeting's agenda, and before the city's eyes for it (D16).

    ``named`` are the officers who may see a restricted case; without a name a restricted
    case cannot be laid before the city (D16). Judged by the 要綱 of the meeting's day (E-23).
    """
    if refusals := not_offered(revision, meeting_on):
        raise Refused(*refusals)
    revision_workflow.advance(revision, "table", by=by, on=on)
    fix_meeting(revision, meeting_on, by=by)
    open_to_city(
        revision.plan.case,
        CityAccess.Scope.PAPER,
        by=by,
        reason="会議への付議",
        named=named,
    )


def fix_meeting(revision, meeting_on, *, by) -> None:
    """The day is fixed, or another one: the 要綱 of that day judges the plan (D26, E-23)."""
    if refusals := not_offered(revision, meeting_on):
        raise Refused(*refusals)
    revision.meeting_on = meeting_on
    revision._history_user = by
    revision.save()
    judge_by(revision, meeting_on, by=by)


def untable(revision, *, by) -> None:
    """Off the agenda again, back to where it stood."""
    name = "untable" if revision.agreed_on else "untable_draft"
    revision_workflow.advance(revision, name, by=by)


OUTCOMES = {
    Review.Outcome.APPROVED: "approve",
    Review.Outcome.AMENDED: "amend",
    Review.Outcome.RETURNED: "return",
}


@transaction.atomic
def record_review(
    revision,
    *,
    by,
    held_on,
    outcome,
    meeting: str,
    attendance: str,
    outside_attended: bool,
    city_attended: bool,
    city_absence="",
    reason="",
    opinions="",
    roles=(),
) -> Review:
    """What the meeting made of a plan (4(2)エ, 5(1)): called by the room of meetings."""
    review = Review(
        plan=revision.plan,
        revision=revision,
        subject=Review.Subject.PLAN,
        outcome=outcome,
        held_on=held_on,
        meeting=meeting,
        attendance=attendance,
        reason=reason,
        opinions=opinions,
        recorded_by=by,
        city_attended=city_attended,
        city_absence="" if city_attended else city_absence,
    )
    review._history_user = by
    review.save()
    write_roles(review, roles)
    revision_workflow.advance(
        revision,
        OUTCOMES[outcome],
        by=by,
        on=held_on,
        reason=reason,
        outside_attended=outside_attended,
        city_attended=city_attended,
        city_absence=city_absence,
    )
    take_over(revision.plan, by=by, on=held_on)
    begin_if_due(revision.plan, by=by, on=held_on)
    return review


def write_roles(review: Review, roles) -> None:
    """役割分担; a task without an agency is refused (4(2)エ, E-01)."""
    for row in roles:
        if not row.get("organisation"):
            raise Refused(refuse("E-01", field="roles", item="役割分担の機関"))
        RoleAssignment(review=review, **row).save()
