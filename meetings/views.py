"""The pages of a 支援調整会議, and 付議 from a plan."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.compare import posted_version
from accounts.models import STAFF, Organisation, Role
from accounts.pages import add_refusals, edit_page, say_notes, verb_page, with_one_more
from accounts.permissions import allow_at, requires
from accounts.standards import labels_in
from cases.context import see, visible_case
from cases.forms.course import MoveForm
from cases.models import Case, Episode
from cases.permissions import is_in_charge
from cases.prints import copies_of
from meetings.cadence import next_meeting, notes_of
from meetings.documents import pack_lacks
from meetings.forms import (
    AdjustForm,
    AttendeeFormSet,
    ClosingForm,
    MeetingForm,
    OutcomeForm,
    ReportForm,
    RoleFormSet,
    TableForm,
)
from meetings.handing_out import orders_of, packs_of, recipients_of
from meetings.models import AgendaItem, PlanMeeting
from meetings.permissions import roles_of
from meetings.standards import meeting_rules
from meetings.workflow import (
    PREPARERS,
    add_evaluation,
    add_plan,
    add_report,
    adjust,
    attendance_version,
    change_meeting,
    check_recorder,
    is_unnamed,
    meeting_workflow,
    record_item,
    remove_item,
    schedule,
    set_attendees,
    writes_of_each,
)
from network.models import Contact
from plans.context import cite, lines_in_words, nameable, plan_frame, visible_plan
from plans.models import Evaluation
from plans.standards import citation, plan_rules
from plans.workflow.profile import labels_for
from rules.calendar import today
from rules.profile import profile_for
from rules.refusals import Refused, refuse


def visible_meeting(request, pk):
    """The meeting, if this person may see it; else 404."""
    meeting = _meeting(request, pk)
    allow_at(request, meeting.agency)
    return meeting


def _meeting(request, pk):
    meetings = PlanMeeting.objects.visible_to(request.user).select_related("agency__municipality")
    return get_object_or_404(meetings, pk=pk)


def visible_item(request, pk, item_pk):
    """An item of a meeting, if its case may be seen too."""
    meeting = _meeting(request, pk)
    items = AgendaItem.objects.visible_to(request.user).select_related(
        "case__person", "case__agency", "case__episode", "plan", "revision", "evaluation"
    )
    item = get_object_or_404(items, pk=item_pk, meeting=meeting)
    allow_at(request, item.case.agency)
    return item


def profile_on(meeting):
    """The 要綱 in force on the day of a meeting."""
    return profile_for(meeting.agency.municipality.code, meeting.held_on)


def rules_on(agency, day):
    return meeting_rules(profile_for(agency.municipality.code, day))


def words_of(meeting):
    """What the pages of a meeting say it by: the words and the rules of its day."""
    profile = profile_on(meeting)
    return {"labels": labels_in(profile), "rules": meeting_rules(profile)}


@requires("meetings.read")
@require_GET
def meeting_list(request):
    """会議: those to come, then those held."""
    rows = PlanMeeting.objects.visible_to(request.user).select_related("agency")
    coming = PlanMeeting.State.PLANNED
    context = {
        "coming": rows.filter(state=coming).order_by("held_on", "pk"),
        "past": rows.exclude(state=coming)[:50],
        "may_prepare": bool(request.user.organisation_ids(PREPARERS)),
        "cadence": cadence_notes(request.user),
    }
    return render(request, "meetings/meeting_list.html", context)


@requires("meetings.prepare")
@require_http_methods(["GET", "POST"])
def meeting_add(request):
    """会議をつくる."""
    agencies = Organisation.objects.filter(pk__in=request.user.organisation_ids(PREPARERS))
    agency = agencies.select_related("municipality").first()
    rules = rules_on(agency, today())
    initial = {"held_on": next_meeting(agency, rules), "chair_post": rules.chair}
    form = MeetingForm(request.POST or None, rules=rules, initial=initial)
    return verb_page(
        request,
        form,
        lambda **given: schedule(agency, by=request.user, **given),
        template="meetings/meeting_form.html",
        context=lambda: {"title": "会議をつくる", "rules": rules},
        done=lambda meeting: reverse("meeting_attendance", args=[meeting.pk]),
        said=lambda meeting: f"{meeting}をつくりました。出席者を決めてください。",
    )


@requires("meetings.prepare")
@require_http_methods(["GET", "POST"])
def meeting_edit(request, pk):
    """日時・場所・議長を変える."""
    meeting = visible_meeting(request, pk)
    rules = rules_on(meeting.agency, meeting.held_on)

    def build(data=None):
        meeting.refresh_from_db()
        initial = {name: getattr(meeting, name) for name in MeetingForm.base_fields}
        return MeetingForm(data, initial=initial, rules=rules)

    def save(form, version):
        change_meeting(meeting, by=request.user, version=version, **form.cleaned_data)

    return edit_page(
        request,
        meeting,
        build,
        save,
        template="meetings/meeting_form.html",
        context={"title": "会議の予定を変える", "meeting": meeting},
        done=reverse("meeting_detail", args=[meeting.pk]),
        said="会議の予定を変えました。",
    )


@requires("meetings.read")
@require_GET
def meeting_detail(request, pk):
    """次第と出席; the chair records each item from here."""
    meeting = visible_meeting(request, pk)
    items = (
        meeting.items.visible_to(request.user)
        .select_related(
            "case__person", "case__episode__lead", "plan", "revision", "evaluation", "review"
        )
        .prefetch_related(
            "adjustments__author", "revision__lines__programme", "revision__items", "gaps"
        )
    )
    roles = roles_of(request.user, meeting)
    is_open = meeting.state == PlanMeeting.State.PLANNED
    context = {
        "meeting": meeting,
        "items": [item_row(item) for item in items],
        "gaps": [gap for item in items for gap in item.gaps.all()],
        "hidden": meeting.items.count() - len(items),
        "attendees": meeting.attendees.all(),
        "options": meeting_workflow.available(meeting, request.user),
        "move_url": reverse("meeting_detail", args=[meeting.pk]) + "move/",
        "may_prepare": is_open and bool(roles & set(PREPARERS)),
        "may_adjust": is_open and bool(roles & set(STAFF)),
        "may_record": is_open and Role.CHIEF in roles and meeting.held_on <= today(),
        "may_pack": bool(roles & set(STAFF)),
        "packs": pack_lines(request.user, meeting) if roles & set(STAFF) else [],
        "recipients": recipients_of(meeting),
        "order": orders_of(request.user, meeting).first(),
        "is_cancelled": meeting.state == PlanMeeting.State.CANCELLED,
        "lacking": pack_lacks(meeting, items) if roles & set(STAFF) else [],
        "suspended": unreported(request.user, meeting) if is_open and roles & set(STAFF) else [],
        **words_of(meeting),
        "city_rule": city_rule(meeting),
        "writes_of_each": writes_of_each(meeting),
        "clause": citation(profile_on(meeting), "meeting"),
    }
    return render(request, "meetings/meeting_detail.html", context)


def pack_lines(user, meeting):
    """The 会議資料 that were handed out, and where each is opened."""
    rows = list(packs_of(meeting))
    urls = copies_of(user, rows)
    return [{"row": row, "url": urls.get(row.pk, "")} for row in rows]


def cadence_notes(user):
    """What the 要綱 expects of the meetings of one's agencies and is not so (P-24)."""
    agencies = Organisation.objects.filter(pk__in=user.organisation_ids(PREPARERS))
    rows = [
        (agency, rules_on(agency, today())) for agency in agencies.select_related("municipality")
    ]
    return [note for agency, rules in rows for note in notes_of(agency, rules, today())]


