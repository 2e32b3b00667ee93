"""One application: what is asked, how it is judged, its months."""

from dataclasses import replace

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models import STAFF
from accounts.permissions import requires
from housing_benefit.budget import budget_of, doubts
from housing_benefit.forms.application import WhatIfForm
from housing_benefit.judging import claim_of, judged, judged_as, months_of
from housing_benefit.models import BenefitApplication, BenefitMonth, BenefitOrder
from housing_benefit.payees import divided
from housing_benefit.permissions import roles_of
from housing_benefit.planned import planned_for
from housing_benefit.views.accounts import changes_of
from housing_benefit.views.frame import frame, visible_application
from housing_benefit.views.papers import notices_of, paper_links
from housing_benefit.workflow import benefit_workflow
from housing_benefit.workflow.accounts import why_not_changed
from housing_benefit.workflow.evidence import evidence_of
from housing_benefit.workflow.orders import order_workflow, why_not_ordered
from housing_benefit.workflow.payees import next_number
from housing_benefit.workflow.paying import rules_of
from housing_benefit.workflow.reporting import months_done
from housing_benefit.workflow.suspended import why_not_contacted
from housing_benefit.workflow.writing import WRITABLE
from rules.calendar import add_months, today, wareki_short
from rules.choices import label
from rules.housing_benefit import last_day_to_extend, months_from, months_left, move_shares
from rules.profile import profile_for
from rules.profile_words import sections
from rules.refusals import Refused

WHAT_IF = ("applied_on", "members", "rent", "income", "assets")


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
    is_city = bool(roles_of(request.user, row) - set(STAFF))
    page = reverse("benefit_detail", args=[row.pk])
    context = frame(request, row) | {
        "found": found,
        "judgement_refusals": refusals,
        "ordinance": rules_of(row).ordinance if found else "",
        "doubts": doubts(row),
        "what_if": what_if(request, row) if found else None,
        "evidence": evidence_of(row),
        "papers": paper_links(request.user, row),
        "notices": notices_of(row),
        "signatures": row.signatures.select_related("acted_by"),
        "strip": strip(row),
        "last_day": last_day_to_ask(row),
        "course": course(request.user, row),
        "months_done": months_done(row) if row.is_rent and row.root_id is None else [],
        "orders": orders_of(request.user, row),
        "order_kinds": order_kinds(request.user, row),
        "contacts": row.contacts.select_related("author"),
        "may_contact": not why_not_contacted(row),
        "jobs": row.jobs.select_related("start"),
        "facts": facts(row),
        "planned": planned_for(request.user, [row.episode_id]).get(row.episode_id),
        "account_changes": changes_of(request.user, row),
        "may_change_account": not why_not_changed(row, request.user),
        "parts": parts_of(row, found),
        "further_payees": row.all_payees[1:],
        "next_payee": next_number(row) if row.state in WRITABLE and not row.is_rent else None,
        "costs": [(label("benefit_costs", code), yen) for code, yen in row.costs.items()],
        "is_writable": row.state in WRITABLE,
        "options": benefit_workflow.available(row, request.user),
        "move_url": f"{page}rule/" if is_city else f"{page}move/",
    }
    return render(request, "housing_benefit/benefit_detail.html", context)


@requires("benefits.read")
@require_GET
def benefit_standards(request, pk):
    """What this application is judged by, each assumption with how sure it is."""
    row = visible_application(request, pk)
    profile = profile_for(row.agency.municipality.code, row.applied_on or today())
    (section,) = [one for one in sections(profile) if one.name == "housing_benefit"]
    context = frame(request, row) | {"profile": profile, "section": section}
    return render(request, "housing_benefit/benefit_standards.html", context)


def course(user, row):
    """The first application and what followed it, where anything did."""
    base = row.base
    rows = BenefitApplication.objects.visible_to(user).filter(Q(pk=base.pk) | Q(root=base))
    rows = list(rows.order_by("number"))
    return rows if len(rows) > 1 else []


def orders_of(user, row):
    """中断, 中止 and 徴収 of a course, each with what this person may do with it."""
    return [
        {
            "order": order,
            "options": order_workflow.available(order, user),
            "move_url": f"{reverse('benefit_order_rule', args=[order.pk, 'x'])[:-2]}",
        }
        for order in row.orders.select_related(
            "author", "drafted_by", "decided_by", "application__episode"
        ).prefetch_related("steps__acted_by")
    ]


def order_kinds(user, row):
    """What of these can be reported now."""
    return [kind for kind in BenefitOrder.Kind if not why_not_ordered(row, kind, user)]


def last_day_to_ask(row):
    """Until when an 延長 can be asked for; None while there is nothing to extend, or no more."""
    months = months_of(row) if row.is_rent else []
    if row.base.state != row.State.GRANTED:
        return None
    if not (months and months_left(rules_of(row.base), len(months))):
        return None
    return last_day_to_extend(max(months))


def strip(row):
    """The months of a course of 家賃補助 that are granted, and those an extension could add."""
    months = list(BenefitMonth.objects.of_course(row).select_related("payment"))
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
    if row.base.state not in (row.State.GRANTED, row.State.SUSPENDED):
        return granted
    later = months_from(add_months(months[-1].month, 1), months_left(rules, len(months)))
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


def parts_of(row, found):
    """Who is paid which costs of 転居費用補助; nothing where it is one 支払い先 alone."""
    if len(row.all_payees) == 1:
        return []
    shares = found.judgement.shares if found else ()
    return divided(row, shares or move_shares(rules_of(row), row.costs, 0))


def facts(row):
    """The application in words, without what nobody asked yet."""
    day = row.applied_on
    said = [
        ("区分", "" if row.purpose == row.Purpose.NEW else row.get_purpose_display()),
        ("そのわけ", label("benefit_grounds", row.ground, day) if row.ground else ""),
        ("申請のわけ", label("benefit_routes", row.route, day)),
        ("住まい", label("benefit_housings", row.housing, day) if row.housing else ""),
        (row.payee_role, row.landlord),
        ("支払い先", label("benefit_payees", row.payee, day) if row.payee else ""),
        ("本人に支払うわけ", row.payee_reason),
        ("口座", row.account),
        ("求職できなかったわけ", row.unable_reason),
        ("転居先の基準の根拠", row.destination_source),
        ("家計改善支援の認定", label("benefit_findings", row.finding, day) if row.finding else ""),
        ("認定のわけ", row.finding_reason),
        ("家計の前と後", "" if row.is_rent else budget_words(row)),
        ("併せて行う就労支援", label("benefit_supports", row.support, day) if row.support else ""),
    ]
    return [(name, words) for name, words in said if words]


def budget_words(row):
    """The sum of the expenses before and after moving, as the 家計 of the 台帳 says it."""
    rows = budget_of(row)
    return f"支出の合計 {rows[-1].before:,}円から{rows[-1].after:,}円に" if rows else ""


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
