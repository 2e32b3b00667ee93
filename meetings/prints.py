"""The papers of a meeting as PDF: only what the reader may see of its agenda."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import STAFF, Role, Viewing
from accounts.permissions import requires
from cases.context import see
from cases.views.documents import as_pdf
from documents.register import DOCUMENTS
from documents.rendering import print_sheet
from documents.workflow import log_print
from meetings.documents import ALONGSIDE, BESIDE, minutes_sheet, pack_sheet
from meetings.permissions import roles_of
from meetings.views import visible_meeting
from rules.calendar import today
from rules.refusals import Refused, refuse


@requires("meetings.read")
@require_GET
def minutes_paper(request, pk):
    """議事録 of the whole meeting."""
    meeting = visible_meeting(request, pk)
    items = meeting.items.visible_to(request.user).select_related(*BESIDE)
    see_all(request, items)
    sheet = minutes_sheet(meeting, items.prefetch_related(*ALONGSIDE))
    return answer(request, "minutes", sheet)


@requires("meetings.read")
@require_GET
def meeting_pack(request, pk):
    """会議資料 in one file; ``?to=`` is the attendee it is for, without one it stays inside."""
    meeting = visible_meeting(request, pk)
    if not roles_of(request.user, meeting) & set(STAFF):
        raise Refused(refuse("E-03", roles="・".join(Role(role).label for role in STAFF)))
    wanted = request.GET.get("to", "")
    recipient = None
    if wanted:
        key = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 12 else 0
        recipient = get_object_or_404(meeting.attendees.select_related("contact"), pk=key)
    items = meeting.items.visible_to(request.user)
    see_all(request, items)
    return answer(request, "meeting_pack", pack_sheet(meeting, items, recipient))


def see_all(request, items):
    """Each of those on the paper is printed (閲覧の記録)."""
    for item in items.select_related("case__agency"):
        see(request, item.case, Viewing.Act.PRINT)


def answer(request, code, sheet):
    pdf = print_sheet(DOCUMENTS[code], sheet, today(), by=request.user.name)
    log_print(code, by=request.user, now=timezone.now())
    return as_pdf(pdf, f"{code}.pdf")
