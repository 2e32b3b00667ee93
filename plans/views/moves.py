"""One move of a machine on its own small page, for every record of a plan."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from accounts.pages import add_refusals, say_notes
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
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data | {"version": request.POST.get("version") or None}
        try:
            machine.advance(record, name, by=request.user, **data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, f"「{row.label}」を記録しました。")
            return redirect(then, pk=plan.pk)
    context = plan_frame(request, plan) | {
        "form": form,
        "title": row.label,
        "about": title,
        "version": record.version,
    }
    return render(request, "plans/plan_form.html", context, status=422 if form.errors else 200)
