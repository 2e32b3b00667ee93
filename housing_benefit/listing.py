"""Who asks, who receives, whose benefit is over: the list of the city and of the agencies.

Each row of a page is read with the same few questions, however many rows there are.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from cases.models import Deadline
from housing_benefit.models import BenefitApplication, BenefitMonth, BenefitOrder
from housing_benefit.workflow.orders import resume_key
from housing_benefit.workflow.reminding import key_of
from rules.calendar import add_months, months_end, today

State, Kind = BenefitApplication.State, BenefitApplication.Kind
VIEWS = {
    "open": "申請中",
    "paid": "受給中",
    "ending": "期間満了が近い",
    "suspended": "中断中",
    "over": "終わったもの",
}
MONTHS_BACK, MONTHS_AHEAD = 24, 9


def months_to_choose() -> list[dt.date]:
    """The months one may ask for, the latest first."""
    last = add_months(today().replace(day=1), MONTHS_AHEAD)
    return [add_months(last, -number) for number in range(MONTHS_BACK + MONTHS_AHEAD + 1)]


def of_course() -> Q:
    """What belongs to the course of the outer row: its own months, and what followed."""
    return Q(application=OuterRef("pk")) | Q(application__root=OuterRef("pk"))


def with_months(rows):
    """Each with the last month granted, and whether one is still to be paid."""
    months = BenefitMonth.objects.standing().filter(of_course())
    return rows.annotate(
        last_month=Subquery(months.order_by("-month").values("month")[:1]),
        is_to_pay=Exists(months.filter(payment__released_on__isnull=True)),
    )


def condition(view: str) -> Q:
    """What a row of this view is. 転居費用補助 is over once it is paid."""
    begun = Q(root__isnull=True)
    paid = begun & Q(state=State.GRANTED) & (Q(kind=Kind.RENT) | Q(is_to_pay=True))
    over = Q(state__in=(State.REFUSED, State.WITHDRAWN, State.STOPPED, State.ENDED))
    return {
        "open": Q(state__in=BenefitApplication.OPEN),
        "paid": paid,
        "ending": paid & Q(kind=Kind.RENT, last_month__lte=today().replace(day=1)),
        "suspended": begun & Q(state=State.SUSPENDED),
        "over": over | Q(kind=Kind.MOVE, state=State.GRANTED, is_to_pay=False),
    }[view]


ORDER = {
    "open": ("applied_on", "pk"),
    "paid": ("last_month", "pk"),
    "ending": ("last_month", "pk"),
    "suspended": ("pk",),
    "over": ("-pk",),
}


def listed(user, view: str, month: dt.date | None = None):
    """The rows of a view this person may see; ``month`` (its first day) is one that is granted,
    of an application under way that of its 申請日.
    """
    rows = with_months(BenefitApplication.objects.visible_to(user)).filter(condition(view))
    if month and view == "open":
        rows = rows.filter(applied_on__range=(month, months_end(month, 1)))
    elif month:
        rows = rows.filter(Exists(BenefitMonth.objects.standing().filter(of_course(), month=month)))
    return rows.with_frame().order_by(*ORDER[view])


def counts(user) -> dict[str, int]:
    """How many rows each view has for this person."""
    rows = with_months(BenefitApplication.objects.visible_to(user))
    return rows.aggregate(**{view: Count("pk", filter=condition(view)) for view in VIEWS})


@dataclass(frozen=True)
class Listed:
    """One row: the application, its months, what is under way, what comes next by when."""

    row: BenefitApplication
    months: list[BenefitMonth]
    under_way: list[str]
    due_on: dt.date | None
    due: str

    @property
    def paid(self) -> int:
        return sum(1 for one in self.months if one.payment and one.payment.released_on)

    @property
    def coming(self) -> int:
        return len(self.months) - self.paid

    @property
    def last(self) -> BenefitMonth | None:
        return self.months[-1] if self.months else None


def read(rows) -> list[Listed]:
    """The rows of one page with all that stands on them."""
    rows = list(rows)
    pks = [row.pk for row in rows]
    months, under_way = {pk: [] for pk in pks}, {pk: [] for pk in pks}
    of_these = Q(application__in=pks) | Q(application__root__in=pks)
    found = BenefitMonth.objects.standing().filter(of_these).select_related("application")
    for one in found.select_related("payment").order_by("month"):
        for pk in {one.application_id, one.application.root_id} & set(pks):
            months[pk].append(one)
    followers = BenefitApplication.objects.filter(root__in=pks, state__in=BenefitApplication.OPEN)
    for one in followers.order_by("pk"):
        under_way[one.root_id].append(
            f"{one.get_purpose_display()}の申請：{one.get_state_display()}"
        )
    orders = BenefitOrder.objects.filter(application__in=pks, state__in=BenefitOrder.OPEN)
    for one in orders.order_by("pk"):
        under_way[one.application_id].append(f"{one.get_kind_display()}：{one.get_state_display()}")
    keys = [key for row in rows for key in (key_of(row), resume_key(row))]
    open_dues = Deadline.objects.filter(
        case__in={row.case.pk for row in rows}, key__in=keys, done_on__isnull=True
    )
    dues = {one.key: one for one in open_dues.order_by("-due_on")}
    return [
        Listed(row, months[row.pk], under_way[row.pk], *due_of(row, months[row.pk], dues))
        for row in rows
    ]


def due_of(row: BenefitApplication, months, dues) -> tuple[dt.date | None, str]:
    """What has to be asked for by when; else the end of the last month."""
    for key in (key_of(row), resume_key(row)):
        if row.root_id is None and key in dues:
            return dues[key].due_on, dues[key].kind.removeprefix("住居確保給付金の")
    if months and row.is_rent and row.root_id is None and row.state == State.GRANTED:
        return months_end(months[-1].month, 1), "期間満了"
    return None, ""
