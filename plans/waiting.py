"""What waits at the city for one person, the longest wait first: the box, and the next one.

One list for the home screen and for 「つぎの1件へ」 of the decision page, so that the two
never disagree. As many questions to the database for a hundred as for one.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from accounts.standards import labels_of
from plans.models import (
    ApprovalStep,
    HelloworkRequest,
    Plan,
    PlanProgramme,
    PlanRevision,
    Submission,
    SupportDecision,
)
from rules.calendar import today

BY_DRAFT = ("drafted_on", "pk")
MOST, FEW = 50, 10  # of a kind: more are not read at one sitting
LATELY = dt.timedelta(days=7)
State = PlanProgramme.State
EXAMINED = (State.SUBMITTED, State.RESUBMITTED, State.EXAMINING, State.ELIGIBLE)
NEXT_STEPS = {
    State.ELIGIBLE: "起案",
    State.DECIDED: "通知",
    State.CHANGED: "通知",
}
RULED = Q(state__in=(State.DECIDED, State.CHANGED), procedure="decision")


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for somebody at the city."""

    todo: str
    subject: str
    state: str
    since: dt.date
    by: str
    plan_id: int
    person: object
    agency: str
    anchor: str = ""

    @property
    def name(self):
        return self.person.display_name

    @property
    def url(self):
        return reverse("plan_rule", args=[self.plan_id]) + self.anchor


def waiting_for(user) -> list[Waiting]:
    """Everything this person can act on, the oldest first."""
    found = to_decide(user) + (to_do(user) if user.city_ids((Role.OFFICER,)) else [])
    return sorted(found, key=lambda row: (row.since, row.plan_id))


def next_plans(user, after: int) -> list[int]:
    """The plans that wait, in their order, those behind ``after`` first and itself not."""
    plans = list(dict.fromkeys(row.plan_id for row in waiting_for(user)))
    if after not in plans:
        return plans
    here = plans.index(after)
    return plans[here + 1 :] + plans[:here]


def to_decide(user) -> list[Waiting]:
    """決裁待ち: whose turn it is by the route, and who has not made it (D17)."""
    return approvals(user)[0]


def approvals(user) -> tuple[list[Waiting], list[Waiting]]:
    """決裁待ち, and what another has to decide, as this person wrote, sent or drafted it (E-34)."""
    made = Case(When(made_by(user), then=True), default=False)
    rows = list(in_approval(user).annotate(made=made).order_by("made", *BY_DRAFT)[: 2 * MOST])
    mine = [of_programme("決裁", row, row.drafted_on) for row in rows if not row.made]
    others = [of_programme("ほかの方の決裁", row, row.drafted_on) for row in rows if row.made]
    return mine[:MOST], others[:MOST]


def in_approval(user):
    """In 決裁, at a step of one of this person's roles."""
    roles = [role for role in (Role.OFFICER, Role.APPROVER) if user.city_ids((role,))]
    step = ApprovalStep.objects.filter(
        programme=OuterRef("pk"), submission=OuterRef("submission"), acted_on__isnull=True
    ).order_by("number")
    rows = programmes_of(user).filter(state=State.IN_APPROVAL)
    return rows.annotate(turn=Subquery(step.values("role")[:1])).filter(turn__in=roles)


def made_by(user):
    """``permissions.makers`` as a condition: one question for a whole list."""
    versions = PlanRevision.history.model.objects
    wrote = versions.filter(id=OuterRef("submission__revision"), history_user=user)
    return (
        Q(drafted_by=user)
        | Q(submission__sent_by=user)
        | Q(submission__revision__author=user)
        | Q(submission__revision__agreed_with=user)
        | Q(Exists(wrote))
    )


def to_do(user) -> list[Waiting]:
    """What an officer examines, receives, approves and tells."""
    return programmes(user) + reports(user) + requests(user)


