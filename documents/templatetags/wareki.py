"""Dates, amounts and choice labels in templates: ``{{ day|wareki }}``, ``{{ sum|yen }}``.

Every date filter takes a date, a moment, a ``PartialDate`` or its stored text
(``1948-02``), and gives nothing for nothing.
"""

import datetime as dt

from django import template
from django.utils import timezone

from rules import calendar
from rules.calendar import PartialDate
from rules.choices import label

register = template.Library()

AnyDate = dt.date | PartialDate | str | None


def _day(value: AnyDate) -> dt.date | PartialDate | None:
    if isinstance(value, str):
        return PartialDate.from_stored(value) if value else None
    return timezone.localdate(value) if isinstance(value, dt.datetime) else value


@register.filter
def wareki(value: AnyDate) -> str:
    """令和8年11月20日."""
    day = _day(value)
    if day is None:
        return ""
    return day.wareki() if isinstance(day, PartialDate) else calendar.wareki(day)


@register.filter
def wareki_short(value: AnyDate) -> str:
    """R8.11.20."""
    day = _day(value)
    if day is None:
        return ""
    return day.wareki_short() if isinstance(day, PartialDate) else calendar.wareki_short(day)


@register.filter
def both(value: AnyDate) -> str:
    """2026年11月20日（令和8年・金）."""
    day = _day(value)
    if day is None:
        return ""
    return day.both() if isinstance(day, PartialDate) else calendar.both(day)


@register.filter
def weekday(value: AnyDate) -> str:
    """金; nothing if the day is not known."""
    day = _known(value)
    return calendar.weekday(day) if day else ""


@register.filter
def distance(value: AnyDate, on: dt.date | None = None) -> str:
    """あと7日, 今日, 3日過ぎ."""
    day = _known(value)
    return calendar.distance(day, on) if day else ""


@register.filter
def age(value: AnyDate, on: dt.date | None = None) -> str:
    """78歳 today or on a day; 77〜78歳 while only the year or the month is known."""
    day = _day(value)
    if day is None:
        return ""
    if not isinstance(day, PartialDate):
        day = PartialDate(day.year, day.month, day.day)
    return day.age_on(on or calendar.today())


@register.filter
def yen(value: int | str | None) -> str:
    """45,000円; nothing for an amount that is not known."""
    return f"{value:,}円" if isinstance(value, int) else ""


@register.simple_tag
def choice(list_name: str, code: str, on: dt.date | None = None) -> str:
    """The label of a code of a choice list, in the wording of a day."""
    return label(list_name, code, on=on) if code else ""


def _known(value: AnyDate) -> dt.date | None:
    day = _day(value)
    return day.exact if isinstance(day, PartialDate) else day
