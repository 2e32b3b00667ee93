"""The pages of a 苦情."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Role
from accounts.pages import edit_page, verb_page
from accounts.permissions import requires
from incidents.forms import AssignForm, ComplaintForm, cases_of
from incidents.models import Complaint
from incidents.permissions import HANDLER, roles_towards
from incidents.views.pages import move_page, own_agency, past_of
from incidents.workflow import change_complaint, complaint_workflow, handlers, receive_complaint
from incidents.workflow.complaint import AT_WORK, check_may_change


def visible_complaint(request, pk):
    rows = Complaint.objects.visible_to(request.user)
    rows = rows.select_related("agency__municipality", "received_by", "handler", "case__person")
    return get_object_or_404(rows, pk=pk)


@requires("incidents.record")
@require_http_methods(["GET", "POST"])
def complaint_add(request):
    agency, user = own_agency(request), request.user
    form = ComplaintForm(request.POST or None, agency=agency, visible=cases_of(agency, user))
    return verb_page(
        request,
        form,
        lambda **_typed: receive_complaint(agency, by=user, **form.fields_of_row()),
        template="incidents/record_form.html",
        context=lambda: {"title": "苦情を受ける", "button": "受け付ける"},
        done=lambda row: page_or_list(row, user),
        said="苦情を受け付けました。主任が対応者を決めます。",
    )


def page_or_list(row, user):
    """Who it is about does not see it any more, were they the one who wrote it down."""
    if Complaint.objects.visible_to(user).filter(pk=row.pk).exists():
        return reverse("complaint_detail", args=[row.pk])
    return reverse("safety")


@requires("incidents.read")
@require_GET
def complaint_detail(request, pk):
    row = visible_complaint(request, pk)
    may_change = roles_towards(request.user, row) & {Role.CHIEF, Role.OFFICER, HANDLER}
    context = {
        "row": row,
        "case": seen_case(row, request.user),
        "subjects": [one.user.name for one in row.subjects.select_related("user")],
        "options": complaint_workflow.available(row, request.user),
        "move_url": reverse("complaint_detail", args=[row.pk]) + "move/",
        "may_change": bool(may_change) and row.state in AT_WORK,
        "past": past_of(row),
    }
    return render(request, "incidents/complaint_detail.html", context)


def seen_case(row, user):
    """The 台帳 it is about, for who may see that too."""
    if row.case_id is None:
        return None
    return cases_of(row.agency, user).filter(pk=row.case_id).select_related("person").first()


@requires("incidents.move")
@require_http_methods(["GET", "POST"])
def complaint_edit(request, pk):
    """What was written at 受付, and who it is about; two people see both texts (D18)."""
    row = visible_complaint(request, pk)
    user, case = request.user, seen_case(row, request.user)
    check_may_change(row, user)

    def build(data=None):
        row.refresh_from_db()
        names = set(ComplaintForm.base_fields) - {"number", "subjects"}
        initial = {name: getattr(row, name) for name in names}
        initial["number"] = case.number if case else ""
        initial["subjects"] = [one.user_id for one in row.subjects.all()]
        visible = cases_of(row.agency, user)
        return ComplaintForm(data, initial=initial, agency=row.agency, visible=visible)

    def save(form, version):
        fields = form.fields_of_row()
        if row.case_id and not case:
            del fields["case"]  # what one does not see one does not take away
        change_complaint(row, by=user, version=version, **fields)

    return edit_page(
        request,
        row,
        build,
        save,
        template="incidents/record_form.html",
        context={"title": "受付の内容を直す", "button": "保存する", "back": detail(row)},
        done=lambda _form: page_or_list(row, user),
        said="苦情の内容を直しました。",
    )


@requires("incidents.move")
@require_http_methods(["GET", "POST"])
def complaint_move(request, pk, name):
    """One step, by whom it is open to."""
    row = visible_complaint(request, pk)
    own = {}
    if name == "assign":
        about = row.subjects.values_list("user", flat=True)
        own = {"form_class": AssignForm, "people": handlers(row.agency), "about": about}
    frame = {"about": f"苦情　{row.kind_in_words}", "back": detail(row)}
    return move_page(
        request, complaint_workflow, row, name, page="complaint_detail", frame=frame, **own
    )


def detail(row):
    return reverse("complaint_detail", args=[row.pk])
