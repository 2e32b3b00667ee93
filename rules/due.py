"""期限: how a day is counted from another, and the reason said beside it.

A rule is one row of the profile's table ``deadlines``: what is due, counted from what, how
many days or months on, by which clause. The first day is never counted twice: three months
from 10月10日 is 1月10日, whether or not the period itself ends on the 9th (民法140条・143条).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from rules.calendar import add_months, is_closed_day, wareki

ONE_DAY = dt.timedelta(days=1)
STEPS = {"next": ONE_DAY, "previous": -ONE_DAY}
MOVED = {"next": "（休日のため、つぎの開庁日）", "previous": "（休日のため、前の開庁日）"}


@dataclass(frozen=True)
class Due:
    """A day something is due on, and why."""

    kind: str
    on: dt.date
    reason: str
    clause: str


@dataclass(frozen=True)
class DueRule:
    """One row: 種類, 起算, 日数か月数, 根拠.

    Neither days nor months: the day is agreed with the person each time. Several months
    are a choice (評価) or one after the other (就職後); the first is meant if none is named.
    ``before`` counts days backwards, from an end that is known.
    ``closed`` says what becomes of a day on which the office is shut; unless the 要綱 says
    so, nothing.
    """

    label: str
    since: str
    clause: str
    days: int = 0
    before: int = 0
    months: tuple[int, ...] = ()
    closed: Literal["keep", "next", "previous"] = "keep"

    def __post_init__(self) -> None:
        if sum(map(bool, (self.days, self.before, self.months))) > 1:
            raise ValueError("days と before と months は、どれか1つを書きます")
        if 0 in self.months:
            raise ValueError("months は1か月以上です")

    @property
    def counts(self) -> bool:
        """Does the rule itself name the day?"""
        return bool(self.days or self.before or self.months)

    def counted(self, since: dt.date, months: int = 0) -> Due:
        """So many days or months after a day; ``months`` chooses among those of the rule."""
        if self.days:
            on, length = since + self.days * ONE_DAY, f"+ {self.days}日"
        elif self.before:
            on, length = since - self.before * ONE_DAY, f"- {self.before}日"
        else:
            months = months or self.months[0]
            on, length = add_months(since, months), f"+ {months}か月"
        on, moved = self._open(on)
        return Due(self.label, on, f"{self.since} {wareki(since)} {length}{moved}", self.clause)

    def agreed(self, on: dt.date, *, at: str, since: dt.date) -> Due:
        """The day that was settled with the person, as it was settled: it is never moved."""
        return Due(self.label, on, f"{at} {wareki(since)} で決めた日", self.clause)

    def _open(self, on: dt.date) -> tuple[dt.date, str]:
        if self.closed == "keep" or not is_closed_day(on):
            return on, ""
        while is_closed_day(on):
            on += STEPS[self.closed]
        return on, MOVED[self.closed]
