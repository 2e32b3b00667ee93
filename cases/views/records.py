"""スクリーニング, フォロー, and what is recorded beside the plan."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import STAFF, User
from accounts.pages import add_refusals, say_notes, verb_page
from accounts.permissions import requires
from cases.context import case_frame, visible_case
from cases.forms.course import MoveForm
from cases.forms.records import (
    AppointmentForm,
    EarlySupportForm,
    EmployerVisitForm,
    FollowForm,
    IncomeRiseForm,
    JobSearchForm,
    JobStartForm,
    ScreeningForm,
    with_blank,
)
from cases.hints import suggests_youth_station
from cases.models import Appointment, Episode, Screening
from cases.permissions import is_in_charge, reads_records, roles_of
from cases.standards import case_rules
from cases.workflow import case_workflow, follow_up_workflow
from cases.workflow.records import (
    check_screening,
    make_appointment,
    record_early_support,
    record_employer_visit,
    record_income_rise,
    record_job_search,
    record_job_start,
    settle_appointment,
    settle_job_deadline,
)
from cases.workflow.story import not_staff
from network.models import Contact
from rules.calendar import today
from rules.choices import choices
from rules.profile import profile_for
from rules.refusals import Refused, refuse

State = Episode.State

# What can be recorded on the page 「就労と支援」: word in the address, title, form, verb.
KINDS = {
    "early": ("プラン前の支援を記録する", EarlySupportForm, record_early_support),
    "search": ("求職活動を記録する", JobSearchForm, record_job_search),
    "visit": ("企業訪問を記録する", EmployerVisitForm, record_employer_visit),
    "start": ("就職を記録する", JobStartForm, record_job_start),
    "rise": ("増収を記録する", IncomeRiseForm, record_income_rise),
    "appointment": ("予定を入れる", AppointmentForm, make_appointment),
}


@requires("cases.read")
@require_http_methods(["GET", "POST"])
def screening(request, pk):
    """スクリーニング: five results, each with why it can or cannot be chosen now."""
    case = visible_case(request, pk)
    episode = case.episode
    found = Screening.objects.filter(episode=episode).select_related("decided_by", "checked_by")
    is_staff = bool(roles_of(request.user, episode) & set(STAFF))
    options = [
        {
            "result": words,
            "reasons": case_workflow.explain(episode, ScreeningForm.MOVES[code], request.user),
        }
        for code, words in choices("screening_results", on=today())
    ]
    form = None
    is_open = episode.state in (State.RECEIVED, State.APPLYING, State.ASSESSING)
    if is_staff and is_open:
        contacts = Contact.objects.visible_to(request.user)
        form = ScreeningForm(request.POST or None, contacts=contacts)
    if request.method == "POST" and form is None:
        raise Refused(not_screened(episode) if is_staff else not_staff())
    if request.method == "POST" and form.is_valid():
        name, data = form.move()
        try:
            case_workflow.advance(episode, name, by=request.user, **data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, "スクリーニングの結果を記録しました。")
            return redirect("case_detail", pk=case.pk)
    context = case_frame(request, case) | {
        "screening": found.first(),
        "options": options if is_open else [],
        "form": form,
        "may_check": "chief" in roles_of(request.user, episode),
        "youth_station": is_open and suggests_youth_station(episode),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "cases/screening.html", context, status=status)


def not_screened(episode):
    return refuse(
        "E-08",
        state=episode.get_state_display(),
        operation="スクリーニングの結果を記録する",
        options="ケースの画面で選べる操作",
    )


@requires("cases.assign")
@require_POST
def screening_check(request, pk):
    """主任の確認."""
    case = visible_case(request, pk)
    row = get_object_or_404(Screening, episode=case.episode)
    check_screening(row, by=request.user)
    messages.success(request, "主任として確かめました。")
    return redirect("screening", pk=case.pk)


@requires("cases.read")
@require_GET
def case_support(request, pk):
    """就労と支援: what was done beside the plan, in one place."""
    case = visible_case(request, pk)
    episode = case.episode
    is_staff = bool(roles_of(request.user, episode) & set(STAFF))
    follow_ups = episode.follow_ups.select_related("author", "episode__case__agency")
    has_records = reads_records(request.user, episode)  # つなぎ and フォロー go with them
    context = case_frame(request, case) | {
        "early": episode.early_supports.select_related("author"),
        "searches": episode.job_searches.select_related("author"),
        "visits": episode.employer_visits.select_related("author"),
        "starts": episode.job_starts.select_related("author"),
        "rises": episode.income_rises.select_related("author"),
        "referrals": episode.referrals.select_related("contact") if has_records else [],
        "may_refer": is_staff and episode.is_open and episode.state != State.RECEIVED,
        "appointments": case.appointments.select_related("staff").order_by("-on", "-at"),
        "follow_ups": [follow_row(row, request.user) for row in follow_ups] if has_records else [],
        "is_staff": is_staff,
        "in_charge": is_in_charge(request.user, episode),
    }
    return render(request, "cases/case_support.html", context)


def follow_row(row, user):
    """A フォロー with the steps that are this person's."""
    page = reverse("case_detail", args=[row.episode.case_id])
    return {
        "follow": row,
        "options": follow_up_workflow.available(row, user),
        "move_url": f"{page}follow_ups/{row.pk}/move/",
        "key": f"follow-{row.pk}",
    }


