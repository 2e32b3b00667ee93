"""住居確保給付金 by the article: the amounts, the borders of its days, and what is coded wrong."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing_benefit.standards import benefit_rules, find_area
from rules.housing_benefit import (
    Claim,
    Figures,
    MissingValue,
    StandardTable,
    figures_for,
    judge,
    last_day_to_apply,
    last_month_to_move,
    move_amount,
    move_shares,
    rent_amount,
    rent_limit,
    standard,
    tax_year,
)
from rules.profile import NATIONAL, profile_for

SUMMER = dt.date(2026, 8, 10)
RULES = benefit_rules(profile_for(NATIONAL, SUMMER))
CODES = ("nagaoka", "sapporo", "saitama_k1", "saitama_k2", "saitama_k3")
AREAS = {code: find_area(code, SUMMER)[1] for code in (*CODES, "kamiamakusa")}
CLAIM = Claim(
    kind="rent",
    route="left",
    members=1,
    rent=30_000,
    income=0,
    assets=0,
    applied_on=SUMMER,
    event_on=dt.date(2026, 5, 31),
    is_breadwinner=True,
    seeks_work=True,
    is_gang=False,
    has_similar=False,
)
MOVE = replace(
    CLAIM,
    kind="move",
    route="fallen",
    event_on=dt.date(2026, 3, 1),
    budget_finding=True,
    costs={"carriage": 60_000},
    destination=36_000,
)
FIGURES = Figures(standard=92_000, limit=36_000, income_limit=122_000, asset_limit=552_000)

yen = st.integers(0, 400_000)
days = st.dates(dt.date(2021, 7, 1), dt.date(2027, 6, 30))


def judged(area="sapporo", **changes):
    claim = replace(CLAIM, **changes)
    return judge(RULES, figures_for(RULES, AREAS[area], claim), claim)


# ---- what is most likely to be coded wrong ------------------------------------------------


def test_the_test_of_income_takes_the_capped_rent_and_the_amount_the_real_one():
    """45,000 yen of rent over a cap of 36,000: capping it first would pay 8,000 and 30,000."""
    at_120 = judged(rent=45_000, income=120_000)
    assert (at_120.figures.income_limit, at_120.amount) == (128_000, 17_000)
    assert judged(rent=45_000, income=98_000).amount == 36_000


@pytest.mark.parametrize(
    ("applied_on", "year", "base"),
    [
        (dt.date(2026, 3, 31), 2025, 84_000),
        (dt.date(2026, 4, 1), 2025, 84_000),
        (dt.date(2026, 6, 30), 2025, 84_000),
        (dt.date(2026, 7, 1), 2026, 92_000),
        (dt.date(2027, 3, 31), 2026, 92_000),
        (dt.date(2027, 6, 30), 2026, 92_000),
    ],
)
def test_the_standard_changes_on_1_july_not_on_1_april(applied_on, year, base):
    assert tax_year(applied_on) == year
    assert standard(RULES, AREAS["sapporo"], 1, applied_on) == base


def test_income_right_at_the_ceiling_passes_and_leaves_nothing_to_pay():
    at, over = judged(income=122_000), judged(income=122_001)
    assert (at.reasons, at.amount) == (["E_ZERO"], 0)
    assert (over.reasons, over.amount) == (["E_INCOME"], 0)
    assert judged(income=121_999).amount == 1


def test_with_a_rent_over_the_cap_the_ceiling_still_pays():
    judgement = judged("nagaoka", members=2, rent=52_000, income=169_000, route="reduced")
    assert (judgement.is_eligible, judgement.amount) == (True, 14_000)


def test_moving_is_capped_by_where_one_moves_to():
    costs = {"key_money": 36_000, "agency_fee": 39_600, "carriage": 60_000, "deposit": 36_000}
    assert move_amount(RULES, costs, 36_000) == 108_000
    assert move_amount(RULES, costs, 47_700) == 135_600  # all that counts: 敷金 does not


# ---- the tables ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "caps"),
    [
        ("nagaoka", (31_800, 38_000, 41_000, 41_000, 41_000, 45_000, 49_700, 49_700)),
        ("sapporo", (36_000, 43_000, 46_000, 46_000, 46_000, 50_000, 56_000, 56_000)),
        ("saitama_k1", (47_700, 57_000, 62_000, 62_000, 62_000, 67_000, 74_400, 74_400)),
        ("saitama_k2", (43_000, 52_000, 56_000, 56_000, 56_000, 60_000, 67_000, 67_000)),
        ("saitama_k3", (37_000, 44_000, 48_000, 48_000, 48_000, 52_000, 58_000, 58_000)),
    ],
)
def test_the_cap_of_each_household(area, caps):
    assert tuple(rent_limit(AREAS[area], size, SUMMER) for size in range(1, 9)) == caps


@pytest.mark.parametrize(
    ("area", "old", "new"),
    [
        ("sapporo", (84, 130, 172, 214, 255, 297, 334, 370), (92, 139, 172, 214)),
        ("nagaoka", (81, 123, 157, 194, 232, 269, 306, 339), (89, 131, 157, 194)),
        ("saitama_k3", (78, 115, 140, 175, 209, 242, 275, 308), (86, 124, 147, 175)),
    ],
)
def test_the_standard_of_each_household(area, old, new):
    before, after = dt.date(2026, 6, 30), dt.date(2026, 7, 1)
    found = [standard(RULES, AREAS[area], size, before) for size in range(1, 9)]
    assert tuple(found) == tuple(thousand * 1_000 for thousand in old)
    found = [standard(RULES, AREAS[area], size, after) for size in range(1, 5)]
    assert tuple(found) == tuple(thousand * 1_000 for thousand in new)


def test_the_published_standards_fit_the_formula_of_the_tax():
    """A warning, not a rule: 給与所得 just at the 均等割非課税限度, a year's pay by twelve."""
    scale = {"1": 350_000, "2": 315_000, "3": 280_000}
    extra = {"1": 210_000, "2": 189_000, "3": 168_000}
    for grade, tables in RULES.grades.items():
        singles = [table.for_household(1) for table in tables]
        free = [scale[grade] + 100_000 + least for least in (550_000, 650_000)]
        assert singles == [-(-year // 12_000) * 1_000 for year in free]
        assert extra[grade] * 5 == scale[grade] * 3


def test_the_municipalitys_own_table_stands_before_the_common_one():
    own = StandardTable(2026, 2026, {"1": 95_000}, "市の表", "S")
    area = replace(AREAS["nagaoka"], standards=(own,))
    assert standard(RULES, area, 1, SUMMER) == 95_000


def test_ceilings_a_city_prints_are_taken_as_printed():
    income = StandardTable(2026, 2026, {"1": 130_000}, "市の表", "S")
    assets = StandardTable(2026, 2026, {"1": 500_000}, "市の表", "S")
    area = replace(AREAS["sapporo"], income_limits=(income,), asset_limits=(assets,))
    found = figures_for(RULES, area, CLAIM)
    assert (found.income_limit, found.asset_limit) == (130_000 - 36_000 + 30_000, 500_000)


@pytest.mark.parametrize(
    ("area", "members", "applied_on", "key"),
    [
        ("kamiamakusa", 1, SUMMER, "housing_benefit.areas（kamiamakusa）.limits"),
        ("sapporo", 9, SUMMER, "housing_benefit.grades.1"),
        ("nagaoka", 1, dt.date(2027, 7, 1), "housing_benefit.grades.2"),
        ("nagaoka", 1, dt.date(2021, 6, 30), "housing_benefit.grades.2"),
    ],
)
def test_what_no_table_says_is_never_guessed(area, members, applied_on, key):
    with pytest.raises(MissingValue) as missing:
        figures_for(RULES, AREAS[area], replace(CLAIM, members=members, applied_on=applied_on))
    assert missing.value.key == key


def test_a_table_of_later_days_does_not_count_yet():
    later = replace(AREAS["sapporo"].limits[0], valid_from=dt.date(2026, 10, 1), yen={"1": 40_000})
    area = replace(AREAS["sapporo"], limits=(*AREAS["sapporo"].limits, later))
    assert rent_limit(area, 1, dt.date(2026, 9, 30)) == 36_000
    assert rent_limit(area, 1, dt.date(2026, 10, 1)) == 40_000


# ---- the days -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "unable", "last"),
    [
        (dt.date(2024, 8, 10), 0, dt.date(2026, 8, 9)),  # the day itself counts
        (dt.date(2024, 8, 10), 29, dt.date(2026, 8, 9)),  # fewer than 30 add nothing
        (dt.date(2024, 8, 10), 30, dt.date(2026, 9, 8)),
        (dt.date(2024, 8, 10), 5_000, dt.date(2028, 8, 9)),  # four years at most
        (dt.date(2024, 2, 29), 0, dt.date(2026, 2, 28)),  # no 29th: the month's last day
        (dt.date(2024, 2, 29), 2_000, dt.date(2028, 2, 28)),
        (dt.date(2024, 3, 1), 0, dt.date(2026, 2, 28)),
        (dt.date(2026, 3, 1), 0, dt.date(2028, 2, 29)),
        (dt.date(2024, 3, 31), 0, dt.date(2026, 3, 30)),
        (dt.date(2024, 4, 1), 0, dt.date(2026, 3, 31)),
        (dt.date(2024, 7, 1), 0, dt.date(2026, 6, 30)),
    ],
)
def test_the_last_day_to_apply(event, unable, last):
    assert last_day_to_apply(RULES, event, unable) == last
    at = replace(CLAIM, event_on=event, unable_days=unable, applied_on=last)
    after = replace(at, applied_on=last + dt.timedelta(days=1))
    assert [judge(RULES, FIGURES, claim).reasons for claim in (at, after)] == [[], ["E_PERIOD"]]


def test_the_two_years_of_moving_are_counted_in_months():
    assert last_month_to_move(RULES, dt.date(2024, 8, 31)) == dt.date(2026, 7, 31)
    generous = replace(RULES, move_window="after_month")
    assert last_month_to_move(generous, dt.date(2024, 8, 1)) == dt.date(2026, 8, 31)
    assert last_month_to_move(RULES, dt.date(2024, 3, 15)) == dt.date(2026, 2, 28)


@given(event=days, unable=st.integers(0, 3_000))
def test_nobody_has_more_than_four_years_or_less_than_two(event, unable):
    last = last_day_to_apply(RULES, event, unable)
    assert last_day_to_apply(RULES, event) <= last <= last_day_to_apply(RULES, event, 100_000)
    assert (last - event).days <= 4 * 365 + 1


# ---- the amount ---------------------------------------------------------------------------


@given(base=yen, cap=yen, rent=yen, income=yen, rounding=st.sampled_from(["none", "ceil100"]))
def test_the_amount_is_never_above_the_cap_or_the_rent_and_never_below_zero(
    base, cap, rent, income, rounding
):
    amount = rent_amount(replace(RULES, rounding=rounding), base, cap, rent, income)
    assert 0 <= amount <= min(cap, rent)


@given(base=yen, cap=yen, rent=yen, incomes=st.tuples(yen, yen))
def test_the_amount_never_rises_with_the_income(base, cap, rent, incomes):
    low, high = sorted(incomes)
    assert rent_amount(RULES, base, cap, rent, high) <= rent_amount(RULES, base, cap, rent, low)


@given(area=st.sampled_from(CODES), members=st.integers(1, 8), day=days, rent=yen, income=yen)
def test_who_is_not_eligible_is_paid_nothing_and_who_is_gets_something(
    area, members, day, rent, income
):
    claim = replace(CLAIM, members=members, applied_on=day, event_on=day, rent=rent, income=income)
    judgement = judge(RULES, figures_for(RULES, AREAS[area], claim), claim)
    assert judgement.is_eligible == (judgement.amount > 0)
    assert set(judgement.reasons) <= {"E_INCOME", "E_ZERO"}


@given(costs=st.dictionaries(st.sampled_from(["carriage", "deposit", "lock"]), yen), cap=yen)
def test_moving_never_costs_more_than_three_times_the_destination(costs, cap):
    amount = move_amount(RULES, costs, cap)
    assert amount <= 3 * cap
    assert amount <= costs.get("carriage", 0) + costs.get("lock", 0)


@given(
    costs=st.dictionaries(st.sampled_from(["carriage", "key_money", "deposit", "lock"]), yen),
    cap=yen,
)
def test_the_shares_of_moving_are_its_amount_and_no_cost_is_paid_more_than_it_is(costs, cap):
    amount = move_amount(RULES, costs, cap)
    shares = move_shares(RULES, costs, amount)
    assert sum(share.yen for share in shares) == amount
    assert all(0 <= share.yen <= share.asked == costs[share.cost] for share in shares)
    assert "deposit" not in {share.cost for share in shares}


def test_what_is_over_the_cap_is_taken_from_the_last_of_the_order():
    costs = {"key_money": 36_000, "agency_fee": 39_600, "carriage": 60_000}
    first = {share.cost: share.yen for share in move_shares(RULES, costs, 108_000)}
    assert first == {"carriage": 60_000, "key_money": 36_000, "agency_fee": 12_000}
    sapporo = benefit_rules(profile_for("011002", SUMMER))
    then = {share.cost: share.yen for share in move_shares(sapporo, costs, 108_000)}
    assert then == {"key_money": 36_000, "agency_fee": 39_600, "carriage": 32_400}
    with pytest.raises(ValueError, match="move_order"):
        replace(RULES, move_order=("carriage",))


def test_rounding_up_is_a_matter_of_the_profile():
    odd = {"standard": 92_000, "limit": 36_000, "rent": 30_000, "income": 100_050}
    assert rent_amount(RULES, **odd) == 21_950
    assert rent_amount(replace(RULES, rounding="ceil100"), **odd) == 22_000


# ---- the judgement ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"event_on": dt.date(2024, 8, 10)}, "E_PERIOD"),
        ({"is_breadwinner": False}, "E_BREADWINNER"),
        ({"income": 122_001}, "E_INCOME"),
        ({"assets": 552_001}, "E_ASSET"),
        ({"seeks_work": False}, "E_ACTIVITY"),
        ({"is_gang": True}, "E_GANG"),
        ({"has_similar": True}, "E_SIMILAR"),
        ({"income": 122_000}, "E_ZERO"),
    ],
)
def test_every_refusal_says_its_rule_its_figures_and_its_article(changes, code):
    judgement = judged(**changes)
    (line,) = [row for row in judgement.lines if row.holds is False]
    assert (line.code, judgement.reasons, judgement.amount) == (code, [code], 0)
    assert line.rule
    assert line.figures
    assert line.article.startswith("施行規則")


