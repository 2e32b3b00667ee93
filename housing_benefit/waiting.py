"""What of 住居確保給付金 waits at the city for one person, the longest wait first."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from accounts.models import CITY_ROLES, Role
from housing_benefit.models import (
    BenefitApplication,
    BenefitOrder,
    BenefitOrderStep,
    BenefitPayment,
    BenefitStep,
)

MOST = 50  # of a kind: more are not read at one sitting
State, Order = BenefitApplication.State, BenefitOrder.State
NEXT_STEPS = {
    State.SENT: "審査",
    State.IN_APPROVAL: "決裁",
    State.GRANTED: "通知",
    State.REFUSED: "通知",
    Order.REPORTED: "起案",
    Order.DECIDED: "通知",
}


@dataclass(frozen=True)
class Waiting:
    """One line of the box: what is to be done of whose benefit, since when."""

    url: str
    name: str
    todo: str
    subject: str
    state: str
    since: dt.date
    by: str
    agency: str


def waiting_benefits(user) -> list[Waiting]:
    """Applications, 中断・中止・徴収 and 支払い一覧 on which this person can act."""
    if not user.city_ids():
        return []
    found = applications(user) + orders(user) + payments(user)
    return sorted(found, key=lambda row: row.since)


def roles_at_city(user) -> list[str]:
    return [role for role in CITY_ROLES if user.city_ids((role,))]


def is_officer(user) -> bool:
    return bool(user.city_ids((Role.OFFICER,)))


def at_my_turn(steps) -> Subquery:
    """Whose turn a 決裁 is: the role of its first step that nobody signed."""
    return Subquery(steps.filter(acted_on__isnull=True).order_by("number").values("role")[:1])


def here(user):
    """The applications of the cities this person works for."""
    cities = user.city_ids()
    rows = BenefitApplication.objects.visible_to(user)
    return rows.filter(episode__case__agency__municipality__in=cities)


def applications(user) -> list[Waiting]:
    wanted = Q(state=State.IN_APPROVAL, turn__in=roles_at_city(user)) & ~Q(drafted_by=user)
    if is_officer(user):
        ruled = Q(state__in=(State.GRANTED, State.REFUSED), notified_on__isnull=True)
        wanted |= Q(state=State.SENT) | ruled
    turn = at_my_turn(BenefitStep.objects.filter(application=OuterRef("pk")))
    rows = here(user).annotate(turn=turn).filter(wanted).order_by("sent_on", "pk")
    rows = rows.select_related("episode__case__person", "episode__case__agency", "drafted_by")
    return [of_application(row) for row in rows.select_related("author")[:MOST]]


def of_application(row) -> Waiting:
    day = {State.SENT: row.sent_on, State.IN_APPROVAL: row.drafted_on}
    since = day.get(row.state, row.decided_on)
    return waiting(row, row, row.drafted_by or row.author, since, str(row))


def orders(user) -> list[Waiting]:
    made = Q(drafted_by=user) | Q(author=user)
    wanted = Q(state=Order.IN_APPROVAL, turn__in=roles_at_city(user)) & ~made
    if is_officer(user):
        wanted |= Q(state=Order.REPORTED) | Q(state=Order.DECIDED, notified_on__isnull=True)
    turn = at_my_turn(BenefitOrderStep.objects.filter(order=OuterRef("pk")))
    rows = BenefitOrder.objects.filter(application__in=here(user).values("pk"))
    rows = rows.annotate(turn=turn).filter(wanted).order_by("reported_on", "pk")
    rows = rows.select_related(
        "application__episode__case__person",
        "application__episode__case__agency",
        "drafted_by",
        "author",
    )
    return [of_order(row) for row in rows[:MOST]]


def of_order(row) -> Waiting:
    day = {Order.REPORTED: row.reported_on, Order.IN_APPROVAL: row.drafted_on}
    since = day.get(row.state, row.decided_on)
    words = f"{row.application}の{row.get_kind_display()}"
    return waiting(row, row.application, row.drafted_by or row.author, since, words)


def waiting(row, application, by, since, subject) -> Waiting:
    return Waiting(
        url=reverse("benefit_detail", args=[application.pk]),
        name=application.case.person.display_name,
        todo=NEXT_STEPS[row.state],
        subject=subject,
        state=row.get_state_display(),
        since=since,
        by=by.name if by else "",
        agency=str(application.case.agency),
    )


def payments(user) -> list[Waiting]:
    """What another has prepared, for who may release it."""
    if Role.APPROVER not in roles_at_city(user):
        return []
    rows = BenefitPayment.objects.visible_to(user).filter(state=BenefitPayment.State.PREPARED)
    rows = rows.exclude(prepared_by=user).select_related("prepared_by", "office")
    return [
        Waiting(
            url=reverse("payment_detail", args=[row.pk]),
            name=str(row),
            todo="支払いの確定",
            subject="住居確保給付金",
            state=row.get_state_display(),
            since=row.prepared_on,
            by=row.prepared_by.name,
            agency=str(row.office),
        )
        for row in rows.order_by("prepared_on", "pk")[:MOST]
    ]
