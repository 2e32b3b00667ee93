"""転居費用のほかの支払い先: the page on which one more is written, with its costs."""

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.pages import beside_fields, compared_page
from accounts.permissions import requires
from housing_benefit.forms.application import PayeeForm
from housing_benefit.models import BenefitPayee
from housing_benefit.views.frame import frame, visible_application
from housing_benefit.workflow import save_payee
from housing_benefit.workflow.payees import next_number
from housing_benefit.workflow.writing import WRITABLE, check_writer, not_writable
from rules.refusals import Refused


@requires("benefits.write")
@require_http_methods(["GET", "POST"])
def benefit_payee(request, pk, number):
    """One that is there, or the next."""
    row = visible_application(request, pk)
    check_writer(row, request.user)
    if row.is_rent or not BenefitPayee.FIRST <= number <= next_number(row):
        raise Http404
    if row.state not in WRITABLE:
        raise Refused(not_writable(row))

    def standing():
        return row.payees.filter(number=number).first()

    def version_now():
        one = standing()
        return one.version if one else 0

    def save(form, version):
        save_payee(row, number, by=request.user, version=version, **form.cleaned_data)

    return compared_page(
        request,
        lambda data: PayeeForm(data, row=row, one=standing()),
        beside_fields(save),
        version_now=version_now,
        history=lambda: BenefitPayee.history.filter(application=row, number=number),
        frame=lambda: frame(request, row),
        context=lambda: {
            "title": f"支払い先{number}",
            "about": "引越しの業者、家主、仲介の業者などに分けて支払うときに書きます。",
            "button": "支払い先を保存する",
            "version": version_now(),
        },
        template="housing_benefit/benefit_form.html",
        texts="cases/case_conflict.html",
        done=reverse("benefit_detail", args=[row.pk]),
        said="支払い先を保存しました。",
    )
