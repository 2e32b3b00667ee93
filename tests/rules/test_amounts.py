"""Money as people write it: a whole amount, or a clear message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.amounts import AmountError, parse_yen


@pytest.mark.parametrize(
    ("typed", "yen"),
    [
        ("３万", 30_000),
        ("1.5万", 15_000),
        ("１．５万円", 15_000),
        ("45,000円", 45_000),
        ("４５，０００", 45_000),
        ("¥45,000", 45_000),
        ("4万5千", 45_000),
        ("4万5,000円", 45_000),
        ("3千", 3_000),
        ("12万3456", 123_456),
        ("007", 7),
        ("0", 0),
        ("−1", -1),
        ("△5,000", -5_000),
        (" 45 000 ", 45_000),
        ("999999999999", 999_999_999_999),
    ],
)
def test_an_amount_is_read(typed, yen):
    assert parse_yen(typed) == yen


@pytest.mark.parametrize(
    "typed",
    [
        *("", "円", "万", "1e3", "٣", "①②", "壱万円", "約3万", "4万5千から5万くらい"),
        *("0.1+0.2", "1.5", "45.000", "1.23456万", "4,5000", "4,50"),
        *("3万12345", "5千1500", "1-2", "--1"),
    ],
)
def test_what_is_not_one_whole_amount_is_refused(typed):
    with pytest.raises(AmountError, match="1つの金額で"):
        parse_yen(typed)


@given(st.integers(-(10**12), 10**12))
def test_what_the_screen_shows_is_read_back(yen):
    assert parse_yen(f"{yen:,}円") == yen


@given(st.integers(0, 99_999_999))
def test_an_amount_in_man_is_exact(yen):
    assert parse_yen(f"{yen // 10_000}.{yen % 10_000:04}万") == yen
