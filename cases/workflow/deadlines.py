"""期限: set and settled by the verbs that know them, each with its reason and clause."""

import datetime as dt

from cases.models import Case, Deadline
from cases.standards import due_rule
from rules.due import Due
from rules.profile import profile_for


def set_deadline(
    case: Case, *, key: str, kind: str, due_on, reason: str, clause="", edition=""
) -> Deadline:
    """The one open deadline of a key: a new day takes the place of the old one."""
    row, _made = Deadline.objects.update_or_create(
        case=case,
        key=key,
        done_on=None,
        defaults={
            "kind": kind,
            "due_on": due_on,
            "reason": reason,
            "clause": clause,
            "edition": edition,
        },
    )
    return row


def set_due(
    case: Case,
    name: str,
    *,
    since: dt.date,
    agreed: dt.date | None = None,
    at: str = "",
    months: int = 0,
    key: str = "",
    about: str = "",
) -> Deadline | None:
    """The 期限 of a row of the profile (``DueRules``), by the 要綱 in force on ``since`` (D26).

    On the day ``agreed`` with the person, if there is one, settled in ``at`` (the プラン, the
    モニタリング); else counted by the rule; None where the rule leaves it to them. ``about``
    says whom it concerns, where there are several of a kind; ``key`` keeps those apart.
    """
    profile = profile_for(case.agency.municipality.code, since)
    rule = due_rule(profile, name)
    if agreed:
        due = rule.agreed(agreed, at=at, since=since)
    elif rule.counts:
        due = rule.counted(since, months)
    else:
        return None
    return write_due(case, due, key=key or name, about=about, edition=profile.label)


def write_due(case: Case, due: Due, *, key: str, about: str, edition: str) -> Deadline:
    return set_deadline(
        case,
        key=key,
        kind=due.kind,
        due_on=due.on,
        reason="　".join(filter(None, (about, due.reason))),
        clause=due.clause,
        edition=edition,
    )


def settle(case: Case, key: str, *, on) -> None:
    """What was due has been done."""
    case.deadlines.filter(key=key, done_on__isnull=True).update(done_on=on)


def settle_all(case: Case, *, on, but="") -> None:
    """The course is over: nothing of it is due any more, but what goes on beyond its end."""
    due = case.deadlines.filter(done_on__isnull=True)
    if but:
        due = due.exclude(key__startswith=but)
    due.update(done_on=on)
