"""アセスメント: the hub, its sections, and the revisions that stay readable."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.pages import add_refusals, say_notes, versions_of
from accounts.permissions import requires
from cases import workflow
from cases.context import case_frame, intake_facts, visible_case
from cases.forms.assessment import DayForm, SectionForm
from cases.models import Assessment
from cases.models.assessment import latest_assessment
from cases.permissions import edits_section, is_in_charge
from cases.questions import by_key, sections
from cases.questions import section as find_section
from cases.views.frame import case_compared
from cases.views.tables import block_links, tables_of
from rules.refusals import Refused, refuse

WORDS = {"todo": ("未着手", ""), "doing": ("途中", "key"), "done": ("済み", "plain")}
ROWS_OF = {"family": ("household",), "income": ("household", "debts"), "work": ("works",)}


@requires("cases.read")
@require_GET
def hub(request, pk):
    """アセスメントの目次: what is known, what is not, what comes next."""
    case = visible_case(request, pk)
    return render(request, "cases/assessment_hub.html", hub_context(request, case))


@requires("cases.assess")
@require_POST
def start(request, pk):
    """アセスメントを始める, or begin the next revision as a copy."""
    case = visible_case(request, pk)
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            assessment = workflow.start_assessment(
                case.episode, by=request.user, **form.cleaned_data
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, f"アセスメント（第{assessment.number}回）を始めました。")
            return redirect("assessment", pk=case.pk)
    context = hub_context(request, case) | {"start_form": form}
    return render(request, "cases/assessment_hub.html", context, status=422)


@requires("cases.assess")
@require_POST
def finish(request, pk):
    """アセスメントを終える; what is missing is said with the way to it."""
    case = visible_case(request, pk)
    assessment = latest_assessment(case.episode)
    if assessment is None:
        raise Http404
    reasons = workflow.finish_refusals(assessment, request.user)
    if reasons:
        raise Refused(*reasons)
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            workflow.finish_assessment(assessment, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, f"アセスメント（第{assessment.number}回）を終えました。")
            return redirect("assessment", pk=case.pk)
    context = hub_context(request, case) | {"finish_form": form}
    return render(request, "cases/assessment_hub.html", context, status=422)


@requires("cases.assess")
@require_http_methods(["GET", "POST"])
def section(request, pk, code):
    """One section on one short page; saved as far as it is known."""
    case = visible_case(request, pk)
    row = section_of(case, code)
    reasons = workflow.section_refusals(row, request.user)
    if reasons:
        raise Refused(*reasons)

    def build(data):
        if data is not None:
            row.refresh_from_db()
        return SectionForm(data, section=row)

    def save(form, version):
        workflow.save_section(
            row,
            by=request.user,
            version=version,
            answers=form.answers(),
            standings=form.standings(),
        )

    return case_compared(
        request,
        case,
        build,
        save,
        url=reverse("assessment_revision", args=[case.pk, row.assessment_id]) + f"#{row.code}",
        template="cases/assessment_section.html",
        context=lambda: section_context(request, case, row) | {"version": row.version},
        done=lambda _form: after_section(request, case, row),
        said=f"「{row.table.title}」を保存しました。",
        **versions_of(row),
    )


def section_of(case, code):
    """A section of the newest revision; before the first there is nothing to open."""
    table = find_section(code)
    if table is None:
        raise Http404
    if not table.open_before_consent and not workflow.has_consent(case.episode):
        raise Refused(workflow.no_consent(case.episode))
    assessment = latest_assessment(case.episode)
    if assessment is None:
        raise Refused(
            refuse(
                "E-08",
                state="アセスメント未着手",
                operation="章を開く",
                options="アセスメントを始める",
                remedy="アセスメントの目次を開く",
                url=reverse("assessment", args=[case.pk]),
            )
        )
    return next(row for row in assessment.in_order() if row.code == code)


def after_section(request, case, row):
    """Where 保存 leads: the next section this person may write, or the hub."""
    codes = [table.code for table in sections()]
    if request.POST.get("to") == "next":
        rows = {other.code: other for other in row.assessment.in_order()}
        for code in codes[codes.index(row.code) + 1 :]:
            if code in rows and not workflow.section_refusals(rows[code], request.user):
                return reverse("assessment_section", args=[case.pk, code])
    return reverse("assessment", args=[case.pk])


@requires("cases.read")
@require_GET
def revision(request, pk, assessment_pk):
    """One revision to read, in the words of its day."""
    case = visible_case(request, pk)
    revisions = Assessment.objects.filter(episode__case=case).select_related("author", "episode")
    assessment = get_object_or_404(
        revisions.prefetch_related("sections__edited_by"), pk=assessment_pk
    )
    context = case_frame(request, case) | {
        "assessment": assessment,
        "sheet": [sheet_section(row, assessment.started_on) for row in assessment.in_order()],
    }
    return render(request, "cases/assessment_revision.html", context)


def sheet_section(row, on):
    """The answers of a section in words."""
    said = [
        (question.label, row.words(question, on))
        for question in row.table.questions
        if question.is_answered(row.answers, row.standings)
    ]
    return {"row": row, "facts": said, "open": len(row.waiting())}


def hub_context(request, case):
    """Everything the hub shows; the number of questions to the database is fixed."""
    episode = case.episode
    assessment = latest_assessment(episode)
    if assessment:
        prefetch_related_objects([assessment], "sections__edited_by")
    lines = [hub_line(request, case, row) for row in assessment.in_order()] if assessment else []
    may_edit = is_in_charge(request.user, episode)
    reasons = workflow.finish_refusals(assessment, request.user) if assessment else []
    return case_frame(request, case) | {
        "assessment": assessment,
        "lines": lines,
        "titles": [table.title for table in sections()],
        "done": sum(line["state"] == "済み" for line in lines),
        "going_on": next(
            (line for line in lines if line["state"] != "済み" and line["is_editable"]), None
        ),
        "blocks": block_links(case),
        "has_consent": workflow.has_consent(episode),
        "older": older_revisions(case, assessment),
        "memos": [line for line in lines if line["memo"]],
        "intake_facts": intake_facts(case),
        "may_start": may_edit and episode.ended_on is None,
        "may_finish": may_edit and bool(assessment) and assessment.is_open,
        "missing": [
            {"label": by_key()[reason.field][1].label, "url": reason.url}
            for reason in reasons
            if reason.code == "E-01"
        ],
        "obstacles": [reason for reason in reasons if reason.code != "E-01"],
        "start_form": DayForm(),
        "finish_form": DayForm(),
    }


def hub_line(request, case, row):
    """One section on the hub: how far it is, who wrote last, what is known."""
    word, tone = WORDS[row.state]
    reasons = workflow.section_refusals(row, request.user)
    return {
        "title": row.table.title,
        "url": place_of(case, row, is_writable=not reasons),
        "is_editable": not reasons,
        "needs_consent": any(reason.code == "E-05" for reason in reasons),
        "state": word,
        "tone": tone,
        "waiting": len(row.waiting()) if row.is_touched else 0,
        "known": row.known(row.assessment.started_on),
        "row": row,
        "memo": row.answers.get(row.table.memo.key, ""),
    }


def older_revisions(case, newest):
    rows = Assessment.objects.filter(episode__case=case).select_related("author", "episode")
    return rows.exclude(pk=newest.pk if newest else None).order_by("-pk")


def section_context(request, case, row):
    """What stands round the form: the chapters, what 受付 heard, the rows that belong here."""
    lines = row.assessment.in_order()
    return case_frame(request, case) | {
        "section": row,
        "assessment": row.assessment,
        "chapters": [chapter(case, other, row, request.user) for other in lines],
        "is_last": lines[-1].code == row.code,
        "intake_facts": intake_facts(case),
        "tables": tables_of(case, ROWS_OF.get(row.code, ()), request.user),
    }


def chapter(case, other, here, user):
    """A chapter in the thread beside the form: to write, or for others to read."""
    state = "now" if other.code == here.code else "done" if other.state == "done" else "todo"
    return {
        "label": other.table.short,
        "url": place_of(case, other, edits_section(user, case.episode, other.table)),
        "state": state,
        "word": "いま" if state == "now" else WORDS[other.state][0],
    }


def place_of(case, row, is_writable):
    """Where a section is written, or for others read."""
    if is_writable:
        return reverse("assessment_section", args=[case.pk, row.code])
    return reverse("assessment_revision", args=[case.pk, row.assessment_id]) + f"#{row.code}"