def item_row(item):
    """An item as the agenda's table shows it."""
    lines = item.revision.lines.all() if item.revision else []
    return {
        "item": item,
        "deciding": [row.programme.label for row in lines if row.programme.procedure == "decision"],
        "subject": f"プラン第{item.revision.number}版"
        if item.revision
        else item.get_kind_display(),
    }


def subject_of(item):
    return f"プラン第{item.revision.number}版" if item.revision else item.get_kind_display()


def unreported(user, meeting):
    """中断 that no meeting has received yet (D8)."""
    return (
        Case.objects.visible_to(user)
        .filter(agency=meeting.agency, episode__state=Episode.State.SUSPENDED)
        .exclude(agenda_items__kind=AgendaItem.Kind.REPORT)
        .select_related("person", "episode")
        .order_by("-episode__ended_on")[:20]
    )


@requires("meetings.prepare")
@require_http_methods(["GET", "POST"])
def meeting_attendance(request, pk):
    """出席者: inside, from the city, from other agencies; two people see both lists (D18)."""
    meeting = visible_meeting(request, pk)
    contacts = Contact.objects.visible_to(request.user).filter(is_active=True)
    words, theirs = words_of(meeting), None
    extra = {"form_kwargs": {"contacts": contacts, **words}, "prefix": "rows"}
    version = attendance_version(meeting)
    if request.method == "POST":
        formset = AttendeeFormSet(with_one_more(request.POST, "rows"), **extra)
        if request.POST.get("add") != "rows" and formset.is_valid():
            try:
                set_attendees(
                    meeting, rows_of(formset), by=request.user, version=posted_version(request)
                )
            except Refused as refused:
                if refused.status != 409 or version == posted_version(request):
                    raise
                theirs = meeting.attendees.all()  # seen now: who saves again means to
            else:
                messages.success(request, "出席者を保存しました。")
                return redirect("meeting_detail", pk=meeting.pk)
        else:
            version = posted_version(request)
    else:
        formset = AttendeeFormSet(initial=attendees_as_typed(meeting) or [{}], **extra)
    context = {
        "meeting": meeting,
        "formset": formset,
        "outside_required": plan_rules(profile_on(meeting)).review.outside_required,
        "city_rule": city_rule(meeting),
        "version": version,
        "theirs": theirs,
        **words,
    }
    wrong = formset.is_bound and any(formset.errors)
    status = 409 if theirs is not None else 422 if wrong else 200
    return render(request, "meetings/meeting_attendance.html", context, status=status)


