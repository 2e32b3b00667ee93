"""A programme with an application of its own: when it came, and until when to rule (D27)."""

from django.db import transaction

from accounts.models import STAFF
from cases.workflow.deadlines import settle, write_due
from cases.workflow.story import check_day, not_staff, tell
from plans.models import PlanProgramme
from plans.permissions import roles_of
from plans.workflow.profile import by_key, profile_of
from rules.refusals import Refused, refuse

State = PlanProgramme.State


def limit_key(programme: PlanProgramme) -> str:
    return f"limit_{programme.pk}"


def set_limit(programme: PlanProgramme, *, since) -> None:
    """Until when the city rules on it, where the 要綱 says so."""
    profile = profile_of(programme.plan)
    entry = by_key(profile).get(programme.key)
    if entry and entry.limit:
        due = entry.limit.counted(since)
        case, key = programme.plan.case, limit_key(programme)
        write_due(case, due, key=key, about=programme.label, edition=profile.label)


def settle_limit(programme: PlanProgramme, *, on) -> None:
    """It has been ruled on."""
    settle(programme.plan.case, limit_key(programme), on=on)


def application_obstacles(programme: PlanProgramme, by) -> list:
    """Why no application can be recorded: what the button shows (E-03, E-08)."""
    if not roles_of(by, programme) & set(STAFF):
        return [not_staff()]
    if programme.application_title and programme.state in (State.PENDING, State.REVISING):
        return []
    return [
        refuse(
            "E-08",
            state=f"{programme.label} {programme.get_state_display()}",
            operation="申請を受けた日を記録する",
            options="プランの画面を見る",
        )
    ]


@transaction.atomic
def record_application(programme: PlanProgramme, *, by, on) -> None:
    """The person's own application for this programme came in; the city's time begins."""
    if refusals := application_obstacles(programme, by):
        raise Refused(*refusals)
    check_day(on, "申請日")
    programme.applied_on = on
    programme._history_user = by
    programme.save()
    set_limit(programme, since=on)
    words = f"{programme.label}：「{programme.application_title}」を受けました"
    tell(programme.plan.episode, "record_application", words, by=by, on=on)
