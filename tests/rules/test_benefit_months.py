"""The months of a course by the calendar: never beyond nine, 中断 included; every border."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing_benefit.standards import benefit_rules
from rules.calendar import add_months
from rules.housing_benefit import (
    collectable,
    first_day_again,
    last_day_to_extend,
    last_day_to_resume,
    months_left,
    next_months,
    resumed_count,
    stop_month,
    suspend_month,
)
from rules.profile import NATIONAL, profile_for

RULES = benefit_rules(profile_for(NATIONAL, dt.date(2026, 8, 10)))
DAYS = st.dates(dt.date(2025, 4, 1), dt.date(2060, 3, 31))
# A course: how many of the months granted so far a 中断 leaves; None is an 延長.
STEPS = st.lists(st.none() | st.integers(0, 9), max_size=20)


@given(DAYS, STEPS)
def test_no_course_goes_beyond_nine_months_whatever_stands_between(day, steps):
    months = next_months(RULES, day, 0)
    for kept in steps:
        following = add_months(max(months, default=day.replace(day=1)), 1)
        if kept is None:
            months += next_months(RULES, following, len(months))
        else:
            taken = max(0, len(months) - kept)
            months = months[:kept]
            back = add_months(following, 5)
            months += next_months(RULES, back, len(months), resumed_count(RULES, taken))
        assert len(months) <= RULES.longest_months
        assert len(set(months)) == len(months)
        assert months == sorted(months)


@given(DAYS, st.integers(0, 9))
def test_an_extension_follows_without_a_gap(day, used):
    months = next_months(RULES, day, used)
    assert len(months) == min(3, 9 - used)
    for earlier, later in pairwise(months):
        assert add_months(earlier, 1) == later


@pytest.mark.parametrize(("used", "left"), [(0, 9), (6, 3), (9, 0), (12, 0)])
def test_what_is_left_is_never_below_nothing(used, left):
    assert months_left(RULES, used) == left


@given(DAYS)
def test_one_may_ask_until_the_last_day_of_the_last_month(day):
    last = last_day_to_extend(day.replace(day=1))
    assert (last.year, last.month) == (day.year, day.month)
    assert (last + dt.timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("month", "last"),
    [
        (dt.date(2028, 2, 1), dt.date(2028, 2, 29)),
        (dt.date(2027, 2, 1), dt.date(2027, 2, 28)),
        (dt.date(2027, 3, 1), dt.date(2027, 3, 31)),
        (dt.date(2026, 12, 1), dt.date(2026, 12, 31)),
    ],
)
def test_the_last_day_of_every_kind_of_month(month, last):
    assert last_day_to_extend(month) == last


@pytest.mark.parametrize(
    ("since", "last"),
    [
        (dt.date(2026, 8, 20), dt.date(2028, 8, 19)),
        (dt.date(2026, 3, 1), dt.date(2028, 2, 29)),
        (dt.date(2028, 2, 29), dt.date(2030, 2, 28)),
        (dt.date(2026, 4, 1), dt.date(2028, 3, 31)),
        (dt.date(2026, 7, 1), dt.date(2028, 6, 30)),
    ],
)
def test_the_last_day_of_the_two_years_of_a_suspension(since, last):
    assert last_day_to_resume(RULES, since) == last


@pytest.mark.parametrize(
    ("day", "same", "following"),
    [
        (dt.date(2026, 12, 31), dt.date(2026, 12, 1), dt.date(2027, 1, 1)),
        (dt.date(2028, 2, 29), dt.date(2028, 2, 1), dt.date(2028, 3, 1)),
        (dt.date(2027, 3, 31), dt.date(2027, 3, 1), dt.date(2027, 4, 1)),
        (dt.date(2026, 7, 1), dt.date(2026, 7, 1), dt.date(2026, 8, 1)),
    ],
)
def test_the_month_of_a_stop_by_its_ground(day, same, following):
    """住まいを出た: the month after; every other ground: the month of the day itself."""
    for ground in RULES.stop_months:
        wanted = following if ground == "moved_out" else same
        assert stop_month(RULES, ground, day) == wanted
    assert suspend_month(RULES, day) == following


@given(st.lists(st.integers(0, 100_000)))
def test_all_or_part_of_what_was_paid_can_be_collected(paid):
    assert collectable(paid) == sum(paid)


@pytest.mark.parametrize(
    ("last_month", "first"),
    [
        (dt.date(2025, 7, 1), dt.date(2026, 8, 1)),
        (dt.date(2026, 3, 1), dt.date(2027, 4, 1)),
        (dt.date(2027, 2, 1), dt.date(2028, 3, 1)),
        (dt.date(2026, 12, 1), dt.date(2028, 1, 1)),
    ],
)
def test_the_first_day_of_a_second_course(last_month, first):
    assert first_day_again(RULES, last_month) == first
