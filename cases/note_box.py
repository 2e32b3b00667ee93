"""The box in which a 支援経過 is written, on the case page and on its own."""

from django.db.models import prefetch_related_objects

from accounts.models import Role
from cases.models import Appointment, HouseholdMember, Note, NoteTemplate
from cases.permissions import roles_of
from rules.calendar import today
from rules.choices import choices, label

LOOK_BACK = 400  # characters of the note before that stand beside the box


def note_box(case, form, user, appointment=None):
    """The context of ``cases/note_box.html``: the form and what stands beside it."""
    return {
        "note_form": form,
        "may_keep_templates": Role.CHIEF in roles_of(user, case.episode),
        "note_from": appointment,
        "note_before": note_before(case),
        "note_templates": NoteTemplate.objects.filter(organisation=case.agency_id, is_active=True)
        .only("title", "body")
        .order_by("position", "pk"),
        "note_partners": partners(case),
    }


def note_before(case):
    """The last 記録 that stands, so that one goes on where it ended."""
    files = [case, *case.joined.all()]
    notes = Note.objects.filter(case__in=files, kind=Note.Kind.NOTE, struck_reason="")
    shown = ("on", "method", "partner", "place", "body", "next_step", "author__name")
    note = notes.values_list(*shown, named=True).first()
    if note is None:
        return None
    text = note.body if len(note.body) <= LOOK_BACK else f"{note.body[:LOOK_BACK]}…"
    return {
        "on": note.on,
        "by": note.author__name,
        "title": note_title(note),
        "text": text,
        "next": note.next_step,
    }


def note_title(note):
    """How and with whom, in the words of its day."""
    method = label("note_methods", note.method, note.on) if note.method else ""
    return "　".join(filter(None, (method, note.partner, note.place)))


def partners(case):
    """Whom one may have spoken with: the kinds of the form, the family, those it was handed to."""
    family = HouseholdMember.objects.filter(case=case).kept().values_list("relation", "name")
    relatives = [
        f"{label('household_relations', relation)} {name}" if relation else name
        for relation, name in family
    ]
    kinds = [words for _code, words in choices("note_partners", today())]
    prefetch_related_objects([case.episode], "referrals__contact")  # unless the page did
    handed = [row.contact.name for row in case.episode.referrals.all()]
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
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 12):
        return None
    rows = case.appointments.filter(on__lte=today()).select_related("case")
    return rows.exclude(standing=Appointment.Standing.CANCELLED).filter(pk=wanted).first()
