"""The pages on which another 口座 is typed by one and confirmed by another."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.pages import verb_page
from accounts.permissions import requires
from cases.forms.course import MoveForm
from housing_benefit.forms.payment import AccountForm
from housing_benefit.models import BenefitAccount
from housing_benefit.views.frame import frame, visible_application
from housing_benefit.workflow import account_workflow, change_account
from housing_benefit.workflow.accounts import why_not_changed, with_account
from rules.refusals import Refused


@requires("benefits.account")
@require_http_methods(["GET", "POST"])
def benefit_account(request, pk):
    """Another 口座, with its reason."""
    row = visible_application(request, pk)
    if refusals := why_not_changed(row, request.user):
        raise Refused(*refusals)
    stored = with_account(row)
    now = "、".join(f"「{one.account}」" for one in stored)
    return verb_page(
        request,
        AccountForm(request.POST or None, stored=stored),
        lambda **given: change_account(row, by=request.user, **given),
        template="housing_benefit/benefit_form.html",
        context=lambda: (
            frame(request, row)
            | {
                "title": "口座を変える",
                "about": f"いまの口座は{now}です。ほかの人が確かめるまで、いまの口座に支払います。",
                "button": "口座の変更を書く",
            }
        ),
        done=reverse("benefit_detail", args=[row.pk]),
        said="口座の変更を書きました。ほかの人が確かめると変わります。",
    )


@requires("benefits.account")
@require_http_methods(["GET", "POST"])
def benefit_account_move(request, pk, name):
    """The second person confirms it, or it is dropped."""
    change = get_object_or_404(BenefitAccount, pk=pk)
    row = visible_application(request, change.application_id)
    move = account_workflow.transitions.get(name)
    if move is None:
        raise Http404
    if reasons := account_workflow.explain(change, name, request.user):
        raise Refused(*reasons)
    version = request.POST.get("version") or None
    return verb_page(
        request,
        MoveForm(request.POST or None, transition=move),
        lambda **given: account_workflow.advance(
            change, name, by=request.user, **given | {"version": version}
        ),
        template="housing_benefit/benefit_form.html",
        context=lambda: (
            frame(request, row)
            | {
                "title": move.label,
                "about": f"「{change.before}」から「{change.account}」に。わけ：{change.reason}",
                "version": change.version,
            }
        ),
        done=reverse("benefit_detail", args=[row.pk]),
        said=f"「{move.label}」を記録しました。",
    )


def changes_of(user, row):
    """The changes of 口座 of an application, each with what this person may do with it."""
    return [
        {
            "change": change,
            "key": f"account-{change.pk}",
            "options": account_workflow.available(change, user),
            "move_url": reverse("benefit_account_move", args=[change.pk, "x"])[:-2],
        }
        for change in row.account_changes.select_related(
            "author",
            "settled_by",
            "payee",
            "application__root",
            "application__episode__case__agency",
        )
    ]
