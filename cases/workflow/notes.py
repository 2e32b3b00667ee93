"""支援経過: written, corrected, struck out, never removed (D9)."""

from django.db import transaction

from accounts.models import STAFF, Role
from cases.models import Case, Note
from cases.permissions import roles_of
from cases.workflow.story import not_staff
from rules.refusals import Refused, refuse


def write_note(case: Case, *, by, **fields) -> Note:
    """支援経過を1件書く (様式3). Anyone of the agency may add one (D15)."""
    if not roles_of(by, case.episode) & set(STAFF):
        raise Refused(not_staff())
    note = Note(case=case, episode=case.episode, author=by, **fields)
    note._history_user = by
    note.save()
    return note


@transaction.atomic
def correct_note(note: Note, *, by, version: int, **fields) -> None:
    """A correction is a new version; the old words stay in the history (D9).

    Only the author corrects (E-03), only a 記録 that stands, and only the version they
    had before their eyes (E-08).
    """
    current = Note.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if current.author_id != by.pk or current.kind != Note.Kind.NOTE:
        raise Refused(refuse("E-03", roles="この記録を書いた人"))
    if current.version != version or current.struck_reason:
        raise Refused(
            refuse("E-08", state="直された記録", operation="訂正", options="いまの文を見て直す")
        )
    for name, value in fields.items():
        setattr(current, name, value)
    current._history_user = by
    current.save()


@transaction.atomic
def strike_note(note: Note, *, by, reason: str) -> None:
    """A note on the wrong person is struck out with a reason, never removed (D9)."""
    if note.kind != Note.Kind.NOTE or (
        note.author_id != by.pk and Role.CHIEF not in roles_of(by, note.episode)
    ):
        raise Refused(refuse("E-03", roles="この記録を書いた人・主任相談支援員"))
    if not reason:
        raise Refused(refuse("E-01", field="reason", item="取り消しの理由"))
    note.struck_reason = reason
    note._history_user = by
    note.save()
