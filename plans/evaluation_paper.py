"""様式6 評価シート: one evaluation, with what the meeting made of it."""

import datetime as dt

from django.urls import reverse

from accounts.models import CITY_ROLES, STAFF, Organisation, Role, User
from cases.documents import boxes, sheet_of, who
from cases.models import Case, Closing, IncomeRise, JobStart
from cases.papers import Box
from documents.register import Document, Lack, Sheet, Version, register
from plans.models import Evaluation, Plan, Review
from plans.papers import EvaluationPaper
from plans.workflow.evaluation import REQUIRED
from plans.workflow.profile import judged_on
from rules.choices import label


def evaluations_of(case: Case):
    """The evaluations of a 台帳, the newest first."""
    return Evaluation.objects.filter(plan__episode__case=case).order_by(
        "-plan__episode__number", "-plan__number", "-number"
    )


def laid_before(user: User, case: Case):
    """The evaluations on the agenda of a meeting, for the city that sees no more (D16)."""
    rows = evaluations_of(case).filter(plan__in=Plan.objects.visible_to(user))
    return rows.exclude(state=Evaluation.State.DRAFT)


def evaluation_sheet(evaluation: Evaluation) -> Sheet:
    """様式6 of one evaluation."""
    plan, case = evaluation.plan, evaluation.plan.case
    day, revision = evaluation.evaluated_on, evaluation.plan.newest
    reviews = plan.reviews.filter(subject=Review.Subject.EVALUATION, held_on__gte=day)
    review = reviews.order_by("-pk").first()
    result, reason = result_of(evaluation, review)

    def reasons(of: str, name: str) -> tuple[Box, ...]:
        taken = {reason} if result == of else set()
        return boxes(name, taken, day, evaluation.reason_other)

    paper = EvaluationPaper(
        who=who(case, day),
        turn=plan.number,
        made_on=revision.made_on if revision else None,
        start_on=revision.start_on if revision else None,
        end_on=revision.end_on if revision else None,
        evaluated_on=day,
        staff=evaluation.author.name,
        goal=revision.goal_short if revision else "",
        achievement=evaluation.achievement,
        achievement_level=evaluation.achievement_level,
        changes=boxes(
            "changes",
            {row.code for row in evaluation.changes.all()},
            day,
            evaluation.change_other,
        ),
        remaining=evaluation.remaining,
        wish=evaluation.wish,
        opinion=evaluation.opinion,
        result=result,
        close_reasons=reasons("close", "close_reasons"),
        continue_reasons=reasons("continue", "continue_reasons"),
        suspend_reasons=reasons("suspend", "suspend_reasons"),
        after=evaluation.after or closing_words(evaluation, result),
        follow_up_on=follow_up_day(evaluation, result),
        meeting_on=review.held_on if review else None,
        meeting_outcome=outcome_of(evaluation, review),
        **job_of(plan, day),
    )
    is_draft = evaluation.state == Evaluation.State.DRAFT
    return sheet_of(
        case, paper, day, is_draft=is_draft, judged_on=judged_on(plan), プラン=plan.turn
    )


def job_of(plan: Plan, day: dt.date) -> dict:
    """就労の状況 since the plan was made: the newest job, and what it earns (statistics)."""
    since = plan.revisions.earliest("number").made_on
    started = JobStart.objects.filter(episode=plan.episode, on__range=(since, day)).first()
    rise = IncomeRise.objects.filter(episode=plan.episode, on__range=(since, day)).first()
    of_job = started and {
        "job_started_on": started.on,
        "job_kind": label("work_types", started.employment_type, started.on)
        if started.employment_type
        else "",
        "income_after": started.monthly_yen,
    }
    of_rise = rise and {"income_before": rise.before_yen, "income_after": rise.after_yen}
    return {**(of_job or {}), **(of_rise or {})}


def result_of(evaluation: Evaluation, review: Review | None) -> tuple[str, str]:
    """The result and its 区分: what the meeting decided; before that, what is proposed."""
    decided = evaluation.state == Evaluation.State.DECIDED and review
    result = review.outcome if decided else evaluation.result
    closing = closing_of(evaluation) if decided and result == Review.Outcome.CLOSE else None
    if closing:
        return result, closing.reason
    return result, evaluation.result_reason if result == evaluation.result else ""


def closing_of(evaluation: Evaluation) -> Closing | None:
    return Closing.objects.filter(episode=evaluation.plan.episode).first()


def closing_words(evaluation: Evaluation, result: str) -> str:
    """終結後の対応 as it was settled when the case was closed (4(3)エ)."""
    row = closing_of(evaluation) if result == Review.Outcome.CLOSE else None
    if row is None:
        return ""
    asked_of = f"（頼む先：{row.watchers}）" if row.watchers else ""
    asked = (
        ("つなぎ", row.handing, row.handing_why),
        ("見守り", row.watching, f"{row.watching_why}{asked_of}"),
        ("フォローアップ", row.following, row.following_why),
    )
    needed = [f"{name}：{why}" for name, yes, why in asked if yes]
    return "　".join(needed) or "つなぎ・見守り・フォローアップのどれも要らない。"


def follow_up_day(evaluation: Evaluation, result: str) -> dt.date | None:
    """The first day on which one asks after the person."""
    if result != Review.Outcome.CLOSE:
        return None
    row = evaluation.plan.episode.follow_ups.first()
    return row.planned_on if row else None


def outcome_of(evaluation: Evaluation, review: Review | None) -> str:
    """What the meeting made of the evaluation: as proposed, otherwise, or sent back."""
    if review is None:
        return ""
    if review.outcome == Review.Outcome.RETURNED:
        return "returned"
    return "approved" if review.outcome == evaluation.result else "amended"


def evaluation_lacks(evaluation: Evaluation) -> tuple[Lack, ...]:
    """Of the three contents what is not yet written (E-16)."""
    url = reverse("evaluation", args=[evaluation.plan_id])
    fields = [Evaluation._meta.get_field(name) for name in REQUIRED]
    return tuple(
        Lack(str(field.verbose_name), url)
        for field in fields
        if not getattr(evaluation, field.name)
    )


def blank_evaluation(_agency: Organisation | None, on: dt.date) -> EvaluationPaper:
    """様式6 with its lists and nothing taken."""
    return EvaluationPaper(
        changes=boxes("changes", set(), on),
        close_reasons=boxes("close_reasons", set(), on),
        continue_reasons=boxes("continue_reasons", set(), on),
        suspend_reasons=boxes("suspend_reasons", set(), on),
    )


register(
    [
        Document(
            code="form6",
            title="評価シート",
            room="plans",
            subject="plans.Evaluation",
            roles=(*STAFF, *CITY_ROLES, Role.ADMIN),
            versions=(Version("plans/documents/form6_evaluation.html"),),
            records=evaluations_of,
            sheet=evaluation_sheet,
            blank=blank_evaluation,
            brought=laid_before,
            plan_path="plan",
            leaves="agency",
            lacking=evaluation_lacks,
            goes_to="person",
            purpose="評価の確認",
        ),
    ]
)
