"""What the pages of the three do alike."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.compare import posted_version
from accounts.models import STAFF, Organisation
from accounts.pages import verb_page
from cases.forms.course import MoveForm
from incidents.forms import MOVE_FORMS
from rules.refusals import Refused


def own_agency(request):
    """The agency where the person works."""
    ids = request.user.organisation_ids(STAFF)
    return get_object_or_404(Organisation.objects.select_related("municipality"), pk=ids[0])


def past_of(record):
    """Each state it has been in, since when and by whose hand; the newest first."""
    rows = list(record.history.select_related("history_user").order_by("history_id"))
    turns = [
        row
        for before, row in zip([None, *rows], rows, strict=False)
        if before is None or before.state != row.state
    ]
    return [
        {
            "at": row.history_date,
            "state": row.get_state_display(),
            "by": row.history_user.name if row.history_user else "名前を出していません",
        }
        for row in reversed(turns)
    ]


def move_page(request, workflow, record, name, *, page, frame, **of_form):
    """One step of a machine, with the form of its own or with what its row needs."""
    row = workflow.transitions.get(name)
    if row is None:
        raise Http404
    if reasons := workflow.explain(record, name, request.user):
        raise Refused(*reasons)
    form_class = of_form.pop("form_class", MOVE_FORMS.get((workflow.machine, name), MoveForm))
    form = form_class(request.POST or None, transition=row, **of_form)

    def act(**typed):
        version = posted_version(request) if "version" in request.POST else None
        workflow.advance(record, name, by=request.user, version=version, **typed)

    return verb_page(
        request,
        form,
        act,
        template="incidents/record_form.html",
        context=lambda: frame | {"title": row.label, "version": record.version},
        done=reverse(page, args=[record.pk]),
        said=f"「{row.label}」を記録しました。",
    )
