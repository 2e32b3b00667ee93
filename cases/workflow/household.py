"""世帯, 家計, 債務, 職歴: rows saved, removed softly and brought back (D21, D22)."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from cases.models import (
    BudgetLine,
    Case,
    Debt,
    Episode,
    HouseholdIncome,
    HouseholdMember,
    WorkHistory,
)
from cases.models.rows import CaseRow
from cases.permissions import edits_section, is_in_charge
from cases.questions import section
from cases.workflow.assessment import has_consent, is_over, no_consent, not_in_charge
from cases.workflow.reach import check_in_reach
from rules.refusals import Refusal, Refused, stale

KINDS: dict[str, type[CaseRow]] = {
    "household": HouseholdMember,
    "debts": Debt,
    "works": WorkHistory,
}


def row_refusals(episode: Episode, user, kind: str) -> list[Refusal]:
    """Why this person cannot write rows of this kind: E-03, an ended course, E-05."""
    work = section("work")
    if kind == "works" and work and not edits_section(user, episode, work):
        return [not_in_charge(work)]
    if kind != "works" and not is_in_charge(user, episode):
        return [not_in_charge()]
    if episode.ended_on is not None:
        return [is_over(episode, "行を直す")]
    return [] if has_consent(episode) else [no_consent(episode)]


@transaction.atomic
def save_row(
    case: Case,
    kind: str,
    /,
    *,
    by,
    row: CaseRow | None = None,
    version: int = 0,
    incomes: Mapping[str, int | None] | None = None,
    **fields,
) -> CaseRow:
    """Add a row, or change one that stands; ``incomes`` are yen a month by kind (世帯員).

    ``version`` is what the person had before their eyes (E-08, 409).
    """
    locked = guard(case, kind, by)
    if row is None:
        row = KINDS[kind](case=locked)
    else:
        row = KINDS[kind].objects.select_for_update(of=("self",)).get(pk=row.pk, case=case)
        if row.version != version:
            raise Refused(stale("行の保存"))
    for name, value in fields.items():
        setattr(row, name, value)
    row._history_user = by
    row.save()
    if incomes is not None:
        write_incomes(locked, row, incomes, by)
    return row


@transaction.atomic
def save_own_income(case: Case, *, by, version: int, incomes: Mapping[str, int | None]) -> None:
    """The person's own income, by kind; ``version`` as of ``own_income_version``."""
    locked = guard(case, "household", by)
    if own_income_version(case) != version:
        raise Refused(stale("収入の保存"))
    write_incomes(locked, None, incomes, by)


def own_income_version(case: Case) -> int:
    """One number that grows with every change of the person's own income."""
    rows = case.incomes.filter(member__isnull=True)
    return rows.aggregate(all=Sum("version"))["all"] or 0


def write_incomes(case: Case, member, incomes: Mapping[str, int | None], by) -> None:
    """Set the amounts that changed; one taken back leaves its row without a figure."""
    standing = {row.kind: row for row in case.incomes.filter(member=member)}
    for kind, yen in incomes.items():
        row = standing.get(kind) or HouseholdIncome(case=case, member=member, kind=kind)
        if row.yen == yen:
            continue
        row.yen = yen
        row._history_user = by
        row.save()


@transaction.atomic
def remove_row(case: Case, kind: str, row: CaseRow, *, by) -> CaseRow:
    """Take a row off the page; it stays, and ``restore_row`` brings it back."""
    return set_removed(case, kind, row, timezone.now(), by)


@transaction.atomic
def restore_row(case: Case, kind: str, row: CaseRow, *, by) -> CaseRow:
    """Bring a row back while it is in reach: 30 days (E-08 after that)."""
    return set_removed(case, kind, row, None, by)


def set_removed(case: Case, kind: str, row: CaseRow, moment, by) -> CaseRow:
    guard(case, kind, by)
    current = KINDS[kind].objects.select_for_update(of=("self",)).get(pk=row.pk, case=case)
    if moment is None:
        check_in_reach(current)
    current.removed_at = moment
    current._history_user = by
    current.save()
    return current


@transaction.atomic
def save_budget(
    case: Case,
    month: dt.date,
    *,
    by,
    version: int,
    actual: Mapping[str, int | None],
    planned: Mapping[str, int | None],
) -> None:
    """家計 of one month: what was and what is planned, item by item (D22).

    ``version`` as of ``budget_version``: if someone saved the month since, nothing is
    written (E-08, 409).
    """
    locked = guard(case, "budget", by)
    if budget_version(case, month) != version:
        raise Refused(stale("家計の保存"))
    standing = {(row.item, row.is_planned): row for row in case.budget.filter(month=month)}
    for is_planned, amounts in ((False, actual), (True, planned)):
        for item, yen in amounts.items():
            row = standing.get((item, is_planned)) or BudgetLine(
                case=locked, month=month, item=item, is_planned=is_planned
            )
            if row.yen == yen:
                continue
            row.yen = yen
            row._history_user = by
            row.save()


def budget_version(case: Case, month: dt.date) -> int:
    """One number that grows with every change of the month."""
    return case.budget.filter(month=month).aggregate(all=Sum("version"))["all"] or 0


def guard(case: Case, kind: str, by) -> Case:
    """Lock the 台帳 (D30), then ask whether this person may write."""
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    reasons = row_refusals(case.episode, by, kind)
    if reasons:
        raise Refused(*reasons)
    return locked
