"""Beside the course: another つなぎ; consents; what has left the house, and on what."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import STAFF, Role, User
from accounts.pages import verb_page
from accounts.permissions import requires
from accounts.standards import labels_of
from cases.context import case_frame, visible_case
from cases.forms.course import ConsentForm, ReferForm, SignedForm, WithdrawForm
from cases.forms.sharing import ExemptionForm
from cases.models import Case, Consent, Disclosure, Exemption
from cases.permissions import check_reads_records, roles_of
from cases.sharing import council, those_after
from cases.views.course import move_data, policies_for, rules_at
from cases.workflow.consents import (
    consent_again,
    no_signature,
    sign_consent,
    withdraw_consent,
)
from cases.workflow.exemptions import judge_exemption, note_exemption
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


@requires("cases.read")
@require_GET
def disclosure_list(request, pk):
    """提供の記録 of one person: to whom, when, for what, and on what it rested."""
    case = visible_case(request, pk)
    check_reads_records(request.user, case.episode)
    roles = roles_of(request.user, case.episode)
    context = case_frame(request, case) | {
        "rows": case.disclosures.select_related("given_by", "consent", "exemption"),
        "exemptions": case.exemptions.select_related("judged_by", "noted_by", "disclosure"),
        "is_chief": Role.CHIEF in roles,
        "is_staff": bool(roles & set(STAFF)),
    }
    return render(request, "cases/disclosure_list.html", context)


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def exemption_add(request, pk):
    """同意のない提供を判断する (E-07)."""
    case = visible_case(request, pk)
    contacts = Contact.objects.visible_to(request.user).filter(is_active=True)
    form = ExemptionForm(
        request.POST or None,
        recipients=[council().name, those_after().name, *map(str, contacts)],
        staff=User.objects.working_at(case.agency, STAFF),
    )
    return verb_page(
        request,
        form,
        lambda **given: judge_exemption(case, by=request.user, **given),
        template="cases/case_form.html",
        context=lambda: (
            case_frame(request, case)
            | {
                "title": "同意のない提供を判断する",
                "lead": "4つの例外のどれかにあたるときだけ、1つの相手に1度だけ提供できます。"
                "主任に知らされ、提供の記録に例外として残ります。",
                "button": "この判断を記録する",
            }
        ),
        done=reverse("disclosure_list", args=[case.pk]),
        said="判断を記録しました。この相手へ1度だけ提供できます。",
    )


@requires("cases.assign")
@require_POST
def exemption_note(request, pk, exemption_pk):
    """主任が例外を確かめた."""
    case = visible_case(request, pk)
    row = get_object_or_404(Exemption.objects.select_related("case"), pk=exemption_pk, case=case)
    note_exemption(row, by=request.user)
    messages.success(request, "確かめたことを記録しました。")
    return redirect("disclosure_list", pk=case.pk)


MOST = 200


@requires("cases.register")
@require_GET
def disclosure_register(request):
    """提供の記録 by recipient: of the files this person may see, and of no other.

    The 管理者 opens none of them and reads the numbers (§5.1, D14).
    """
    user = request.user
    opens = Case.objects.visible_to(user)
    seen = Disclosure.objects.filter(
        Q(case__in=opens) | Q(case__in=Case.objects.printable_to(user))
    )
    asked = request.GET.get("recipient", "")
    rows = seen.filter(recipient=asked) if asked else seen
    shown = list(rows.select_related("case", "given_by", "consent", "exemption")[:MOST])
    context = {
        "recipients": seen.order_by("recipient").values("recipient").annotate(number=Count("pk")),
        "asked": asked,
        "rows": shown,
        "open_to": set(
            opens.filter(pk__in=[row.case_id for row in shown]).values_list("pk", flat=True)
        ),
        "most": MOST,
    }
    return render(request, "cases/disclosure_register.html", context)
