"""Dates in any notation, and back: never a silent different day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import calendar
from rules.calendar import DateError, PartialDate, echo, parse_date

FRIDAY = dt.date(2026, 11, 20)
days = st.dates(dt.date(1873, 1, 1), dt.date(2100, 12, 31))


def read(text, **options):
    return parse_date(text, FRIDAY, **options)


def refused(text, **options):
    with pytest.raises(DateError) as caught:
        read(text, **options)
    return caught.value.refusal


@given(days)
def test_every_day_is_read_back_from_every_way_it_is_written(day):
    for write in (calendar.wareki, calendar.wareki_short, calendar.both, dt.date.isoformat):
        parsed = read(write(day))
        assert (parsed.date, parsed.precision, parsed.note) == (day, "day", "")
    assert read(day.strftime("%Y%m%d")).date == day


def test_every_day_around_a_change_of_era_is_read_back():
    for border in (dt.date(1912, 7, 30), dt.date(1926, 12, 25), dt.date(1989, 1, 8)):
        for offset in range(-400, 400):
            day = border + dt.timedelta(days=offset)
            assert read(calendar.wareki(day)).date == day


@given(days, st.integers(0, 240))
def test_n_months_on_is_that_day_or_the_end_of_that_month(day, months):
    later = calendar.add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    next_day = later + dt.timedelta(days=1)
    assert later.day == day.day or (later.day < day.day and next_day.day == 1)


@given(days, st.integers(1, 60), st.integers(1, 60))
def test_periods_that_follow_one_another_leave_no_gap(day, first, second):
    """民法143条: from the first of a month two periods are one long one."""
    start = day.replace(day=1)
    turn = calendar.months_end(start, first) + dt.timedelta(days=1)
    assert calendar.months_end(turn, second) == calendar.months_end(start, first + second)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-12-15", 6, "2027-06-14"),
        ("2026-04-01", 3, "2026-06-30"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2027-01-29", 1, "2027-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_a_period_ends_on_its_last_day(start, months, end):
    assert calendar.months_end(dt.date.fromisoformat(start), months).isoformat() == end


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("S50.4.1", "1975-04-01"),
        ("s50/4/1", "1975-04-01"),
        ("昭和50年4月1日", "1975-04-01"),
        ("昭50.4.1", "1975-04-01"),
        ("19750401", "1975-04-01"),
        ("1975/4/1", "1975-04-01"),
        ("1975-04-01", "1975-04-01"),
        ("西暦1975年4月1日", "1975-04-01"),
        ("１９７５年４月１日", "1975-04-01"),
        ("１９７５－０４－０１", "1975-04-01"),
        ("1975年4月1日（昭和50年）", "1975-04-01"),
        ("R6.4.1", "2024-04-01"),
        ("ｒ６/４/１", "2024-04-01"),
        ("令和６．４．１", "2024-04-01"),
        ("R060401", "2024-04-01"),
        ("㋿6年4月1日", "2024-04-01"),
        ("令和元年5月1日", "2019-05-01"),
        ("令和1年5月1日", "2019-05-01"),
        (" 令和 8 年 11 月 20 日 （金） ", "2026-11-20"),
        ("令和8年11月20日金曜日", "2026-11-20"),
        ("2011 2 25", "2011-02-25"),
        ("昭和64年1月7日", "1989-01-07"),
        ("平成31年4月30日", "2019-04-30"),
        ("大正15年12月24日", "1926-12-24"),
        ("昭和元年12月25日", "1926-12-25"),
        ("明治45年7月29日", "1912-07-29"),
        ("明治6年1月1日", "1873-01-01"),
        ("2024/2/29", "2024-02-29"),
        ("2000/2/29", "2000-02-29"),
        ("11/20", "2026-11-20"),
        ("11月20日", "2026-11-20"),
    ],
)
def test_every_notation_of_the_office_is_read(typed, iso):
    parsed = read(typed)
    assert (parsed.date.isoformat(), parsed.note) == (iso, "")


@pytest.mark.parametrize(
    ("typed", "iso", "note"),
    [
        ("昭和64年1月8日", "1989-01-08", "平成元年1月8日にしました（昭和は64年1月7日まで）"),
        ("平成31年5月1日", "2019-05-01", "令和元年5月1日にしました（平成は31年4月30日まで）"),
        ("大正15年12月25日", "1926-12-25", "昭和元年12月25日にしました（大正は15年12月24日まで）"),
        ("明治45年7月30日", "1912-07-30", "大正元年7月30日にしました（明治は45年7月29日まで）"),
        ("昭和元年12月24日", "1926-12-24", "大正15年12月24日にしました（昭和は元年12月25日から）"),
        ("平成33年4月1日", "2021-04-01", "令和3年4月1日にしました（平成は31年4月30日まで）"),
        ("1/15", "2027-01-15", "令和9年1月15日にしました"),
        ("令和8年11月20日（木）", "2026-11-20", "令和8年11月20日は金曜日です"),
        ("2026年11月20日（令和7年・金）", "2026-11-20", "2026年は令和8年です"),
    ],
)
def test_what_was_settled_on_the_way_is_said(typed, iso, note):
    parsed = read(typed)
    assert (parsed.date.isoformat(), parsed.note) == (iso, note)


def test_seven_digits_begin_with_the_jis_code_of_the_era_and_it_is_said():
    parsed = read("4050401")
    assert parsed.date == dt.date(1993, 4, 1)
    assert parsed.note.startswith("平成5年4月1日と読みました（7桁の最初の数字は 1明治")
    assert read("3500401").date == dt.date(1975, 4, 1)
    assert read("4310501").note == "令和元年5月1日にしました（平成は31年4月30日まで）"


@pytest.mark.parametrize("typed", ["5500401", "7500401", "9080401", "1950401", "0500401"])
def test_seven_digits_of_another_number_system_are_not_guessed(typed):
    refusal = refused(typed)
    assert refusal.code == "E-36"
    assert "3昭和" in refusal.remedy


@pytest.mark.parametrize(
    "typed",
    [
        "2023/2/29",
        "1900/2/29",
        "2/30",
        "昭和23年2月30日",
        "4月31日",
        "2026/13/1",
        "2026/0/1",
        "2026/1/0",
        "昭和0年1月1日",
        "50.4.1",
        "500401",
        "25:00",
        "あした",
        "令和",
        "٣/٣/٣",
        "①/②",
        "壱月壱日",
        "1975/4/1/2",
        "2/29",
    ],
)
def test_what_is_no_date_is_refused_with_a_way_out(typed):
    refusal = refused(typed)
    assert refusal.code == "E-36"
    assert f"「{typed}」" in refusal.text
    assert refusal.remedy


@pytest.mark.parametrize(
    "typed", ["明治5年12月3日", "1872/12/31", "9999-12-31", "0001-01-01", "令和99年1月1日"]
)
def test_years_beyond_the_calendar_are_refused(typed):
    assert refused(typed).code == "E-21"


def test_an_endless_text_is_refused_in_one_short_line():
    assert len(refused("1" * 10_000 + "\n" * 10_000).text) < 80


def test_a_day_that_is_not_there_says_how_long_the_month_is():
    refusal = refused("昭和23年2月30日")
    assert refusal.remedy == (
        "昭和23年2月は29日までです。日がわからなければ「昭和23年2月」だけで入れてください。"
    )
    assert refused("2023/2/29", partial=False).remedy == "2023年2月は28日までです。"


def test_a_future_day_is_refused_only_where_the_form_says_so():
    assert read("R8.11.21").date == dt.date(2026, 11, 21)
    assert refused("R8.11.21", past_only=True, item="受付日").text.startswith("「受付日」")
    assert refused("R8.11.21", past_only=True).code == "E-35"
    assert read("R8.11.20", past_only=True).date == FRIDAY
    assert refused("2027年", past_only=True).code == "E-35"


def test_a_date_without_a_year_is_the_nearest_or_where_only_the_past_counts_the_last():
    assert read("12/1").date == dt.date(2026, 12, 1)
    assert read("12/1", past_only=True).date == dt.date(2025, 12, 1)
    assert refused("4/1", near=False).code == "E-36"


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("昭和23年2月", "1948-02", "昭和23年2月"),
        ("S23.2", "1948-02", "昭和23年2月"),
        ("1948年", "1948", "昭和23年"),
        ("昭和23年", "1948", "昭和23年"),
        ("昭和23年頃", "1948~", "昭和23年頃"),
        ("昭和23年2月ごろ", "1948-02~", "昭和23年2月頃"),
        ("昭和23年月日不詳", "1948", "昭和23年"),
        ("昭和23年2月日不詳", "1948-02", "昭和23年2月"),
        ("昭和64年", "1989", "昭和64年・平成元年"),
        ("平成元年", "1989", "昭和64年・平成元年"),
        ("昭和64年1月", "1989-01", "昭和64年・平成元年1月"),
        ("昭和64年2月", "1989-02", "平成元年2月"),
        ("S23.2.28", "1948-02-28", "昭和23年2月28日"),
    ],
)
def test_a_part_of_a_date_is_a_date(typed, stored, shown):
    value = read(typed).value
    assert (str(value), value.wareki()) == (stored, shown)
    assert PartialDate.from_stored(stored) == value


@given(days, st.sampled_from(["day", "month", "year"]), st.booleans())
def test_what_a_box_shows_of_a_part_is_read_back(day, precision, approximate):
    known = {"day": (day.month, day.day), "month": (day.month, None), "year": (None, None)}
    value = PartialDate(day.year, *known[precision], approximate=approximate)
    assert PartialDate.from_stored(str(value)) == value
    for shown in (value.wareki_short(), str(value).removesuffix("~") + "頃" * approximate):
        assert read(shown).value == value


@pytest.mark.parametrize("stored", ["", "abc", "1948-13", "1948-02-30", "1948-2-3-4", "１９４８"])
def test_a_stored_part_that_is_none_is_refused(stored):
    with pytest.raises(ValueError, match="not a"):
        PartialDate.from_stored(stored)


def test_a_whole_date_is_wanted_where_the_form_says_so():
    assert refused("昭和23年2月", partial=False, item="受付日").text.startswith("「受付日の日」")
    assert refused("1948年", partial=False).code == "E-01"
    assert refused("昭和23年2月1日頃", partial=False).code == "E-36"


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        ("1975-04-01", "2026-03-31", 50),
        ("1975-04-01", "2026-04-01", 51),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2028-02-29", 20),
        ("1900-01-01", "2026-11-20", 126),
        ("2026-11-20", "2026-11-20", 0),
    ],
)
def test_age_is_full_years_from_the_birthday_on(birth, on, age):
    assert calendar.age_on(dt.date.fromisoformat(birth), dt.date.fromisoformat(on)) == age


def test_the_age_of_a_part_of_a_date_says_how_sure_it_is():
    assert PartialDate(1948, 2).age_on(FRIDAY) == "78歳"
    assert PartialDate(1948).age_on(FRIDAY) == "77〜78歳"
    assert PartialDate(1948, 2, approximate=True).age_on(FRIDAY) == "78歳くらい"


def test_the_fiscal_year_begins_in_april():
    assert calendar.fiscal_year(dt.date(2027, 3, 31)) == 2026
    assert calendar.fiscal_year(dt.date(2027, 4, 1)) == 2027


def test_a_holiday_is_one_by_law_and_a_sunday_is_none():
    assert calendar.is_holiday(dt.date(2026, 11, 23))
    assert calendar.is_holiday(dt.date(2026, 9, 22))  # 国民の休日
    assert not calendar.is_holiday(dt.date(2026, 11, 22))


def test_dates_are_written_as_the_office_writes_them():
    assert calendar.wareki(FRIDAY) == "令和8年11月20日"
    assert calendar.wareki(dt.date(2019, 5, 1)) == "令和元年5月1日"
    assert calendar.wareki_short(FRIDAY) == "R8.11.20"
    assert calendar.both(FRIDAY) == "2026年11月20日（令和8年・金）"
    assert calendar.distance(dt.date(2026, 11, 27), FRIDAY) == "あと7日"
    assert calendar.distance(dt.date(2026, 11, 17), FRIDAY) == "3日過ぎ"
    assert calendar.distance(FRIDAY, FRIDAY) == "今日"


def test_the_line_beside_the_box_says_how_the_date_was_read():
    assert echo("R8.11.20", on=FRIDAY).text == "2026年11月20日（令和8年・金）　今日"
    assert echo("S50.4.1", "partial past age", FRIDAY).text == (
        "1975年4月1日（昭和50年・火）　51歳"
    )
    assert echo("昭和64年1月8日", "partial", FRIDAY).note.startswith("平成元年1月8日にしました")
    wrong = echo("昭和23年2月30日", "partial", FRIDAY)
    assert wrong.text == "1948年2月（昭和23年）まで読み取れました"
    assert wrong.error.startswith("「昭和23年2月30日」という日付はありません。")
    assert echo("　", on=FRIDAY) == calendar.Echo()
