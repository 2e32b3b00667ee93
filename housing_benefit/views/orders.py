"""The pages on which 中断, 中止 and 徴収 are reported and decided."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.pages import verb_page
from accounts.permissions import requires
from cases.forms.course import MoveForm
from housing_benefit.forms.application import RulingForm
from housing_benefit.forms.orders import OrderForm
from housing_benefit.models import BenefitOrder
from housing_benefit.views.frame import frame, visible_application
from housing_benefit.workflow.orders import (
    ground_words,
    most_to_collect,
    order_workflow,
    report_order,
    why_not_ordered,
)
from housing_benefit.workflow.paying import rules_of
from rules.calendar import both
from rules.refusals import Refused

ABOUT = {
    "suspend": "病気やけがで求職活動ができないとき、支給を止めます。"
    "{suspend_years}年以内に再開を申請できます。",
    "stop": "支給しない最初の月は、わけごとにきまっています。",
    "collect": "偽りの申請などのとき、支払った額のすべてか一部を徴収します。",
}


@requires("benefits.report")
@require_http_methods(["GET", "POST"])
def benefit_order_add(request, pk, kind):
    """中断・中止・徴収のわけを報告する."""
    row = visible_application(request, pk)
    if kind not in BenefitOrder.Kind.values:
        raise Http404
    if refusals := why_not_ordered(row, kind, request.user):
        raise Refused(*refusals)
    label = BenefitOrder.Kind(kind).label
    about = ABOUT[kind].format(**vars(rules_of(row)))
    if kind == BenefitOrder.Kind.COLLECT:
        about += f"徴収できるのは{most_to_collect(row):,}円までです。"
    return verb_page(
        request,
        OrderForm(request.POST or None, kind=kind),
        lambda **given: report_order(row, by=request.user, kind=kind, **given),
        template="housing_benefit/benefit_form.html",
        context=lambda: (
            frame(request, row)
            | {"title": f"{label}のわけを報告する", "about": about, "button": "報告する"}
        ),
        done=reverse("benefit_detail", args=[row.pk]),
        said=f"{label}のわけを報告しました。決めるのは自治体です。",
    )


@requires("benefits.decide")
@require_http_methods(["GET", "POST"])
def benefit_order_rule(request, pk, name):
    """One step of the city on one of them."""
    order = get_object_or_404(BenefitOrder, pk=pk)
    row = visible_application(request, order.application_id)
    move = order_workflow.transitions.get(name)
    if move is None:
        raise Http404
    if reasons := order_workflow.explain(order, name, request.user):
        raise Refused(*reasons)
    version = request.POST.get("version") or None
    form = RulingForm if move.form == "rule" else MoveForm
    return verb_page(
        request,
        form(request.POST or None, transition=move),
        lambda **given: order_workflow.advance(
            order, name, by=request.user, **given | {"version": version}
        ),
        template="housing_benefit/benefit_form.html",
        context=lambda: (
            frame(request, row)
            | {
                "title": f"{order.get_kind_display()}：{move.label}",
                "about": f"{order}　{order_words(order)}",
                "button": move.label,
                "version": order.version,
            }
        ),
        done=reverse("benefit_detail", args=[row.pk]),
        said=f"{order.get_kind_display()}の「{move.label}」を記録しました。",
    )


def order_words(order):
    """What is ruled on: the ground and its day, and from which month or how much."""
    words = f"{ground_words(order)}　{both(order.happened_on)}"
    if order.from_month:
        words += f"　{order.from_month.year}年{order.from_month.month}月分から支給しません"
    return words + (f"　{order.yen:,}円" if order.yen else "")
