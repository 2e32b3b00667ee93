"""住居確保給付金: what the law says of it, one pure function per article.

Amounts are whole yen, days are dates; nothing here knows a person, a row or a clock. What
the law leaves open, what differs from place to place and what is only assumed is data: the
table ``housing_benefit`` of a profile (``BenefitRules``). Two rents are in use: the income
test takes the rent up to the 上限 (規則10条), the amount takes the rent as it is (規則11条).

Where a table says nothing for a day or a household, ``MissingValue`` names its place:
nothing is ever calculated with a value of another day.
"""

from rules.housing_benefit.claims import Claim, Figures, Judgement, Line, Share
from rules.housing_benefit.duties import Done, done_in, is_regular, track_in
from rules.housing_benefit.judging import figures_for, figures_from, judge
from rules.housing_benefit.months import (
    first_day_again,
    first_month,
    last_day_to_extend,
    months_from,
    months_left,
    next_months,
)
from rules.housing_benefit.moving import Finding, finding_gaps
from rules.housing_benefit.stopping import (
    collectable,
    last_day_to_resume,
    month_of,
    resumed_count,
    stop_month,
    suspend_month,
)
from rules.housing_benefit.sums import (
    last_day_to_apply,
    last_month_to_move,
    move_amount,
    move_shares,
    rent_amount,
    rent_limit,
    standard,
    tax_year,
)
from rules.housing_benefit.tables import (
    ELIGIBLE_COSTS,
    Area,
    BenefitRules,
    Duty,
    MissingValue,
    StandardTable,
)

__all__ = [
    "ELIGIBLE_COSTS",
    "Area",
    "BenefitRules",
    "Claim",
    "Done",
    "Duty",
    "Figures",
    "Finding",
    "Judgement",
    "Line",
    "MissingValue",
    "Share",
    "StandardTable",
    "collectable",
    "done_in",
    "figures_for",
    "figures_from",
    "finding_gaps",
    "first_day_again",
    "first_month",
    "is_regular",
    "judge",
    "last_day_to_apply",
    "last_day_to_extend",
    "last_day_to_resume",
    "last_month_to_move",
    "month_of",
    "months_from",
    "months_left",
    "move_amount",
    "move_shares",
    "next_months",
    "rent_amount",
    "rent_limit",
    "resumed_count",
    "standard",
    "stop_month",
    "suspend_month",
    "tax_year",
    "track_in",
]