def programmes(user) -> list[Waiting]:
    """To be examined; decided and not told to the person; refused and no reason given yet."""
    # Nobody confirms their own plan (E-34); examining it is another's check all the same.
    own = Q(procedure="confirm") & made_by(user)
    examined = Q(state__in=EXAMINED, submission__isnull=False) & ~Q(procedure="hellowork") & ~own
    newest = SupportDecision.objects.filter(programme=OuterRef("pk")).order_by("-pk")
    ruled_on = Subquery(newest.values("decided_on")[:1])
    since = Case(When(state__in=EXAMINED, then=F("submission__sent_on")), default=ruled_on)
    rows = programmes_of(user).filter(examined | RULED | Q(state=State.REFUSED))
    rows = rows.annotate(since=since).order_by("since", "pk")
    return [of_programme(step(row), row, row.since) for row in rows[: 2 * MOST]]


def step(programme) -> str:
    """What is to be done next with a programme; why not is told in the word of the 要綱 (P-23)."""
    if programme.state == State.REFUSED:
        words = labels_of(programme.plan.episode.case.agency.municipality.code)
        return words.fill("理由の{refusal_report}")
    if programme.state in NEXT_STEPS:
        return NEXT_STEPS[programme.state]
    return "審査" if programme.procedure == "decision" else "確認"


def programmes_of(user):
    """Programmes of the plans that came to this person's city office."""
    plans = Plan.objects.visible_to(user).filter(
        episode__case__agency__municipality__in=user.city_ids()
    )
    return PlanProgramme.objects.filter(plan__in=plans).select_related(
        "plan__episode__case__person",
        "plan__episode__case__agency__municipality",
        "submission__revision",
        "submission__sent_by",
        "drafted_by",
    )


def of_programme(todo, row, since) -> Waiting:
    sent = row.submission
    by = row.drafted_by or (sent.sent_by if sent else None)
    return Waiting(
        todo=todo,
        subject=row.label,
        state=row.get_state_display() + (f"　第{sent.revision.number}版" if sent else ""),
        since=since,
        by=by.name if by else "",
        anchor=f"#g{row.pk}",
        **of_plan(row.plan),
    )


def of_plan(plan) -> dict:
    case = plan.episode.case
    return {"plan_id": plan.pk, "person": case.person, "agency": str(case.agency)}


def reports(user) -> list[Waiting]:
    rows = Submission.objects.filter(
        plan__in=Plan.objects.visible_to(user),
        plan__episode__case__agency__municipality__in=user.city_ids(),
        kind=Submission.Kind.REPORT,
        state=Submission.State.SENT,
    ).select_related("plan__episode__case__person", "plan__episode__case__agency", "sent_by")
    return [
        Waiting(
            todo="報告の受理",
            subject="プランの報告",
            state=row.get_state_display(),
            since=row.sent_on,
            by=row.sent_by.name,
            **of_plan(row.plan),
        )
        for row in rows.order_by("sent_on", "pk")[:MOST]
    ]


def requests(user) -> list[Waiting]:
    rows = HelloworkRequest.objects.filter(
        programme__in=programmes_of(user), state=HelloworkRequest.State.PREPARING
    ).select_related(
        "programme__plan__episode__case__person",
        "programme__plan__episode__case__agency",
        "programme__submission__sent_by",
    )
    return [of_request(row) for row in rows.order_by("pk")[:MOST]]


def of_request(row) -> Waiting:
    sent = row.programme.submission
    return Waiting(
        todo="支援要請の了承",
        subject=row.programme.label,
        state=row.get_state_display(),
        since=sent.sent_on if sent else timezone.localtime(row.created_at).date(),
        by=sent.sent_by.name if sent else "",
        anchor=f"#hw-{row.pk}",
        **of_plan(row.programme.plan),
    )


def ruled_lately(user):
    """What the city ruled in the last days, the newest first."""
    rows = SupportDecision.objects.filter(
        programme__in=programmes_of(user), decided_on__gt=today() - LATELY
    )
    return rows.select_related("programme__plan__episode__case__person", "decided_by").order_by(
        "-decided_on", "-pk"
    )[:FEW]
