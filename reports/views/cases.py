"""The case page."""

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models import STAFF, Role, read_people
from accounts.permissions import requires
from cases import reading
from cases.context import assessment_line, case_frame, in_charge
from cases.models import Episode
from cases.note_box import note_box
from cases.permissions import reads_records, roles_of, writes_sheet
from cases.standards import due_rule
from cases.workflow import case_workflow, referral_workflow
from cases.workflow.outreach import stages_to_tell, steps_of
from cases.workflow.referral import rejections
from cases.workflow.transfer import transfer_workflow
from plans.models import Plan
from reports.forms import TimelineForm
from reports.timeline import KINDS, Wanted, timeline_page
from rules.calendar import today
from rules.choices import label
from rules.prepared import prepared
from rules.profile import profile_for
from rules.text import number_in

REFERRALS = ("contact", "checks__author", "episode__case__episodes__consents")


@requires("cases.read")
@require_GET
def case_detail(request, pk):
    """いまの様子と経過: one page that tells the case."""
    case = reading.file_of(request.user, pk)
    if case is None:
        joined = reading.file_or_joined(request.user, pk)
        if joined is None:
            raise Http404
        return redirect("case_detail", pk=joined.joined_into_id)
    intake = case.episode.intake
    read_people(*in_charge(case.episode), (intake, "received_by"))
    joined = reading.joined(case.pk)
    files = [case, *joined]  # a list of keys finds its index, an OR over a join does not
    choice = TimelineForm(request.GET, files=files) if request.GET else None
    wanted = choice.wanted() if choice else Wanted()
    page, entries = timeline_page(
        case,
        files,
        request.user,
        wanted,
        number=request.GET.get("page"),
        note=number_in(request.GET.get("note", "")),
    )
    is_staff = case.agency_id in request.user.organisation_ids(STAFF)
    has_records = reads_records(request.user, case.episode)
    referrals = reading.referrals(case.episode_id) if has_records else []
    prefetch_related_objects(referrals, *REFERRALS)
    transfers = reading.transfers_asked(case.pk)
    prefetch_related_objects(transfers, "giving__municipality", "receiving", "asked_by")
    assessing = assessment_line(case)
    context = case_frame(request, case)
    if not has_records:
        context["deadlines"] = [row for row in context["deadlines"] if not row.is_handed_on]
    context |= {
        "intake": intake,
        "channel": told(
            label("channels", intake.channel, case.episode.received_on), intake.channel_other
        ),
        "urgencies": [label("urgencies", code) for code in intake.urgencies],
        "topics": intake.topic_words(rows=reading.topics(intake.pk)),
        "entries": entries,
        "page": page,
        "choice": choice,
        "wanted": wanted,
        "has_records": has_records,
        "kinds": kind_links(request, wanted, has_records),
        "options": case_workflow.available(case.episode, request.user),
        "next_step": next_step(case, assessing["assessment"]) if is_staff else None,
        "move_url": reverse("case_detail", args=[case.pk]) + "move/",
        "consents": [consent_words(row) for row in reading.consents(case.episode.pk)],
        "referrals": [referral_words(row, request.user) for row in referrals],
        "rejections": rejections(case.episode) if referrals else 0,
        "referral_clause": due_rule(
            profile_for(case.agency.municipality.code), "after_referral"
        ).clause,
        "transfers": [
            {"transfer": row, "options": transfer_workflow.available(row, request.user)}
            for row in transfers
        ],
        "joined": joined,
        "old_numbers": reading.old_numbers(case.pk),
        "courses": courses(case, files),
        "may_consult_again": is_staff and case.episode.ended_on is not None,
        "is_chief": Role.CHIEF in roles_of(request.user, case.episode),
        "may_withdraw": writes_sheet(request.user, case.episode),
        "assessing": assessing,
        "plan": next(iter(newest_plan(case.episode_id)), None),
        "appointments": reading.appointments(case.pk),
        "closing": None
        if case.episode.state in Episode.OPEN
        else next(iter(reading.closings(case.episode.pk)), None),
        "note_form": None,
        "steps": steps_of(case),
    }
    if is_staff:
        context |= note_box(
            case,
            request.user,
            stages=stages_to_tell(case, request.user, context["steps"]),
            files=files,
            referrals=referrals,
        )
    return render(request, "reports/case_detail.html", context)


def told(name, other):
    """A choice with what was written to it: その他（ペットのこと）."""
    return f"{name}（{other}）" if other else name


@prepared
def newest_plan(episode):
    return Plan.objects.filter(episode=episode).only("number", "state").order_by("-number")[:1]


def kind_links(request, wanted, has_records):
    """The kinds of entries to choose from, within the person and the period that were asked for."""
    rest = request.GET.copy()
    for name in ("kind", "page", "note"):
        rest.pop(name, None)
    links = []
    for code, name in {"": "すべて", **KINDS}.items():
        if code == "note" and not has_records:
            continue
        asked = f"kind={code}" if code else ""
        url = "?" + "&".join(filter(None, (rest.urlencode(), asked)))
        links.append({"label": name, "url": url, "current": "true" if wanted.kind == code else ""})
    return links


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


def courses(case, files):
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
    for plan in Plan.objects.filter(episode__in=plans).order_by("number"):
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


def consent_words(consent):
    """A consent as the side column tells it: to whom, since when, until when."""
    return {
        "consent": consent,
        "has_run_out": consent.until is not None and consent.until < today(),
        "recipients": [
            label("consent_recipients", c, consent.given_on) for c in consent.recipients
        ],
    }
