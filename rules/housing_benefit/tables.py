"""What a profile says of 住居確保給付金: its tables of yen, its settings, their sources."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from rules.profile import Code, Prose, Year, Yen

Kind = Literal["rent", "move"]  # 家賃補助, 転居費用補助
Route = Literal["left", "closed", "reduced", "fallen"]  # 離職, 廃業, 減収, 収入の著しい減少
Purpose = Literal["new", "extend", "resume", "change", "again"]  # 新規, 延長, 再開, 変更, 再支給
Grade = Literal["1", "2", "3"]  # 級地
Mark = Literal["S", "K", "G"]  # seen, known, guessed
Cost = Literal[
    "carriage",
    "key_money",
    "agency_fee",
    "guarantee_fee",
    "insurance",
    "restoration",
    "lock",
    "deposit",
    "advance_rent",
    "furniture",
]
Track = Literal["seek", "business"]  # 求職, 自営
Since = Literal["same_month", "next_month"]
Home = Literal["at_risk", "lost"]  # 住居喪失のおそれ, 住居喪失
Ground = Literal[
    "not_seeking",
    "employed",
    "moved_out",
    "false",
    "gang",
    "sentenced",
    "assisted",
    "too_long",
    "no_contact",
    "died",
]
Activity = Literal["interview", "consult", "apply", "advice", "effort"]
Article = Literal[
    "standard",
    "eligibility",
    "amount",
    "period",
    "contact",
    "again",
    "payee",
    "stop",
    "collect",
    "move",
]
Setting = Literal[
    "period_from",
    "first_month",
    "longest_years",
    "inability_days",
    "asset_cap",
    "rounding",
    "zero",
    "move_window",
    "move_multiple",
    "move_to_person",
    "move_order",
    "unit_months",
    "longest_months",
    "business_months",
    "duties",
    "regular_months",
    "suspend_years",
    "suspend_from",
    "contact_months",
    "resume_from",
    "stop_months",
    "change_from",
    "again_months",
]

LOST_WORK: tuple[Route, ...] = ("left", "closed")
# What moving costs; 敷金 comes back, 前家賃 and 家財 stay the tenant's own.
ELIGIBLE_COSTS: tuple[Cost, ...] = (
    "carriage",
    "key_money",
    "agency_fee",
    "guarantee_fee",
    "insurance",
    "restoration",
    "lock",
)


class MissingValue(Exception):
    """No table says this value: ``key`` is its place in the profile, ``why`` what lacks."""

    def __init__(self, key: str, why: str) -> None:
        self.key, self.why = key, why
        super().__init__(f"{key}（{why}）")


@dataclass(frozen=True)
class StandardTable:
    """Yen by household size for the 市町村民税 of some 年度, both ends included.

    Every size has its own entry: a household beyond the last one is not in the table.
    """

    first_year: Year
    last_year: Year
    yen: dict[str, Yen]
    source: str
    mark: Mark

    def __post_init__(self) -> None:
        _check_sizes(self.yen)
        if self.last_year < self.first_year:
            raise ValueError("last_year は first_year より前にできません")

    def holds(self, year: int) -> bool:
        return self.first_year <= year <= self.last_year

    def for_household(self, members: int) -> int | None:
        return self.yen.get(str(members))


@dataclass(frozen=True)
class LimitTable:
    """住宅扶助基準に基づく額 from a day on: each entry counts from its size up to the next one."""

    valid_from: dt.date
    yen: dict[str, Yen]
    source: str
    mark: Mark

    def __post_init__(self) -> None:
        _check_sizes(self.yen)
        if "1" not in self.yen:
            raise ValueError("yen に1人の額がありません")

    def for_household(self, members: int) -> int:
        return self.yen[str(max(size for size in map(int, self.yen) if size <= members))]


def _check_sizes(yen: Mapping[str, int]) -> None:
    if not yen or not all(size.isascii() and size.isdecimal() and size[0] != "0" for size in yen):
        raise ValueError("yen の左は人数（1、2、3 …）です")


@dataclass(frozen=True)
class Area:
    """A place with one 家賃の上限: a city, or the 町村 of one 級地 that a prefecture looks after.

    ``towns`` lie in it; where they name none, people live in the one area there is or in the
    one that ``is_default``.
    ``standards`` of its own stand before those of the 級地; ``income_limits`` (at the highest
    rent) and ``asset_limits`` are what a municipality prints where that is not the sum of the
    law.
    """

    code: Code
    label: str
    grade: Grade
    towns: tuple[str, ...] = ()
    is_default: bool = False
    standards: tuple[StandardTable, ...] = ()
    limits: tuple[LimitTable, ...] = ()
    income_limits: tuple[StandardTable, ...] = ()
    asset_limits: tuple[StandardTable, ...] = ()


@dataclass(frozen=True)
class Duty:
    """What is to be done while one is paid: so many times a month, or a whole week."""

    code: Activity
    label: str
    times: int
    per: Literal["month", "week"]
    source: Mark

    def __post_init__(self) -> None:
        if self.times < 1:
            raise ValueError("times は1回以上です")


@dataclass(frozen=True)
class BenefitRules:
    """The benefit as a municipality runs it; ``marks`` says how sure each assumption is.

    ``period_from``: do the two years begin with the day of 離職 (初日算入), or after it?
    ``first_month``: at risk, counted from the application; without a home, from the last month
    that the initial costs covered. ``zero``: an income right at the ceiling can leave 0 yen,
    which is refused or granted.
    ``move_window``: do the 24 months of 転居費用補助 begin with the month of the fall, or after
    it? ``move_to_person``: is 転居費用補助 paid to the person in individual cases, or never?
    ``move_order``: which costs are paid first, where all of them are more than its most.
    ``articles``: where each part stands, as notices cite it. ``business_months``: the 自営
    track lasts so long at most. ``contact_months``: while it is suspended the agency is in
    contact once in so many. ``regular_months``: a contract so long is 常用就職. ``appeal``:
    the 教示文 of every notice; 〔自治体の長〕 and 〔自治体〕 stand for the names. ``ordinance``:
    the municipality's own 要綱 of the benefit, where it has one.
    """

    within_years: int
    period_from: Literal["with_day", "after_day"]
    longest_years: int
    inability_days: int
    asset_months: int
    asset_cap: Yen
    rounding: Literal["none", "ceil100"]
    zero: Literal["refused", "granted"]
    move_window: Literal["with_month", "after_month"]
    move_multiple: int
    move_to_person: Literal["individual", "never"]
    move_order: tuple[Cost, ...]
    first_month: dict[Home, Since]
    unit_months: int
    longest_months: int
    business_months: int
    regular_months: int
    duties: dict[Track, tuple[Duty, ...]]
    suspend_years: int
    suspend_from: Since
    contact_months: int
    resume_from: Since
    stop_months: dict[Ground, Since]
    change_from: Since
    again_months: int
    grades: dict[Grade, tuple[StandardTable, ...]]
    articles: dict[Article, str]
    marks: dict[Setting, Mark]
    appeal: Prose
    ordinance: str = ""
    areas: tuple[Area, ...] = ()

    def __post_init__(self) -> None:
        codes = [row.code for row in self.areas]
        if len(codes) != len(set(codes)):
            raise ValueError("areas に同じ code が2つあります")
        if missing := set(get_args(Ground)) - set(self.stop_months):
            raise ValueError(f"stop_months に {'、'.join(sorted(missing))} がありません")
        if missing := set(get_args(Home)) - set(self.first_month):
            raise ValueError(f"first_month に {'、'.join(sorted(missing))} がありません")
        if sorted(self.move_order) != sorted(ELIGIBLE_COSTS):
            raise ValueError("move_order は、対象の費用を1回ずつ並べます")
        if not 0 < self.unit_months <= self.longest_months:
            raise ValueError("unit_months は1以上で、longest_months までです")
        if self.contact_months < 1:
            raise ValueError("contact_months は1以上です")
        if self.longest_years < self.within_years:
            raise ValueError("longest_years は within_years より短くできません")
