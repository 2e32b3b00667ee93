"""訪問の準備: one A4 to take along, filled from what is known, with lines for what is heard."""

import dataclasses
import datetime as dt

from accounts.models import STAFF
from cases.documents import episodes_of, sheet_of
from cases.models import Appointment, Episode, HouseholdMember, Note, latest_assessment
from cases.models.household import household_now
from cases.note_box import note_title
from cases.papers import Due, LastNote, VisitPaper
from documents.register import Document, Sheet, Version, register
from rules.calendar import PartialDate, today
from rules.choices import choices, label

LAST_NOTES, BODY = 2, 150  # of so many notes so many signs: all of it has to fit on one page
# What is left of the page to write on, in mm: measured with every other box at its fullest.
ROOM, RULE, TEXT_LINE = 124, 8, 4.8
FEWEST, MOST = 5, 15
QUESTIONS, DUES = 10, 4
METHODS = ("visit", "interview", "phone", "other")
SOMEBODY = "○○"


def visit_sheet(episode: Episode, appointment: Appointment | None = None) -> Sheet:
    """The paper for the next visit: for this appointment, or for the next one there is."""
    case, person = episode.case, episode.case.person
    day = today()
    appointment = appointment or next_appointment(case)
    birth = PartialDate.from_stored(person.birth) if person.birth else None
    paper = VisitPaper(
        number=case.number,
        name=person.display_name,
        kana=person.kana,
        age=birth.age_on(day) if birth else "",
        stage=episode.get_state_display(),
        staff="　".join(str(who) for who in (episode.lead, episode.deputy) if who),
        address=" ".join(filter(None, case.place_on_paper))
        or (label("residence_kinds", person.residence) if person.residence else ""),
        tel="　".join(filter(None, (person.tel_home, person.tel_mobile))),
        contact_way=person.contact_way,
        caution=cautions(case, episode),
        household="、".join(map(member_words, household_now(case))),
        notes=last_notes(case),
        questions=open_questions(episode),
        dues=dues_of(case),
        methods=methods_on(day),
        **(meeting_words(appointment) if appointment else {}),
    )
    return sheet_of(case, dataclasses.replace(paper, lines=lines_for(paper)), day)


def lines_for(paper: VisitPaper) -> int:
    """As many lines to write on as the page holds beside what is printed on it."""
    told = sum(height(note) for note in paper.notes)
    cautions_told = sum(1 + len(line) // 44 for line in paper.caution.split("\n"))
    left = ROOM - told - cautions_told * TEXT_LINE
    return max(FEWEST, min(MOST, int(left // RULE)))


def height(note: LastNote) -> float:
    """How many mm a note before takes: its words, or the title beside them."""
    words = 1 + len(note.body) // 44 + (1.3 if note.next_step else 0)
    return 3 + TEXT_LINE * max(words, 2 + len(note.title) // 11)


def next_appointment(case) -> Appointment | None:
    """The first appointment from today on."""
    planned = case.appointments.filter(standing=Appointment.Standing.PLANNED, on__gte=today())
    return planned.first()


def meeting_words(row: Appointment) -> dict:
    return {
        "on": row.on,
        "at": row.at,
        "place": row.place,
        "method": label("note_methods", row.kind, row.on),
        "purpose": row.purpose,
    }


def cautions(case, episode: Episode) -> str:
    """What to mind, the gravest first; never why a 台帳 is restricted."""
    said = ["閲覧制限のある方です。ほかの人に話さないでください。"] if case.is_restricted else []
    urgent = [label("urgencies", code, episode.received_on) for code in episode.intake.urgencies]
    said.append(f"受付のとき急いでいたこと：{'、'.join(urgent)}" if urgent else "")
    return "\n".join(filter(None, (case.person.caution, *said)))


def member_words(row: HouseholdMember) -> str:
    relation = label("household_relations", row.relation) if row.relation else ""
    age = PartialDate.from_stored(row.birth).age_on(today()) if row.birth else ""
    return " ".join(filter(None, (relation, row.name, age)))


def last_notes(case) -> tuple[LastNote, ...]:
    notes = Note.objects.of_file(case).filter(kind=Note.Kind.NOTE, struck_reason="")
    return tuple(
        LastNote(note.on, note_title(note), shortened(note.body), note.next_step)
        for note in notes[:LAST_NOTES]
    )


def shortened(text: str) -> str:
    """The beginning of a note in one paragraph; the whole is on the case page."""
    line = " ".join(text.split())
    return line if len(line) <= BODY else f"{line[:BODY]}…（つづきは支援経過に）"


def open_questions(episode: Episode) -> tuple[str, ...]:
    """What the assessment still has to ask, those it cannot be finished without first."""
    assessment = latest_assessment(episode)
    if assessment is None:
        return ()
    waiting = [question for row in assessment.in_order() for question in row.waiting()]
    waiting.sort(key=lambda question: question.need != "must")
    labels = [question.label for question in waiting]
    more = len(labels) - QUESTIONS
    return (*labels[:QUESTIONS], *([f"ほか{more}件"] if more > 0 else []))


def dues_of(case) -> tuple[Due, ...]:
    rows = case.deadlines.filter(done_on__isnull=True)[:DUES]
    return tuple(Due(row.due_on, row.kind) for row in rows)


def methods_on(day: dt.date) -> tuple[str, ...]:
    """The 方法 one may tick on a visit, as the form words them."""
    words = dict(choices("note_methods", day))
    return tuple(words[code] for code in METHODS)


def without_names(sheet: Sheet, case) -> Sheet:
    """The same paper with no name of the person and of the family on it.

    In what was typed their names become ○○; whoever else is named there stays named.
    """
    names = names_of(case)

    def told(value):
        if isinstance(value, str):
            for name in names:
                value = value.replace(name, SOMEBODY)
            return value
        if isinstance(value, tuple):
            return tuple(map(told, value))
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return replaced(value, told)
        return value

    paper = dataclasses.replace(sheet.paper, name="", kana="")
    return dataclasses.replace(sheet, name="", kana="", paper=replaced(paper, told))


def replaced(row, told):
    """A dataclass with each of its values told anew."""
    values = {field.name: told(getattr(row, field.name)) for field in dataclasses.fields(row)}
    return dataclasses.replace(row, **values)


def names_of(case) -> list[str]:
    """The names to leave out, the longest first: whole, and by their parts of two signs or more."""
    person = case.person
    whole = [person.name, person.call_name, person.kana]
    whole += case.household.values_list("name", flat=True)
    parts = [part for name in whole for part in name.split()]
    return sorted({name for name in (*whole, *parts) if len(name) > 1}, key=len, reverse=True)


def without_place(sheet: Sheet) -> Sheet:
    """And with neither address nor telephone."""
    hidden = {"address": "", "tel": "", "contact_way": "", "place": ""}
    return dataclasses.replace(sheet, paper=dataclasses.replace(sheet.paper, **hidden))


def blank_visit(_agency, on: dt.date) -> VisitPaper:
    """The sheet for writing by hand."""
    return VisitPaper(methods=methods_on(on), lines=MOST)


register(
    [
        Document(
            code="visit",
            title="訪問の準備",
            room="cases",
            subject="cases.Episode",
            roles=STAFF,
            versions=(Version("cases/documents/visit.html"),),
            records=episodes_of,
            sheet=visit_sheet,
            blank=blank_visit,
            page="visit_prepare",
        ),
    ]
)
