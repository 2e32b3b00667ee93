"""期限: set and settled by the verbs that know them, each with its reason and clause."""

from cases.models import Case, Deadline


def set_deadline(case: Case, *, key: str, kind: str, due_on, reason: str, clause="") -> Deadline:
    """The one open deadline of a key: a new day takes the place of the old one."""
    row, _made = Deadline.objects.update_or_create(
        case=case,
        key=key,
        done_on=None,
        defaults={"kind": kind, "due_on": due_on, "reason": reason, "clause": clause},
    )
    return row


def settle(case: Case, key: str, *, on) -> None:
    """What was due has been done."""
    case.deadlines.filter(key=key, done_on__isnull=True).update(done_on=on)


def settle_all(case: Case, *, on, but="") -> None:
    """The course is over: nothing of it is due any more, but what goes on beyond its end."""
    due = case.deadlines.filter(done_on__isnull=True)
    if but:
        due = due.exclude(key__startswith=but)
    due.update(done_on=on)
