"""ケース一覧: one box to find a person by, filters in the address, views kept by name."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import CITY_ROLES, STAFF, Organisation, Role, SavedView
from accounts.pages import verb_page
from accounts.permissions import requires
from accounts.viewing import write_list
from accounts.workflow import remove_view, rename_view, save_view
from cases.forms.viewings import PurposeForm
from cases.models import Case, Deadline, Episode
from cases.permissions import is_own_work
from cases.views.documents import as_pdf
from documents.register import DOCUMENTS
from documents.rendering import print_sheet
from documents.workflow import log_print
from reports.case_list_paper import MOST, list_sheet
from reports.filters import (
    FLAGS,
    NOBODY,
    NOWHERE,
    CaseFilters,
    colleagues,
    stages_of,
    towns_of,
)
from reports.forms import ViewForm
from reports.outreach import more_lists
from rules.calendar import today

PAGE = 50


@requires("cases.read")
@require_GET
def case_list(request):
    """The cases one may see, found by words, stage and 担当, the newest number first."""
    user, filters = request.user, CaseFilters.read(request.GET)
    page = case_page(user, filters, request.GET.get("page"))
    if filters.text and request.GET.get("one") == "open" and page.paginator.count == 1:
        return redirect("case_detail", pk=page[0].pk)  # the search box was right at once
    leads = [(str(row.pk), row.name, str(row.pk) == filters.lead) for row in colleagues(user)]
    views = list(SavedView.objects.visible_to(user))
    context = {
        "page": page,
        "filters": filters,
        "find_text": filters.text,
        "conditions": filters.conditions(user),
        "views": views,
        "view": next((view for view in views if view.query == filters.query), None),
        "states": [(code, name, code in filters.states) for code, name in Episode.State.choices],
        "flags": [(name, words, name in filters.flags) for name, (words, _q) in FLAGS.items()],
        "leads": leads,
        "nobody": NOBODY,
        "stages": [(row, code == filters.stage) for code, row in stages_of(user).items()],
        "towns": [(town, town == filters.town) for town in towns_of(user)],
        "nowhere": NOWHERE,
        "lists": more_lists(user),
        "today": today(),
        "may_audit": bool(user.city_ids()),
        "may_assign": bool(user.organisation_ids((Role.CHIEF,))),
    }
    return render(request, "reports/case_list.html", context)


def case_page(user, filters, number):
    """One page of the list. The keys of all that match are read once: their number is the
    count, and only the rows of the page are read whole."""
    matching = filters.among(Case.objects.visible_to(user), user).order_by("-number")
    page = Paginator(list(matching.values_list("pk", flat=True)), PAGE).get_page(number)
    due = Deadline.objects.filter(case=OuterRef("pk"), done_on__isnull=True).order_by("due_on")
    rows = Case.objects.filter(pk__in=page.object_list).for_list()
    page.object_list = list(rows.annotate(next_due=Subquery(due.values("due_on")[:1])))
    return page


@requires("cases.read")
@require_GET
def case_list_paper(request):
    """様式4: exactly the cases that the list shows for this address, with names or numbers only.

    Each 台帳 on it has been printed: why, is asked once where some are not one's own work.
    """
    user, filters = request.user, CaseFilters.read(request.GET)
    cases = filters.among(Case.objects.visible_to(user), user)
    places = user.organisation_ids((*STAFF, *CITY_ROLES))
    if cases.count() > MOST:
        messages.info(
            request, f"一度に印刷できるのは{MOST}件までです。段階や担当でしぼりこんでください。"
        )
        return redirect(list_address(filters.query))
    seen = [
        (case, is_own_work(user, case.episode))
        for case in cases.select_related("agency", "episode__case__agency")
    ]
    others = sum(not is_own for _case, is_own in seen)
    form = PurposeForm(request.GET if "purpose" in request.GET else None)
    if others and not form.is_valid():
        context = {
            "form": form,
            "others": others,
            "back": list_address(filters.query),
            "kept": [
                (name, value)
                for name, values in request.GET.lists()
                for value in values
                if name not in form.fields
            ],
        }
        status = 422 if form.errors else 200
        return render(request, "reports/list_purpose.html", context, status=status)
    sheet = list_sheet(
        cases,
        agency="・".join(
            Organisation.objects.filter(pk__in=places).order_by("pk").values_list("name", flat=True)
        ),
        municipality=user.city_codes()[0],
        conditions=[row["text"] for row in filters.conditions(user)],
        with_names="no_names" not in request.GET,
    )
    pdf = print_sheet(DOCUMENTS["form4"], sheet, today(), by=user.name)
    log_print("form4", by=user, now=timezone.now())
    write_list(user, "case_list_paper", seen, form.words() if others else "")
    return as_pdf(pdf, "form4.pdf")


def list_address(query):
    return f"{reverse('case_list')}?{query}" if query else reverse("case_list")


@requires("cases.read")
@require_http_methods(["GET", "POST"])
def view_add(request):
    """Keep the filters of the address under a name."""
    filters = CaseFilters.read(request.GET)
    if not filters.query:
        messages.info(request, "しぼりこむか、さがしてから、その見方を保存してください。")
        return redirect("case_list")
    form = ViewForm(request.POST or None, initial={"name": suggested_name(filters, request.user)})

    def act(**given):
        return save_view(by=request.user, query=filters.query, **given)

    said = "見方「{name}」を保存しました。一覧の上に出ます。"
    return view_page(request, form, act, filters, said)


def suggested_name(filters, user):
    """The filters themselves, as far as they fit."""
    words = [condition["text"].partition("：")[2] for condition in filters.conditions(user)]
    return "・".join(words)[: ViewForm.base_fields["name"].max_length]


@requires("cases.read")
@require_http_methods(["GET", "POST"])
def view_edit(request, pk):
    """Another name for a view of one's own."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    form = ViewForm(request.POST or None, initial={"name": view.name})

    def act(**given):
        rename_view(view, by=request.user, **given)
        return view

    filters = CaseFilters.read(QueryDict(view.query))
    return view_page(request, form, act, filters, "見方の名前を「{name}」にしました。", view)


def view_page(request, form, act, filters, said, view=None):
    """The name of a view; ``act`` answers the view that was kept."""
    return verb_page(
        request,
        form,
        act,
        template="reports/view_form.html",
        context=lambda: {
            "view": view,
            "conditions": filters.conditions(request.user),
            "back": list_address(filters.query),
        },
        done=lambda kept: list_address(kept.query),
        said=lambda kept: said.format(name=kept.name),
    )


@requires("cases.read")
@require_POST
def view_remove(request, pk):
    """A view that is not wanted any more; it changes no case."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    remove_view(view, by=request.user)
    messages.success(request, f"見方「{view.name}」を消しました。ケースはそのままです。")
    return redirect(list_address(view.query))
