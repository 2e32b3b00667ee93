"""対象要件 at 振り分け: never a bar at 受付, always with a way out (P-15, D12, E-30)."""

import datetime as dt

from cases.models import Episode, TargetCheck
from cases.standards import Target, case_rules
from rules.calendar import PartialDate, age_on
from rules.profile import profile_for
from rules.refusals import refuse
from rules.transitions import Move


def targets_of(episode: Episode, on: dt.date) -> tuple[Target, ...]:
    """What the 要綱 in force on a day asks of a person."""
    return case_rules(profile_for(episode.agency.municipality.code, on)).targets


def is_met(target: Target, answers, birth: str, on: dt.date) -> bool:
    """Does what was answered, or the birth date, meet the rule? Not known is not met."""
    if target.asks == "age":
        return target.youngest <= youngest_on(birth, on) and oldest_on(birth, on) <= target.oldest
    if target.asks == "any_of":
        return bool({row.code for row in target.options} & set(answers))
    return "yes" in answers


def youngest_on(birth: str, on: dt.date) -> int:
    return age_on(PartialDate.from_stored(birth).last_day, on) if birth else -1


def oldest_on(birth: str, on: dt.date) -> int:
    return age_on(PartialDate.from_stored(birth).first_day, on) if birth else -1


def judged(episode: Episode, on: dt.date, answers) -> list[tuple[Target, bool]]:
    """Each rule with whether it is met; ``answers`` are lists of codes, by rule."""
    birth = episode.case.person.birth
    return [
        (row, is_met(row, answers.get(row.code, ()), birth, on)) for row in targets_of(episode, on)
    ]


def targets_are_met(move: Move):
    """Whoever is not meant is referred on, or taken on with a written reason (E-30)."""
    if move.asking or move.get("exception"):
        return None
    rows = judged(move.record, move.on, move.get("targets") or {})
    missing = [f"{row.label}（{row.clause}）" for row, met in rows if not met]
    return refuse("E-30", field="exception", missing="、".join(missing)) if missing else None


def keep_targets(move: Move) -> None:
    """What was found of each rule, and why the case goes on where one is not met."""
    answers = move.get("targets") or {}
    for target, met in judged(move.record, move.on, answers):
        row = TargetCheck(
            episode=move.record,
            code=target.code,
            label=target.label,
            clause=target.clause,
            is_met=met,
            found=list(answers.get(target.code, ())),
            exception="" if met else move.get("exception"),
            checked_on=move.on,
            checked_by=move.by,
        )
        row._history_user = move.by
        row.save()
