"""抜粋: its page, where the texts are shown before they go out without a name, and the PDF."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import STAFF, Viewing
from accounts.pages import add_refusals
from accounts.permissions import requires
from cases.context import case_frame, see, visible_case
from cases.excerpt import EXCERPT
from cases.forms.papers import ExcerptForm
from cases.permissions import roles_of
from cases.views.documents import as_pdf
from cases.workflow.excerpt import make_excerpt
from cases.workflow.story import not_staff
from documents.rendering import print_sheet
from documents.workflow import log_print
from network.models import Contact
from rules.calendar import today
from rules.choices import label
from rules.refusals import Refused


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def case_excerpt(request, pk):
    """For one purpose, what it needs and no more."""
    case, user = visible_case(request, pk), request.user
    if not roles_of(user, case.episode) & set(STAFF):
        raise Refused(not_staff())
    contacts = Contact.objects.visible_to(user).filter(is_active=True)
    form = ExcerptForm(request.POST or None, case=case, contacts=contacts)
    if form.is_valid() and not form.waits:
        try:
            sheet = make_excerpt(case, by=user, on=today(), **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            see(request, case, Viewing.Act.PRINT)
            title = f"抜粋（{label('consent_purposes', form.cleaned_data['purpose'])}）"
            log_print(EXCERPT.code, by=user, now=timezone.now(), case=case, title=title)
            by = user.name if sheet.name else ""
            return as_pdf(print_sheet(EXCERPT, sheet, today(), by=by), "excerpt.pdf")
    status = 422 if form.errors else 200
    return render(
        request, "cases/excerpt.html", case_frame(request, case) | {"form": form}, status=status
    )
