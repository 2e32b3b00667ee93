"""What stands on 「就労と支援」 is put right, or taken back within 30 days."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.pages import beside_fields, versions_of
from accounts.permissions import requires
from cases.context import visible_case
from cases.forms.records import with_blank
from cases.models import (
    Appointment,
    EarlySupport,
    EmployerVisit,
    IncomeRise,
    JobSearch,
    JobStart,
)
from cases.models.rows import IN_REACH, CaseRow
from cases.standards import case_rules
from cases.views.frame import case_compared
from cases.views.records import KINDS, offered
from cases.workflow.correcting import correct_record, remove_record, why_not_changed
from rules.profile import profile_for
from rules.refusals import Refused


@dataclass(frozen=True)
class Kept:
    """A kind of what is kept beside the plan."""

    title: str
    model: type[CaseRow]

    def rows(self, case, *, removed=False):
        """Those of a 台帳; ``removed``: also what was taken back."""
        manager = self.model.with_removed if removed else self.model.objects
        if self.model is Appointment:
            return manager.filter(case=case).select_related("case__episode")
        return manager.filter(episode__case=case).select_related("episode__case")


KEPT = {
    "early": Kept("プラン前の支援", EarlySupport),
    "search": Kept("求職活動", JobSearch),
    "visit": Kept("企業訪問", EmployerVisit),
    "start": Kept("就職", JobStart),
    "rise": Kept("増収", IncomeRise),
    "appointment": Kept("予定", Appointment),
}


def row_of(case, kind, row_pk):
    if kind not in KEPT:
        raise Http404
    return get_object_or_404(KEPT[kind].rows(case), pk=row_pk)


@requires("cases.write_note")
@require_http_methods(["GET", "POST"])
def record_edit(request, pk, kind, row_pk):
    """直す; two people see both texts (D18)."""
    case = visible_case(request, pk)
    row = row_of(case, kind, row_pk)
    if refusal := why_not_changed(row, request.user):
        raise Refused(refusal)
    rules, form_class = case_rules(profile_for(case.agency.municipality.code)), KINDS[kind][1]
    title = "予定を変える" if kind == "appointment" else f"{KEPT[kind].title}の記録を直す"

    def build(data=None):
        row.refresh_from_db()
        initial = {name: getattr(row, name) for name in form_class.base_fields}
        return with_blank(form_class(data, initial=initial, **offered(case, kind, rules)))

    @beside_fields
    def save(form, version):
        correct_record(row, by=request.user, version=version, **written(form, request.user))

    return case_compared(
        request,
        case,
        build,
        save,
        template="cases/case_form.html",
        context=lambda: {"title": title, "button": "保存する", "version": row.version},
        done=reverse("case_support", args=[case.pk]),
        said="直しました。前の内容も残っています。",
        **versions_of(row),
    )


def written(form: forms.Form, by) -> dict:
    """The columns of the row: nobody named to go is oneself, as when it was made."""
    data = dict(form.cleaned_data)
    if "staff" in data:
        data["staff"] = data["staff"] or by
    return data


@requires("cases.write_note")
@require_POST
def record_remove(request, pk, kind, row_pk):
    """誤って書いたものを消す; 「消した行」 brings it back."""
    case = visible_case(request, pk)
    if kind == "appointment":  # has an address of its own
        raise Http404
    row = row_of(case, kind, row_pk)
    remove_record(row, by=request.user)
    until = timezone.localdate(row.removed_at) + IN_REACH
    words = f"{KEPT[kind].title}の記録を消しました。"
    messages.success(
        request, f"{words}{until.month}月{until.day}日までは「消した行」から戻せます。"
    )
    return redirect("case_support", pk=case.pk)
