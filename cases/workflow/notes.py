"""支援経過: written, corrected, struck out, never removed (D9)."""

from django.db import transaction

from accounts.models import STAFF, Role
from cases.models import Appointment, Case, Note
from cases.permissions import roles_of
from cases.workflow.records import keep, make_appointment
from cases.workflow.story import not_staff
from rules.calendar import weekday
from rules.choices import label
from rules.refusals import Refused, refuse


@transaction.atomic
def write_note(
    case: Case, *, by, appointment: Appointment | None = None, agreed=None, **fields
) -> Note:
    """支援経過を1件書く (様式3). Anyone of the agency may add one (D15).

    ``appointment`` is the one the note tells of: it was kept. ``agreed`` are the fields
    of the next one: it is made, and stands in the note's つぎの予定 as it was agreed.
    """
    if not roles_of(by, case.episode) & set(STAFF):
        raise Refused(not_staff())
    if agreed:
        made = make_appointment(case, by=by, **agreed)
        fields["next_step"] = appointment_words(made)
    if appointment and appointment.standing != Appointment.Standing.KEPT:
        appointment.standing = Appointment.Standing.KEPT
        keep(appointment, by)
    note = Note(case=case, episode=case.episode, author=by, appointment=appointment, **fields)
    return keep(note, by)


def appointment_words(row: Appointment) -> str:
    """An appointment in one line: when, how, where, for what."""
    day = f"{row.on.month}月{row.on.day}日（{weekday(row.on)}）"
    when = f"{day}{row.at:%-H:%M}" if row.at else day
    return "　".join(filter(None, (when, label("note_methods", row.kind), row.place, row.purpose)))


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
    keep(current, by)


@transaction.atomic
def strike_note(note: Note, *, by, reason: str) -> None:
    """A note on the wrong person is struck out with a reason, never removed (D9).

    Its author or the 主任 (E-03), once (E-08).
    """
    current = Note.objects.select_for_update(of=("self",)).get(pk=note.pk)
    check_strike(current, by)
    if not reason:
        raise Refused(refuse("E-01", field="reason", item="取り消しの理由"))
    current.struck_reason = reason
    keep(current, by)


def check_strike(note: Note, by) -> None:
    """Told before the reason is asked for, and held afterwards."""
    if not may_strike(note, by):
        raise Refused(refuse("E-03", roles="この記録を書いた人・主任相談支援員"))
    if note.struck_reason:
        raise Refused(
            refuse("E-08", state="取り消した記録", operation="取り消し", options="経過を見る")
        )


def may_strike(note: Note, by) -> bool:
    """Whose to strike out a note is: the author's and the 主任's."""
    is_mine = note.author_id == by.pk or Role.CHIEF in roles_of(by, note.episode)
    return note.kind == Note.Kind.NOTE and is_mine
