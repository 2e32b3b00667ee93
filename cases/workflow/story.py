"""What every verb writes into the one timeline, and the guards they share."""

from django.db.models import Max

from accounts.models import STAFF, Role
from cases.models import Episode, Note
from rules.calendar import today
from rules.refusals import Refused, refuse
from rules.transitions import Move


def line(episode: Episode, move: str, body: str, *, by, on=None, at=None, reason="") -> Note:
    """A 手続 line, not yet kept."""
    return Note(
        case=episode.case,
        episode=episode,
        kind=Note.Kind.MOVE,
        on=on or today(),
        at=at,
        author=by,
        body=body,
        machine="case",
        move=move,
        state_after=episode.state,
        reason=reason,
    )


def tell(episode: Episode, move: str, body: str, *, by, on=None, at=None, reason="") -> None:
    """A 手続 line that no transition wrote (D9)."""
    note = line(episode, move, body, by=by, on=on, at=at, reason=reason)
    note._history_user = by
    note.save()


def newest_line(episode: Episode, move: str) -> int:
    """What a verb without a row of its own rests on: the newest line it left, 0 before any."""
    lines = Note.objects.filter(episode=episode, move=move)
    return lines.aggregate(newest=Max("pk"))["newest"] or 0


def tell_different(episode: Episode, resembling, *, by, reason, on=None) -> None:
    """The answer to E-26: these 台帳 were shown side by side and are of someone else."""
    numbers = "、".join(other.number for other in resembling)
    words = f"似た台帳（{numbers}）とは別の人です"
    tell(episode, "different", words, by=by, on=on, reason=reason)


def move_line(move: Move, episode: Episode, body: str) -> None:
    """The 手続 line each transition leaves in the story (D9)."""
    note = Note(
        case=episode.case,
        episode=episode,
        kind=Note.Kind.MOVE,
        on=move.on,
        author=move.by,
        body=body,
        machine=move.machine,
        move=move.transition.name,
        state_before=move.before,
        state_after=move.record.state,
        reason=move.get("reason"),
    )
    note._history_user = move.by
    note.save()


def not_staff():
    """E-03 with the posts of the agency."""
    return refuse("E-03", roles="・".join(Role(role).label for role in STAFF))


def why_not_on(on, item: str, since=None, earlier="", *, later="", field="on"):
    """Why a day cannot be: it is to come (E-35), or before what it follows (E-02)."""
    if on > today():
        return refuse("E-35", field=field, item=item)
    if since and on < since:
        return refuse("E-02", field=field, later=later or item, earlier=earlier)
    return None


def check_day(on, item: str, since=None, earlier="", **words) -> None:
    """What is recorded has happened, and after what it follows."""
    if refusal := why_not_on(on, item, since, earlier, **words):
        raise Refused(refusal)


def not_in_the_future(move: Move):
    """What is recorded has happened (E-35)."""
    if not move.asking and move.on > today():
        return refuse("E-35", field="on", item=f"{move.transition.label}の日")
    return None
