"""Papers of a case as PDF, always under the address of their 台帳."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.shortcuts import render as render_page
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.models import Role, Viewing
from accounts.permissions import requires
from cases.context import case_frame, see, visible_case
from cases.models import Case
from cases.prints import may_print, print_links
from documents.models import IssuedDocument
from documents.register import DOCUMENTS
from documents.rendering import render
from rules.refusals import Refused, refuse


@requires("cases.print")
@require_GET
def paper_list(request, pk):
    """Every paper of the 台帳 this person prints, and what was handed out."""
    case = visible_case(request, pk)
    context = case_frame(request, case) | {
        "papers": print_links(request.user, case),
        "issued": IssuedDocument.objects.of_case(case.pk).order_by("-issued_on", "-pk"),
    }
    return render_page(request, "cases/case_papers.html", context)


@requires("cases.print")
@require_GET
def paper(request, pk, code):
    """The paper filled from its newest record, or from the one asked for (``?of=``)."""
    case, records = shown_to(request.user, pk, code)
    document = printable(request, case, code)
    wanted = request.GET.get("of", "")
    if wanted:
        records = records.filter(pk=wanted) if is_key(wanted) else records.none()
    record = records.first()
    if record is None:
        raise Http404
    see(request, case, Viewing.Act.PRINT)
    return as_pdf(
        render(document, record, by=request.user.name), f"{document.code}_{case.number}.pdf"
    )


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
    return as_pdf(bytes(issued.copy.pdf), f"{issued.code}_{case.number}_{issued.pk}.pdf")


def shown_to(user, pk, code):
    """The 台帳 and what the paper can be printed from; else 404.

    All its records for who sees the 台帳, for others what a step brought to them (D16).
    """
    document = DOCUMENTS.get(code)
    case = Case.objects.select_related("agency__municipality").filter(pk=pk).first()
    if document is None or case is None:
        raise Http404
    if Case.objects.page_for(user, pk).exists():
        return case, document.records(case)
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


def is_key(text):
    return text.isascii() and text.isdigit() and len(text) < 12


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
