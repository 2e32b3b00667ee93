"""運営情報: what the agencies of the city tell of themselves, and the sheet of one."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Organisation
from accounts.pages import verb_page
from accounts.permissions import requires
from cases.views.documents import as_pdf
from documents.rendering import print_sheet
from incidents.forms import NewStatementForm, StatementForm
from incidents.models import KEEPERS, Statement
from incidents.statement_paper import STATEMENT, statement_sheet
from incidents.views.pages import FORM, edit_row
from incidents.workflow.statement import change_statement, figures, write_statement
from rules.calendar import today


def keepers_of(user):
    return user.organisation_ids(KEEPERS)


def seen(request, pk):
    rows = Statement.objects.visible_to(request.user).select_related("agency__municipality")
    return get_object_or_404(rows, pk=pk)


@requires("incidents.read_statements")
@require_GET
def statement_list(request):
    """Those of the city, the newest 年度 first."""
    agencies = Organisation.objects.agencies().filter(pk__in=keepers_of(request.user))
    context = {
        "rows": Statement.objects.visible_to(request.user).select_related("agency"),
        "may_write": agencies.exists(),
    }
    return render(request, "incidents/statement_list.html", context)


@requires("incidents.read_statements")
@require_GET
def statement_detail(request, pk):
    row = seen(request, pk)
    context = {
        "row": row,
        "figures": figures(row),
        "may_write": row.agency_id in keepers_of(request.user),
    }
    return render(request, "incidents/statement_detail.html", context)


@requires("incidents.keep_statements")
@require_http_methods(["GET", "POST"])
def statement_add(request):
    """The next 年度, begun with the words of the last."""
    agencies = Organisation.objects.agencies().filter(pk__in=keepers_of(request.user))
    agency = get_object_or_404(agencies.order_by("pk")[:1])
    last = agency.statements.first()
    known = {"mission": last.mission, "activities": last.activities} if last else {}
    return verb_page(
        request,
        NewStatementForm(request.POST or None, initial=known),
        lambda **typed: write_statement(agency, by=request.user, **typed),
        template=FORM,
        context=lambda: {
            "title": "運営情報を書く",
            "lead": agency.name,
            "button": "保存する",
            "about": "運営情報",
            "back": reverse("statement_list"),
        },
        done=lambda row: reverse("statement_detail", args=[row.pk]),
        said=lambda row: f"{row.year}年度の運営情報を保存しました。",
    )


@requires("incidents.keep_statements")
@require_http_methods(["GET", "POST"])
def statement_edit(request, pk):
    """Mended, or made known."""
    rows = Statement.objects.filter(agency__in=keepers_of(request.user))
    row = get_object_or_404(rows.select_related("agency"), pk=pk)

    def build(data=None):
        return StatementForm(
            data, initial={name: getattr(row, name) for name in StatementForm.base_fields}
        )

    back = reverse("statement_detail", args=[row.pk])
    frame = {
        "title": f"{row.year}年度の運営情報を直す",
        "about": f"運営情報　{row.year}年度",
        "back": back,
    }
    return edit_row(
        request, row, build, change_statement, frame, done=back, said="運営情報を保存しました。"
    )


@requires("incidents.read_statements")
@require_GET
def statement_paper(request, pk):
    """The sheet: it names nobody, and may go to anyone."""
    sheet = statement_sheet(seen(request, pk))
    return as_pdf(print_sheet(STATEMENT, sheet, today(), by=request.user.name), "statement.pdf")
