"""The calendar of a story: so many days ago, on a day the office is open."""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.utils import timezone

from rules.calendar import is_holiday

ONE = dt.timedelta(days=1)
NEW_YEAR = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}


def is_closed(day: dt.date) -> bool:
    """Weekends, holidays, and the days round New Year."""
    return day.weekday() > 4 or is_holiday(day) or (day.month, day.day) in NEW_YEAR


class Clock:
    """Days counted back from ``now``; a negative number lies ahead."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = timezone.localtime(now)
        self.today = self.now.date()

    def day(self, ago: int) -> dt.date:
        """The office day nearest to so many days ago: before it, for what lies ahead after it.

        Today is today, whatever the weekday: someone opens the demo on a Sunday, too.
        """
        day, step = self.today - dt.timedelta(days=ago), ONE if ago < 0 else -ONE
        while ago and is_closed(day):
            day += step
        return day

    def day_off(self, ago: int) -> int:
        """How many days ago the office was last closed, looked at from so many days ago."""
        return next(days for days in itertools.count(ago) if is_closed(self.today - days * ONE))

    def dates(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """``next_ago = -10`` becomes ``next_on`` with its date; all else stays as it is."""
        return {
            (name.removesuffix("_ago") + "_on" if name.endswith("_ago") else name): (
                self.day(value) if name.endswith("_ago") else value
            )
            for name, value in said.items()
        }

    @contextmanager
    def at(self, ago: int, hour: dt.time, *, day_off: bool = False) -> Iterator[dt.date]:
        """Let it be that day for every verb, so that history and entry dates are of that day.

        Whoever works on a ``day_off`` works on that very day, not on an office day near it.
        A verb takes the event's day as its argument; the moment of entry it takes from
        Django's clock, and that is why the clock itself is set here.
        """
        day = self.today - ago * ONE if day_off else self.day(ago)
        moment = min(timezone.make_aware(dt.datetime.combine(day, hour)), self.now)
        # No simpler way: auto_now, the history and each verb's own today() take no argument.
        with mock.patch.object(timezone, "now", return_value=moment.astimezone(dt.UTC)):
            yield day
