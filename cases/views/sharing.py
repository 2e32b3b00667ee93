"""Beside the course: another つなぎ, and a consent that is given again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.pages import add_refusals, say_notes
from accounts.permissions import requires
from accounts.standards import labels_of
from cases.context import case_frame, visible_case
from cases.forms.course import ConsentForm, ReferForm
from cases.views.course import move_data, policies_for, rules_at
from cases.workflow.consents import consent_again
from cases.workflow.refer import refer_beside
from network.models import Contact
from rules.refusals import Refused


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def referral_add(request, pk):
    """ほかの機関へつなぐ, and go on with the person."""
    case = visible_case(request, pk)
    form = ReferForm(
        request.POST or None,
        contacts=Contact.objects.visible_to(request.user),
        offices=rules_at(case.agency).welfare_offices,
        address=case.person.address,
        labels=labels_of(case.agency.municipality.code),
    )
    if request.method == "POST" and form.is_valid():
        data = move_data(case, form, request.user)
        wanted = {name: data[name] for name in ("on", "contact", "reason", "consent_method")}
        try:
            refer_beside(case.episode, by=request.user, **wanted)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, "つなぎを始めました。つないだら、ケースの画面で記録します。")
            return redirect("case_detail", pk=case.pk)
    context = case_frame(request, case) | {
        "form": form,
        "title": "ほかの機関へつなぐ",
        "lead": "相談と支援は、この機関でも続けます。",
    }
    return render(request, "cases/case_form.html", context, status=422 if form.errors else 200)


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def consent_add(request, pk):
    """同意をあらためて記録する: the 規程 stands beside it, as it was shown."""
    case = visible_case(request, pk)
    form = ConsentForm(request.POST or None, policies=policies_for(case))
    if request.method == "POST" and form.is_valid():
        try:
            consent_again(case.episode, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, "同意をあらためて記録しました。前の同意の記録は残ります。")
            return redirect("case_detail", pk=case.pk)
    context = case_frame(request, case) | {
        "form": form,
        "row": {"label": "同意をあらためて記録する"},
        "policies": form.policies,
    }
    return render(request, "cases/case_move.html", context, status=422 if form.errors else 200)
