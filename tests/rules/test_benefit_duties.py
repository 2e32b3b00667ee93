"""受給中にすること, by the calendar: the weeks of a month, the turn of the track."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing_benefit.standards import benefit_rules
from rules.housing_benefit import done_in, is_regular, track_in
from rules.profile import NATIONAL, profile_for

RULES = benefit_rules(profile_for(NATIONAL, dt.date(2026, 8, 10)))
FIRST_DAYS = st.dates(dt.date(2025, 4, 1), dt.date(2060, 3, 31)).map(lambda day: day.replace(day=1))


@given(FIRST_DAYS)
def test_every_month_has_four_whole_weeks(month):
    asked = {row.duty.code: row.asked for row in done_in(RULES.duties["seek"], month, {})}
    assert asked == {"interview": 4, "consult": 2, "apply": 4}


@given(
    FIRST_DAYS,
    st.dictionaries(st.sampled_from(("interview", "consult", "apply")), st.integers(0, 9)),
)
def test_a_duty_is_short_when_less_was_done_than_asked(month, counts):
    for row in done_in(RULES.duties["seek"], month, counts):
        assert row.is_short == (counts.get(row.duty.code, 0) < row.asked)


@pytest.mark.parametrize(("number", "track"), [(1, "business"), (6, "business"), (7, "seek")])
def test_after_six_months_the_self_employed_seek_work(number, track):
    assert track_in(RULES, "business", number) == track
    assert track_in(RULES, "seek", number) == "seek"


@pytest.mark.parametrize(("months", "regular"), [(None, True), (5, False), (6, True), (0, False)])
def test_work_without_an_end_or_of_six_months_is_regular(months, regular):
    assert is_regular(RULES, months) is regular
