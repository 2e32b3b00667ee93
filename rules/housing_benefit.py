"""住居確保給付金: what the law says of it, one pure function per article.

Amounts are whole yen, days are dates; nothing here knows a person, a row or a clock. What
the law leaves open, what differs from place to place and what is only assumed is data: the
table ``housing_benefit`` of a profile (``BenefitRules``). Two rents are in use: the income
test takes the rent up to the 上限 (規則10条), the amount takes the rent as it is (規則11条).

Where a table says nothing for a day or a household, ``MissingValue`` names its place:
nothing is ever calculated with a value of another day.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rules.calendar import fiscal_year, months_end, wareki
from rules.profile import Code, Year, Yen

Kind = Literal["rent", "move"]  # 家賃補助, 転居費用補助
Route = Literal["left", "closed", "reduced", "fallen"]  # 離職, 廃業, 減収, 収入の著しい減少
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
Article = Literal["standard", "eligibility", "amount", "period", "again", "payee", "move"]
Setting = Literal[
    "longest_years",
    "inability_days",
    "asset_cap",
    "rounding",
    "zero",
    "move_window",
    "move_multiple",
]

MONTHS_A_YEAR = 12
TAX_TURNS = 7  # 規則4条: the 市町村民税 of a 年度 counts from July
CEILING = 100  # yen, where an amount is rounded up
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
class BenefitRules:
    """The benefit as a municipality runs it; ``marks`` says how sure each assumption is.

    ``zero``: an income right at the ceiling can leave 0 yen, which is refused or granted.
    ``move_window``: do the 24 months of 転居費用補助 begin with the month of the fall, or after
    it? ``articles``: where each part stands, as notices cite it.
    """

    within_years: int
    longest_years: int
    inability_days: int
    asset_months: int
    asset_cap: Yen
    rounding: Literal["none", "ceil100"]
    zero: Literal["refused", "granted"]
    move_window: Literal["with_month", "after_month"]
    move_multiple: int
    grades: dict[Grade, tuple[StandardTable, ...]]
    articles: dict[Article, str]
    marks: dict[Setting, Mark]
    areas: tuple[Area, ...] = ()

    def __post_init__(self) -> None:
        codes = [row.code for row in self.areas]
        if len(codes) != len(set(codes)):
            raise ValueError("areas に同じ code が2つあります")
        if self.longest_years < self.within_years:
            raise ValueError("longest_years は within_years より短くできません")


# ---- 規則4条: 基準額 and 住宅扶助基準に基づく額 ---------------------------------------------


def tax_year(applied_on: dt.date) -> int:
    """The 年度 whose 市町村民税 counts: that of the application, in April to June the one
    before (規則4条). 2026年6月30日 is 2025, 2026年7月1日 is 2026, 2027年3月31日 still 2026.
    """
    year = fiscal_year(applied_on)
    return year - 1 if 4 <= applied_on.month < TAX_TURNS else year


def standard(rules: BenefitRules, area: Area, members: int, applied_on: dt.date) -> int:
    """基準額 in yen of a household (規則4条): the area's own table before that of its 級地.

    Raises ``MissingValue`` where neither speaks of the 年度 or of so large a household.
    """
    own = f"{_place(area)}.standards", area.standards
    common = f"housing_benefit.grades.{area.grade}", rules.grades.get(area.grade, ())
    return _by_tax_year(*(own if area.standards else common), members, applied_on)


def rent_limit(area: Area, members: int, applied_on: dt.date) -> int:
    """住宅扶助基準に基づく額, the most rent in yen that counts (規則4条).

    Raises ``MissingValue`` where the area gives none for the day.
    """
    key = f"{_place(area)}.limits"
    known = [row for row in area.limits if row.valid_from <= applied_on]
    if not known:
        raise MissingValue(key, f"{wareki(applied_on)}の家賃の上限がありません")
    return max(known, key=lambda row: row.valid_from).for_household(members)


def _by_tax_year(
    key: str, tables: tuple[StandardTable, ...], members: int, applied_on: dt.date
) -> int:
    year = tax_year(applied_on)
    found = [row for row in tables if row.holds(year)]
    if not found:
        raise MissingValue(key, f"{wareki(applied_on)}の申請に使う年度の額がありません")
    yen = found[-1].for_household(members)
    if yen is None:
        raise MissingValue(key, f"{members}人の額がありません")
    return yen


def _place(area: Area) -> str:
    return f"housing_benefit.areas（{area.code}）"


# ---- 規則10条: who may receive it -------------------------------------------------------


def income_limit(standard: int, rent: int, limit: int) -> int:
    """収入の上限 in yen: 基準額 and the rent up to its 上限 (規則10条). Income up to it passes."""
    return standard + min(rent, limit)


def asset_limit(rules: BenefitRules, standard: int) -> int:
    """資産の上限 in yen: six times the 基準額, one million at most (規則10条)."""
    return min(rules.asset_months * standard, rules.asset_cap)


def last_day_to_apply(rules: BenefitRules, event: dt.date, unable_days: int = 0) -> dt.date:
    """The last day, inclusive, to apply after 離職・廃業 (規則10条).

    Two years from the day itself (初日算入). Days in a row on which illness, childcare and the
    like kept the person from seeking work are added if they are 30 or more; four years from
    the day at most.
    """
    extra = unable_days if unable_days >= rules.inability_days else 0
    longest = months_end(event, rules.longest_years * MONTHS_A_YEAR)
    within = months_end(event, rules.within_years * MONTHS_A_YEAR)
    return min(within + dt.timedelta(days=min(extra, (longest - within).days)), longest)


def last_month_to_move(rules: BenefitRules, fall: dt.date) -> dt.date:
    """The last day, inclusive, to apply for 転居費用補助 after the month the income fell."""
    months = rules.within_years * MONTHS_A_YEAR + (rules.move_window == "after_month")
    return months_end(fall.replace(day=1), months)


# ---- 規則11条: how much -----------------------------------------------------------------


def rent_amount(rules: BenefitRules, standard: int, limit: int, rent: int, income: int) -> int:
    """家賃補助 in yen a month (規則11条), 0 or more.

    Income up to the 基準額: the rent, at most its 上限. Above it: 基準額 plus the rent *as it
    is*, less the income, and only this is cut to the 上限.
    """
    most = min(rent, limit)
    if income <= standard:
        return most
    yen = max(0, standard + rent - income)
    if rules.rounding == "ceil100":
        yen = -(-yen // CEILING) * CEILING
    return min(yen, most)


def move_limit(rules: BenefitRules, destination: int) -> int:
    """The most of 転居費用補助 in yen: three times the 住宅扶助基準 of the *destination*."""
    return rules.move_multiple * destination


def move_amount(rules: BenefitRules, costs: Mapping[Cost, int], destination: int) -> int:
    """転居費用補助 in yen: what counts of the costs, at most ``move_limit``."""
    counted = sum(costs.get(name, 0) for name in ELIGIBLE_COSTS)
    return min(counted, move_limit(rules, destination))


# ---- the judgement ----------------------------------------------------------------------


@dataclass(frozen=True)
class Claim:
    """What is judged: yen of the month of application, days, and what was found.

    A finding of ``None`` was not asked. ``event_on``: the day of 離職・廃業, or one in the
    month the income fell. ``destination``: the 住宅扶助基準 of where the person moves to.
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
class Judgement:
    """The whole answer: each line, and the amount in yen with the sum that made it."""

    figures: Figures
    lines: tuple[Line, ...]
    amount: int
    working: str

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


