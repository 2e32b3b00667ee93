"""The benefit as a plan names it (様式5): read from the plan, never typed again."""

from cases.models import Episode
from housing_benefit.models import BenefitApplication
from plans.models import Plan, PlanProgramme
from plans.workflow import take_over
from plans.workflow.ruling import ELSEWHERE, Ruled

BENEFIT = "housing_benefit"
State = BenefitApplication.State


def ruling_in(episode: Episode) -> Ruled | None:
    """The last 支給決定 that stands, or that one is asked for; None if nobody has applied."""
    rows = BenefitApplication.objects.filter(episode=episode, root=None)
    granted = rows.filter(state__in=(State.GRANTED, State.SUSPENDED)).last()
    if granted:
        return Ruled(granted.decided_on, granted.decided_by)
    return Ruled(None, None) if rows.filter(state__in=BenefitApplication.OPEN).exists() else None


ELSEWHERE[BENEFIT] = ruling_in


def tell_the_plans(episode: Episode, *, by, on) -> None:
    """The 支給決定 settles the row of the plan that names the benefit."""
    for plan in Plan.objects.filter(episode=episode, programmes__key=BENEFIT):
        take_over(plan, by=by, on=on)


def planned_for(user, episodes) -> dict[int, PlanProgramme]:
    """By episode, the row of the newest plan that names the benefit, of the plans one may see."""
    plans = Plan.objects.visible_to(user).filter(episode__in=episodes)
    rows = PlanProgramme.objects.filter(key=BENEFIT, plan__in=plans).select_related(
        "plan", "submission"
    )
    return {row.plan.episode_id: row for row in rows.order_by("plan_id")}
