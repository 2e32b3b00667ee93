"""審査: the city checks each requirement, and whether the plan is fit (6(1), 6(2)イ)."""

from django.db import transaction

from accounts.models import Role
from accounts.permissions import is_city_staff
from plans.models import PlanProgramme, RequirementCheck
from plans.permissions import roles_of
from rules.calendar import today
from rules.refusals import Refused, refuse, stale

State = PlanProgramme.State


def check_examiner(programme, by) -> None:
    """Only the city's officer examines (E-03, E-04)."""
    if not is_city_staff(by, programme.agency):
        raise Refused(refuse("E-04"))
    if Role.OFFICER not in roles_of(by, programme):
        raise Refused(refuse("E-03", roles=Role.OFFICER.label))


@transaction.atomic
def save_examination(programme, *, by, answers, is_fit, fitness="", on=None, version=None) -> None:
    """Keep the answers so far; ``answers`` is {pk: (answer, ground)}, half-filled is fine.

    Only the city's officer (E-03, E-04), only while it is being examined and nobody changed
    ``version`` of it first (E-08).
    """
    check_examiner(programme, by)
    current = PlanProgramme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if current.state not in (State.EXAMINING, State.ELIGIBLE):
        raise Refused(
            refuse(
                "E-08",
                state=current.get_state_display(),
                operation="利用要件を確認する",
                options="審査を始める",
            )
        )
    if version is not None and current.version != version:
        raise Refused(stale("確認の結果の保存"))
    for row in current.checks.filter(submission=current.submission, pk__in=answers):
        answer, ground = answers[row.pk]
        if (answer, ground) == (row.answer, row.ground):
            continue
        row.answer, row.ground = answer, ground
        is_open = answer == RequirementCheck.Answer.OPEN
        row.checked_on, row.checked_by = (None, None) if is_open else (on or today(), by)
        row._history_user = by
        row.save()
    current.is_fit, current.fitness = is_fit, fitness
    current._history_user = by
    current.save()
