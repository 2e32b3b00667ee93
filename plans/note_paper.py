"""様式3 支援経過記録シート（入力用）: one note, with the plan it was written under."""

import datetime as dt

from accounts.models import STAFF, Role
from cases.documents import boxes, sheet_of, who
from cases.models import Case, Note
from cases.note_papers import note_line
from cases.papers import Box, NotePaper
from cases.permissions import roles_of
from documents.register import Document, Sheet, Version, register
from plans.models import Plan
from rules.calendar import wareki_short


def notes_of(case: Case):
    """The 記録 of a 台帳 that stand, the newest first."""
    rows = Note.objects.of_file(case).filter(kind=Note.Kind.NOTE, struck_reason="")
    return rows.select_related("author", "episode__case__agency", "case__person")


def note_sheet(note: Note) -> Sheet:
    """One note, in the choices of its own day."""
    plans = Plan.objects.filter(episode=note.episode, revisions__made_on__lte=note.on)
    plan = plans.order_by("-number").first()
    paper = NotePaper(
        who=who(note.case, note.on),
        note=note_line(note),
        staff=staff_boxes(roles_of(note.author, note.episode)),
        methods=boxes("note_methods", {note.method}, note.on),
        plan=plan.turn if plan else "",
    )
    return sheet_of(note.case, paper, note.on, 対応日=wareki_short(note.on))


def staff_boxes(roles: set[str]) -> tuple[Box, ...]:
    """The posts of 記入者 as boxes."""
    return tuple(Box(str(Role(role).label), role in roles) for role in STAFF)


def blank_note(_agency, on: dt.date) -> NotePaper:
    """The sheet for writing by hand."""
    return NotePaper(staff=staff_boxes(set()), methods=boxes("note_methods", set(), on))


register(
    [
        Document(
            code="form3_note",
            title="支援経過記録シート（入力用）",
            room="plans",
            subject="cases.Note",
            roles=(*STAFF, Role.ADMIN),
            versions=(Version("cases/documents/form3_note.html"),),
            records=notes_of,
            sheet=note_sheet,
            blank=blank_note,
            numbered_as="form3",
        ),
    ]
)
