"""受給中: the pages of a month's report and of the 常用就職届."""

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.pages import beside_fields, compared_page, verb_page
from accounts.permissions import requires
from housing_benefit.forms.reporting import COUNT, ContactForm, JobForm, MonthReportForm
from housing_benefit.models import BenefitReport
from housing_benefit.views.frame import frame, visible_application
from housing_benefit.workflow.paying import rules_of
from housing_benefit.workflow.reporting import counted, months_done, report_job, report_month
from housing_benefit.workflow.suspended import report_contact, why_not_contacted
from housing_benefit.workflow.writing import check_writer
from rules.calendar import era_year
from rules.refusals import Refused


def visible_course(request, pk):
    """A first application of which months were granted, if one may write of it; else 404."""
    row = visible_application(request, pk)
    check_writer(row, request.user)
    if row.root_id or not row.months.exists():
        raise Http404
    return row


@requires("benefits.write")
@require_http_methods(["GET", "POST"])
def benefit_report(request, pk, year, month):
    """求職活動等状況報告書 of a month that is paid."""
    row = visible_course(request, pk)

    def standing():
        for one in months_done(row):
            if (one.month.year, one.month.month) == (year, month):
                return one
        raise Http404

    day = standing().month

    def build(data):
        one = standing()
        return MonthReportForm(data, done=one.done, initial=initial_of(row, one))

    def save(form, version):
        report_month(row, day, by=request.user, version=version, **form.said())

    def version_now():
        report = standing().report
        return report.version if report else 0

    return compared_page(
        request,
        build,
        beside_fields(save),
        version_now=version_now,
        history=lambda: BenefitReport.history.filter(application=row, month=day),
        frame=lambda: frame(request, row),
        context=lambda: {
            "title": f"{era_year(day)}{month}月の状況報告",
            "about": "台帳にある面談と求職活動の数が、はじめに入っています。"
            "報告書とくらべて直します。",
            "button": "報告を保存する",
            "version": version_now(),
        },
        template="housing_benefit/benefit_form.html",
        texts="cases/case_conflict.html",
        done=reverse("benefit_detail", args=[row.pk]),
        said="状況報告を保存しました。",
    )


def initial_of(row, one):
    """What was reported; before that, what the 台帳 itself tells."""
    counts = one.report.counts if one.report else counted(row, one.month)
    found = {COUNT + done.duty.code: counts.get(done.duty.code, 0) for done in one.done}
    if one.report:
        found |= {name: getattr(one.report, name) for name in ("submitted_on", "income")}
        found["guidance"] = one.report.guidance
    return found


@requires("benefits.write")
@require_http_methods(["GET", "POST"])
def benefit_job(request, pk):
    """常用就職届."""
    row = visible_course(request, pk)
    return verb_page(
        request,
        JobForm(request.POST or None),
        lambda **given: report_job(row, by=request.user, **given),
        template="housing_benefit/benefit_form.html",
        context=lambda: (
            frame(request, row)
            | {
                "title": "常用就職届を受ける",
                "about": "期間の定めのない雇用か、"
                f"{rules_of(row).regular_months}か月以上の契約です。働きはじめた月から、毎月の収入の報告が要ります。",
                "button": "届を記録する",
            }
        ),
        done=reverse("benefit_detail", args=[row.pk]),
        said="常用就職届を記録しました。就職にも書きました。",
    )


@requires("benefits.write")
@require_http_methods(["GET", "POST"])
def benefit_contact(request, pk):
    """中断中の連絡."""
    row = visible_course(request, pk)
    if refusal := why_not_contacted(row):
        raise Refused(refusal)
    return verb_page(
        request,
        ContactForm(request.POST or None),
        lambda **given: report_contact(row, by=request.user, **given),
        template="housing_benefit/benefit_form.html",
        context=lambda: (
            frame(request, row)
            | {
                "title": "中断中の連絡",
                "about": "支援経過にも入ります。つぎの連絡の期限も決まります。",
                "button": "連絡を記録する",
            }
        ),
        done=reverse("benefit_detail", args=[row.pk]),
        said="中断中の連絡を記録しました。",
    )
