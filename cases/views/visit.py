"""訪問の準備: what the paper will show, and what may be left out of it."""

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import Viewing
from accounts.permissions import requires
from cases.context import case_frame, see, visible_case
from cases.documents import episodes_of
from cases.models import Appointment
from cases.permissions import writes_sheet
from cases.views.documents import as_pdf, printable
from cases.visit_paper import visit_sheet, without_names, without_place
from cases.workflow.notes import appointment_words
from documents.rendering import print_sheet
from documents.workflow import log_print
from rules.calendar import today


class VisitForm(forms.Form):
    """Before it is printed: for which appointment, and what stays off the paper."""

    use_required_attribute = False
    appointment = forms.ModelChoiceField(
        label="どの約束のためですか",
        queryset=Appointment.objects.none(),
        required=False,
        empty_label="約束を決めずに準備する",
    )
    no_names = forms.BooleanField(label="名前を載せない（ご本人と世帯の方）", required=False)
    no_place = forms.BooleanField(label="住所・電話・場所を載せない", required=False)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        rows = case.appointments.filter(standing=Appointment.Standing.PLANNED)
        self.fields["appointment"].queryset = rows
        self.fields["appointment"].label_from_instance = appointment_words


@requires("cases.print")
@require_GET
def visit_prepare(request, pk):
    """The page before printing."""
    case = visible_case(request, pk)
    printable(request, case, "visit")
    first = case.appointments.filter(standing=Appointment.Standing.PLANNED, on__gte=today()).first()
    chosen = request.GET.get("appointment") or (first.pk if first else None)
    context = case_frame(request, case) | {
        "form": VisitForm(case=case, initial={"appointment": chosen}),
        "paper": visit_sheet(episodes_of(case).first()).paper,
        "may_correct": writes_sheet(request.user, case.episode),
    }
    return render(request, "cases/visit_prepare.html", context)


@requires("cases.print")
@require_GET
def visit_print(request, pk):
    """The paper, with what was chosen left out."""
    case = visible_case(request, pk)
    document = printable(request, case, "visit")
    form = VisitForm(request.GET, case=case)
    chosen = form.cleaned_data if form.is_valid() else {}
    sheet = visit_sheet(episodes_of(case).first(), chosen.get("appointment"))
    if chosen.get("no_place"):
        sheet = without_place(sheet)
    if chosen.get("no_names"):
        sheet = without_names(sheet, case)
    see(request, case, Viewing.Act.PRINT)
    pdf = print_sheet(document, sheet, today(), by=request.user.name)
    log_print(document.code, by=request.user, now=timezone.now(), case=case)
    return as_pdf(pdf, f"{document.code}_{case.number}.pdf")
