"""One timeline of everything that happened in a case: notes, moves, papers, 約束, 期限."""

from collections import namedtuple
from dataclasses import dataclass, replace

from django.core.paginator import Paginator
from django.db.models import CharField, F, Q, TimeField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from accounts.models import Role
from cases.models import Appointment, Deadline, Note
from cases.note_box import note_title
from cases.permissions import reads_records, roles_of
from cases.prints import copies_of
from cases.workflow.outreach import NO_CONTACT, stages_at
from documents.models import IssuedDocument
from rules.calendar import today, wareki, weekday
from rules.choices import label
from rules.prepared import prepared

# Thirty notes are read for each look at a case: what is shown of them, and no more.
SHOWN = (
    "pk",
    "version",
    "kind",
    "on",
    "at",
    "author",
    "author__name",
    "method",
    "partner",
    "place",
    "body",
    "reason",
    "next_step",
    "stage",
    "is_accompanying",
    "struck_reason",
)
NoteRow = namedtuple("NoteRow", [name.replace("__", "_") for name in SHOWN])
ACCOMPANYING = "伴走型の相談"
# The lines and the 期限 of つなぎ and フォロー.
HANDED_ON = Q(machine__in=("referral", "follow_up")) | Q(move="refer_beside")
DUE_OF_HANDED_ON = Q(key__startswith="referral_") | Q(key="follow_up")
PAGE = 30  # as many entries as a counselor reads before a talk
KINDS = {
    "note": "記録",
    "meeting": "会議",
    "move": "手続",
    "paper": "書類",
    "appointment": "約束",
    "deadline": "済んだ期限",
}


@dataclass(frozen=True)
class Wanted:
    """What of the timeline is asked for; nothing given is everything."""

    kind: str = ""
    who: int | None = None
    since: object = None
    until: object = None
    has_records: bool = True  # else 手続 and 会議 alone, and nothing of つなぎ and フォロー

    def within(self, rows, field):
        """The rows of the period."""
        if self.since:
            rows = rows.filter(**{f"{field}__gte": self.since})
        return rows.filter(**{f"{field}__lte": self.until}) if self.until else rows

    def by(self, rows, field):
        return rows.filter(**{field: self.who}) if self.who else rows


def timeline_page(case, files, user, wanted, *, number=None, note=None):
    """(page, entries) of a case and of the 台帳 joined into it, the newest first.

    The keys are sorted in the database and read at once, the rows only of the page.
    ``note`` is one that must be on the page, if no page was asked for.
    """
    if not reads_records(user, case.episode):
        wanted = replace(wanted, has_records=False)
    numbers = [file.pk for file in files]
    whole = wanted == Wanted() and not numbers[1:]  # as nearly always
    found = everything(case.pk, today()) if whole else ordered(sources(numbers, wanted, today()))
    keys = [(what, key) for what, key, *_when in found]
    if number is None and ("note", note) in keys:
        number = keys.index(("note", note)) // PAGE + 1
    page = Paginator(keys, PAGE).get_page(number)
    shown = list(page)
    if whole and page.number == 1:  # its notes are the newest of the file
        notes = newest_notes(case.pk)
    else:
        told = [key for what, key in shown if what == "note"]
        notes = read(Note.objects.values_list(*SHOWN), told)
    return page, entries(case, user, shown, map(NoteRow._make, notes))


@prepared
def newest_notes(case):
    return Note.objects.filter(case=case).values_list(*SHOWN)[:PAGE]


@prepared
def everything(case, day):
    """All that a timeline of one file is made of, on a day."""
    return ordered(sources([case], Wanted(), day))


def sources(files, wanted, day):
    """What a timeline is made of: for each kind its keys with day and hour."""
    notes = wanted.by(wanted.within(Note.objects.filter(case__in=files), "on"), "author")
    if not wanted.has_records:
        notes = notes.filter(Q(kind=Note.Kind.MOVE) | Q(method__in=NO_CONTACT))
        notes = notes.exclude(HANDED_ON)
    if wanted.kind in ("", "note", "meeting", "move"):
        yield keyed(of_kind(notes, wanted.kind), "note", "on", F("at"))
    if wanted.kind in ("", "paper"):
        issued = IssuedDocument.objects.of_cases(files)
        issued = wanted.by(wanted.within(issued, "issued_on"), "issued_by")
        yield keyed(issued, "paper", "issued_on", untimed())
    if wanted.kind in ("", "appointment"):
        made = Appointment.objects.filter(case__in=files, on__lte=day, notes__isnull=True)
        yield keyed(wanted.by(wanted.within(made, "on"), "staff"), "appointment", "on", F("at"))
    if wanted.kind in ("", "deadline"):
        done = Deadline.objects.filter(case__in=files, done_on__isnull=False)
        if not wanted.has_records:
            done = done.exclude(DUE_OF_HANDED_ON)
        if wanted.who:
            done = done.none()  # nobody is written down as having met one
        yield keyed(wanted.within(done, "done_on"), "deadline", "done_on", untimed())


