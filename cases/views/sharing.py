"""Beside the course: another つなぎ; a consent given again, signed later, withdrawn."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.pages import verb_page
from accounts.permissions import requires
from accounts.standards import labels_of
from cases.context import case_frame, visible_case
from cases.forms.course import ConsentForm, ReferForm, SignedForm, WithdrawForm
from cases.models import Consent
from cases.views.course import move_data, policies_for, rules_at
from cases.workflow.consents import (
    consent_again,
    no_signature,
    sign_consent,
    withdraw_consent,
)
from cases.workflow.refer import refer_beside
from network.models import Contact
from rules.calendar import both, today
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

    def refer(**_given):
        data = move_data(case, form, request.user)
        wanted = {name: data[name] for name in ("on", "contact", "reason", "consent_method")}
        refer_beside(case.episode, by=request.user, **wanted)

    return verb_page(
        request,
        form,
        refer,
        template="cases/case_form.html",
        context=lambda: (
            case_frame(request, case)
            | {"title": "ほかの機関へつなぐ", "lead": "相談と支援は、この機関でも続けます。"}
        ),
        done=reverse("case_detail", args=[case.pk]),
        said="つなぎを始めました。つないだら、ケースの画面で記録します。",
    )


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def consent_add(request, pk):
    """同意をあらためて記録する: the 規程 stands beside it, as it was shown."""
    case = visible_case(request, pk)
    form = ConsentForm(request.POST or None, policies=policies_for(case))
    return verb_page(
        request,
        form,
        lambda **given: consent_again(case.episode, by=request.user, **given),
        template="cases/case_move.html",
        context=lambda: (
            case_frame(request, case)
            | {"row": {"label": "同意をあらためて記録する"}, "policies": form.policies}
        ),
        done=reverse("case_detail", args=[case.pk]),
        said="同意をあらためて記録しました。前の同意の記録は残ります。",
    )


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def consent_sign(request, pk, consent_pk):
    """口頭の同意に、あとから署名をいただいた日."""
    case = visible_case(request, pk)
    consent = get_object_or_404(Consent, pk=consent_pk, episode__case=case)
    if not consent.waits_for_signature:
        raise Refused(no_signature(False, consent.given_on, today()))
    return verb_page(
        request,
        SignedForm(request.POST or None),
        lambda on: sign_consent(consent, by=request.user, on=on),
        template="cases/case_form.html",
        context=lambda: (
            case_frame(request, case)
            | {
                "title": "署名をいただいた日を記録する",
                "lead": f"{both(consent.given_on)}に口頭で同意をいただいています。",
            }
        ),
        done=reverse("case_detail", args=[case.pk]),
        said="署名をいただいた日を記録しました。",
    )


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def consent_withdraw(request, pk, consent_pk):
    """同意の撤回を記録する."""
    case = visible_case(request, pk)
    consent = get_object_or_404(
        Consent, pk=consent_pk, episode__case=case, withdrawn_on__isnull=True
    )
    return verb_page(
        request,
        WithdrawForm(request.POST or None),
        lambda **given: withdraw_consent(consent, by=request.user, **given),
        template="cases/consent_withdraw.html",
        context=lambda: case_frame(request, case) | {"consent": consent},
        done=reverse("case_detail", args=[case.pk]),
        said="同意の撤回を記録しました。これまでの提供の記録は残ります。",
    )
