"""The pages of 住居確保給付金: an application, its terms, its judgement, its course."""

import csv
from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import STAFF, Organisation, Role
from accounts.pages import beside_fields, compared_page, verb_page, versions_of
from accounts.permissions import requires
from cases.context import case_frame, visible_case
from cases.forms.course import MoveForm
from cases.permissions import roles_of as case_roles
from housing_benefit.forms import ApplicationForm, ExplainForm, PaymentForm, StartForm, WhatIfForm
from housing_benefit.judging import claim_of, judged, judged_as
from housing_benefit.models import BenefitApplication, BenefitPayment
from housing_benefit.permissions import roles_of
from housing_benefit.workflow import (
    benefit_workflow,
    check_prepares,
    explain,
    payment_workflow,
    prepare_payment,
    save_application,
    start_application,
)
from housing_benefit.workflow.application import CITY_MOVES
from housing_benefit.workflow.paying import rules_of, visible_months, waiting_months
from housing_benefit.workflow.writing import WRITABLE, needed_documents, not_writable
from rules.calendar import add_months, months_end, today, wareki_short
from rules.choices import label
from rules.housing_benefit import months_from
from rules.refusals import Refused

ROWS = 50
MONTHS_SHOWN = 12
WHAT_IF = ("applied_on", "members", "rent", "income", "assets")


def visible_application(request, pk):
    """The application, if this person may see it; else 404."""
    return get_object_or_404(
        BenefitApplication.objects.visible_to(request.user).with_frame(), pk=pk
    )


def frame(request, row):
    """Everything round a page of an application."""
    return case_frame(request, row.case) | {
        "row": row,
        "is_staff": bool(roles_of(request.user, row) & set(STAFF)),
        "is_city": bool(roles_of(request.user, row) - set(STAFF)),
    }


@requires("benefits.read")
@require_GET
def benefit_list(request):
    """The applications under way that this person may see, the oldest first."""
    rows = BenefitApplication.objects.visible_to(request.user).with_frame()
    rows = rows.filter(state__in=BenefitApplication.OPEN).order_by("applied_on", "pk")
    may_pay = bool(request.user.city_ids())
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    return render(request, "housing_benefit/benefit_list.html", {"page": page, "may_pay": may_pay})


@requires("benefits.read")
@require_GET
def case_benefits(request, pk):
    """All applications of a 台帳, the newest first."""
    case = visible_case(request, pk)
    rows = BenefitApplication.objects.filter(episode__case=case).order_by("-pk")
    is_staff = bool(case_roles(request.user, case.episode) & set(STAFF))
    context = case_frame(request, case) | {
        "rows": rows,
        "may_start": is_staff and case.episode.ended_on is None,
    }
    return render(request, "housing_benefit/case_benefits.html", context)


@requires("benefits.write")
@require_http_methods(["GET", "POST"])
def benefit_start(request, pk):
    """A new application: which, and why."""
    case = visible_case(request, pk)
    return verb_page(
        request,
        StartForm(request.POST or None),
        lambda **given: start_application(case, by=request.user, **given),
        template="cases/case_form.html",
        context=lambda: (
            case_frame(request, case)
            | {
                "title": "住居確保給付金の申請をはじめる",
                "lead": "プランの前でも申請できます。"
                "世帯の人数・収入・預貯金は、世帯の表から入ります。",
            }
        ),
        done=lambda row: reverse("benefit_edit", args=[row.pk]),
        said="申請の準備を始めました。",
    )


@requires("benefits.write")
@require_http_methods(["GET", "POST"])
def benefit_edit(request, pk):
    """支給申請書の内容."""
    row = visible_application(request, pk)
    if row.state not in WRITABLE:
        raise Refused(not_writable(row))

    def build(data):
        row.refresh_from_db(fields=[field.name for field in row._meta.local_fields])
        return ApplicationForm(data, row=row, initial=ApplicationForm.initial_of(row))

    def save(form, version):
        save_application(row, by=request.user, version=version, **form.columns())

    return compared_page(
        request,
        build,
        beside_fields(save),
        frame=lambda: frame(request, row),
        context=lambda: {
            "title": "支給申請書の内容",
            "button": "申請の内容を保存する",
            "version": row.version,
        },
        template="housing_benefit/benefit_form.html",
        texts="cases/case_conflict.html",
        done=reverse("benefit_detail", args=[row.pk]),
        said="申請の内容を保存しました。",
        **versions_of(row),
    )


