"""By which version of the municipality's 要綱 a plan is judged (D26)."""

import datetime as dt

from accounts.standards import Labels, labels_in
from cases.workflow.story import tell
from plans.models import Plan, PlanProgramme, PlanRevision, Review
from plans.standards import PlanRules, Programme, plan_rules, programmes
from rules.calendar import today
from rules.prepared import prepared
from rules.profile import Profile, profile_for

PROCEDURES = {
    "decision": "支援決定",
    "confirm": "支援内容の確認",
    "hellowork": "支援要請",
    "own": "独自の決定",
    "report": "報告",
    "none": "手続なし",
}
OPEN = (PlanProgramme.State.PENDING, PlanProgramme.State.DROPPED, PlanProgramme.State.REVISING)


def meeting_day(plan: Plan) -> dt.date | None:
    """The day of the plan's 支援調整会議, held or fixed; None while there is none.

    What a meeting sent back goes to another one, whose day nobody knows yet.
    """
    newest = plan.newest
    if newest and newest.state == PlanRevision.State.TABLED and newest.meeting_on:
        return newest.meeting_on
    held = meetings_held(plan.pk)
    return held[0][0] if held else None


@prepared
def meetings_held(plan: int):
    """The day of the newest meeting that did not send the plan back; every rule asks it."""
    return (
        Review.objects.filter(plan=plan, subject=Review.Subject.PLAN)
        .exclude(outcome=Review.Outcome.RETURNED)
        .order_by("-held_on", "-pk")
        .values_list("held_on")[:1]
    )


def judged_on(plan: Plan, on: dt.date | None = None) -> dt.date:
    """The day whose 要綱 judges the plan: that of its meeting; without one, today."""
    return meeting_day(plan) or on or today()


def version_on(plan: Plan, on: dt.date) -> Profile:
    """The version in force on a day, whatever day the plan is judged by."""
    return profile_for(plan.agency.municipality.code, on)


def profile_of(plan: Plan, on: dt.date | None = None) -> Profile:
    """The version that judges the plan."""
    return version_on(plan, judged_on(plan, on))


def rules_of(plan: Plan, on: dt.date | None = None) -> PlanRules:
    """The table ``plans`` of that version."""
    return plan_rules(profile_of(plan, on))


def labels_for(plan: Plan) -> Labels:
    """Its words."""
    return labels_in(profile_of(plan))


def catalogue(plan: Plan, on: dt.date | None = None) -> dict[str, Programme]:
    """The municipality's programmes of that version, by key."""
    return by_key(profile_of(plan, on))


def by_key(profile: Profile) -> dict[str, Programme]:
    return {row.key: row for row in programmes(profile)}


def entry_of(programme: PlanProgramme) -> Programme | None:
    """What the 要綱 that judges the plan says of one of its programmes; None if nothing."""
    return catalogue(programme.plan).get(programme.key)


def judge_by(revision: PlanRevision, on: dt.date, *, by) -> None:
    """The day of the meeting is fixed: its 要綱 says the procedure of what nobody has ruled on.

    What it calls otherwise or rules on otherwise is told in the story: nobody else says why.
    """
    profile = version_on(revision.plan, on)
    offered = by_key(profile)
    keys = list(offered)
    for line in revision.lines.select_related("programme"):
        programme, entry = line.programme, offered.get(line.programme.key)
        if entry is None or programme.state not in OPEN:
            continue
        before = in_words(programme)
        if describe(programme, entry, keys.index(entry.key)):
            programme._history_user = by
            programme.save()
        if in_words(programme) != before:
            words = f"{profile.label}により、{before}は{in_words(programme)}になりました"
            tell(revision.plan.episode, "judge_by", words, by=by)


def in_words(programme: PlanProgramme) -> str:
    """「家計相談支援事業」（支援内容の確認）: what a programme is called, how it is ruled on."""
    return f"「{programme.label}」（{PROCEDURES[programme.procedure]}）"


def describe(programme: PlanProgramme, entry: Programme, position: int) -> bool:
    """Say of a programme what the 要綱 says of it; True if that is anything new."""
    now = {
        "label": entry.label,
        "procedure": entry.procedure,
        "position": position,
        "application_title": entry.application.title if entry.application else "",
        "application_number": entry.application.number if entry.application else "",
    }
    is_new = any(getattr(programme, name) != value for name, value in now.items())
    for name, value in now.items():
        setattr(programme, name, value)
    return is_new


def has_decision(plan: Plan, revision) -> bool:
    """Does this revision ask for a programme that needs 支援決定 (4(2)オ, E-10)?"""
    return revision.lines.filter(programme__procedure="decision").exists()