def rows_of(formset):
    """The people who were named and not struck out."""
    return [
        form.row()
        for form in formset.forms
        if form.cleaned_data.get("name") and not form.cleaned_data.get("DELETE")
    ]


def city_rule(meeting):
    """Whether somebody of the city must be there, as the 要綱 says (P-25, A3)."""
    rules, said = plan_rules(profile_on(meeting)), ""
    labels = labels_in(profile_on(meeting))
    if rules.review.city_attendance != "required_if_decision":
        said = labels.fill("{city}の担当者も出席し、出席しないときは理由を記録します。")
    if rules.review.decision_needs_city:
        city = labels.fill("{city}の担当者の出席が要ります。")
        said += f"{rules.decision_scope}を含むプランには、{city}"
    return said


def attendees_as_typed(meeting):
    """The attendees as the form shows them; a new meeting begins with those of the last."""
    rows = meeting.attendees.all()
    if not rows:
        last = (
            meeting.agency.meetings.filter(held_on__lte=meeting.held_on)
            .exclude(pk=meeting.pk)
            .order_by("-held_on", "-pk")
            .first()
        )
        rows = last.attendees.all() if last else []
    return [
        {
            "organisation": row.organisation,
            "name": row.name,
            "post": row.post,
            "contact": row.contact_id,
            "part": row.part,
            "was_there": row.was_there,
            "side": side_of(row),
        }
        for row in rows
    ]


