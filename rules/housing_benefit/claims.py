"""What is judged, and the answer: a claim, its figures, its lines, its amount."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.housing_benefit.tables import Cost, Kind, Purpose, Route


@dataclass(frozen=True)
class Claim:
    """What is judged: yen of the month of application, days, and what was found.

    A finding of ``None`` was not asked. ``event_on``: the day of 離職・廃業, or one in the
    month the income fell. ``destination``: the 住宅扶助基準 of where the person moves to.
    ``purpose``: what is asked after a first 支給決定; then ``months_used`` counts every month
    granted so far, and ``last_month`` is the first day of the last of them. ``suspended_on``
    is the day of the 中断 that a 再開 ends. ``ground``: why a 変更 or a 再支給 is asked for; of
    a 変更, ``rent_before`` and ``yen_before`` are what was granted so far.
    """

    kind: Kind
    route: Route
    members: int
    rent: int
    income: int
    assets: int
    applied_on: dt.date
    event_on: dt.date | None = None
    unable_days: int = 0
    is_breadwinner: bool | None = None
    seeks_work: bool | None = None
    is_gang: bool | None = None
    has_similar: bool | None = None
    budget_finding: bool | None = None
    costs: Mapping[Cost, int] = field(default_factory=dict)
    destination: int | None = None
    purpose: Purpose = "new"
    last_month: dt.date | None = None
    months_used: int = 0
    suspended_on: dt.date | None = None
    ground: str = ""
    rent_before: int = 0
    yen_before: int = 0


@dataclass(frozen=True)
class Figures:
    """基準額, 家賃の上限, 収入の上限, 資産の上限 of one claim, in yen."""

    standard: int
    limit: int
    income_limit: int
    asset_limit: int


@dataclass(frozen=True)
class Line:
    """One requirement: the rule, the figures it met, whether it holds (None: not asked)."""

    code: str
    label: str
    rule: str
    figures: str
    holds: bool | None
    article: str


@dataclass(frozen=True)
class Share:
    """What of 転居費用補助 goes to one cost: ``asked`` and paid, in yen."""

    cost: Cost
    asked: int
    yen: int


@dataclass(frozen=True)
class Judgement:
    """The whole answer: each line, and the amount in yen with the sum that made it.

    ``shares`` divide the amount of 転居費用補助 among its costs; 家賃補助 has none.
    """

    figures: Figures
    lines: tuple[Line, ...]
    amount: int
    working: str
    shares: tuple[Share, ...] = ()

    @property
    def reasons(self) -> list[str]:
        """The codes of what does not hold, in the order of the law."""
        return [line.code for line in self.lines if line.holds is False]

    @property
    def is_eligible(self) -> bool:
        return not self.reasons

    @property
    def unasked(self) -> list[Line]:
        """What nobody asked yet: nothing is granted on it."""
        return [line for line in self.lines if line.holds is None]
