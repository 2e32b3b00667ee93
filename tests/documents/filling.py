"""Papers filled so that every value can be found again on the sheet.

A text is one rare kanji, which no line can break; a day has a month of its own, a time and
a number are used once.
"""

import dataclasses
import datetime as dt
import typing
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from documents.glyphs import without_font
from rules.calendar import PartialDate, era_year, wareki_short

# Not values of their own: codes behind a choice, words of a list, what empties a line.
KEPT = {"sex", "visitor_relation", "mark", "label", "procedure", "withheld", "said"}
MARKS = range(0x8E01, 0x9EA0)  # kanji that no form is worded with; a few no font has
ERA = 2001  # 平成13年: the years of the days that are filled in
NUMBERS = 70_000


def filled(paper: Any, value: Callable[[str, Any], Any]) -> Any:
    """The paper with each of its values replaced by ``value(path, kind)``.

    A path is ``rows[1].goal``; kinds are str, date, time, int and PartialDate.
    """
    return _filled(paper, type(paper), "", value)


def _filled(old: Any, kind: Any, path: str, value: Callable[[str, Any], Any]) -> Any:
    name = path.rpartition(".")[2]
    if name in KEPT or not getattr(old, "is_open", True):  # a choice with no （　）
        return old
    if dataclasses.is_dataclass(old) and not isinstance(old, PartialDate):
        kinds = typing.get_type_hints(type(old))
        stem = f"{path}." if path else ""
        new = {
            field.name: _filled(
                getattr(old, field.name), kinds[field.name], stem + field.name, value
            )
            for field in dataclasses.fields(old)
        }
        return dataclasses.replace(old, **new)
    if isinstance(old, Mapping):
        return {key: _filled(item, type(item), f"{path}.{key}", value) for key, item in old.items()}
    if isinstance(old, tuple):
        return tuple(
            _filled(item, type(item), f"{path}[{at}]", value) for at, item in enumerate(old)
        )
    if (name, type(old)) == ("lines", int):  # the height of a box
        return old
    asked = next((one for one in (str, dt.date, dt.time, int, PartialDate) if _is(kind, one)), None)
    return old if asked is None else value(path, asked)


def _is(kind: Any, wanted: type) -> bool:
    """Is this the type, alone or with None? (A Literal is a code, bool no number.)"""
    kinds = [one for one in typing.get_args(kind) if one is not type(None)] or [kind]
    return kinds == [wanted]


class Marks:
    """What was filled in where, and as which words it may stand on the sheet."""

    def __init__(self) -> None:
        self.words: dict[str, tuple[str, ...]] = {}
        self._signs = (sign for sign in map(chr, MARKS) if not without_font(sign))
        self._count = 0
        # Four hours that are not the one of printing, which stands at the foot of the sheet.
        self._hour = 20 if timezone.localtime().hour < 16 else 10

    def __call__(self, path: str, kind: type) -> Any:
        self._count += 1
        at = self._count
        if kind is str:
            sign = next(self._signs)
            self.words[path] = (sign,)
            return sign
        if kind is int:
            number = NUMBERS + 10 * at
            self.words[path] = (f"{number:,}", str(number), str(number - 1))
            return number
        if kind is dt.time:
            time = dt.time(self._hour + at // 60 % 4, at % 60)
            self.words[path] = (f"{time:%H:%M}",)
            return time
        if kind is PartialDate:
            self.words[path] = ("52年2月9日",)
            return PartialDate(1977, 2, 9)
        day = dt.date(ERA + at // 12 % 18, at % 12 + 1, 15)
        self.words[path] = (f"{era_year(day)}{day.month}月", wareki_short(day))
        return day
