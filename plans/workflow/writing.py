"""Writing a plan with the person: begin it, write it, open its next version (4(2)ア)."""

from django.db import transaction
from django.urls import reverse

from cases.models import Episode, answer, assessment_after, latest_assessment
from cases.permissions import is_in_charge
from cases.workflow.consents import no_signature
from cases.workflow.story import tell
from plans.models import Plan, PlanItem, PlanProgramme, PlanRevision, ProgrammeLine
from plans.permissions import check_in_charge, check_writer
from plans.workflow.copying import ITEM_FIELDS, LINE_FIELDS, copy_revision
from plans.workflow.decision import programme_workflow
from plans.workflow.plan import plan_workflow
from plans.workflow.profile import catalogue, describe, profile_of
from plans.workflow.revision import revision_workflow
from rules.calendar import today
from rules.refusals import Refusal, Refused, refuse

State = PlanRevision.State


@transaction.atomic
def draft_plan(episode: Episode, *, by, on=None, **fields) -> Plan:
    """Begin the plan of an episode: 初回, or 再プラン when one has been evaluated.

    Its first version rests on the newest assessment. Refuses outside プラン策定中 (E-08),
    a second plan under way (E-08), and a 再プラン without a newer assessment (E-17).
    """
    day = on or today()
    if refusals := draft_obstacles(episode, by):
        raise Refused(*refusals)
    last = episode.plans.order_by("-number").first()
    plan = Plan(episode=episode, number=last.number + 1 if last else 1)
    plan._history_user = by
    plan.save()
    assessment = latest_assessment(episode)
    known = {"issues": answer(assessment, "summary") or "", **fields}
    revision = PlanRevision(plan=plan, made_on=day, author=by, assessment=assessment, **known)
    revision._history_user = by
    revision.save()
    tell(episode, "draft_plan", f"プラン（{plan.turn}）をつくりはじめました", by=by, on=day)
    return plan


def draft_obstacles(episode: Episode, by) -> list:
    """Why no plan can be begun now: what the button shows (E-03, E-08, E-17)."""
    if not is_in_charge(by, episode):
        return [refuse("E-03", roles="主任相談支援員・担当・副担当")]
    if episode.state != Episode.State.PLANNING:
        return [not_now(episode, "プランをつくる")]
    last = episode.plans.order_by("-number").first()
    if last and last.state in (Plan.State.PREPARING, Plan.State.ACTIVE):
        return [not_now(episode, "もう1つのプランをつくる")]
    refusal = no_newer_assessment(last) if last else None
    return [refusal] if refusal else []


def early_help(episode: Episode):
    """Help that began before the plan, to be pulled into it (4(2)イ)."""
    return episode.early_supports.all()


def not_now(episode: Episode, operation: str):
    """E-08 for a step of the plan that this stage of the case does not know."""
    return refuse(
        "E-08",
        state=episode.get_state_display(),
        operation=operation,
        options="ケースの画面の「つぎにできること」を見る",
        url=reverse("case_detail", args=[episode.case_id]),
    )


def no_newer_assessment(last: Plan):
    """E-17 while the newest assessment is not later than the last evaluation (4(3)オ)."""
    evaluation = last.evaluations.order_by("-number").first()
    if evaluation and not assessment_after(last.episode, evaluation.evaluated_on):
        return refuse(
            "E-17",
            url=reverse("assessment", args=[last.episode.case_id]),
            remedy="アセスメントの画面で、新しい回を始めてください。",
        )
    return None


@transaction.atomic
def save_revision(revision, *, by, version, fields, items, lines) -> PlanRevision:
    """Write a draft. ``items`` and ``lines`` are lists of dicts; a line names its ``key``.

    A version the person agreed to goes back to 下書き, and the consent is cleared; one
    that has been laid before a meeting is never rewritten (E-08). 就労支援員 may change
    the rows of 就労支援 only (D15, E-03). E-08 too if someone saved first. A programme stands
    in a version once (E-32).
    """
    current = PlanRevision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
    check_writer(by, current)
    employment_only = not is_in_charge(by, current.plan.episode)
    if current.version != version:
        raise Refused(
            refuse(
                "E-08",
                state="ほかの人が先に直したプラン",
                operation="保存",
                options="2つを見比べて選ぶ",
            )
        )
    if current.state == State.AGREED:
        revision_workflow.advance(current, "reopen", by=by)
    if current.state != State.DRAFT:
        raise Refused(
            refuse(
                "E-08",
                state=f"第{current.number}版 {current.get_state_display()}",
                operation="書きなおす",
                options="新しい版をつくる",
            )
        )
    if employment_only:
        replace_items(current, items, only_employment=True)
    else:
        for name, value in fields.items():
            setattr(current, name, value)
        replace_items(current, items)
        replace_lines(current, lines, by=by)
    current._history_user = by
    current.save()
    return current