def test_every_reason_is_said_at_once_in_the_order_of_the_law():
    judgement = judged(
        event_on=dt.date(2020, 1, 1),
        is_breadwinner=False,
        income=900_000,
        assets=9_000_000,
        seeks_work=False,
        is_gang=True,
        has_similar=True,
    )
    assert judgement.reasons == [
        "E_PERIOD",
        "E_BREADWINNER",
        "E_INCOME",
        "E_ASSET",
        "E_ACTIVITY",
        "E_GANG",
        "E_SIMILAR",
    ]


def test_moving_needs_the_finding_of_the_budget_and_no_search_for_work():
    move = replace(MOVE, seeks_work=None)
    assert judge(RULES, FIGURES, move).amount == 60_000
    assert judge(RULES, FIGURES, replace(move, budget_finding=False)).reasons == ["E_KAKEI"]
    assert judge(RULES, FIGURES, replace(move, costs={"deposit": 1})).reasons == ["E_ZERO"]
    with pytest.raises(MissingValue):
        judge(RULES, FIGURES, replace(move, destination=None))


def test_what_was_not_asked_is_neither_met_nor_a_reason():
    judgement = judged(is_gang=None, seeks_work=None)
    assert [line.code for line in judgement.unasked] == ["E_ACTIVITY", "E_GANG"]
    assert judgement.reasons == []


def test_nothing_to_pay_can_be_granted_where_the_profile_says_so():
    claim = replace(CLAIM, income=122_000)
    judgement = judge(replace(RULES, zero="granted"), FIGURES, claim)
    assert (judgement.is_eligible, judgement.amount) == (True, 0)


def test_who_earns_less_has_no_two_years_to_keep():
    assert judged(route="reduced", event_on=None).is_eligible
    with pytest.raises(ValueError, match="event_on"):
        judge(RULES, FIGURES, replace(CLAIM, event_on=None))
