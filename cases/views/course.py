"""The pages on which a case is changed; the case page itself stands in reports."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.compare import posted_version
from accounts.models import STAFF, Organisation, Role, User
from accounts.pages import beside_fields, say_notes, verb_page
from accounts.permissions import requires
from accounts.standards import labels_of
from cases import workflow
from cases.context import case_frame, visible_case
from cases.forms.course import (
    AssignForm,
    CheckReferralForm,
    ConsentForm,
    GoOnForm,
    MoveForm,
    ReasonForm,
    ReceiveForm,
    ReferForm,
)
from cases.forms.notes import NoteForm
from cases.models import Case, Note, Referral
from cases.permissions import check_reads_records, writes_sheet
from cases.standards import case_rules, due_rule
from cases.views.frame import case_compared
from cases.workflow.assign import POSTS, assigned_version
from cases.workflow.outreach import accompanies, stages_at, stages_to_tell
from cases.workflow.targets import targets_of
from network.models import Contact
from network.workflow import welfare_office
from rules.calendar import today
from rules.profile import profile_for
from rules.refusals import Refused, refuse

TRIAGE = ("inform", "go_on", "refer")  # the three outcomes (4(1)イウエ)


def triage_clause(case):
    """Where the 要綱 asks for the judgement at 受付."""
    return due_rule(profile_for(case.agency.municipality.code), "triage").clause


def rules_at(agency):
    """What the 要綱 of an agency's municipality says today of 受付 and 振り分け."""
    return case_rules(profile_for(agency.municipality.code))


@requires("cases.receive")
@require_http_methods(["GET", "POST"])
def receive(request):
    """新規受付 at the agency where the person works."""
    agencies = Organisation.objects.filter(pk__in=request.user.organisation_ids(STAFF))
    visible = Case.objects.visible_to(request.user)
    form = ReceiveForm(
        request.POST or None, visible=visible, channels=rules_at(agencies.first()).channels
    )
    return verb_page(
        request,
        form,
        lambda received_on, different_reason, **_given: workflow.receive(
            agency=agencies.first(),
            by=request.user,
            on=received_on,
            person=form.person(),
            intake=form.intake(),
            topics=form.marks(),
            resembling=form.resembling,
            different_reason=different_reason,
        ),
        template="cases/case_receive.html",
        context=dict,
        done=lambda case: reverse("case_detail", args=[case.pk]),
        said=lambda case: f"受け付けました。台帳番号は {case.number} です。",
    )


@requires("cases.receive")
@require_http_methods(["GET", "POST"])
def consult_again(request, pk):
    """再相談: the same 台帳, a new episode; the person is not asked again (promise 2)."""
    case = visible_case(request, pk)
    form = ReceiveForm(request.POST or None, channels=rules_at(case.agency).channels)
    form.leave_out_person()
    return verb_page(
        request,
        form,
        lambda received_on, **_given: workflow.consult_again(
            case, by=request.user, on=received_on, intake=form.intake(), topics=form.marks()
        ),
        template="cases/case_form.html",
        context=lambda: case_frame(request, case) | {"title": "再相談を受け付ける"},
        done=reverse("case_detail", args=[case.pk]),
        said="再相談を受け付けました。",
    )


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    """誤登録の取下げ."""
    case = visible_case(request, pk)
    if not writes_sheet(request.user, case.episode):
        raise Refused(refuse("E-03", roles="主任相談支援員・担当・副担当"))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        workflow.withdraw_case(case, by=request.user, **form.cleaned_data)
        messages.success(request, f"{case.number} を誤登録として取り下げました。")
        return redirect("case_list")
    context = case_frame(request, case) | {
        "form": form,
        "title": "誤登録として取り下げる",
        "lead": "一覧と件数から外れます。書いたことは残り、台帳番号はほかの人に使いません。",
    }
    return render(request, "cases/case_form.html", context, status=422 if form.errors else 200)


@requires("cases.write_note")
@require_http_methods(["GET", "POST"])
def note_correct(request, pk, note_pk):
    """支援経過の訂正: the words before stay to be read."""
    case = visible_case(request, pk)
    note = get_object_or_404(Note.objects.of_file(case).filter(kind="note"), pk=note_pk)
    if note.author_id != request.user.pk:
        raise Refused(refuse("E-03", roles="この記録を書いた人"))
    initial = {name: getattr(note, name) for name in NoteForm.base_fields}
    stages = stages_at(case.agency) if note.stage else stages_to_tell(case, request.user)
    walks = note.is_accompanying or accompanies(case.agency)
    form = NoteForm(request.POST or None, initial=initial, stages=stages, accompanies=walks)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            workflow.correct_note(
                note, by=request.user, version=posted_version(request), **form.cleaned_data
            )
        except Refused as refused:
            if refused.status != 409:
                raise
            theirs = note
        else:
            say_notes(request, form)
            messages.success(request, "記録を直しました。前の文も残っています。")
            return redirect("case_detail", pk=case.pk)
    context = case_frame(request, case) | {"form": form, "note": note, "theirs": theirs}
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "cases/note_correct.html", context, status=status)


