"""規則12条: which months are paid."""

import datetime as dt

from rules.calendar import add_months


def first_month(applied_on: dt.date, covered_until: dt.date | None = None) -> dt.date:
    """The first day of the first month that is paid.

    At risk of losing the home: the month of the application. Without one: the month after
    the rent that the initial costs covered, ``covered_until`` being a day in the last of these.
    """
    if covered_until is None:
        return applied_on.replace(day=1)
    return max(add_months(covered_until.replace(day=1), 1), applied_on.replace(day=1))


def months_from(first: dt.date, count: int) -> list[dt.date]:
    """The first days of so many months in a row."""
    return [add_months(first.replace(day=1), number) for number in range(count)]
