"""転居費用補助: a finding beside its budget, for every pair of figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.housing_benefit import finding_gaps

YEN = st.integers(0, 300_000)


@pytest.mark.parametrize(
    ("finding", "rent", "total", "gaps"),
    [
        ("lower_rent", (50_000, 30_000), (85_000, 64_000), ()),
        ("lower_rent", (50_000, 50_000), (85_000, 64_000), ("rent",)),
        ("lower_rent", (50_000, 30_000), (85_000, 85_000), ("total",)),
        ("lower_rent", (30_000, 50_000), (64_000, 85_000), ("rent", "total")),
        ("lower_total", (30_000, 35_000), (85_000, 80_000), ()),
        ("lower_total", (30_000, 30_000), (85_000, 80_000), ("rent",)),
        ("lower_total", (30_000, 35_000), (85_000, 85_001), ("total",)),
    ],
)
def test_a_finding_is_borne_out_by_its_rent_and_by_the_whole(finding, rent, total, gaps):
    assert finding_gaps(finding, rent, total) == gaps


@given(st.tuples(YEN, YEN), st.tuples(YEN, YEN))
def test_no_budget_bears_out_both_findings_nor_one_that_does_not_fall(rent, total):
    borne_out = [
        name for name in ("lower_rent", "lower_total") if not finding_gaps(name, rent, total)
    ]
    assert len(borne_out) <= 1
    assert not borne_out or total[1] < total[0]