def side_of(row):
    if row.is_person:
        return "person"
    return "city" if row.is_city else "outside" if row.is_outside else "inside"


@requires("meetings.prepare")
@require_http_methods(["GET", "POST"])
def meeting_move(request, pk, name):
    """Close the minutes, or cancel the meeting."""
    meeting = visible_meeting(request, pk)
    row = get_row(name)
    reasons = meeting_workflow.explain(meeting, name, request.user)
    if reasons:
        raise Refused(*reasons)
    form = MoveForm(request.POST or None, transition=row)
    if request.method == "POST" and form.is_valid():
        try:
            meeting_workflow.advance(meeting, name, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, f"「{row.label}」を記録しました。")
            return redirect("meeting_detail", pk=meeting.pk)
    context = {"form": form, "title": row.label, "meeting": meeting}
    return render(
        request, "meetings/meeting_form.html", context, status=422 if form.errors else 200
    )


def get_row(name):
    row = meeting_workflow.transitions.get(name)
    if row is None:
        raise Http404
    return row


@requires("meetings.table")
@require_http_methods(["GET", "POST"])
def agenda_add(request, pk):
    """付議: choose the meeting for a plan, or with ?subject=evaluation for its evaluation."""
    plan = visible_plan(request, pk)
    subject = request.POST.get("subject") or request.GET.get("subject") or "plan"
    meetings = plan.agency.meetings.filter(state=PlanMeeting.State.PLANNED)
    meetings = meetings.order_by("held_on", "pk")
    if not is_in_charge(request.user, plan.episode):
        raise Refused(refuse("E-03", roles="主任相談支援員・担当・副担当"))
    staff = nameable(plan, request.user)
    form = TableForm(request.POST or None, meetings=meetings, city_staff=staff)
    if request.method == "POST" and form.is_valid():
        try:
            item = put_on_agenda(plan, subject, request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, f"{item.meeting}の{item.number}件目に入れました。")
            return redirect("meeting_detail", pk=item.meeting_id)
    context = plan_frame(request, plan) | {
        "form": form,
        "subject": subject,
        "meetings": meetings,
        "title": labels_for(plan).fill("{meeting}に付議する"),
        "may_prepare": bool(request.user.organisation_ids(PREPARERS)),
    }
    return render(request, "meetings/agenda_add.html", context, status=422 if form.errors else 200)


def put_on_agenda(plan, subject, by, *, meeting, named=()):
    if subject != "evaluation":
        return add_plan(meeting, plan, by=by, named=named)
    evaluation = get_object_or_404(
        plan.evaluations.exclude(state=Evaluation.State.DECIDED).order_by("-number")[:1]
    )
    return add_evaluation(meeting, evaluation, by=by, named=named)


@requires("meetings.table")
@require_POST
def report_add(request, pk, case_pk):
    """中断の報告 on the agenda."""
    case = visible_case(request, case_pk)
    meeting = visible_meeting(request, pk)
    item = add_report(meeting, case, by=request.user)
    unnamed = "共有の同意がないため、外の方の資料には番号だけを載せます。"
    messages.success(
        request, f"中断の報告を議題に入れました。{unnamed if is_unnamed(item) else ''}"
    )
    return redirect("meeting_detail", pk=meeting.pk)


@requires("meetings.prepare")
@require_POST
def item_remove(request, pk, item_pk):
    """Off the agenda."""
    item = visible_item(request, pk, item_pk)
    remove_item(item, by=request.user)
    messages.success(request, "議題から外しました。")
    return redirect("meeting_detail", pk=pk)


@requires("meetings.table")
@require_http_methods(["GET", "POST"])
def item_adjust(request, pk, item_pk):
    """事前調整の記録."""
    item = visible_item(request, pk, item_pk)
    form = AdjustForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            adjust(item, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, "事前調整を記録しました。")
            return redirect("meeting_detail", pk=pk)
    context = {
        "form": form,
        "title": "事前調整を記録する",
        "meeting": item.meeting,
        "about": str(item.case.person),
    }
    return render(
        request, "meetings/meeting_form.html", context, status=422 if form.errors else 200
    )


