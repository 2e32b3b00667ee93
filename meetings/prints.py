"""The papers of a meeting as PDF: only what the reader may see of its agenda."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import STAFF, Role, Viewing
from accounts.pages import verb_page
from accounts.permissions import requires
from accounts.viewing import write_list
from cases.context import see
from cases.forms.papers import VoidForm
from cases.models import Case
from cases.prints import copies_of
from cases.views.documents import as_pdf, number_words
from documents import slots
from documents.models import PaperPrint
from documents.register import DOCUMENTS
from documents.rendering import print_sheet
from documents.workflow import log_print, void
from meetings.documents import ALONGSIDE, BESIDE, minutes_sheet, pack_sheet, told_to, why_left_out
from meetings.forms import PackForm, PacksForm
from meetings.handing_out import (
    CONSENTS,
    PACK,
    given_to,
    hand_out_pack,
    hand_out_to_all,
    packs_of,
    recipients_of,
    stop_if_cancelled,
)
from meetings.permissions import roles_of
from meetings.views import visible_meeting
from rules.calendar import today
from rules.refusals import Refused, refuse
from rules.text import number_in


@requires("meetings.read")
@require_GET
def minutes_paper(request, pk):
    """議事録 of the whole meeting."""
    meeting = visible_meeting(request, pk)
    items = meeting.items.visible_to(request.user).select_related(*BESIDE)
    sheet = minutes_sheet(meeting, items.prefetch_related(*ALONGSIDE))
    return answer(request, "minutes", sheet, items)


@requires("meetings.read")
@require_GET
def meeting_pack(request, pk):
    """会議資料 in one file; ``?to=`` is the attendee it is for, without one it stays inside."""
    meeting = packed(request, pk)
    recipient = None
    if wanted := request.GET.get("to", ""):
        found = meeting.attendees.select_related("contact")
        recipient = get_object_or_404(found, pk=number_in(wanted))
    items = meeting.items.visible_to(request.user)
    told = told_to(items.select_related(*BESIDE), recipient, today())
    sheet = pack_sheet(meeting, items, recipient)
    return answer(request, PACK, sheet, told, kept=bool(recipient))


@requires("meetings.read")
@require_http_methods(["GET", "POST"])
def pack_issue(request, pk, attendee_pk):
    """Hand the 会議資料 out to one of those who come; what went out is kept as it was."""
    meeting = packed(request, pk)
    attendee = get_object_or_404(recipients_of(meeting), pk=attendee_pk)
    items = meeting.items.visible_to(request.user)
    form = PackForm(request.POST or None, initial={"on": today()})

    def told():
        on = form.cleaned_data.get("on") if form.is_bound else None
        rows = list(items.select_related(*BESIDE))
        seen = told_to(rows, attendee, on or today())
        return {
            "meeting": meeting,
            "attendee": attendee,
            "told": seen,
            "withheld": [row for row in rows if row not in seen],
            "before": given_to(meeting, attendee),
            "preview": f"{reverse('meeting_pack', args=[meeting.pk])}?to={attendee.pk}",
        }

    def act(on):
        issued = hand_out_pack(meeting, attendee, items, by=request.user, on=on)
        keys = issued.cases.values("case_pk")
        seen_on(request, Case.objects.filter(pk__in=keys).select_related("agency"))
        return issued

    return verb_page(
        request,
        form,
        act,
        template="meetings/pack_issue.html",
        context=told,
        done=reverse("meeting_detail", args=[meeting.pk]),
        said=lambda made: (
            f"{made.recipient}の会議資料を発行しました。{number_words(made)}控えを残しました。"
        ),
    )


@requires("meetings.read")
@require_http_methods(["GET", "POST"])
def pack_issue_all(request, pk):
    """Hand it out to everyone who has none yet: made in the background, each kept as it was."""
    meeting = packed(request, pk)
    stop_if_cancelled(meeting)
    items = meeting.items.visible_to(request.user)
    form = PacksForm(request.POST or None, initial={"on": today()})

    def told():
        on = (form.cleaned_data.get("on") if form.is_bound else None) or today()
        rows = list(items.select_related(*BESIDE).prefetch_related(CONSENTS))
        lines = [copy_line(meeting, attendee, rows, on) for attendee in recipients_of(meeting)]
        waiting = sum(line["before"] is None for line in lines)
        return {"meeting": meeting, "lines": lines, "waiting": waiting}

    def act(**given):
        now = timezone.now()
        batch = hand_out_to_all(meeting, items, by=request.user, now=now, **given)
        transaction.on_commit(slots.wake)
        return batch

    return verb_page(
        request,
        form,
        act,
        template="meetings/pack_issue_all.html",
        context=told,
        done=lambda batch: reverse("print_batch", args=[batch.pk]),
        said="会議資料の発行を始めました。1人分ずつ、できたものから控えが残ります。",
    )


def copy_line(meeting, attendee, rows, on):
    """One of the recipients: who is in their copy, who is not and why, what they have."""
    left_out: dict[str, list] = {}
    for row in rows:
        if why := why_left_out(row, attendee, on):
            left_out.setdefault(why, []).append(row)
    return {
        "attendee": attendee,
        "told": len(rows) - sum(map(len, left_out.values())),
        "left_out": left_out,
        "before": given_to(meeting, attendee),
    }


@requires("meetings.read")
@require_GET
def pack_copy(request, pk, issued_pk):
    """What was handed out, as it was: to who sees each person it tells of."""
    issued = issued_of(request, packed(request, pk), issued_pk)
    now, copy = timezone.now(), PaperPrint.What.COPY
    keys = issued.cases.values("case_pk")
    for case in Case.objects.filter(pk__in=keys).select_related("agency", "episode"):
        see(request, case, Viewing.Act.DOWNLOAD)
        log_print(PACK, by=request.user, now=now, case=case, title=issued.title, what=copy)
    return as_pdf(bytes(issued.copy.pdf), f"{PACK}_{issued.pk}.pdf")


@requires("meetings.read")
@require_http_methods(["GET", "POST"])
def pack_void(request, pk, issued_pk):
    """One that never left the house: its number stays unused, with the reason (欠番)."""
    meeting = packed(request, pk)
    issued = issued_of(request, meeting, issued_pk)
    return verb_page(
        request,
        VoidForm(request.POST or None),
        lambda reason: void(issued, by=request.user, reason=reason, on=today()),
        template="meetings/meeting_form.html",
        context=lambda: {
            "meeting": meeting,
            "title": f"{issued.recipient}の会議資料を取り消す",
            "about": f"まだ渡していない資料だけを取り消せます。{issued.number}は欠番になり、"
            "もう使いません。控えは残ります。",
        },
        done=reverse("meeting_detail", args=[meeting.pk]),
        said="会議資料を取り消しました。",
    )


def packed(request, pk):
    """The meeting, if one of its agency's staff asks: the pack is theirs to hand out (E-03)."""
    meeting = visible_meeting(request, pk)
    if not roles_of(request.user, meeting) & set(STAFF):
        raise Refused(refuse("E-03", roles="・".join(Role(role).label for role in STAFF)))
    return meeting


def issued_of(request, meeting, issued_pk):
    """What was handed out for this meeting, if the person sees all it tells of; else 404."""
    issued = get_object_or_404(packs_of(meeting).select_related("copy"), pk=issued_pk)
    if issued.pk not in copies_of(request.user, [issued]):
        raise Http404
    return issued


def seen_on(request, cases):
    """Each of those on the paper is printed (閲覧の記録): whoever is at a meeting works on it."""
    write_list(request.user, request.resolver_match.url_name, [(row, True) for row in cases], "")


def answer(request, code, sheet, items, **marks):
    """The paper, printed of each person whom its ``items`` tell of; of nobody, it is that too."""
    pdf = print_sheet(DOCUMENTS[code], sheet, today(), by=request.user.name, **marks)
    cases = list({item.case_id: item.case for item in items}.values())
    seen_on(request, cases)
    for case in cases or [None]:
        log_print(code, by=request.user, now=timezone.now(), case=case)
    return as_pdf(pdf, f"{code}.pdf")