def figures_for(rules: BenefitRules, area: Area, claim: Claim) -> Figures:
    """The figures of an area's tables for a claim. Raises ``MissingValue``."""
    base = standard(rules, area, claim.members, claim.applied_on)
    limit = rent_limit(area, claim.members, claim.applied_on)
    found = figures_from(rules, claim, base, limit)
    income, assets = found.income_limit, found.asset_limit
    if area.income_limits:
        key = f"{_place(area)}.income_limits"
        printed = _by_tax_year(key, area.income_limits, claim.members, claim.applied_on)
        income = printed - limit + min(claim.rent, limit)
    if area.asset_limits:
        key = f"{_place(area)}.asset_limits"
        assets = _by_tax_year(key, area.asset_limits, claim.members, claim.applied_on)
    return Figures(base, limit, income, assets)


def figures_from(rules: BenefitRules, claim: Claim, standard: int, limit: int) -> Figures:
    """The figures where 基準額 and 家賃の上限 are given in yen."""
    return Figures(
        standard,
        limit,
        income_limit(standard, claim.rent, limit),
        asset_limit(rules, standard),
    )


def judge(rules: BenefitRules, figures: Figures, claim: Claim) -> Judgement:
    """Judge a claim: every requirement is looked at, whatever an earlier one said.

    The amount is 0 unless all that was asked holds. Raises ``MissingValue`` where 転居費用補助
    is asked without the 基準 of the destination.
    """
    lines = tuple(_lines(rules, figures, claim))
    amount, working = _amount(rules, figures, claim)
    if any(line.holds is False for line in lines):
        return Judgement(figures, lines, 0, working)
    if rules.zero == "refused":
        label, rule = "支給額", "支給額が1円以上ある"
        article = rules.articles["move" if claim.kind == "move" else "amount"]
        lines += (Line("E_ZERO", label, rule, f"{amount:,}円", amount > 0, article),)
    return Judgement(figures, lines, amount, working)


