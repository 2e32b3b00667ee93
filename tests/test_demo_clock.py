"""The calendar of the demo: a story keeps its order, and only who must works on a day off."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from reports.demo.clock import Clock, is_closed
from reports.demo.seed import ruling
from rules.calendar import today
from rules.refusals import Refused

TOKYO = ZoneInfo("Asia/Tokyo")
NOWS = [
    dt.datetime(2026, 11, 21, 6, 0, tzinfo=TOKYO),
    dt.datetime(2027, 1, 1, 9, 0, tzinfo=TOKYO),
    dt.datetime(2027, 5, 5, 23, 59, tzinfo=TOKYO),
    dt.datetime(2028, 2, 29, 12, 0, tzinfo=TOKYO),
]


@pytest.mark.parametrize("now", NOWS)
def test_a_story_keeps_its_order_and_no_day_off_is_worked(now):
    clock = Clock(now)
    days = [clock.day(ago) for ago in range(600, -60, -1)]
    assert days == sorted(days)
    assert clock.day(0) == now.date()
    assert not any(is_closed(day) for day in days if day != now.date())


@pytest.mark.parametrize("now", NOWS)
def test_what_happens_on_a_day_off_happens_at_a_weekend_or_on_a_holiday(now):
    """埼玉県 3(1)イ: 土日祝・時間外."""
    clock = Clock(now)
    for ago in range(30, 60):
        off = clock.day_off(ago)
        assert ago <= off <= ago + 6
        with clock.at(off, dt.time(10, 0), day_off=True) as day:
            assert is_closed(day)
            assert day == today() == clock.today - dt.timedelta(days=off)


def test_the_clock_stands_at_the_day_of_the_step_and_goes_on_after_it():
    clock = Clock(NOWS[0])
    with clock.at(100, dt.time(16, 40)) as day:
        assert today() == day == dt.date(2026, 8, 13)
        assert timezone.localtime().time() == dt.time(16, 40)
    with pytest.raises(Refused), clock.at(100, dt.time(16, 40)):
        raise Refused()
    assert today() != day


def test_today_nothing_happens_later_than_now():
    clock = Clock(NOWS[0])
    with clock.at(0, dt.time(16, 40)):
        assert timezone.now() == NOWS[0]


def test_what_lies_ahead_is_said_in_days_too():
    said = Clock(NOWS[0]).dates({"next_ago": -2, "findings": "続いている"})
    assert said == {"next_on": dt.date(2026, 11, 24), "findings": "続いている"}


def test_a_ruling_is_every_step_of_the_city_in_its_order():
    steps = list(ruling({"ago": 60, "do": "ruling", "programme": "x", "way": "郵送"}))
    assert [row["do"].rpartition(".")[2] for row in steps] == [
        "examine",
        "examine",
        "fulfil",
        "draft",
        "decide",
        "notify",
    ]
    agos = [row["ago"] for row in steps]
    assert agos == sorted(agos, reverse=True)
