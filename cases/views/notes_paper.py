"""支援経過記録シート（経過一覧）: from when to when it is printed."""

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import Viewing
from accounts.permissions import requires
from cases.context import case_frame, see, visible_case
from cases.note_papers import notes_sheet
from cases.views.documents import as_pdf, printable
from documents.rendering import print_sheet
from documents.workflow import log_print
from rules.calendar import today
from rules.fields import EraDateField, NotedForm, as_error
from rules.refusals import refuse


class PeriodForm(NotedForm, forms.Form):
    """Before it is printed: the period, both days inclusive; without days all of it."""

    use_required_attribute = False
    since = EraDateField(label="この日から", required=False)
    until = EraDateField(label="この日まで", required=False)
    with_moves = forms.BooleanField(label="手続の行も載せる（受付、決定など）", required=False)

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            words = {"later": "この日まで", "earlier": "この日から"}
            self.add_error("until", as_error(refuse("E-02", **words)))
        return data


@requires("cases.print")
@require_GET
def notes_prepare(request, pk):
    """The page before printing."""
    case = visible_case(request, pk)
    printable(request, case, "form3")
    return period_page(request, case, PeriodForm())


@requires("cases.print")
@require_GET
def notes_print(request, pk):
    """The paper of the period that was asked for."""
    case = visible_case(request, pk)
    document = printable(request, case, "form3")
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return period_page(request, case, form, status=422)
    see(request, case, Viewing.Act.PRINT)
    sheet = notes_sheet(case, **form.cleaned_data)
    pdf = print_sheet(document, sheet, today(), by=request.user.name)
    log_print(document.code, by=request.user, now=timezone.now(), case=case)
    return as_pdf(pdf, f"{document.code}_{case.number}.pdf")


def period_page(request, case, form, status=200):
    context = case_frame(request, case) | {"form": form}
    return render(request, "cases/notes_prepare.html", context, status=status)