def _lines(rules: BenefitRules, figures: Figures, claim: Claim) -> list[Line]:
    is_move = claim.kind == "move"
    article = rules.articles["move" if is_move else "eligibility"]

    def line(code: str, label: str, rule: str, said: str, holds: bool | None) -> Line:
        return Line(code, label, rule, said, holds, article)

    def found(code: str, label: str, rule: str, answer: bool | None, yes: str, no: str) -> Line:
        said = "まだ確かめていません" if answer is None else yes if answer else no
        return line(code, label, rule, said, answer)

    earns = (
        found(
            "E_BREADWINNER",
            "主たる生計維持者",
            "離職・廃業の日に、世帯の生計を主に支えていた"
            if claim.route in LOST_WORK
            else "申請の月に、世帯の生計を主に支えている",
            claim.is_breadwinner,
            "本人が支えている（いた）",
            "本人ではない",
        ),
    )
    housing = "現在の住まいの費用" if is_move else "家賃"
    means = (
        line(
            "E_INCOME",
            "収入",
            f"世帯の収入が、基準額と{housing}（上限まで）の合計以下である",
            f"収入 {claim.income:,}円、上限 {figures.income_limit:,}円"
            f"（基準額 {figures.standard:,}円、{housing} {claim.rent:,}円、"
            f"家賃の上限 {figures.limit:,}円）",
            claim.income <= figures.income_limit,
        ),
        line(
            "E_ASSET",
            "資産",
            f"預貯金と現金の合計が、基準額の{rules.asset_months}倍"
            f"（最大 {rules.asset_cap:,}円）以下である",
            f"資産 {claim.assets:,}円、上限 {figures.asset_limit:,}円",
            claim.assets <= figures.asset_limit,
        ),
    )
    work = found(
        "E_ACTIVITY",
        "求職活動",
        "誠実かつ熱心に、常用就職をめざして求職活動を行う",
        claim.seeks_work,
        "行う",
        "行わない",
    )
    outside = (
        found(
            "E_GANG",
            "暴力団員でないこと",
            "世帯のだれも暴力団員でない",
            None if claim.is_gang is None else not claim.is_gang,
            "暴力団員はいない",
            "暴力団員がいる",
        ),
        found(
            "E_SIMILAR",
            "類似の給付",
            "自治体などの似た給付を、世帯のだれも受けていない（職業訓練受講給付金はあわせて受けられる）",
            None if claim.has_similar is None else not claim.has_similar,
            "受けていない",
            "受けている",
        ),
    )
    budget = found(
        "E_KAKEI",
        "家計改善の必要",
        "家計改善支援が、転居によって家計が改善すること、その費用を世帯で用意できないことを認めた",
        claim.budget_finding,
        "認めた",
        "認めていない",
    )
    period = line("E_PERIOD", *_period(rules, claim))
    return [period, *earns, *means, *(() if is_move else (work,)), *outside] + [budget] * is_move


def _period(rules: BenefitRules, claim: Claim) -> tuple[str, str, str, bool]:
    """(label, rule, figures, holds) of the time since work or income was lost."""
    if claim.route == "reduced":
        return (
            "減収",
            "申請の月に、収入を得る機会が本人の責めによらず減り、離職・廃業と同じ程度である",
            f"申請 {wareki(claim.applied_on)}",
            True,
        )
    if claim.event_on is None:
        raise ValueError("event_on is needed for every route but 減収")
    if claim.kind == "move":
        last = last_month_to_move(rules, claim.event_on)
        label = "収入が減ってからの期間"
        rule = f"収入が著しく減った月から{rules.within_years}年以内の月に申請した"
        event = f"減った月 {wareki(claim.event_on.replace(day=1)).removesuffix('1日')}"
    else:
        last = last_day_to_apply(rules, claim.event_on, claim.unable_days)
        label = "離職・廃業からの期間"
        rule = (
            f"離職・廃業の日から{rules.within_years}年以内に申請した（病気・育児などで"
            f"{rules.inability_days}日以上続けて求職できなかった日数を加え、"
            f"最長{rules.longest_years}年）"
        )
        event = f"離職・廃業 {wareki(claim.event_on)}"
        if claim.unable_days:
            event += f"、求職できなかった日 {claim.unable_days}日"
    said = f"{event}、申請できる最後の日 {wareki(last)}、申請 {wareki(claim.applied_on)}"
    return label, rule, said, claim.applied_on <= last


def _amount(rules: BenefitRules, figures: Figures, claim: Claim) -> tuple[int, str]:
    """The amount in yen and the sum in words, whether or not the requirements hold."""
    if claim.kind == "move":
        if claim.destination is None:
            raise MissingValue("destination", "転居先の住宅扶助基準がありません")
        yen = move_amount(rules, claim.costs, claim.destination)
        counted = sum(claim.costs.get(name, 0) for name in ELIGIBLE_COSTS)
        return yen, (
            f"対象の費用 {counted:,}円と、転居先の基準 {claim.destination:,}円の"
            f"{rules.move_multiple}倍 {move_limit(rules, claim.destination):,}円の少ないほう"
        )
    yen = rent_amount(rules, figures.standard, figures.limit, claim.rent, claim.income)
    if claim.income <= figures.standard:
        said = f"家賃 {claim.rent:,}円と、家賃の上限 {figures.limit:,}円の少ないほう"
    else:
        said = (
            f"基準額 {figures.standard:,}円 + 家賃 {claim.rent:,}円 − 収入 {claim.income:,}円"
            f"（家賃の上限 {figures.limit:,}円まで）"
        )
    return yen, said
