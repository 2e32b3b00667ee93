"""The box in which a 支援経過 is written, on the case page and on its own."""

from functools import lru_cache

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django.db.models import prefetch_related_objects

from accounts.models import Role
from cases import reading
from cases.forms.notes import HourForm, NewNoteForm
from cases.models import Appointment
from cases.permissions import roles_of
from cases.workflow.outreach import accompanies
from rules.calendar import today
from rules.choices import choices, label
from rules.text import number_in

LOOK_BACK = 400  # characters of the note before that stand beside the box


def note_box(case, user, form=None, *, stages=(), appointment=None, files=None, referrals=None):
    """The context of ``cases/note_box.html``: the form and what stands beside it.

    Without a form an empty one, where ``stages`` may be told; what the page has read
    already need not be read again (``files``, ``referrals``).
    """
    now, asks = HourForm(), accompanies(case.agency)
    return {
        "note_form": form or now,
        "boxes": drawn(form) if form else empty_boxes(today(), stages, asks) | drawn(now),
        "may_keep_templates": Role.CHIEF in roles_of(user, case.episode),
        "note_from": appointment,
        "note_before": note_before(files or [case, *reading.joined(case.pk)]),
        "note_templates": reading.note_templates(case.agency_id),
        "note_partners": partners(case, referrals),
    }


def drawn(form):
    """The fields of a form as HTML, by name."""
    return {name: as_crispy_field(form[name]) for name in form.fields}


@lru_cache(maxsize=32)
def empty_boxes(day, stages, asks_accompanying):
    """Those of an empty form of a day: the same in every case, but for the hour."""
    return drawn(NewNoteForm(stages=stages, accompanies=asks_accompanying))


def note_before(files):
    """The last 記録 that stands, so that one goes on where it ended."""
    newest = [note for file in files for note in reading.notes_that_stand(file.pk)]
    if not newest:
        return None
    note = max(newest, key=lambda note: note.on)
    text = note.body if len(note.body) <= LOOK_BACK else f"{note.body[:LOOK_BACK]}…"
    return {
        "on": note.on,
        "by": note.by,
        "title": note_title(note),
        "text": text,
        "next": note.next_step,
    }


def note_title(note):
    """How and with whom, in the words of its day."""
    method = label("note_methods", note.method, note.on) if note.method else ""
    return "　".join(filter(None, (method, note.partner, note.place)))


def partners(case, referrals=None):
    """Whom one may have spoken with: the kinds of the form, the family, those it was handed to."""
    relatives = [
        f"{label('household_relations', row.relation)} {row.name}" if row.relation else row.name
        for row in reading.family(case.pk)
    ]
    kinds = [words for _code, words in choices("note_partners", today())]
    if referrals is None:
        referrals = reading.referrals(case.episode_id)
        prefetch_related_objects(referrals, "contact")
    handed = [row.contact.name for row in referrals]
    return list(dict.fromkeys([*kinds, *relatives, *handed]))


def from_appointment(row):
    """What a note of this appointment begins with: nothing of it is typed twice."""
    begun = f"同席：{row.companion}\n" if row.companion else ""
    return {
        "on": row.on,
        "at": row.at,
        "place": row.place,
        "method": row.kind,
        "partner": "本人",
        "body": begun,
    }


def told_of(case, wanted):
    """The appointment a note is to tell of: of today or earlier, and not called off."""
    key = number_in(wanted)
    if key is None:
        return None
    rows = case.appointments.filter(on__lte=today()).select_related("case")
    return rows.exclude(standing=Appointment.Standing.CANCELLED).filter(pk=key).first()
