"""The pages on which an application is begun, written down and moved on."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.pages import beside_fields, compared_page, verb_page, versions_of
from accounts.permissions import requires
from cases.context import case_frame, visible_case
from cases.forms.course import MoveForm
from housing_benefit.forms.application import ApplicationForm, ExplainForm, RulingForm, StartForm
from housing_benefit.judging import kept
from housing_benefit.models import BenefitApplication
from housing_benefit.permissions import why_not_writer
from housing_benefit.views.frame import frame, visible_application
from housing_benefit.workflow import benefit_workflow, explain, save_application, start_application
from housing_benefit.workflow.application import CITY_MOVES, FOLLOWING
from housing_benefit.workflow.writing import WRITABLE, check_writer, not_writable
from rules.refusals import Refused


@requires("benefits.read")
@require_GET
def case_benefits(request, pk):
    """All applications of a 台帳, the newest first."""
    case = visible_case(request, pk)
    rows = BenefitApplication.objects.filter(episode__case=case).order_by("-pk")
    is_writer = why_not_writer(request.user, BenefitApplication(episode=case.episode)) is None
    context = case_frame(request, case) | {
        "rows": rows,
        "may_start": is_writer and case.episode.ended_on is None,
    }
    return render(request, "housing_benefit/case_benefits.html", context)


@requires("benefits.write")
@require_http_methods(["GET", "POST"])
def benefit_start(request, pk):
    """A new application: which, and why."""
    case = visible_case(request, pk)
    check_writer(BenefitApplication(episode=case.episode), request.user)
    return verb_page(
        request,
        StartForm(request.POST or None),
        lambda **given: start_application(case, by=request.user, **given),
        template="cases/case_form.html",
        context=lambda: (
            case_frame(request, case)
            | {
                "title": "住居確保給付金の申請をはじめる",
                "lead": "プランの前でも申請できます。"
                "世帯の人数・収入・預貯金は、世帯の表から入ります。",
            }
        ),
        done=lambda row: reverse("benefit_edit", args=[row.pk]),
        said="申請の準備を始めました。",
    )


@requires("benefits.write")
@require_http_methods(["GET", "POST"])
def benefit_edit(request, pk):
    """支給申請書の内容."""
    row = visible_application(request, pk)
    check_writer(row, request.user)
    if row.state not in WRITABLE:
        raise Refused(not_writable(row))

    def build(data):
        row.refresh_from_db(fields=[field.name for field in row._meta.local_fields])
        return ApplicationForm(data, row=row, initial=ApplicationForm.initial_of(row))

    def save(form, version):
        save_application(row, by=request.user, version=version, **form.columns())

    return compared_page(
        request,
        build,
        beside_fields(save),
        frame=lambda: frame(request, row),
        context=lambda: {
            "title": "支給申請書の内容",
            "button": "申請の内容を保存する",
            "version": row.version,
        },
        template="housing_benefit/benefit_form.html",
        texts="cases/case_conflict.html",
        done=reverse("benefit_detail", args=[row.pk]),
        said="申請の内容を保存しました。",
        **versions_of(row),
    )


@requires("benefits.write")
@require_http_methods(["GET", "POST"])
def benefit_explain(request, pk):
    """留意事項の説明と合意."""
    row = visible_application(request, pk)
    check_writer(row, request.user)
    return verb_page(
        request,
        ExplainForm(request.POST or None, row=row),
        lambda **given: explain(row, by=request.user, **given),
        template="housing_benefit/benefit_form.html",
        context=lambda: (
            frame(request, row)
            | {
                "title": "留意事項を説明し、合意を得る",
                "about": "1つずつ読み上げ、分かっていただけたものに印を付けます。",
                "button": "合意を記録する",
            }
        ),
        done=reverse("benefit_detail", args=[row.pk]),
        said="留意事項の説明と合意を記録しました。",
    )


@requires("benefits.write")
@require_http_methods(["GET", "POST"])
def benefit_move(request, pk, name):
    """One step of the agency."""
    return one_move(request, pk, name, city=False)


@requires("benefits.decide")
@require_http_methods(["GET", "POST"])
def benefit_rule(request, pk, name):
    """One step of the city."""
    return one_move(request, pk, name, city=True)


def one_move(request, pk, name, *, city):
    row = visible_application(request, pk)
    move = benefit_workflow.transitions.get(name)
    if move is None or move.hidden or (name in CITY_MOVES) != city:
        raise Http404
    if reasons := benefit_workflow.explain(row, name, request.user):
        raise Refused(*reasons)
    version = request.POST.get("version") or None
    form = RulingForm if move.form == "rule" else MoveForm
    return verb_page(
        request,
        form(request.POST or None, transition=move),
        lambda **given: benefit_workflow.advance(
            row, name, by=request.user, **given | {"version": version}
        ),
        template="housing_benefit/benefit_form.html",
        context=lambda: (
            frame(request, row)
            | {"title": move.label, "about": f"{row}{ruling_words(row)}", "version": row.version}
        ),
        done=lambda made: after_move(made, name),
        said=f"「{move.label}」を記録しました。",
    )


def ruling_words(row):
    """What is ruled on, once it is drafted."""
    if row.judgement is None:
        return ""
    found = kept(row.judgement).judgement
    if not found.is_eligible:
        return "　満たさない要件　" + "・".join(
            line.label for line in found.lines if line.holds is False
        )
    return f"　{'月額 ' if row.is_rent else ''}{found.amount:,}円"


def after_move(row, name):
    """The application itself, or the form of the one that was begun under it."""
    if name in FOLLOWING:
        return reverse("benefit_edit", args=[row.followers.latest("number").pk])
    return reverse("benefit_detail", args=[row.pk])
