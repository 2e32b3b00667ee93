"""How a query is read, word by word."""

import datetime as dt

import pytest

from rules.finding import MOST, read_words

DAY = dt.date(2026, 11, 20)


def read(text):
    return [(word.key, str(word.birth or "")) for word in read_words(text, DAY)]


@pytest.mark.parametrize(
    "typed",
    [
        "昭和50年4月1日",
        "昭和５０年４月１日",
        "S50.4.1",
        "s50/4/1",
        "Ｓ５０．４．１",
        "1975-04-01",
        "1975/4/1",
        "1975年4月1日",
        "昭和50年4月1日（火）",
        "昭和 50年 4月 1日",
        "S50 4 1",
        "1975　4　1",
        "昭50.4.1",
        "㍼50年4月1日",
        "S500401",
        "S.50.4.1",
        "昭和50.4.1",
        "S50.4.1生",
        "1975年4月1日生まれ",
        "昭和五十年四月一日",
        "一九七五年四月一日",
    ],
)
def test_a_day_is_a_date_of_birth_and_nothing_else(typed):
    assert read(typed) == [("", "1975-04-01")]


@pytest.mark.parametrize("typed", ["H元.5.1", "平成元年五月一日", "平1-5-1"])
def test_the_first_year_of_an_era_has_a_name(typed):
    assert read(typed) == [("", "1989-05-01")]


@pytest.mark.parametrize("typed", ["二十一", "四月一日", "三日月", "十"])
def test_a_name_with_numbers_in_it_stays_a_name(typed):
    """わたぬき is written 四月一日."""
    assert [birth for _key, birth in read(typed)] == [""]


def test_a_month_or_a_year_is_enough():
    assert read("昭和50年4月") == [("", "1975-04")]
    assert read("昭和50年") == [("", "1975")]
    assert read("昭和50年頃") == [("", "1975~")]


def test_what_can_be_two_things_is_looked_for_as_both():
    assert read("1975") == [("1975", "1975")]
    assert read("19750401") == [("19750401", "1975-04-01")]
    assert read("S50") == [("s50", "1975")]
    assert read("R8-01") == [("r801", "2026-01")]


@pytest.mark.parametrize("typed", ["R8-0147", "Ｒ８－０１４７", "r80147", "r8‐0147"])
def test_a_number_is_no_date(typed):
    assert read(typed) == [("r80147", "")]


@pytest.mark.parametrize(
    "typed",
    [
        "090-1234-5678",
        "090 1234 5678",
        "０９０－１２３４－５６７８",
        "09012345678",
        "+81 90 1234 5678",
    ],
)
def test_a_telephone_number_is_its_digits(typed):
    assert read(typed) == [("09012345678", "")]


def test_nobody_is_born_tomorrow_or_on_a_day_that_is_not():
    assert read("2026/11/21") == [("20261121", "")]
    assert read("S50.13.1") == [("s50131", "")]
    assert read("4/1") == [("41", "")]


def test_every_word_is_read_once_and_signs_alone_are_not():
    assert read("高野　美咲 S50.4.1 髙野") == [("高野", ""), ("美咲", ""), ("", "1975-04-01")]
    assert read("高野 高野") == [("高野", "")]
    assert read("・ % _ 　") == []
    assert read("\x00") == []


def test_more_words_than_anyone_needs_are_not_read():
    assert len(read_words("あ い う え お か き く け こ", DAY)) == MOST
    assert len(read_words("あ" * 1000, DAY)[0].key) == 100


def test_a_word_says_how_it_was_read():
    said = [word.said for word in read_words("髙野 昭和50年4月1日 1975 S50.4頃 4050401", DAY)]
    anywhere = "氏名・ふりがな・台帳番号・電話のどこかに"
    assert said == [
        "氏名・ふりがな・台帳番号のどこかに「髙野」",
        "生年月日 1975-04-01（昭和50年4月1日）",
        f"生まれた年 1975（昭和50年）、または{anywhere}「1975」",
        "生まれた年月 1975-04（昭和50年4月）",
        f"生年月日 1993-04-01（平成5年4月1日）、または{anywhere}「4050401」"
        "　平成5年4月1日と読みました（7桁の最初の数字は 1明治・2大正・3昭和・4平成・5令和）",
    ]


def test_few_digits_are_no_telephone():
    keys = {
        typed: [word.tel_key for word in read_words(typed, DAY)] for typed in ("12", "５６７８")
    }
    assert keys == {"12": [""], "５６７８": ["５６７８"]}
    said = read_words("12", DAY)[0].said
    assert said == "氏名・ふりがな・台帳番号のどこかに「12」（電話は4けた以上でさがします）"
