"""One move of a machine on its own small page, for every record of a plan."""

from django.http import Http404
from django.urls import reverse

from accounts.pages import verb_page
from cases.forms.course import MoveForm
from plans.context import plan_frame
from rules.refusals import Refused


def one_move(request, plan, machine, record, name, *, title, form=None, then="plan_detail"):
    """Explain, ask what the row needs, make the move; refused, the page says why (D18)."""
    row = machine.transitions.get(name)
    if row is None or row.hidden:
        raise Http404
    reasons = machine.explain(record, name, request.user)
    if reasons:
        raise Refused(*reasons)
    form = form or MoveForm(request.POST or None, transition=row)
    version = request.POST.get("version") or None
    return verb_page(
        request,
        form,
        lambda **given: machine.advance(
            record, name, by=request.user, **given | {"version": version}
        ),
        template="plans/plan_form.html",
        context=lambda: (
            plan_frame(request, plan)
            | {"title": row.label, "about": title, "version": record.version}
        ),
        done=reverse(then, args=[plan.pk]),
        said=f"「{row.label}」を記録しました。",
    )
