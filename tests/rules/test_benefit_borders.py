"""Every border of a day in 住居確保給付金: what changes there, and that nothing else does."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing_benefit.standards import benefit_rules
from rules.calendar import add_months
from rules.housing_benefit import (
    first_day_again,
    first_month,
    last_day_to_apply,
    last_day_to_resume,
    last_month_to_move,
    next_months,
    tax_year,
)
from rules.profile import NATIONAL, profile_for

RULES = benefit_rules(profile_for(NATIONAL, dt.date(2026, 8, 10)))
DAY = dt.timedelta(days=1)
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2060, 12, 30))
LEAP = dt.date(2028, 2, 29)


@given(DAYS)
def test_the_year_of_the_tax_turns_on_1_july_and_on_no_other_day(day):
    turns = tax_year(day + DAY) - tax_year(day)
    assert turns == ((day + DAY).timetuple()[1:3] == (7, 1))


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (dt.date(2027, 12, 31), 2027),
        (LEAP, 2027),
        (dt.date(2028, 3, 31), 2027),
        (dt.date(2028, 4, 1), 2027),
        (dt.date(2028, 6, 30), 2027),
        (dt.date(2028, 7, 1), 2028),
    ],
)
def test_the_year_of_the_tax_at_each_border(day, year):
    assert tax_year(day) == year


@given(DAYS, st.integers(0, 3_000))
def test_who_left_work_a_day_later_never_has_to_apply_earlier(day, unable):
    assert last_day_to_apply(RULES, day, unable) <= last_day_to_apply(RULES, day + DAY, unable)


@given(DAYS)
def test_two_years_end_before_the_same_day_comes_round_again(day):
    last = last_day_to_apply(RULES, day)
    assert last < add_months(day, 24) or (day.month, day.day) == (2, 29)
    assert (last + DAY).day == day.day or (last + DAY).day == 1


@given(DAYS)
def test_the_day_itself_counts_or_does_not_as_the_profile_says(day):
    after = replace(RULES, period_from="after_day")
    assert last_day_to_apply(after, day) == last_day_to_apply(RULES, day + DAY)


@given(DAYS)
def test_moving_is_asked_for_until_the_end_of_a_month(day):
    last = last_month_to_move(RULES, day)
    assert (last + DAY).day == 1
    assert (last.year - day.year) * 12 + last.month - day.month == 23


@given(DAYS, st.none() | DAYS)
def test_the_first_month_is_never_before_the_application_and_begins_on_its_first_day(day, covered):
    first = first_month(RULES, day, covered)
    assert first >= day.replace(day=1)
    assert first.day == 1
    assert covered is None or first > covered or first == day.replace(day=1)


@pytest.mark.parametrize(
    ("since", "first"), [("same_month", dt.date(2028, 2, 1)), ("next_month", dt.date(2028, 3, 1))]
)
def test_the_first_month_is_a_setting(since, first):
    rules = replace(RULES, first_month=RULES.first_month | {"at_risk": since})
    assert first_month(rules, LEAP) == first


@given(DAYS)
def test_three_months_are_three_whole_ones_wherever_the_year_turns(day):
    months = next_months(RULES, day, 0)
    assert [month.day for month in months] == [1, 1, 1]
    assert add_months(months[0], 2) == months[-1]


@given(DAYS)
def test_one_may_come_back_for_two_years_and_be_paid_again_after_one(day):
    assert add_months(day, 23) < last_day_to_resume(RULES, day) < add_months(day, 25)
    again = first_day_again(RULES, day)
    assert (again.year - day.year) * 12 + again.month - day.month == 13
