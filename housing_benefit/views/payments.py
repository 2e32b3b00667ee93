"""支払い一覧: what waits, the lists, their release and the file for the finance section."""

import csv

from django.contrib import messages
from django.db.models import Count, F, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Organisation, Role, Viewing
from accounts.pages import verb_page
from accounts.permissions import requires
from cases.context import see
from housing_benefit.forms.payment import PaymentForm
from housing_benefit.models import BenefitAccount, BenefitApplication, BenefitPayment
from housing_benefit.payees import with_payees
from housing_benefit.planned import planned_for
from housing_benefit.workflow import payment_workflow, prepare_payment
from housing_benefit.workflow.paying import visible_months, waiting_months
from rules.refusals import Refused, refuse

ROWS = 50
MONTHS_SHOWN = 12


@requires("benefits.decide")
@require_http_methods(["GET", "POST"])
def payment_list(request):
    """What waits to be paid, the lists there are, and the making of a new one."""
    waiting = waiting_months(request.user)
    months = list(waiting.order_by("month").values_list("month", flat=True).distinct())
    offices = Organisation.objects.filter(
        pk__in=request.user.organisation_ids((Role.OFFICER,)), kind=Organisation.Kind.CITY_OFFICE
    ).order_by("municipality", "pk")
    if request.method == "POST" and not offices:
        raise Refused(refuse("E-03", roles=Role.OFFICER.label))
    each = (
        {"city": F("case__agency__municipality__name")} if len(request.user.city_ids()) > 1 else {}
    )
    sums = waiting.values("month", **each).annotate(n=Count("pk"), yen=Sum("yen"))
    payments = BenefitPayment.objects.visible_to(request.user).with_totals()
    return verb_page(
        request,
        PaymentForm(request.POST or None, offices=offices, months=months),
        lambda **given: prepare_payment(by=request.user, **given),
        template="housing_benefit/payment_list.html",
        context=lambda: {
            "months": sums.order_by("month", *each)[:MONTHS_SHOWN],
            "payments": payments[:ROWS],
            "changes": waiting_changes(request.user)[:ROWS],
            "may_prepare": bool(offices) and bool(months),
        },
        done=lambda made: reverse("payment_detail", args=[made.pk]),
        said="支払い一覧をつくりました。確定は、ほかの人（決裁者）が行います。",
    )


def waiting_changes(user):
    """The changes of 口座 that wait for a second person, of the applications sent to one's city."""
    mine = BenefitApplication.objects.visible_to(user).filter(sent_on__isnull=False)
    rows = BenefitAccount.objects.filter(state=BenefitAccount.State.ASKED, application__in=mine)
    return rows.select_related("author", "application__episode__case__person")


def visible_payment(request, pk):
    rows = BenefitPayment.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("office__municipality", "prepared_by", "released_by"), pk=pk
    )


@requires("benefits.decide")
@require_GET
def payment_detail(request, pk):
    """One 支払い一覧: its rows, its total, who released it."""
    payment = visible_payment(request, pk)
    rows = with_payees(visible_months(payment, request.user))
    planned = planned_for(request.user, {row.application.episode_id for row in rows})
    for row in rows:
        row.planned = planned.get(row.application.episode_id)
    whole = payment.months.aggregate(n=Count("pk"), yen=Sum("yen"))
    context = {
        "payment": payment,
        "rows": rows,
        "whole": whole,
        "transfers": sum(len(row.to) for row in rows),
        "hidden": whole["n"] - len(rows),
        "options": payment_workflow.available(payment, request.user),
        "move_url": f"{reverse('payment_detail', args=[payment.pk])}rule/",
    }
    return render(request, "housing_benefit/payment_detail.html", context)


@requires("benefits.decide")
@require_POST
def payment_rule(request, pk, name):
    """支払いの確定."""
    payment = visible_payment(request, pk)
    if name not in payment_workflow.transitions:
        raise Http404
    version = request.POST.get("version") or None
    payment_workflow.advance(payment, name, by=request.user, version=version)
    messages.success(request, "支払いを確定しました。CSV を財務の担当に渡せます。")
    return redirect("payment_detail", pk=payment.pk)


@requires("benefits.decide")
@require_GET
def payment_file(request, pk):
    """The released list as CSV, for the city's finance section; whole or not at all."""
    payment = visible_payment(request, pk)
    months = visible_months(payment, request.user).select_related("case__agency")
    rows = with_payees(months)
    if payment.state != BenefitPayment.State.RELEASED or len(rows) != payment.months.count():
        raise Http404
    for case in {row.case_id: row.case for row in rows}.values():
        see(request, case, Viewing.Act.DOWNLOAD)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="benefit-{payment.number}.csv"'
    writer = csv.writer(answer)
    writer.writerow(
        (
            "一覧",
            "月",
            "台帳番号",
            "氏名",
            "給付",
            "支払い先",
            "家主・管理会社",
            "口座",
            "金額",
            "備考",
        )
    )
    for row in rows:
        whose = (row.case.number, row.case.person.display_name, row.get_kind_display())
        for to in row.to:
            cells = map(as_cell, (*whose, to.payee, to.name, to.account))
            tail = to.yen, as_cell(to.remark)
            writer.writerow((payment.number, f"{row.month:%Y-%m}", *cells, *tail))
    return answer


def as_cell(text):
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
