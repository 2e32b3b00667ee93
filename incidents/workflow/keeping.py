"""What the three machines do alike: keep what was typed with a move, look at its day."""

from collections.abc import Callable

from accounts.models import STAFF, Role
from accounts.permissions import is_city_staff, roles_on
from cases.workflow.story import why_not_on
from rules.refusals import Refused, refuse
from rules.transitions import Move


def keep(*names: str, day: str = "") -> Callable[[Move], None]:
    """An effect: the typed fields of these names are the record's, ``day`` is when it was."""

    def effect(move: Move) -> None:
        for name in names:
            setattr(move.record, name, move.get(name))
        if day:
            setattr(move.record, day, move.on)
        move.record._history_user = move.by
        move.record.save()

    return effect


def not_before(earlier: str, words: str):
    """A guard: the move was made on or after a day of the record (E-02), and not ahead (E-35)."""

    def guard(move: Move):
        since = getattr(move.record, earlier)
        if move.asking:
            return None
        return why_not_on(move.on, f"{move.transition.label}の日", since, words)

    return guard


def row_history(_move: Move) -> None:
    """Each move stands in the row's own history, with who, when and from what to what (D24)."""


def city_of(user, record) -> bool:
    return is_city_staff(user, record.agency)


def check_staff(user, agency) -> None:
    """Who records something works at the agency (E-03)."""
    if not roles_on(user, agency) & set(STAFF):
        raise Refused(refuse("E-03", roles="・".join(Role(role).label for role in STAFF)))
