"""The pages of a 苦情."""

from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Role
from accounts.permissions import requires
from incidents.forms import ComplaintForm, cases_of
from incidents.models import Complaint
from incidents.permissions import HANDLER, roles_towards
from incidents.views.pages import Pages, own_agency
from incidents.workflow import change_complaint, complaint_workflow, receive_complaint
from incidents.workflow.complaint import AT_WORK, check_may_change

PAGES = Pages(
    Complaint,
    complaint_workflow,
    "complaint_detail",
    ("agency__municipality", "received_by", "handler", "case__person"),
)


@requires("incidents.record")
@require_http_methods(["GET", "POST"])
def complaint_add(request):
    agency, user = own_agency(request), request.user
    form = ComplaintForm(request.POST or None, agency=agency, visible=cases_of(agency, user))
    return PAGES.add(
        request,
        form,
        lambda **_typed: receive_complaint(agency, by=user, **form.fields_of_row()),
        title="苦情を受ける",
        button="受け付ける",
        said="苦情を受け付けました。主任が対応者を決めます。",
        done=lambda row: page_or_list(row, user),
    )


def page_or_list(row, user):
    """Who it is about does not see it any more, were they the one who wrote it down."""
    if Complaint.objects.visible_to(user).filter(pk=row.pk).exists():
        return PAGES.url(row)
    return reverse("safety")


@requires("incidents.read")
@require_GET
def complaint_detail(request, pk):
    row = PAGES.seen(request, pk)
    may_change = roles_towards(request.user, row) & {Role.CHIEF, Role.OFFICER, HANDLER}
    return PAGES.detail(
        request,
        row,
        case=seen_case(row, request.user),
        subjects=[one.user.name for one in row.subjects.select_related("user")],
        may_change=bool(may_change) and row.state in AT_WORK,
    )


def seen_case(row, user):
    """The 台帳 it is about, for who may see that too."""
    if row.case_id is None:
        return None
    return cases_of(row.agency, user).filter(pk=row.case_id).select_related("person").first()


@requires("incidents.move")
@require_http_methods(["GET", "POST"])
def complaint_edit(request, pk):
    """What was written at 受付, and who it is about."""
    row = PAGES.seen(request, pk)
    user, case = request.user, seen_case(row, request.user)
    check_may_change(row, user)

    def build(data):
        names = set(ComplaintForm.base_fields) - {"number", "subjects"}
        initial = {name: getattr(row, name) for name in names}
        initial["number"] = case.number if case else ""
        initial["subjects"] = [one.user_id for one in row.subjects.all()]
        visible = cases_of(row.agency, user)
        return ComplaintForm(data, initial=initial, agency=row.agency, visible=visible)

    def save(row, **fields):
        if row.case_id and not case:
            del fields["case"]  # what one does not see one does not take away
        change_complaint(row, **fields)

    return PAGES.edit(
        request,
        row,
        build,
        save,
        title="受付の内容を直す",
        said="苦情の内容を直しました。",
        done=lambda _form: page_or_list(row, user),
    )


@requires("incidents.move")
@require_http_methods(["GET", "POST"])
def complaint_move(request, pk, name):
    return PAGES.move(request, pk, name)
