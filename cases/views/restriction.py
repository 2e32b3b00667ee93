"""閲覧制限: set, changed and taken back by the 主任."""

from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import STAFF, Role, User
from accounts.pages import beside_fields
from accounts.permissions import requires
from cases.context import visible_case
from cases.forms.restriction import RestrictionForm
from cases.models import Case
from cases.permissions import roles_of
from cases.views.frame import case_compared
from cases.workflow.restriction import restrict, restriction_version
from rules.refusals import Refused, refuse


@requires("cases.assign")
@require_http_methods(["GET", "POST"])
def case_restriction(request, pk):
    """この台帳を見られる職員を決める."""
    case = visible_case(request, pk)
    if Role.CHIEF not in roles_of(request.user, case.episode):
        raise Refused(refuse("E-03", roles=Role.CHIEF.label))
    context = {
        "title": "閲覧制限",
        "lead": "選んだ職員のほかには、この台帳があることも見えません。"
        "住所は、ご本人にお渡しする書類のほかには印刷されません。",
        "button": "この内容で決める",
        "version": restriction_version(case),
    }

    def build(data=None):
        staff = User.objects.working_at(case.agency, STAFF)
        named = case.grants.filter(user__in=staff) if case.is_restricted else case.grants.none()
        initial = {"named": list(named.values_list("user", flat=True)), "reason": ""}
        return RestrictionForm(data, initial=initial, staff=staff)

    @beside_fields
    def save(form, seen):
        named = User.objects.filter(pk__in=form.cleaned_data["named"])
        reason = form.cleaned_data["reason"]
        restrict(case, by=request.user, version=seen, reason=reason, named=list(named))

    def after(_form):
        still = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
        return reverse("case_detail", args=[case.pk]) if still else reverse("case_list")

    return case_compared(
        request,
        case,
        build,
        save,
        version_now=lambda: restriction_version(case),
        history=lambda: case.history,
        template="cases/case_form.html",
        context=lambda: context,
        done=after,
        said=lambda _form: (
            "閲覧制限を決めました。" if case.is_restricted else "閲覧制限を解きました。"
        ),
    )
