"""規則4条, 10条, 11条: the figures of a household, until when one applies, and how much."""

import datetime as dt
from collections.abc import Mapping

from rules.calendar import fiscal_year, months_end, wareki
from rules.housing_benefit.claims import Share
from rules.housing_benefit.tables import (
    ELIGIBLE_COSTS,
    Area,
    BenefitRules,
    Cost,
    MissingValue,
    StandardTable,
)

MONTHS_A_YEAR = 12
TAX_TURNS = 7  # 規則4条: the 市町村民税 of a 年度 counts from July
CEILING = 100  # yen, where an amount is rounded up

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
    own = f"{place(area)}.standards", area.standards
    common = f"housing_benefit.grades.{area.grade}", rules.grades.get(area.grade, ())
    return by_tax_year(*(own if area.standards else common), members, applied_on)


def rent_limit(area: Area, members: int, applied_on: dt.date) -> int:
    """住宅扶助基準に基づく額, the most rent in yen that counts (規則4条).

    Raises ``MissingValue`` where the area gives none for the day.
    """
    key = f"{place(area)}.limits"
    known = [row for row in area.limits if row.valid_from <= applied_on]
    if not known:
        raise MissingValue(key, f"{wareki(applied_on)}の家賃の上限がありません")
    return max(known, key=lambda row: row.valid_from).for_household(members)


def by_tax_year(
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


def place(area: Area) -> str:
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

    Two years from the day itself (初日算入), or from the one after (``period_from``). Days in
    a row on which illness, childcare and the like kept the person from seeking work are added
    if they are 30 or more; four years at most, counted alike.
    """
    extra = unable_days if unable_days >= rules.inability_days else 0
    event += dt.timedelta(days=rules.period_from == "after_day")
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


def move_shares(rules: BenefitRules, costs: Mapping[Cost, int], amount: int) -> tuple[Share, ...]:
    """An amount of 転居費用補助 in yen divided among the costs that count.

    Each is paid in full, one after the other (``move_order``), until the amount is used up:
    what comes last may be paid in part or not at all. All of it together is never more than
    the amount.
    """
    found, left = [], amount
    for name in rules.move_order:
        if asked := costs.get(name, 0):
            paid = min(asked, left)
            left -= paid
            found.append(Share(name, asked, paid))
    return tuple(found)