@requires("benefits.write")
@require_http_methods(["GET", "POST"])
def benefit_explain(request, pk):
    """留意事項の説明と合意."""
    row = visible_application(request, pk)
    return verb_page(
        request,
        ExplainForm(request.POST or None, row=row),
        lambda **given: explain(row, by=request.user, **given),
        template="housing_benefit/benefit_form.html",
        context=lambda: (
            frame(request, row)
            | {
                "title": "留意事項を説明し、合意を得る",
                "about": "1つずつ読み上げ、分かっていただけたものに印を付けます。",
                "button": "合意を記録する",
            }
        ),
        done=reverse("benefit_detail", args=[row.pk]),
        said="留意事項の説明と合意を記録しました。",
    )


@requires("benefits.read")
@require_GET
def benefit_detail(request, pk):
    """One application: what is asked, how it is judged, what comes next."""
    row = visible_application(request, pk)
    found, refusals = None, ()
    try:
        found = judged(row)
    except Refused as refused:
        refusals = refused.refusals
    papers = [
        {"label": words, "is_there": code in row.documents} for code, words in needed_documents(row)
    ]
    is_city = bool(roles_of(request.user, row) - set(STAFF))
    page = reverse("benefit_detail", args=[row.pk])
    context = frame(request, row) | {
        "found": found,
        "judgement_refusals": refusals,
        "what_if": what_if(request, row) if found else None,
        "papers": papers,
        "strip": strip(row),
        "last_day": months_end(last.month, 1) if (last := row.months.last()) else None,
        "facts": facts(row),
        "costs": [(label("benefit_costs", code), yen) for code, yen in row.costs.items()],
        "is_writable": row.state in WRITABLE,
        "options": benefit_workflow.available(row, request.user),
        "move_url": f"{page}rule/" if is_city else f"{page}move/",
    }
    return render(request, "housing_benefit/benefit_detail.html", context)


def strip(row):
    """The months of a 家賃補助 that are granted, and those an extension could add."""
    months = list(row.months.select_related("payment"))
    if not (row.is_rent and months):
        return []
    rules, this = rules_of(row), today().replace(day=1)
    granted = [
        {
            "month": one.month,
            "yen": f"{one.yen:,}",
            "said": standing_of(one),
            "css": " ".join(
                name
                for name, holds in (
                    ("paid", one.payment and one.payment.released_on),
                    ("this", one.month == this),
                )
                if holds
            ),
        }
        for one in months
    ]
    later = months_from(add_months(months[-1].month, 1), rules.longest_months - len(months))
    maybe = [
        {
            "month": month,
            "yen": "",
            "said": "延長可",
            "css": "maybe turn" if number % rules.unit_months == 0 else "maybe",
        }
        for number, month in enumerate(later)
    ]
    return granted + maybe


def standing_of(month):
    if month.payment is None:
        return "予定"
    return "確定" if month.payment.released_on else "一覧"


def facts(row):
    """The application in words, without what nobody asked yet."""
    day = row.applied_on
    said = [
        ("申請のわけ", label("benefit_routes", row.route, day)),
        ("住まい", label("benefit_housings", row.housing, day) if row.housing else ""),
        ("家主・管理会社", row.landlord),
        ("支払い先", label("benefit_payees", row.payee, day) if row.payee else ""),
        ("口座", row.account),
        ("求職できなかったわけ", row.unable_reason),
        ("転居先の基準の根拠", row.destination_source),
        ("家計改善支援の認定", label("benefit_findings", row.finding, day) if row.finding else ""),
        ("認定のわけ", row.finding_reason),
        ("併せて行う就労支援", label("benefit_supports", row.support, day) if row.support else ""),
    ]
    return [(name, words) for name, words in said if words]


