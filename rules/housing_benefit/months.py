"""規則12条: which months are paid, and how many in all."""

import datetime as dt

from rules.calendar import add_months, months_end
from rules.housing_benefit.stopping import month_of
from rules.housing_benefit.tables import BenefitRules


def first_month(
    rules: BenefitRules, applied_on: dt.date, covered_until: dt.date | None = None
) -> dt.date:
    """The first day of the first month that is paid.

    At risk of losing the home: counted from the application, as a rule its own month. Without
    one: counted from the last month whose rent the initial costs covered, ``covered_until``
    being a day in it; never before the month of the application.
    """
    if covered_until is None:
        return month_of(rules.first_month["at_risk"], applied_on)
    covered = month_of(rules.first_month["lost"], covered_until)
    return max(covered, applied_on.replace(day=1))


def months_from(first: dt.date, count: int) -> list[dt.date]:
    """The first days of so many months in a row."""
    return [add_months(first.replace(day=1), number) for number in range(count)]


def months_left(rules: BenefitRules, used: int) -> int:
    """How many months can still be granted after so many, 中断 or not (規則12条); 0 or more."""
    return max(0, rules.longest_months - used)


def next_months(rules: BenefitRules, first: dt.date, used: int, count: int = 0) -> list[dt.date]:
    """The months of one decision from ``first`` on (規則12条): a unit, never beyond the longest.

    ``used`` counts every month granted before, on either side of a 中断; ``count`` is another
    number than that of a unit.
    """
    return months_from(first, min(count or rules.unit_months, months_left(rules, used)))


def first_day_again(rules: BenefitRules, last_month: dt.date) -> dt.date:
    """The first day to apply for 再支給 (規則16条): a year from the month after the last one."""
    return add_months(last_month.replace(day=1), 1 + rules.again_months)


def last_day_to_extend(last_month: dt.date) -> dt.date:
    """The last day, inclusive, to apply for 延長: the last of the last month granted."""
    return months_end(last_month.replace(day=1), 1)
