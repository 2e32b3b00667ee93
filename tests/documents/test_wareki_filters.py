"""Dates and amounts in templates."""

import datetime as dt

import pytest
from django.template import Context, Template

from rules.calendar import PartialDate

FRIDAY = dt.date(2026, 11, 20)


def shown(expression, **context):
    return Template("{% load wareki %}{{ " + expression + " }}").render(Context(context))


@pytest.mark.parametrize(
    ("expression", "value", "text"),
    [
        ("day|wareki", FRIDAY, "令和8年11月20日"),
        ("day|wareki", dt.datetime(2026, 11, 19, 20, tzinfo=dt.UTC), "令和8年11月20日"),
        ("day|wareki", "1948-02", "昭和23年2月"),
        ("day|wareki", PartialDate(1948, approximate=True), "昭和23年頃"),
        ("day|wareki_short", FRIDAY, "R8.11.20"),
        ("day|wareki_short", "1948-02", "S23.2"),
        ("day|both", FRIDAY, "2026年11月20日（令和8年・金）"),
        ("day|both", "1948-02", "1948年2月（昭和23年）"),
        ("day|weekday", FRIDAY, "金"),
        ("day|weekday", "1948-02", ""),
        ("day|yen", 45_000, "45,000円"),
        ("day|yen", 0, "0円"),
    ],
)
def test_a_value_is_written_as_the_office_writes_it(expression, value, text):
    assert shown(expression, day=value) == text


@pytest.mark.parametrize(
    "name", ["wareki", "wareki_short", "both", "weekday", "distance", "age", "yen"]
)
@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_written_as_nothing(name, nothing):
    assert shown(f"day|{name}", day=nothing) == ""


def test_a_deadline_says_how_far_away_it_is():
    assert shown("day|distance:on", day=dt.date(2026, 11, 27), on=FRIDAY) == "あと7日"
    assert shown("day|distance:on", day=dt.date(2026, 11, 17), on=FRIDAY) == "3日過ぎ"


def test_an_age_says_how_sure_it_is():
    assert shown("day|age:on", day=dt.date(1975, 4, 1), on=FRIDAY) == "51歳"
    assert shown("day|age:on", day="1948", on=FRIDAY) == "77〜78歳"


def test_a_code_is_written_in_the_words_of_its_day(monkeypatch):
    monkeypatch.setattr(
        "documents.templatetags.wareki.label", lambda name, code, on=None: f"{name}/{code}/{on}"
    )
    template = Template('{% load wareki %}{% choice "sex" code on=on %}')
    assert template.render(Context({"code": "a", "on": FRIDAY})) == "sex/a/2026-11-20"
    assert template.render(Context({"code": "", "on": FRIDAY})) == ""
