"""アウトリーチの段階 (4(1)ア, 3(1)ア（ｳ）): from the family's call to work, step by step.

A stage is told by the 支援経過 of the visit or the accompaniment itself, nowhere else; the
first may follow from 受付. One may be skipped and one may come again: nothing stands in the way.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, Subquery

from accounts.models import Organisation, Role
from accounts.standards import staffing_of
from cases.models import Case, Note
from cases.permissions import roles_of
from cases.standards import Stage, case_rules
from rules.profile import profile_for

# Notes that tell of no contact with the person or the family.
NO_CONTACT = ("internal", "meeting_plan", "meeting_review", "meeting_suspend", "other_meeting")


@dataclass(frozen=True)
class Step:
    """A stage that was reached, and when."""

    stage: Stage
    on: dt.date


def does_outreach(agency: Organisation) -> bool:
    """Has the 要綱 the module (P-13), and the agency, where it is switched on one by one?"""
    code = agency.municipality.code
    if not case_rules(profile_for(code)).family_outreach:
        return False
    is_switched = any(row.post == Role.OUTREACH for row in staffing_of(code).tasks)
    return not is_switched or Role.OUTREACH in agency.tasks


def accompanies(agency: Organisation) -> bool:
    """Does the 要綱 name 伴走型の相談 (5(1)ア, P-11)?"""
    return case_rules(profile_for(agency.municipality.code)).is_accompanying


def stages_at(agency: Organisation) -> tuple[Stage, ...]:
    """The stages to choose from at an agency; none where it does no outreach."""
    if not does_outreach(agency):
        return ()
    return case_rules(profile_for(agency.municipality.code)).stages


def stages_to_tell(case: Case, user, steps: list["Step"] | None = None) -> tuple[Stage, ...]:
    """Those a 支援経過 of this case may name: where outreach has begun, or who does outreach.

    To everyone else the box would be one more to pass in each note. ``steps`` if known.
    """
    stages = stages_at(case.agency)
    if not stages or Role.OUTREACH in roles_of(user, case.episode):
        return stages
    return stages if (steps_of(case) if steps is None else steps) else ()


def agencies_of(user, roles) -> list[Organisation]:
    """The agencies where one holds one of the roles and outreach is done."""
    codes = set(user.city_codes())
    if not any(case_rules(profile_for(code)).family_outreach for code in codes):
        return []
    rows = Organisation.objects.filter(pk__in=user.organisation_ids(roles))
    return [row for row in rows.select_related("municipality") if does_outreach(row)]


def stages_known(agencies: Iterable[Organisation]) -> dict[str, Stage]:
    """The stages of several agencies by their codes, in order."""
    return {stage.code: stage for agency in agencies for stage in stages_at(agency)}


def with_stage(cases):
    """Each case with ``stage_now``: what the newest 支援経過 that names a stage says."""
    told = Note.objects.filter(episode=OuterRef("episode"), struck_reason="").exclude(stage="")
    newest = told.order_by("-on", F("at").desc(nulls_first=True), "-pk")
    return cases.annotate(
        stage_now=Subquery(newest.values("stage")[:1]),
        stage_since=Subquery(newest.values("on")[:1]),
    )


def at_stage(stage: Stage) -> Q:
    """Of cases ``with_stage``: those that stand there, told or by the way of 受付."""
    received = Q(stage_now__isnull=True, episode__intake__channel__in=stage.channels)
    return Q(stage_now=stage.code) | received


def steps_of(case: Case) -> list[Step]:
    """How the course of a case went, stage by stage; the last is where it stands."""
    stages = {stage.code: stage for stage in stages_at(case.agency)}
    if not stages:
        return []
    episode = case.episode
    channel = episode.intake.channel
    steps = [Step(row, episode.received_on) for row in stages.values() if channel in row.channels]
    told = Note.objects.filter(episode=episode, struck_reason="", stage__in=stages)
    told = told.order_by("on", F("at").asc(nulls_last=True), "pk")
    for code, on in told.values_list("stage", "on"):
        if not steps or steps[-1].stage.code != code:
            steps.append(Step(stages[code], on))
    return steps
