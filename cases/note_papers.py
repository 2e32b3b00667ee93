"""様式3 支援経過記録シート: the 経過一覧 of a period."""

import datetime as dt

from accounts.models import STAFF, Role
from cases.documents import sheet_of
from cases.models import Case, Note
from cases.papers import NoteLine, NotesPaper
from documents.register import Document, Sheet, Version, register
from rules.calendar import wareki
from rules.choices import choices, label

OPEN_LINES = 14  # of a blank 経過一覧


def cases_with_notes(case: Case):
    """The 台帳 itself, once something was recorded."""
    return Case.objects.filter(pk=case.pk, notes__kind=Note.Kind.NOTE).distinct()


def notes_sheet(
    case: Case,
    since: dt.date | None = None,
    until: dt.date | None = None,
    *,
    with_moves: bool = False,
) -> Sheet:
    """経過一覧 of a period (both days inclusive), the oldest first; 手続 lines only if wished.

    What was struck out stays on it with its reason, as on the screen (D9).
    """
    rows = Note.objects.of_file(case).select_related("author")
    if not with_moves:
        rows = rows.filter(kind=Note.Kind.NOTE)
    if since:
        rows = rows.filter(on__gte=since)
    if until:
        rows = rows.filter(on__lte=until)
    notes = tuple(map(note_line, reversed(rows)))
    days = [note.on for note in notes if note.on]
    paper = NotesPaper(
        number=case.number,
        name=case.person.display_name,
        kana=case.person.kana,
        since=since or (days[0] if days else None),
        until=until or (days[-1] if days else None),
        notes=notes,
    )
    period = f"{wareki(paper.since)}～{wareki(paper.until)}" if paper.since and paper.until else ""
    return sheet_of(case, paper, days[-1] if days else None, **({"期間": period} if period else {}))


def note_line(note: Note) -> NoteLine:
    return NoteLine(
        on=note.on,
        at=note.at,
        method=method_words(note),
        partner=note.partner,
        place=note.place,
        author=note.author.name,
        body=note.body,
        next_step=note.next_step,
        is_corrected=note.version > 1 and not note.struck_reason,
        struck=note.struck_reason,
        is_move=note.kind == Note.Kind.MOVE,
    )


def method_words(note: Note) -> str:
    """対応方法 with its number, as the form counts them."""
    if note.kind == Note.Kind.MOVE:
        return "手続"
    codes = [code for code, _words in choices("note_methods", note.on)]
    words = label("note_methods", note.method, note.on) if note.method else ""
    return f"{codes.index(note.method) + 1} {words}" if note.method in codes else words


def blank_notes(_agency, _on: dt.date) -> NotesPaper:
    """経過一覧 to write in by hand."""
    return NotesPaper(notes=(NoteLine(),) * OPEN_LINES)


register(
    [
        Document(
            code="form3",
            title="支援経過記録シート",
            room="cases",
            subject="cases.Case",
            roles=(*STAFF, Role.ADMIN),
            versions=(Version("cases/documents/form3_notes.html"),),
            records=cases_with_notes,
            sheet=notes_sheet,
            blank=blank_notes,
            page="notes_prepare",
        ),
    ]
)
