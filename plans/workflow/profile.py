"""By which version of the municipality's 要綱 a plan is judged (D26)."""

from plans.models import Plan, Review
from plans.standards import PlanRules, Programme, programmes
from rules.calendar import today
from rules.profile import Profile, profile_for


def profile_of(plan: Plan, on=None) -> Profile:
    """The version in force on the day of the latest 支援調整会議, else on ``on`` or today."""
    held = (
        plan.reviews.filter(subject=Review.Subject.PLAN)
        .order_by("-held_on", "-pk")
        .values_list("held_on", flat=True)
        .first()
    )
    return profile_for(plan.agency.municipality.code, held or on or today())


def rules_of(plan: Plan, on=None) -> PlanRules:
    """The table ``plans`` of that version."""
    return profile_of(plan, on).table("plans")


def catalogue(plan: Plan, on=None) -> dict[str, Programme]:
    """The municipality's programmes of that version, by key."""
    return {row.key: row for row in programmes(profile_of(plan, on))}


def has_decision(plan: Plan, revision) -> bool:
    """Does this revision ask for a programme that needs 支援決定 (4(2)オ, E-10)?"""
    return revision.lines.filter(programme__procedure="decision").exists()