def offered(case, kind, rules):
    """What the form of a kind is made over: who may go, what the 要綱 lets begin early."""
    if kind == "appointment":
        return {"staff": User.objects.working_at(case.agency, STAFF)}
    return {"kinds": rules.early_supports} if kind == "early" else {}


@requires("cases.write_note")
@require_http_methods(["GET", "POST"])
def record_add(request, pk, kind):
    """One fact beside the plan; it appears on the timeline too."""
    case = visible_case(request, pk)
    if kind not in KINDS:
        raise Http404
    title, form_class, verb = KINDS[kind]
    rules = case_rules(profile_for(case.agency.municipality.code))
    form = with_blank(form_class(request.POST or None, **offered(case, kind, rules)))
    lead = rules.after_job if kind == "start" else ""

    def act(**given):
        verb(case, by=request.user, **{k: v for k, v in given.items() if v is not None})

    return verb_page(
        request,
        form,
        act,
        template="cases/case_form.html",
        context=lambda: case_frame(request, case) | {"title": title, "lead": lead},
        done=reverse("case_support", args=[case.pk]),
        said="記録しました。",
    )


@requires("cases.write_note")
@require_POST
def appointment_settle(request, pk, appointment_pk, standing):
    """An appointment was kept, or called off."""
    case = visible_case(request, pk)
    row = get_object_or_404(case.appointments.select_related("case"), pk=appointment_pk)
    if standing not in Appointment.Standing.values:
        raise Http404
    settle_appointment(row, by=request.user, standing=standing)
    messages.success(request, f"予定を「{row.get_standing_display()}」にしました。")
    if standing == Appointment.Standing.KEPT and row.on <= today():
        return redirect(f"{reverse('note_add', args=[case.pk])}?appointment={row.pk}")
    return redirect("case_support", pk=case.pk)


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def follow_up_move(request, pk, follow_pk, name):
    """フォローの結果, or its end."""
    case = visible_case(request, pk)
    rows = case.episode.follow_ups.select_related("episode__case__agency")
    follow = get_object_or_404(rows, pk=follow_pk)
    row = follow_up_workflow.transitions.get(name)
    if row is None or row.hidden:
        raise Http404
    reasons = follow_up_workflow.explain(follow, name, request.user)
    if reasons:
        raise Refused(*reasons)
    form = (
        FollowForm(request.POST or None)
        if name == "record"
        else MoveForm(request.POST or None, transition=row)
    )
    if request.method == "POST" and form.is_valid():
        try:
            follow_up_workflow.advance(follow, name, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, f"「{row.label}」を記録しました。")
            return redirect("case_support", pk=case.pk)
    context = case_frame(request, case) | {"form": form, "title": row.label}
    return render(request, "cases/case_form.html", context, status=422 if form.errors else 200)


@requires("cases.write_note")
@require_POST
def job_asked(request, pk, deadline_pk):
    """就職後の様子を聞いた; the note of it comes next."""
    case = visible_case(request, pk)
    due = get_object_or_404(case.deadlines.filter(key__startswith="job_"), pk=deadline_pk)
    settle_job_deadline(case, due.key, by=request.user)
    messages.success(request, "期限を済みにしました。聞いたことを書いてください。")
    return redirect("note_add", pk=case.pk)
