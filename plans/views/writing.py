"""A plan with the person: begin it, write it, agree on it, mend it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.pages import add_refusals, compared_page, say_notes, versions_of, with_one_more
from accounts.permissions import requires
from cases.context import case_frame, visible_case
from cases.forms.course import SignedForm
from cases.models import answer, latest_assessment
from cases.permissions import is_in_charge
from cases.prints import print_links
from cases.standards import due_rule
from cases.workflow.consents import no_signature
from plans.context import (
    cite,
    edition,
    hellowork_row,
    lines_in_words,
    owned,
    plan_frame,
    since,
    submission_row,
    visible_plan,
    way_in_words,
)
from plans.forms import (
    AgreeForm,
    ItemForm,
    ItemFormSet,
    LineForm,
    LineFormSet,
    PlanForm,
    Table,
    WhyForm,
    kept,
)
from plans.hints import preparation_for_work
from plans.models import Plan, PlanProgramme, PlanRevision
from plans.permissions import check_in_charge, check_writer, may_write
from plans.views.frame import small_page
from plans.workflow import (
    draft_plan,
    open_revision,
    revision_workflow,
    save_revision,
    sign_revision,
    withdraw_plan,
)
from plans.workflow.application import application_obstacles
from plans.workflow.hellowork import requests_of
from plans.workflow.plan import route
from plans.workflow.profile import catalogue, profile_of
from plans.workflow.revision import signs_after
from plans.workflow.submission import obstacles
from plans.workflow.support import start_obstacles
from plans.workflow.writing import draft_obstacles, early_help
from rules.calendar import both, today
from rules.refusals import Refused, stop_if_not_yours

SENT_BACK = (PlanProgramme.State.REFUSED, PlanProgramme.State.REPORTED_BACK)
# プランの前の支援, and the programme it is once there is a plan (4(2)イ).
GOES_ON_AS = {
    "housing_benefit": "housing_benefit",
    "shelter": "temporary_living",
    "job_support": "own_job_support",
}
EDITABLE = (PlanRevision.State.DRAFT, PlanRevision.State.AGREED)


@requires("plans.read")
@require_http_methods(["GET", "POST"])
def plan_of_case(request, pk):
    """The newest plan of a case; without one, the door to begin it."""
    case = visible_case(request, pk)
    newest = case.episode.plans.order_by("-number").first()
    reasons = draft_obstacles(case.episode, request.user)
    if request.method == "POST":
        made = draft_plan(case.episode, by=request.user)
        return redirect("plan_edit", pk=made.pk)
    if newest and reasons:
        return redirect("plan_detail", pk=newest.pk)
    context = case_frame(request, case) | {
        "reasons": reasons,
        "newest": newest,
        "early": early_help(case.episode),
    }
    return render(request, "plans/plan_new.html", context)


@requires("plans.read")
@require_GET
def plan_detail(request, pk):
    """A plan on one page: what was agreed, what the city did, how it goes."""
    plan = visible_plan(request, pk)
    context = plan_frame(request, plan)
    revision, user = context["revision"], request.user
    lines = lines_in_words(revision)
    for row in lines:
        programme = row["programme"]
        row["start"] = start_obstacles(programme, user) if context["is_staff"] else None
        row["may_apply"] = bool(programme.application_title) and not application_obstacles(
            programme, user
        )
    submission = plan.submissions.select_related("sent_by", "received_by").last()
    kinds = {"submission": "提出する", "report": "報告する"}
    context |= {
        "lines": lines,
        "sent_back": [row for row in lines if row["programme"].state in SENT_BACK],
        "items": revision.items.all(),
        "since": since(plan, revision),
        "versions": plan.revisions.exclude(pk=revision.pk)
        .order_by("-number")
        .prefetch_related("submissions"),
        "reviews": plan.reviews.prefetch_related("roles").order_by("-pk"),
        **submission_row(plan, submission, user),
        "requests": [hellowork_row(plan, row, user, "move") for row in requests_of(plan)],
        "hellowork_clause": cite(plan, "hellowork"),
        "submit_label": kinds.get(route(plan), ""),
        "submit_reasons": obstacles(plan, user) if context["is_staff"] else [],
        "monitorings": plan.monitorings.select_related("author", "programme"),
        "evaluation": plan.evaluations.order_by("-number").first(),
        "may_edit": may_write(user, revision) and revision.state in EDITABLE,
        "may_revise": context["in_charge"]
        and revision.state in (PlanRevision.State.APPROVED, PlanRevision.State.SUBMITTED)
        and plan.state in (Plan.State.PREPARING, Plan.State.ACTIVE),
        "may_withdraw": context["in_charge"] and plan.state == Plan.State.PREPARING,
        "way": way_in_words(plan, lines),
        "edition": edition(plan),
        "signs_after": signs_after(plan),
        "papers": print_links(user, plan.case, plan) if context["is_staff"] else [],
    }
    return render(request, "plans/plan_detail.html", context)


@requires("plans.read")
@require_GET
def plan_version(request, pk, revision_pk):
    """An earlier version as it read, and what it changed."""
    plan = visible_plan(request, pk)
    revision = owned(plan.revisions.all(), revision_pk)
    context = plan_frame(request, plan) | {
        "revision": revision,
        "lines": lines_in_words(revision),
        "items": revision.items.all(),
        "since": since(plan, revision),
    }
    return render(request, "plans/plan_version.html", context)


@requires("plans.write")
@require_http_methods(["GET", "POST"])
def plan_edit(request, pk):
    """Write the plan; half-filled is fine until the person agrees."""
    plan = visible_plan(request, pk)
    check_writer(request.user, plan.newest)
    context = plan_frame(request, plan)
    revision = context["revision"]
    if revision.state not in EDITABLE:
        return redirect("plan_detail", pk=plan.pk)
    desk = PlanDesk(plan, revision)
    if request.POST.get("add"):
        form = desk.build(with_one_more(request.POST, "items", "lines"))
        context |= writing_context(request, desk) | {"form": form}
        return render(request, "plans/plan_edit.html", context)
    then = "plan_agree" if request.POST.get("next") == "agree" else "plan_detail"
    return compared_page(
        request,
        desk.build,
        lambda form, version: desk.save(form, version, request.user),
        url=context["plan_url"],
        template="plans/plan_edit.html",
        frame=lambda: context,
        texts="cases/case_conflict.html",
        context=lambda: writing_context(request, desk),
        done=reverse(then, args=[plan.pk]),
        said=lambda _form: saved_words(revision),
        **versions_of(revision),
    )


def writing_context(request, desk):
    """The tables, and what stands beside them while a plan is written."""
    plan, revision = desk.plan, desk.revision
    assessment = latest_assessment(plan.episode)
    return {
        "items": desk.items,
        "lines": desk.lines,
        "voice": answer(assessment, "will") if assessment else "",
        "assessment": assessment,
        "will_clear": revision.state == PlanRevision.State.AGREED,
        "clause": cite(plan, "evaluation"),
        "plan_clause": cite(plan, "plan"),
        "only_employment": not is_in_charge(request.user, plan.episode),
        "hint": preparation_for_work(assessment, catalogue(plan)),
        "early": early_help(plan.episode),
        "profile": profile_of(plan),
    }


def saved_words(revision):
    """What saving a version has done."""
    words = "プランを保存しました。"
    if revision.state == PlanRevision.State.AGREED:
        words += "内容が変わったので、本人の同意をもう一度いただいてください。"
    return words


class PlanDesk:
    """The page on which a version is written: its text, its rows, its programmes."""

    ITEMS = ItemForm.base_fields
    LINES = LineForm.base_fields

    def __init__(self, plan, revision):
        self.plan, self.revision = plan, revision
        self.profile = profile_of(plan)
        self.months = due_rule(self.profile, "evaluation").months
        entries = catalogue(plan, today())
        self.offered = [(row.key, row.label) for row in entries.values()]
        self.kinds = {key: row.kinds for key, row in entries.items() if row.kinds}

    def from_before(self):
        """The programmes that help before the plan goes on as, in a plan nobody has written."""
        if self.revision.number > 1 or self.revision.items.exists():
            return []
        offered, rows = dict(self.offered), {}
        for help in early_help(self.revision.plan.episode).filter(ended_on__isnull=True):
            key = GOES_ON_AS.get(help.kind)
            if key in offered and key not in rows:
                told = {"content": help.content, "provider": help.provider}
                rows[key] = {"key": key, "is_continued": True} | told
        return list(rows.values())

    def stored(self):
        """The rows as they stand now, in the shape of what is typed."""
        items = [{name: row[name] for name in self.ITEMS} for row in self.revision.items.values()]
        lines = [
            {"key": line.programme.key}
            | {name: getattr(line, name) for name in self.LINES if name != "key"}
            for line in self.revision.lines.select_related("programme")
        ]
        return items, lines

    def build(self, data):
        """The form over what is stored at this moment, with its two tables beside it."""
        self.revision.refresh_from_db()
        items, lines = self.stored()
        initial = PlanForm.initial_of(self.revision)
        extra = {
            "form_kwargs": {
                "offered": self.offered,
                "profile": self.profile.label,
                "kinds": self.kinds,
            }
        }
        if data is None:
            form = PlanForm(initial=initial, months=self.months)
            self.items = ItemFormSet(initial=items or [{}], prefix="items")
            self.lines = LineFormSet(
                initial=lines or self.from_before() or [{}], prefix="lines", **extra
            )
            return form
        item_rows = ItemFormSet(data, prefix="items")
        line_rows = LineFormSet(data, prefix="lines", **extra)
        whole = item_rows.is_valid() & line_rows.is_valid()
        tables = None
        if whole:
            mine = [{n: row[n] for n in self.ITEMS} for row in typed_items(item_rows)]
            chosen = [{n: row.get(n, "") for n in self.LINES} for row in typed_lines(line_rows)]
            tables = {
                "items": Table("支援の内容", mine, items, tuple(self.ITEMS)),
                "lines": Table("利用する事業", chosen, lines, tuple(self.LINES)),
            }
        form = PlanForm(data, initial=initial, months=self.months, tables=tables)
        self.items, self.lines = item_rows, line_rows
        if not whole:
            form.add_error(None, "表の中に、直すところがあります。")
        return form

    def save(self, form, version, by):
        save_revision(
            self.revision,
            by=by,
            version=version,
            fields=form.cleaned_data,
            items=typed_items(self.items),
            lines=typed_lines(self.lines),
        )


def typed_items(formset):
    return kept(formset, lambda row: any(row.values()))


def typed_lines(formset):
    return kept(formset, lambda row: row["key"])


@requires("plans.write")
@require_http_methods(["GET", "POST"])
def plan_agree(request, pk):
    """ご本人に確かめる画面: the plan as it will be printed, and the consent."""
    plan = visible_plan(request, pk)
    revision = plan.newest
    # Where the person signs after the meeting, the plan has been approved by now.
    after = revision.state == PlanRevision.State.APPROVED
    name = "agree_after" if after else "agree"
    reasons = revision_workflow.explain(revision, name, request.user)
    stop_if_not_yours(reasons)
    form = AgreeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version") or None
        try:
            revision_workflow.advance(
                revision, name, by=request.user, version=version, **form.cleaned_data
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, "本人の同意を記録しました。")
            return redirect("plan_detail", pk=plan.pk)
    lines = lines_in_words(revision)
    context = plan_frame(request, plan) | {
        "form": form,
        "reasons": reasons,
        "lines": lines,
        "way": way_in_words(plan, lines),
        "items": revision.items.all(),
    }
    return render(request, "plans/plan_agree.html", context, status=422 if form.errors else 200)


@requires("plans.write")
@require_http_methods(["GET", "POST"])
def plan_sign(request, pk):
    """口頭の同意に、あとから署名をいただいた日."""
    plan = visible_plan(request, pk)
    revision = plan.newest
    check_in_charge(request.user, plan)
    if not revision.waits_for_signature:
        raise Refused(no_signature(False, revision.agreed_on, today()))
    return small_page(
        request,
        plan,
        SignedForm(request.POST or None),
        lambda on: sign_revision(revision, by=request.user, on=on),
        title="署名をいただいた日を記録する",
        about=f"{both(revision.agreed_on)}に口頭で同意をいただいています。",
        said="署名をいただいた日を記録しました。",
    )


@requires("plans.write")
@require_http_methods(["GET", "POST"])
def plan_revise(request, pk):
    """A new version: mend what could not be decided, or 変更 (D5, D6)."""
    plan = visible_plan(request, pk)
    check_in_charge(request.user, plan)
    return small_page(
        request,
        plan,
        WhyForm(request.POST or None),
        lambda on, why: open_revision(plan, by=request.user, on=on, why=why),
        title="新しい版をつくる",
        done=reverse("plan_edit", args=[plan.pk]),
        said="新しい版をつくりました。直してください。",
    )


@requires("plans.write")
@require_http_methods(["GET", "POST"])
def plan_withdraw(request, pk):
    """プランの取下げ."""
    plan = visible_plan(request, pk)
    stop_if_not_yours(revision_workflow.explain(plan.newest, "withdraw", request.user))
    return small_page(
        request,
        plan,
        WhyForm(request.POST or None),
        lambda on, why: withdraw_plan(plan, by=request.user, on=on, reason=why),
        title="プランを取り下げる",
        done=reverse("case_detail", args=[plan.episode.case_id]),
        said="プランを取り下げました。",
    )