@requires("cases.write_note")
@require_http_methods(["GET", "POST"])
def note_strike(request, pk, note_pk):
    """人違いの記録を取り消す."""
    case = visible_case(request, pk)
    note = get_object_or_404(Note.objects.of_file(case).filter(kind="note"), pk=note_pk)
    workflow.check_strike(note, request.user)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        workflow.strike_note(note, by=request.user, **form.cleaned_data)
        messages.success(request, "記録を取り消しました。文は線を引いて残ります。")
        return redirect("case_detail", pk=case.pk)
    context = case_frame(request, case) | {"form": form, "title": "記録を取り消す", "note": note}
    return render(request, "cases/case_form.html", context, status=422 if form.errors else 200)


@requires("cases.read")
@require_GET
def note_versions(request, pk, note_pk):
    """直す前の文."""
    case = visible_case(request, pk)
    check_reads_records(request.user, case.episode)
    note = get_object_or_404(Note.objects.of_file(case).filter(kind="note"), pk=note_pk)
    context = case_frame(request, case) | {"versions": note.history.select_related("history_user")}
    return render(request, "cases/note_versions.html", context)


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def move(request, pk, name):
    """One move of the case; the row of the table says what it asks."""
    case = visible_case(request, pk)
    row = workflow.case_workflow.transitions.get(name)
    if row is None or row.hidden:  # what another verb does with its own conditions
        raise Http404
    reasons = workflow.case_workflow.explain(case.episode, name, request.user)
    if reasons:
        raise Refused(*reasons)
    form = move_form(case, row, request.user, request.POST or None)

    def act(**_given):
        data = move_data(case, form, request.user)
        version = request.POST.get("version") or None
        workflow.case_workflow.advance(case.episode, name, by=request.user, version=version, **data)

    return verb_page(
        request,
        form,
        act,
        template="cases/case_move.html",
        context=lambda: (
            case_frame(request, case)
            | {
                "row": row,
                "policies": form.policies if name == "apply" else (),
                "clause": triage_clause(case) if name in TRIAGE else "",
            }
        ),
        done=reverse("case_detail", args=[case.pk]),
        said=f"「{row.label}」を記録しました。",
    )


def policies_for(case):
    """The versions of 様式7 that a consent of this 相談 may have been given to."""
    return case.agency.policies_since(case.episode.received_on)


def move_form(case, row, user, data):
    """The form a move asks for: its own where it has one, else what its row needs."""
    if row.name == "apply":
        return ConsentForm(data, policies=policies_for(case))
    if row.name == "refer":
        return ReferForm(
            data,
            contacts=Contact.objects.visible_to(user),
            offices=rules_at(case.agency).welfare_offices,
            address=case.person.address,
            labels=labels_of(case.agency.municipality.code),
        )
    if row.name == "go_on":
        return GoOnForm(data, transition=row, targets=targets_of(case.episode, today()))
    return MoveForm(data, transition=row)


def move_data(case, form, by):
    """What was typed, as the move takes it."""
    data = dict(form.cleaned_data)
    if isinstance(form, GoOnForm):
        data["targets"] = form.targets()
    if data.get("to_welfare"):
        data["contact"] = welfare_office(case.agency.municipality, data["office"], by=by)
    return data


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def referral_move(request, pk, referral_pk, name):
    """One step of a つなぎ."""
    case = visible_case(request, pk)
    referrals = Referral.objects.select_related("contact", "episode__case__agency")
    referral = get_object_or_404(referrals, pk=referral_pk, episode__case=case)
    row = workflow.referral_workflow.transitions.get(name)
    if row is None:
        raise Http404
    reasons = workflow.referral_workflow.explain(referral, name, request.user)
    if reasons:
        raise Refused(*reasons)
    form_class = CheckReferralForm if name == "check" else MoveForm
    form = form_class(request.POST or None, transition=row)
    return verb_page(
        request,
        form,
        lambda **given: workflow.referral_workflow.advance(
            referral, name, by=request.user, **given
        ),
        template="cases/case_form.html",
        context=lambda: case_frame(request, case) | {"title": f"{referral.contact}：{row.label}"},
        done=reverse("case_detail", args=[case.pk]),
        said=f"つなぎを「{row.label}」として記録しました。",
    )


@requires("cases.assign")
@require_http_methods(["GET", "POST"])
def assign(request, pk):
    """主任が担当を決める."""
    case = visible_case(request, pk)
    episode, colleagues = case.episode, User.objects.working_at
    version = assigned_version(episode)

    def build(data=None):
        episode.refresh_from_db(fields=list(POSTS))
        return AssignForm(
            data,
            staff=colleagues(case.agency, STAFF),
            employment_staff=colleagues(case.agency, (Role.EMPLOYMENT,)),
            initial={post: getattr(episode, post) for post in POSTS},
        )

    @beside_fields
    def save(form, seen):
        workflow.assign(episode, by=request.user, version=seen, **form.cleaned_data)

    return case_compared(
        request,
        case,
        build,
        save,
        version_now=lambda: assigned_version(episode),
        history=lambda: episode.history,
        template="cases/case_assign.html",
        context=lambda: {"version": version},
        done=reverse("case_detail", args=[case.pk]),
        said="担当を決めました。",
    )