def what_if(request, row):
    """The same application with other figures, beside its own: nothing of it is kept."""
    claim = claim_of(row)
    own = {name: getattr(claim, name) for name in WHAT_IF}
    if "rent" not in request.GET:
        shown = own | {"applied_on": wareki_short(own["applied_on"])}
        return {"form": WhatIfForm(initial=shown)}
    form = WhatIfForm(request.GET)
    if not form.is_valid():
        return {"form": form}
    try:
        found = judged_as(row, replace(claim, **form.cleaned_data))
    except Refused as refused:
        return {"form": form, "refusals": refused.refusals}
    return {"form": form, "found": found}


@requires("benefits.write")
@require_http_methods(["GET", "POST"])
def benefit_move(request, pk, name):
    """One step of the agency."""
    return one_move(request, pk, name, city=False)


@requires("benefits.decide")
@require_http_methods(["GET", "POST"])
def benefit_rule(request, pk, name):
    """One step of the city."""
    return one_move(request, pk, name, city=True)


def one_move(request, pk, name, *, city):
    row = visible_application(request, pk)
    move = benefit_workflow.transitions.get(name)
    if move is None or (name in CITY_MOVES) != city:
        raise Http404
    if reasons := benefit_workflow.explain(row, name, request.user):
        raise Refused(*reasons)
    version = request.POST.get("version") or None
    return verb_page(
        request,
        MoveForm(request.POST or None, transition=move),
        lambda **given: benefit_workflow.advance(
            row, name, by=request.user, **given | {"version": version}
        ),
        template="housing_benefit/benefit_form.html",
        context=lambda: (
            frame(request, row) | {"title": move.label, "about": str(row), "version": row.version}
        ),
        done=reverse("benefit_detail", args=[row.pk]),
        said=f"「{move.label}」を記録しました。",
    )


# ---- 支払い ---------------------------------------------------------------------------------


@requires("benefits.decide")
@require_http_methods(["GET", "POST"])
def payment_list(request):
    """What waits to be paid, the lists there are, and the making of a new one."""
    waiting = waiting_months(request.user)
    months = list(waiting.order_by("month").values_list("month", flat=True).distinct())
    office = Organisation.objects.filter(
        municipality__in=request.user.city_ids(), kind=Organisation.Kind.CITY_OFFICE
    ).first()
    if request.method == "POST":
        check_prepares(request.user, office)
    payments = BenefitPayment.objects.visible_to(request.user).with_totals()
    return verb_page(
        request,
        PaymentForm(request.POST or None, months=months),
        lambda **given: prepare_payment(office, by=request.user, **given),
        template="housing_benefit/payment_list.html",
        context=lambda: {
            "months": [
                {
                    "month": month,
                    **waiting.filter(month=month).aggregate(n=Count("pk"), yen=Sum("yen")),
                }
                for month in months[:MONTHS_SHOWN]
            ],
            "payments": payments[:ROWS],
            "may_prepare": bool(request.user.city_ids((Role.OFFICER,))) and bool(months),
        },
        done=lambda made: reverse("payment_detail", args=[made.pk]),
        said="支払い一覧をつくりました。確定は、ほかの人（決裁者）が行います。",
    )


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
    rows = list(visible_months(payment, request.user))
    whole = payment.months.aggregate(n=Count("pk"), yen=Sum("yen"))
    context = {
        "payment": payment,
        "rows": rows,
        "whole": whole,
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
    rows = list(visible_months(payment, request.user))
    if payment.state != BenefitPayment.State.RELEASED or len(rows) != payment.months.count():
        raise Http404
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="benefit-{payment.number}.csv"'
    writer = csv.writer(answer)
    writer.writerow(
        ("一覧", "月", "台帳番号", "氏名", "給付", "支払い先", "家主・管理会社", "口座", "金額")
    )
    for row in rows:
        claim = row.application
        payee = label("benefit_payees", claim.payee, claim.applied_on) if claim.payee else ""
        cells = (row.case.number, row.case.person.display_name, row.get_kind_display(), payee)
        cells += (claim.landlord, claim.account)
        writer.writerow((payment.number, f"{row.month:%Y-%m}", *map(as_cell, cells), row.yen))
    return answer


def as_cell(text):
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
