"""Papers of a case as PDF, always under the address of their 台帳."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as render_page
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import CITY_ROLES, STAFF, Role, Viewing
from accounts.pages import verb_page
from accounts.permissions import requires
from cases import reading
from cases.context import case_frame, see, visible_case
from cases.forms.papers import IssueForm, VoidForm
from cases.models import Case
from cases.permissions import roles_of, writes_sheet
from cases.prints import (
    by_kind,
    copies_of,
    goes_first,
    link_of,
    may_issue,
    may_print,
    print_links,
    recipient_of,
)
from cases.workflow.handing_out import hand_out
from documents.models import IssuedDocument, PaperPrint
from documents.register import DOCUMENTS
from documents.rendering import render
from documents.workflow import log_print, void
from network.models import Contact
from rules.calendar import today
from rules.refusals import Refused, refuse
from rules.text import number_in

PRINTS = 30  # of the newest lines of the log of prints


@requires("cases.print")
@require_GET
def paper_list(request, pk):
    """Every paper of the 台帳 this person prints, and what was handed out."""
    case = visible_case(request, pk)
    papers, issued = print_links(request.user, case), issued_lines(request.user, case)
    context = case_frame(request, case) | {
        "papers": papers,
        "kinds": by_kind(papers, [entry["row"] for entry in issued]),
        "issued": issued,
        "attachments": case.attachments.kept()
        .select_related("author", "consent", "note", "file")
        .defer("file__content"),
        "may_attach": bool(roles_of(request.user, case.episode) & set(STAFF)),
        "prints": PaperPrint.objects.filter(case_pk=case.pk).select_related("by")[:PRINTS],
    }
    return render_page(request, "cases/case_papers.html", context)


def issued_lines(user, case):
    """What was handed out of the 台帳, with how the consent stood and where each is opened."""
    rows = list(IssuedDocument.objects.of_case(case.pk).prefetch_related("reissues", "cases"))
    urls = copies_of(user, rows)
    return [
        {
            "row": row,
            "url": urls.get(row.pk, ""),
            "consent": next(
                (told.consent_words for told in row.cases.all() if told.case_pk == case.pk),
                row.consent_words,
            ),
            "may_issue": may_reissue(user, case, row),
        }
        for row in rows
    ]


@requires("cases.print")
@require_GET
def paper(request, pk, code):
    """The paper filled from its newest record, or from the one asked for (``?of=``)."""
    case, records = shown_to(request.user, pk, code)
    document = printable(request, case, code)
    record = chosen(request, records)
    see(request, case, Viewing.Act.PRINT)
    pdf = render(document, record, by=request.user.name, kept=bool(document.leaves))
    log_print(document.code, by=request.user, now=timezone.now(), case=case)
    return as_pdf(pdf, f"{document.code}_{case.number}.pdf")


@requires("cases.print")
@require_GET
def blank_paper(request, pk, code):
    """The same form for writing by hand, with the agency on it and no person."""
    case = visible_case(request, pk)
    document = printable(request, case, code)
    return as_pdf(render(document, blank=True, agency=case.agency), f"{document.code}_blank.pdf")


@requires("cases.print")
@require_GET
def issued_copy(request, pk, issued_pk):
    """What was handed out, as it was handed out."""
    case = visible_case(request, pk)
    issued = get_object_or_404(
        IssuedDocument.objects.of_case(case.pk).select_related("copy"), pk=issued_pk
    )
    printable(request, case, issued.code)
    see(request, case, Viewing.Act.DOWNLOAD)
    log_print(
        issued.code,
        by=request.user,
        now=timezone.now(),
        case=case,
        title=issued.title,
        what=PaperPrint.What.COPY,
    )
    return as_pdf(bytes(issued.copy.pdf), f"{issued.code}_{case.number}_{issued.pk}.pdf")


@requires("cases.print")
@require_http_methods(["GET", "POST"])
def paper_issue(request, pk, code):
    """Hand a paper out: to whom, on which day; what went out is kept as it was."""
    case = visible_case(request, pk)
    document = issuable(request, case, code)
    record = chosen(request, document.records(case))
    sheet = document.sheet(record)
    first = {"on": today(), "goes_to": goes_first(document, record)}
    form = IssueForm(
        request.POST or None,
        initial=first,
        case=case,
        contacts=Contact.objects.visible_to(request.user).filter(is_active=True),
        written_to=recipient_of(case, sheet),
    )
    return verb_page(
        request,
        form,
        lambda **given: hand_out(case, document, record, by=request.user, **given),
        template="cases/paper_issue.html",
        context=lambda: (
            case_frame(request, case)
            | {
                "title": sheet.title or document.title,
                "is_draft": sheet.is_draft,
                "lacking": document.lacking(record),
                "fills": writes_sheet(request.user, case.episode),
                "preview": link_of(case, document, record),
            }
        ),
        done=reverse("case_papers", args=[case.pk]),
        said=lambda made: f"{made.title}を発行しました。{number_words(made)}控えを残しました。",
    )


def number_words(issued):
    return f"番号は{issued.number}です。" if issued.number else ""


@requires("cases.print")
@require_POST
def paper_reissue(request, pk, issued_pk):
    """The same paper once more, with 再 and the first number."""
    case, issued = of_file(request, pk, issued_pk)
    document = issuable(request, case, issued.code)
    record = document.records(case).filter(pk=issued.subject_pk).first()
    if record is None:
        raise Http404
    again = hand_out(
        case,
        document,
        record,
        by=request.user,
        on=today(),
        goes_to=issued.goes_to or goes_first(document, record),
        recipient=issued.recipient,
        reissue_of=issued.reissue_of or issued,
    )
    messages.success(request, f"{again.title}を再発行しました。控えを残しました。")
    return redirect("case_papers", pk=case.pk)


@requires("cases.print")
@require_http_methods(["GET", "POST"])
def paper_void(request, pk, issued_pk):
    """A paper that never left the house: its number stays unused, with the reason (欠番)."""
    case, issued = of_file(request, pk, issued_pk)
    issuable(request, case, issued.code)

    def act(reason):
        void(issued, by=request.user, reason=reason, on=today())

    return verb_page(
        request,
        VoidForm(request.POST or None),
        act,
        template="cases/case_form.html",
        context=lambda: (
            case_frame(request, case)
            | {
                "title": f"{issued.title}を取り消す",
                "lead": f"まだ渡していない書類だけを取り消せます。{issued.number}は欠番になり、"
                "もう使いません。控えは残ります。",
                "button": "取り消す",
            }
        ),
        done=reverse("case_papers", args=[case.pk]),
        said=f"{issued.title}を取り消しました。",
    )


def of_file(request, pk, issued_pk):
    """A paper that was issued of a 台帳 this person sees."""
    case = visible_case(request, pk)
    return case, get_object_or_404(IssuedDocument.objects.of_case(case.pk), pk=issued_pk)


def issuable(request, case, code):
    """The paper of a code, if it is kept as issued (404) and this person hands it out (E-03)."""
    document = printable(request, case, code)
    if not document.leaves:
        raise Http404
    if not may_issue(request.user, case, document):
        roles = {"agency": STAFF, "city": CITY_ROLES}[document.leaves]
        raise Refused(refuse("E-03", roles="・".join(Role(role).label for role in roles)))
    return document


def may_reissue(user, case, row):
    """Is there still something to do with what was issued?"""
    document = DOCUMENTS.get(row.code)
    done = row.voided_on or row.is_draft or row.case_pk is None
    return bool(document and not done and may_issue(user, case, document))


def shown_to(user, pk, code):
    """The 台帳 and what the paper can be printed from; else 404.

    All its records for who sees the 台帳, for others what a step brought to them (D16).
    """
    document = DOCUMENTS.get(code)
    if document is None:
        raise Http404
    if case := reading.file_or_joined(user, pk):
        return case, document.records(case)
    case = get_object_or_404(Case.objects.select_related("agency__municipality"), pk=pk)
    records = document.brought(user, case)
    if records is None or not records.exists():
        raise Http404
    return case, records


def printable(request, case, code):
    """The paper of a code, if this person prints it for this agency (else 404, or E-03)."""
    document = DOCUMENTS.get(code)
    if document is None or not document.is_of_case:
        raise Http404
    if not may_print(request.user, case, document):
        raise Refused(refuse("E-03", roles="・".join(Role(role).label for role in document.roles)))
    return document


def chosen(request, records):
    """The newest of the records, or the one asked for (``?of=``), or 404."""
    wanted = request.GET.get("of", "")
    if wanted:
        records = records.filter(pk=number_in(wanted))
    record = records.first()
    if record is None:
        raise Http404
    return record


def as_pdf(pdf, filename):
    """A PDF to look at; no browser and no proxy keeps it, its name names nobody."""
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(False, filename),
            "Cache-Control": "private, no-store",
        },
    )
