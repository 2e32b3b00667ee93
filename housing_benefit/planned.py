"""The benefit as a plan names it (様式5): read from the plan, never typed again."""

from plans.models import Plan, PlanProgramme

BENEFIT = "housing_benefit"


def planned_for(user, episodes) -> dict[int, PlanProgramme]:
    """By episode, the row of the newest plan that names the benefit, of the plans one may see."""
    plans = Plan.objects.visible_to(user).filter(episode__in=episodes)
    rows = PlanProgramme.objects.filter(key=BENEFIT, plan__in=plans).select_related(
        "plan", "submission"
    )
    return {row.plan.episode_id: row for row in rows.order_by("plan_id")}
