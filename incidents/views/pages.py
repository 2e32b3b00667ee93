"""What the pages of 苦情, 事故・法違反 and ヒヤリハット do alike."""

from dataclasses import dataclass

from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.compare import posted_version
from accounts.models import STAFF, Organisation
from accounts.pages import edit_page, verb_page
from incidents.forms import MOVE_FORMS, StepForm
from rules.refusals import Refused
from rules.transitions import Workflow

FORM = "incidents/record_form.html"


@dataclass(frozen=True)
class Pages:
    """The pages of one of the three: where a row is read, and what is read with it."""

    model: type[Model]
    workflow: Workflow
    page: str
    read_with: tuple[str, ...]

    def seen(self, request, pk):
        """The row, if the person may see it; if not there is none."""
        rows = self.model.objects.visible_to(request.user)
        return get_object_or_404(rows.select_related(*self.read_with), pk=pk)

    def url(self, row):
        return reverse(self.page, args=[row.pk])

    def about(self, row):
        """What stands over a form about the row, and leads back to it."""
        return {
            "about": f"{self.model._meta.verbose_name}　{row.kind_in_words}",
            "back": self.url(row),
        }

    def add(self, request, form, act, *, said, done=None, **frame):
        """A new one, through the verb that records it."""
        return verb_page(
            request,
            form,
            act,
            template=FORM,
            context=lambda: frame,
            done=done or self.url,
            said=said,
        )

    def detail(self, request, row, **context):
        """One of them, what may be done with it next, and what it has been."""
        shown = {
            "row": row,
            "options": self.workflow.available(row, request.user),
            "move_url": f"{self.url(row)}move/",
            "past": past_of(row),
        }
        return render(request, f"incidents/{self.page}.html", shown | context)

    def edit(self, request, row, build, save, *, title, said, done=None):
        """What was written, by its verb ``save(row, by, version, …)``; see ``edit_row``."""
        frame = {"title": title, "back": self.url(row)}
        return edit_row(request, row, build, save, frame, done=done or self.url(row), said=said)

    def move(self, request, pk, name):
        """One step, by whom it is open to, with the form of its own or what its row needs."""
        record = self.seen(request, pk)
        row = self.workflow.transitions.get(name)
        if row is None:
            raise Http404
        if reasons := self.workflow.explain(record, name, request.user):
            raise Refused(*reasons)
        form_class = MOVE_FORMS.get((self.workflow.machine, name), StepForm)
        form = form_class(request.POST or None, transition=row, record=record)

        def act(**typed):
            version = posted_version(request) if "version" in request.POST else None
            self.workflow.advance(record, name, by=request.user, version=version, **typed)

        return verb_page(
            request,
            form,
            act,
            template=FORM,
            context=lambda: self.about(record) | {"title": row.label, "version": record.version},
            done=self.url(record),
            said=f"「{row.label}」を記録しました。",
        )


def edit_row(request, row, build, save, frame, *, done, said):
    """A row as it is stored now, in its form; two people who save it see both texts (D18).

    ``build(data)`` makes the form over the row; ``save(row, by, version, **fields)`` is the verb.
    """

    def stored(data=None):
        row.refresh_from_db()
        return build(data)

    def keep(form, version):
        save(row, by=request.user, version=version, **form.fields_of_row())

    return edit_page(
        request,
        row,
        stored,
        keep,
        template=FORM,
        context=frame | {"button": "保存する"},
        done=done,
        said=said,
    )


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
