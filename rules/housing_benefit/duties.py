"""規則10条5号・規則14条: what is to be done each month while one is paid, by track."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.calendar import add_months
from rules.housing_benefit.tables import Activity, BenefitRules, Duty, Track

WEEK = 7


@dataclass(frozen=True)
class Done:
    """One duty of one month: how often it was asked, how often it was done."""

    duty: Duty
    asked: int
    times: int

    @property
    def is_short(self) -> bool:
        return self.times < self.asked


def track_in(rules: BenefitRules, chosen: Track, number: int) -> Track:
    """The track of the ``number``-th month paid, counted from 1: 自営 turns to 求職 in the end."""
    return "seek" if number > rules.business_months else chosen


def asked_of(duty: Duty, month: dt.date) -> int:
    """How often a duty is to be done in a month (its first day); of weeks the whole ones count.

    Every month has four whole weeks, February of 28 days as one of 31.
    """
    if duty.per == "month":
        return duty.times
    days = (add_months(month, 1) - month).days
    return duty.times * (days // WEEK)


def done_in(
    duties: Sequence[Duty], month: dt.date, counts: Mapping[Activity, int]
) -> tuple[Done, ...]:
    """Each duty of a month beside what was done; what was not counted was not done."""
    return tuple(Done(row, asked_of(row, month), counts.get(row.code, 0)) for row in duties)


def is_regular(rules: BenefitRules, contract_months: int | None) -> bool:
    """常用就職: no end of the contract (None), or one of at least six months."""
    return contract_months is None or contract_months >= rules.regular_months