def of_kind(notes, kind):
    """記録, of which the meetings are a kind of their own, or 手続."""
    if kind == "move":
        return notes.filter(kind=Note.Kind.MOVE)
    if kind == "meeting":
        return notes.filter(kind=Note.Kind.NOTE, method__in=NO_CONTACT)
    if kind == "note":
        return notes.filter(kind=Note.Kind.NOTE).exclude(method__in=NO_CONTACT)
    return notes


def untimed():
    return Cast(Value(None), TimeField())


def keyed(rows, what, day, hour):
    """The rows as (what, key, day, hour), to be sorted among the others."""
    return (
        rows.order_by()
        .annotate(what=Value(what, CharField()), row_key=F("pk"), day=F(day), hour=hour)
        .values_list("what", "row_key", "day", "hour")
    )


def ordered(found):
    """All of them in one order; what has no hour comes after what has one, on any database."""
    first, *rest = found
    rows = first.union(*rest, all=True) if rest else first
    return rows.order_by("-day", F("hour").desc(nulls_first=True), "what", "-row_key")


# ---- entries, as components/timeline.html shows them -------------------------------


def entries(case, user, keys, notes):
    """The rows of a page, each kind read once, in the order of the keys."""
    wanted = {what: [key for kind, key in keys if kind == what] for what, _key in keys}
    is_chief = Role.CHIEF in roles_of(user, case.episode)
    stages = {row.code: row.label for row in stages_at(case.agency)}
    found, year = {}, today().year
    for note in notes:
        found["note", note.pk] = note_entry(note, user, case, is_chief) | {
            **when(year, note.on, note.at),
            "stage": stages.get(note.stage, ""),
        }
    issued = list(read(IssuedDocument.objects.select_related("issued_by"), wanted.get("paper")))
    copies = copies_of(user, issued)
    for row in issued:
        link = copies.get(row.pk, "")
        found["paper", row.pk] = paper_entry(row, link) | when(year, row.issued_on)
    for row in read(Appointment.objects.select_related("staff"), wanted.get("appointment")):
        found["appointment", row.pk] = appointment_entry(row) | when(year, row.on, row.at)
    for row in read(Deadline.objects, wanted.get("deadline")):
        found["deadline", row.pk] = deadline_entry(row) | when(year, row.done_on)
    return [found[key] for key in keys]


def read(rows, keys):
    """In any order: the keys have theirs."""
    return rows.filter(pk__in=keys).order_by() if keys else []


def when(this_year, on, at=None):
    """The day in the pieces the line beside the entries is made of, and for machines."""
    clock = f"{at.hour}:{at:%M}" if at else ""
    return {
        "stamp": f"{on}T{at:%H:%M}" if at else f"{on}",
        "year": "" if on.year == this_year else f"{wareki(on).partition('年')[0]}年",
        "day": f"{on.month}月{on.day}日",
        "hour": f"（{weekday(on)}）{clock}",
    }


EMPTY = {
    "text": "",
    "by": "",
    "next": "",
    "stage": "",
    "struck": "",
    "url": "",
    "versions_url": "",
    "strike_url": "",
    "link": "",
    "anchor": "",
}


def note_entry(note, user, case, is_chief=False):
    """A 記録, or the line that a move left."""
    is_move = note.kind == Note.Kind.MOVE
    title, text = note_title(note), note.body
    if note.is_accompanying:
        title = "　".join(filter(None, (title, ACCOMPANYING)))
    if is_move:
        title, _newline, text = note.body.partition("\n")
        why = f"理由：{note.reason}" if note.reason else ""
        text = "\n".join(filter(None, (text, why)))
    stands = not is_move and not note.struck_reason
    is_mine = note.author == user.pk
    return EMPTY | {
        "kind": note.kind,
        "anchor": f"note-{note.pk}",
        "title": title,
        "text": text,
        "by": note.author_name,
        "next": note.next_step,
        "struck": note.struck_reason,
        "url": note_url("note_correct", case, note) if stands and is_mine else "",
        "strike_url": note_url("note_strike", case, note) if stands and is_chief else "",
        "versions_url": note_url("note_versions", case, note) if note.version > 1 else "",
    }


def note_url(name, case, note):
    """Under the file one reads: a note of a joined one is corrected there too."""
    return reverse(name, args=[case.pk, note.pk])


def paper_entry(row, link):
    return EMPTY | {
        "kind": "move",
        "title": f"書類を発行しました：{row.title}",
        "text": row.number,
        "by": row.issued_by.name,
        "link": link,
    }


def appointment_entry(row):
    """An appointment no 記録 was written of: kept, called off, or still to be told."""
    standing = row.get_standing_display()
    is_open = row.standing == Appointment.Standing.PLANNED
    said = filter(None, (label("note_methods", row.kind, row.on), row.place))
    return EMPTY | {
        "kind": "move",
        "title": f"約束：{'　'.join(said)}（{'記録はまだ' if is_open else standing}）",
        "text": row.purpose,
        "by": row.staff.name,
    }


def deadline_entry(row):
    return EMPTY | {
        "kind": "move",
        "title": f"期限が済みました：{row.kind}",
        "text": "　".join(filter(None, (f"期限 {row.due_on:%-m月%-d日}", row.reason, row.clause))),
    }
