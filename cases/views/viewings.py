"""閲覧の記録: why one opens another's record; who opened what, for the 主任 and the 管理者."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Role, User
from accounts.pages import verb_page
from accounts.permissions import requires
from accounts.viewing import say_purpose
from cases.context import case_frame, visible_case
from cases.forms.viewings import PurposeForm, ViewingsForm
from cases.models import Case
from cases.viewings import habits, rules_for, viewings_for

PAGE = 50


@requires("cases.say_purpose")
@require_http_methods(["GET", "POST"])
def case_purpose(request, pk):
    """見るわけ, of what one opened of this 台帳 today; then back to it."""
    case = visible_case(request, pk)
    form = PurposeForm(request.POST or None)
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("case_detail", args=[case.pk])
    return verb_page(
        request,
        form,
        lambda **_typed: say_purpose(request.user, case.pk, form.words()),
        template="cases/case_form.html",
        context=lambda: (
            case_frame(request, case)
            | {
                "title": "見るわけを書く",
                "lead": "担当でないケースです。きょう開いたことに、わけを付けます。",
                "button": "保存する",
            }
        ),
        done=back,
        said="見るわけを残しました。",
    )


@requires("cases.read_viewings")
@require_GET
def viewing_list(request):
    """Per colleague what is unusual, then each opening; narrowed to a person or a 台帳."""
    user = request.user
    everything, rules = viewings_for(user), rules_for(user)
    people = User.objects.filter(pk__in=everything.order_by().values("user"))
    form = ViewingsForm(request.GET or None, people=people)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = everything.select_related("user")
    if chosen.get("who"):
        rows = rows.filter(user=chosen["who"])
    if chosen.get("number"):
        rows = rows.filter(case_number=chosen["number"])
    if chosen.get("others"):
        rows = rows.filter(is_own=False)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = Case.objects.visible_to(user).filter(pk__in=[row.case_pk for row in page])
    context = {
        "form": form,
        "habits": habits(everything, rules),
        "many": rules.many_a_day,
        "page": page,
        "rows": [viewing_row(row) for row in page],
        "open_to": set(shown.values_list("pk", flat=True)),
    }
    return render(request, "cases/viewing_list.html", context)


def viewing_row(row):
    return {"row": row, "roles": "・".join(Role(code).label for code in row.roles)}
