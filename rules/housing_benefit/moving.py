"""転居費用補助: what 家計改善支援 finds, beside the budget it rests on."""

from typing import Literal

Finding = Literal["lower_rent", "lower_total"]  # ア, イ
Gap = Literal["rent", "total"]


def finding_gaps(
    finding: Finding, rent: tuple[int, int], total: tuple[int, int]
) -> tuple[Gap, ...]:
    """Which figures do not bear a finding out; each is yen a month before and after moving.

    ア: the rent falls, and with it all that is spent. イ: the rent rises, other spending falls
    by more, and all that is spent falls (施行規則10条, 転居費用補助).
    """
    rent_fits = rent[1] < rent[0] if finding == "lower_rent" else rent[1] > rent[0]
    gaps: tuple[Gap, ...] = () if rent_fits else ("rent",)
    return gaps if total[1] < total[0] else (*gaps, "total")