@requires("meetings.read")
@require_http_methods(["GET", "POST"])
def item_record(request, pk, item_pk):
    """One item: its plan or evaluation, and for the chair the form of the result."""
    item = visible_item(request, pk, item_pk)
    see(request, item.case)
    meeting = item.meeting
    may_record = (
        meeting.state == PlanMeeting.State.PLANNED
        and not item.is_done
        and Role.CHIEF in roles_of(request.user, meeting)
    )
    if request.method == "POST":
        check_recorder(meeting, request.user)
    form, roles, closing = record_forms(request, item)
    if request.method == "POST" and request.POST.get("add") != "roles":
        valid = [part.is_valid() for part in (form, roles, closing) if part is not None]
        if all(valid) and (done := record(request, item, form, roles, closing)):
            return done
    context = {
        "meeting": meeting,
        "item": item,
        "revision": item.revision or (item.plan.newest if item.plan else None),
        "form": form,
        "roles": roles,
        "closing": closing,
        "may_record": may_record,
        "adjustments": item.adjustments.select_related("author"),
        "closing_clause": cite(item.plan, "closing") if closing else "",
        "gaps": item.gaps.all(),
        **words_of(meeting),
    }
    if context["revision"]:
        context |= {
            "lines": lines_in_words(context["revision"]),
            "items": context["revision"].items.all(),
        }
    wrong = request.method == "POST" and request.POST.get("add") != "roles"
    return render(request, "meetings/item_record.html", context, status=422 if wrong else 200)


def council_of(meeting):
    """What the 要綱 calls the place where 地域の課題 are taken up (P-30)."""
    return profile_for(meeting.agency.municipality.code, meeting.held_on).table("texts").council


def record_forms(request, item):
    """The parts of the page: result, roles, and the questions of a 終結."""
    if item.kind == AgendaItem.Kind.REPORT:
        form = ReportForm(request.POST or None, item=item, council=council_of(item.meeting))
        return form, None, None
    data = with_one_more(request.POST, "roles") if request.method == "POST" else None
    form = OutcomeForm(
        data, item=item, labels=words_of(item.meeting)["labels"], council=council_of(item.meeting)
    )
    roles = RoleFormSet(data, prefix="roles", initial=None if data else [{}])
    closing = (
        ClosingForm(data, prefix="closing") if item.kind == AgendaItem.Kind.EVALUATION else None
    )
    return form, roles, closing


def record(request, item, form, roles, closing):
    """Write the result; a refusal stands on the page and everything typed stays."""
    data = dict(form.cleaned_data)
    gap = data.pop("gap")
    if roles is not None:
        data["roles"] = [
            {name: row.cleaned_data[name] for name in ("organisation", "task", "until")}
            for row in roles.forms
            if row.cleaned_data.get("task") and not row.cleaned_data.get("DELETE")
        ]
    if closing is not None and data["outcome"] == "close":
        data["closing"] = closing.answers()
    try:
        record_item(item, by=request.user, gaps=[gap] if gap else (), **data)
    except Refused as refused:
        if refused.status != 422:
            raise
        for refusal in refused.refusals:
            target = closing if closing is not None and refusal.field in closing.fields else form
            add_refusals(target, Refused(refusal))
        return None
    say_notes(request, form)
    messages.success(request, f"{item.number}件目の結果を記録しました。")
    waiting = item.meeting.items.visible_to(request.user).filter(is_done=False)
    following = waiting.order_by("number").first()
    if following:
        return redirect("item_record", pk=item.meeting_id, item_pk=following.pk)
    return redirect("meeting_detail", pk=item.meeting_id)
