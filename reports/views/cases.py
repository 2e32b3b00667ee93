"""The case page."""

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models import STAFF, Role
from accounts.permissions import requires
from cases.context import assessment_line, case_frame
from cases.forms.course import NoteForm
from cases.models import Appointment, Case, Closing, Episode, Note
from cases.permissions import is_in_charge, roles_of
from cases.prints import print_links
from cases.workflow import case_workflow, referral_workflow
from cases.workflow.referral import rejections
from cases.workflow.transfer import transfer_workflow
from documents.models import IssuedDocument
from plans.models import Plan
from rules.calendar import today
from rules.choices import label

LATEST = 30  # as many notes as a counselor reads before a talk


@requires("cases.read")
@require_GET
def case_detail(request, pk):
    """いまの様子と経過: one page that tells the case."""
    rows = Case.objects.visible_to(request.user).select_related(
        "person",
        "agency__municipality",
        "episode__lead",
        "episode__deputy",
        "episode__employment",
        "episode__intake__received_by",
    )
    case = rows.prefetch_related("joined", "old_numbers__agency").filter(pk=pk).first()
    if case is None:
        readable = Case.objects.page_for(request.user, pk)
        return redirect("case_detail", pk=get_object_or_404(readable).joined_into_id)
    case.episode.case = case  # its rules ask for the case: this one, not another reading
    kind = request.GET.get("kind", "")
    files = [case, *case.joined.all()]  # a list of keys finds its index, an OR over a join does not
    notes = Note.objects.filter(case__in=files).select_related("author")
    if kind in Note.Kind.values:
        notes = notes.filter(kind=kind)
    page = Paginator(notes, LATEST).get_page(request.GET.get("page"))
    intake = case.episode.intake
    is_staff = case.agency_id in request.user.organisation_ids(STAFF)
    referrals = referrals_of(case)
    assessing = assessment_line(case)
    context = case_frame(request, case) | {
        "intake": intake,
        "channel": label("channels", intake.channel, case.episode.received_on),
        "urgencies": [label("urgencies", code) for code in intake.urgencies],
        "topics": [
            f"{row.get_mark_display()}{label('consult_topics', row.code)}"
            for row in intake.topics.all()
        ],
        "entries": [entry(note, request.user, case) for note in page],
        "page": page,
        "kind": kind,
        "options": case_workflow.available(case.episode, request.user),
        "next_step": next_step(case, assessing["assessment"]) if is_staff else None,
        "move_url": reverse("case_detail", args=[case.pk]) + "move/",
        "consents": [consent_words(row) for row in case.episode.consents.select_related("policy")],
        "referrals": [referral_words(row, request.user) for row in referrals],
        "rejections": rejections(case.episode) if referrals else 0,
        "transfers": [
            {"transfer": row, "options": transfer_workflow.available(row, request.user)}
            for row in case.transfers.waiting().select_related(
                "case", "giving__municipality", "receiving", "asked_by"
            )
        ],
        "courses": courses(files, request.user),
        "may_consult_again": is_staff and case.episode.ended_on is not None,
        "is_chief": Role.CHIEF in roles_of(request.user, case.episode),
        "may_withdraw": is_in_charge(request.user, case.episode),
        "assessing": assessing,
        "plan": Plan.objects.filter(episode=case.episode).order_by("-number").first(),
        "appointments": case.appointments.filter(
            standing=Appointment.Standing.PLANNED, on__gte=today()
        ).select_related("staff")[:5],
        "issued": IssuedDocument.objects.filter(case_pk=case.pk).order_by("-issued_on", "-pk")[:10],
        "closing": None
        if case.episode.state in Episode.OPEN
        else Closing.objects.filter(episode=case.episode).first(),
        "papers": print_links(request.user, case),
        "note_form": NoteForm() if is_staff else None,
    }
    return render(request, "reports/case_detail.html", context)


# Where the work of a stage is done: the words on the button, and the page.
NEXT_STEPS = {
    Episode.State.PLANNING: ("プランの画面へ", "case_plan"),
    Episode.State.IN_SUPPORT: ("プランの画面へ（支援・モニタリング・評価）", "case_plan"),
    Episode.State.FOLLOWING_UP: ("フォローの結果を記録する", "case_work"),
    Episode.State.REASSESSING: ("アセスメントの画面へ", "assessment"),
}


def next_step(case, assessment):
    """The next thing to do at this stage, if it has a page of its own: (words, address)."""
    found = NEXT_STEPS.get(case.episode.state)
    if case.episode.state == Episode.State.ASSESSING and assessment and assessment.finished_on:
        found = ("スクリーニングの結果を記録する", "screening")
    return (found[0], reverse(found[1], args=[case.pk])) if found else None


def courses(files, user):
    """Every 相談 of this person, those of a joined 台帳 too; none to list while there is one."""
    rows = list(
        Episode.objects.filter(case__in=files)
        .select_related("case")
        .order_by("-received_on", "-pk")
    )
    if len(rows) < 2:
        return []
    prefetch_related_objects(rows, "assessments")
    plans = {row.pk: [] for row in rows}
    for plan in Plan.objects.visible_to(user).filter(episode__in=plans).order_by("number"):
        plans[plan.episode_id].append(plan)
    return [{"episode": row, "plans": plans[row.pk]} for row in rows]


def referrals_of(case):
    """Read with the consents that every one of them is held against."""
    rows = case.episode.referrals.select_related("contact", "episode__case__agency")
    return rows.prefetch_related("checks__author", "episode__case__episodes__consents")


def referral_words(referral, user):
    """A つなぎ with the steps that are this person's."""
    return {
        "referral": referral,
        "checks": referral.checks.all(),
        "options": referral_workflow.available(referral, user),
        "move_url": f"{reverse('case_detail', args=[referral.episode.case_id])}"
        f"referrals/{referral.pk}/move/",
        "key": f"referral-{referral.pk}",
    }


def consent_words(consent):
    """A consent as the side column tells it: to whom, since when, until when."""
    return {
        "consent": consent,
        "recipients": [
            label("consent_recipients", c, consent.given_on) for c in consent.recipients
        ],
    }


def entry(note, user, case):
    """A note as ``components/timeline.html`` shows it."""
    if note.kind == Note.Kind.MOVE:
        title, _newline, text = note.body.partition("\n")
        why = f"理由：{note.reason}" if note.reason else ""
        text = "\n".join(filter(None, (text, why)))
    else:
        title = "　".join(filter(None, (label("note_methods", note.method, note.on), note.partner)))
        text = note.body
    return {
        "kind": note.kind,
        "on": note.on,
        "at": note.at,
        "title": title,
        "text": text,
        "by": note.author.name,
        "next": note.next_step,
        "struck": note.struck_reason,
        "url": note_url("note_correct", case, note) if may_correct(note, user) else "",
        "versions_url": note_url("note_versions", case, note) if note.version > 1 else "",
    }


def may_correct(note, user):
    """Only the author corrects, and only what stands (D15)."""
    return note.kind == Note.Kind.NOTE and note.author_id == user.pk and not note.struck_reason


def note_url(name, case, note):
    """Under the file one reads: a note of a joined one is corrected there too."""
    return reverse(name, args=[case.pk, note.pk])
