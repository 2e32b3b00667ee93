"""規則12条2項, 中止 and 徴収: from which month nothing is paid, until when one comes back."""

import datetime as dt
from collections.abc import Iterable

from rules.calendar import add_months, months_end
from rules.housing_benefit.sums import MONTHS_A_YEAR
from rules.housing_benefit.tables import BenefitRules, Ground, Since


def month_of(since: Since, day: dt.date) -> dt.date:
    """The first day of the month of a day, or of the month after it."""
    first = day.replace(day=1)
    return first if since == "same_month" else add_months(first, 1)


def stop_month(rules: BenefitRules, ground: Ground, day: dt.date) -> dt.date:
    """The first month that 中止 takes away; ``day`` is when the ground came about or was found."""
    return month_of(rules.stop_months[ground], day)


def suspend_month(rules: BenefitRules, day: dt.date) -> dt.date:
    """The first month that 中断 takes away (規則12条2項): ``day`` ended the seeking of work."""
    return month_of(rules.suspend_from, day)


def last_day_to_resume(rules: BenefitRules, day: dt.date) -> dt.date:
    """The last day, inclusive, to ask for 再開: two years from the day of 中断 (規則12条2項)."""
    return months_end(day, rules.suspend_years * MONTHS_A_YEAR)


def resumed_count(rules: BenefitRules, taken_away: int) -> int:
    """How many months a 再開 grants at most: those 中断 took away, else a unit."""
    return taken_away or rules.unit_months


def collectable(paid: Iterable[int]) -> int:
    """The most that can be collected after a false application, in yen: all that was paid."""
    return sum(paid)
