"""The case page."""

from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models import STAFF, Role, read_people
from accounts.permissions import requires
from cases.context import assessment_line, case_frame, in_charge
from cases.forms.notes import NewNoteForm
from cases.models import Appointment, Case, Closing, Episode, Referral, Transfer
from cases.note_box import note_box
from cases.permissions import is_in_charge, roles_of
from cases.standards import due_rule
from cases.workflow import case_workflow, referral_workflow
from cases.workflow.outreach import accompanies, stages_to_tell, steps_of
from cases.workflow.referral import rejections
from cases.workflow.transfer import transfer_workflow
from plans.models import Plan
from reports.forms import TimelineForm
from reports.timeline import KINDS, timeline_page
from rules.choices import label
from rules.profile import profile_for

# Most cases have none of what is prefetched here: nothing is then asked, and what is asked
# is asked in columns that are shown. A wide join that is ordered costs more than it reads.
REFERRALS = Prefetch(
    "referrals",
    Referral.objects.prefetch_related(
        "contact", "checks__author", "episode__case__episodes__consents"
    ),
)
JOINED = Prefetch("joined", Case.objects.only("number", "joined_into"))


@requires("cases.read")
@require_GET
def case_detail(request, pk):
    """いまの様子と経過: one page that tells the case."""
    rows = Case.objects.visible_to(request.user).select_related(
        "person", "agency__municipality", "episode__intake"
    )
    try:
        case = rows.prefetch_related(JOINED, "old_numbers__agency").get(pk=pk)
    except Case.DoesNotExist:
        readable = Case.objects.page_for(request.user, pk)
        return redirect("case_detail", pk=get_object_or_404(readable).joined_into_id)
    read_people(*in_charge(case.episode), (case.episode.intake, "received_by"))
    case.episode.case = case  # its rules ask for the case: this one, not another reading
    files = [case, *case.joined.all()]  # a list of keys finds its index, an OR over a join does not
    choice = TimelineForm(request.GET, files=files)
    wanted = choice.wanted()
    page, entries = timeline_page(
        case,
        files,
        request.user,
        wanted,
        number=request.GET.get("page"),
        note=key_in(request.GET.get("note", "")),
    )
    intake = case.episode.intake
    is_staff = case.agency_id in request.user.organisation_ids(STAFF)
    prefetch_related_objects([case.episode], REFERRALS)
    referrals = list(case.episode.referrals.all())
    assessing = assessment_line(case)
    context = case_frame(request, case) | {
        "intake": intake,
        "channel": label("channels", intake.channel, case.episode.received_on),
        "urgencies": [label("urgencies", code) for code in intake.urgencies],
        "topics": [
            f"{row.get_mark_display()}{label('consult_topics', row.code)}"
            for row in intake.topics.all()
        ],
        "entries": entries,
        "page": page,
        "choice": choice,
        "wanted": wanted,
        "kinds": kind_links(request, wanted),
        "options": case_workflow.available(case.episode, request.user),
        "next_step": next_step(case, assessing["assessment"]) if is_staff else None,
        "move_url": reverse("case_detail", args=[case.pk]) + "move/",
        "consents": [consent_words(row) for row in shown_consents(case.episode)],
        "referrals": [referral_words(row, request.user) for row in referrals],
        "rejections": rejections(case.episode) if referrals else 0,
        "referral_clause": due_rule(
            profile_for(case.agency.municipality.code), "after_referral"
        ).clause,
        "transfers": [
            {"transfer": row, "options": transfer_workflow.available(row, request.user)}
            for row in case.transfers.filter(state=Transfer.State.ASKED).prefetch_related(
                "giving__municipality", "receiving", "asked_by"
            )
        ],
        "courses": courses(case, files, request.user),
        "may_consult_again": is_staff and case.episode.ended_on is not None,
        "is_chief": Role.CHIEF in roles_of(request.user, case.episode),
        "may_withdraw": is_in_charge(request.user, case.episode),
        "assessing": assessing,
        "plan": Plan.objects.filter(episode=case.episode)
        .only("number", "state")
        .order_by("-number")
        .first(),
        "appointments": case.appointments.filter(
            standing=Appointment.Standing.PLANNED
        ).prefetch_related("staff")[:8],
        "closing": None
        if case.episode.state in Episode.OPEN
        else Closing.objects.filter(episode=case.episode).first(),
        "note_form": None,
        "steps": steps_of(case),
    }
    if is_staff:
        context |= note_box(
            case,
            NewNoteForm(
                stages=stages_to_tell(case, request.user, context["steps"]),
                accompanies=accompanies(case.agency),
            ),
            request.user,
        )
    return render(request, "reports/case_detail.html", context)


def kind_links(request, wanted):
    """The kinds of entries to choose from, within the person and the period that were asked for."""
    rest = request.GET.copy()
    for name in ("kind", "page", "note"):
        rest.pop(name, None)
    links = []
    for code, name in {"": "すべて", **KINDS}.items():
        asked = f"kind={code}" if code else ""
        url = "?" + "&".join(filter(None, (rest.urlencode(), asked)))
        links.append({"label": name, "url": url, "current": wanted.kind == code})
    return links


def key_in(text):
    """The key in an address, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


# Where the work of a stage is done: the words on the button, and the page.
NEXT_STEPS = {
    Episode.State.PLANNING: ("プランの画面へ", "case_plan"),
    Episode.State.IN_SUPPORT: ("プランの画面へ（支援・モニタリング・評価）", "case_plan"),
    Episode.State.FOLLOWING_UP: ("フォローの結果を記録する", "case_support"),
    Episode.State.REASSESSING: ("アセスメントの画面へ", "assessment"),
}


def next_step(case, assessment):
    """The next thing to do at this stage, if it has a page of its own: (words, address)."""
    found = NEXT_STEPS.get(case.episode.state)
    if case.episode.state == Episode.State.ASSESSING and assessment and assessment.finished_on:
        found = ("スクリーニングの結果を記録する", "screening")
    return (found[0], reverse(found[1], args=[case.pk])) if found else None


def courses(case, files, user):
    """Every 相談 of this person, those of a joined 台帳 too; none to list while there is one."""
    if case.episode.number == 1 and len(files) == 1:
        return []
    rows = list(
        Episode.objects.filter(case__in=files)
        .select_related("case")
        .order_by("-received_on", "-pk")
    )
    prefetch_related_objects(rows, "assessments")
    plans = {row.pk: [] for row in rows}
    for plan in Plan.objects.visible_to(user).filter(episode__in=plans).order_by("number"):
        plans[plan.episode_id].append(plan)
    return [{"episode": row, "plans": plans[row.pk]} for row in rows]


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


def shown_consents(episode):
    """With the number of the 規程 that was shown, not its text; and what the column tells."""
    told = ("episode", "given_on", "withdrawn_on", "method", "recipients", "policy__number")
    return episode.consents.select_related("policy").only(*told)


def consent_words(consent):
    """A consent as the side column tells it: to whom, since when, until when."""
    return {
        "consent": consent,
        "recipients": [
            label("consent_recipients", c, consent.given_on) for c in consent.recipients
        ],
    }
