"""The papers of the print centre that tell of several 台帳: 様式4 of those chosen, and the 会議資料
of the meetings on whose agenda they stand, as it stays inside the agency.
"""

from collections.abc import Collection, Iterable, Iterator

from accounts.models import Organisation
from cases.models import Case
from documents.batches import Wanted
from documents.models import PrintSheet
from documents.register import DOCUMENTS, Document, Lack, Sheet
from meetings.documents import meetings_of, pack_lacks, pack_sheet
from meetings.models import PlanMeeting
from reports.case_list_paper import list_sheet
from reports.print_centre import LIST, MET, PACK, Choice, roles_here

Made = tuple[Sheet, Collection[Lack]]


def wide_of(user, cases: list[Case], codes: Iterable[str], choice: Choice) -> Iterator[Wanted]:
    """Of the papers chosen those about several of the 台帳, each with the keys it tells of."""
    if LIST in codes:
        yield from lists_of(user, cases)
    if PACK in codes:
        yield from packs_of(user, cases, choice)


def lists_of(user, cases: list[Case]) -> Iterator[Wanted]:
    """A 様式4 for each agency of the cases."""
    document = DOCUMENTS[LIST]
    for agency in dict.fromkeys(case.agency for case in cases):
        if may_make(user, agency, document):
            told = tuple(case.pk for case in cases if case.agency_id == agency.pk)
            yield Wanted(LIST, document.title, None, agency.pk, told)


def packs_of(user, cases: list[Case], choice: Choice) -> Iterator[Wanted]:
    """The meetings of the days asked for; else of each case its newest."""
    document, found = DOCUMENTS[PACK], {}
    for case in cases:
        rows = meetings_of(case).exclude(state=PlanMeeting.State.CANCELLED)
        if choice.has_days and choice.day == MET:
            rows = rows.filter(held_on__range=choice.days)
        else:
            rows = rows[:1]
        found |= {meeting.pk: meeting for meeting in rows}
    for meeting in sorted(found.values(), key=lambda row: (row.held_on, row.pk)):
        if may_make(user, meeting.agency, document):
            told = items_of(user, meeting).values_list("case", flat=True)
            yield Wanted(PACK, document.title, None, meeting.pk, tuple(dict.fromkeys(told)))


def may_make(user, agency: Organisation, document: Document) -> bool:
    return bool(roles_here(user, agency) & set(document.roles))


def items_of(user, meeting: PlanMeeting):
    """Of the agenda what the person may read and print."""
    printable = Case.objects.printable_to(user)
    return meeting.items.filter(case__in=printable).order_by("number", "pk")


def made_of(user, sheet: PrintSheet) -> Made | None:
    """The paper as it is now, and what it lacks; None if it is not theirs to print any more."""
    document = DOCUMENTS[sheet.code]
    cases = Case.objects.printable_to(user).filter(pk__in=sheet.cases)
    if cases.count() < len(sheet.cases):
        return None
    if sheet.code == PACK:
        return pack_of(user, sheet, document)
    agency = Organisation.objects.select_related("municipality").get(pk=sheet.subject_pk)
    if not may_make(user, agency, document):
        return None
    words = f"まとめて印刷で選んだ{len(sheet.cases)}件"
    code = agency.municipality.code
    return list_sheet(cases, agency=agency.name, municipality=code, conditions=[words]), ()


def pack_of(user, sheet: PrintSheet, document: Document) -> Made | None:
    meeting = PlanMeeting.objects.select_related("agency__municipality").get(pk=sheet.subject_pk)
    if not may_make(user, meeting.agency, document):
        return None
    items = items_of(user, meeting).filter(case__in=sheet.cases)
    return pack_sheet(meeting, items), pack_lacks(meeting, items.select_related("case__person"))


def heading_of(sheet: PrintSheet) -> str:
    """Under what it stands among the bookmarks: its meeting, or the agency of the list; of one
    台帳 nothing.
    """
    if sheet.case_pk:
        return ""
    model = PlanMeeting if sheet.code == PACK else Organisation
    return str(model.objects.get(pk=sheet.subject_pk))