def replace_items(revision, items, only_employment=False) -> None:
    """The rows of 支援の内容, numbered as they stand."""
    if only_employment:
        kept = list(revision.items.filter(is_employment=False).values())
        kept = [{key: row[key] for key in ITEM_FIELDS} for row in kept]
        items = kept + [{**row, "is_employment": True} for row in items if row["is_employment"]]
    revision.items.all().delete()
    PlanItem.objects.bulk_create(
        PlanItem(revision=revision, number=number, version=1, **row)
        for number, row in enumerate(items, start=1)
    )


def named_again(keys, labels) -> dict[int, Refusal]:
    """The rows whose programme stands further up already, each with its refusal (E-32)."""
    return {
        place: refuse("E-32", field="key", item=labels.get(key, key))
        for place, key in enumerate(keys)
        if key and key in keys[:place]
    }


def replace_lines(revision, lines, *, by) -> None:
    """The programmes of this version; each has one row per plan that keeps its outcome (D5)."""
    offered = catalogue(revision.plan, today())
    keys = list(offered)
    labels = {key: row.label for key, row in offered.items()}
    if again := named_again([row["key"] for row in lines], labels):
        raise Refused(*again.values())
    revision.lines.all().delete()
    named = {row["key"] for row in lines}
    wanted = [{"key": k} for k, row in offered.items() if row.in_every_plan and k not in named]
    for row in [*wanted, *lines]:
        key = row["key"]
        if key not in offered:
            raise Refused(
                refuse(
                    "E-23",
                    field="programmes",
                    programme=key,
                    profile=profile_of(revision.plan).label,
                )
            )
        programme = PlanProgramme.objects.filter(plan=revision.plan, key=key).first()
        if programme is None:
            programme = PlanProgramme(plan=revision.plan, key=key)
            describe(programme, offered[key], keys.index(key))
            programme._history_user = by
            programme.save()
        ProgrammeLine(
            revision=revision,
            programme=programme,
            **{
                name: row.get(name) or ProgrammeLine._meta.get_field(name).get_default()
                for name in LINE_FIELDS
            },
        ).save()


@transaction.atomic
def sign_revision(revision: PlanRevision, *, by, on) -> None:
    """口頭 before, 署名 now: the plan stays as it was agreed to, of its own day."""
    check_in_charge(by, revision.plan)
    episode = revision.plan.episode
    if refusal := no_signature(revision.waits_for_signature, revision.agreed_on, on):
        raise Refused(refusal)
    revision.signed_on = on
    revision._history_user = by
    revision.save()
    words = f"プラン第{revision.number}版：口頭の同意に署名をいただきました"
    tell(episode, "sign_revision", words, by=by, on=on)


@transaction.atomic
def open_revision(plan: Plan, *, by, why: str, on=None) -> PlanRevision:
    """A new version: to mend what the city could not decide, or 変更 inside the plan (D5, D6)."""
    newest = plan.newest
    check_in_charge(by, plan)
    if not why:
        raise Refused(refuse("E-01", field="why", item="新しい版をつくる理由"))
    if newest.state not in (State.APPROVED, State.SUBMITTED) or plan.state not in (
        Plan.State.PREPARING,
        Plan.State.ACTIVE,
    ):
        raise Refused(
            refuse(
                "E-08",
                state=f"第{newest.number}版 {newest.get_state_display()}",
                operation="新しい版をつくる",
                options="いまの版を書き終える",
            )
        )
    revision_workflow.advance(newest, "replace", by=by, on=on, reason=why)
    for programme in plan.programmes.filter(state__in=("refused", "reported_back")):
        programme_workflow.advance(programme, "revise", by=by, on=on)
    return copy_revision(newest, by=by, on=on or today(), why=why)


@transaction.atomic
def withdraw_plan(plan: Plan, *, by, reason: str, on=None) -> None:
    """取下げ: from any state before the support may begin (§4.2)."""
    if plan.state != Plan.State.PREPARING:
        raise Refused(
            refuse(
                "E-08",
                state=plan.get_state_display(),
                operation="プランを取り下げる",
                options="評価のあとで終える",
            )
        )
    revision_workflow.advance(plan.newest, "withdraw", by=by, on=on, reason=reason)
    plan_workflow.advance(plan, "withdraw", by=by, on=on, reason=reason)
