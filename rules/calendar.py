"""The calendar of Japanese administration: 和暦, 年度, 祝日, N か月後, 満年齢.

One reader for every notation an office writes (``parse_date``), one writer each
for paper and screen (``wareki``, ``wareki_short``, ``both``). A date is never
read as another day in silence: whatever was settled on the way is in ``note``.
"""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import jpholiday
from django.utils import timezone

from rules.refusals import Refusal, Refused, refuse

Precision = Literal["day", "month", "year"]

WEEKDAYS = "月火水木金土日"
SATURDAY = 5

# 明治5年 and before was counted by the lunar calendar; the upper end keeps typing
# errors such as 令和99年 or 9999 out.
FIRST_DAY = dt.date(1873, 1, 1)
LAST_DAY = dt.date(2100, 12, 31)

LONGEST_ECHO = 30
LEAP_YEAR = 2024  # has every day there is

# A bare 7-digit date may lie this many years ahead, no more (see _seven_digits).
YEARS_AHEAD = 10

NOTATIONS = "R8.11.20、令和8年11月20日、2026/11/20 のように入れてください。"
SEVEN_DIGITS = "7桁の最初の数字は 1明治・2大正・3昭和・4平成・5令和"


@dataclass(frozen=True)
class Era:
    """元号: ``digit`` is the code of JIS X 0301, the first of a 7-digit date."""

    name: str
    letter: str
    digit: str
    first: dt.date
    last: dt.date

    def year_of(self, western: int) -> int:
        return western - self.first.year + 1

    def western(self, year: int) -> int:
        return self.first.year + year - 1


ERAS = (
    Era("明治", "M", "1", dt.date(1868, 1, 25), dt.date(1912, 7, 29)),
    Era("大正", "T", "2", dt.date(1912, 7, 30), dt.date(1926, 12, 24)),
    Era("昭和", "S", "3", dt.date(1926, 12, 25), dt.date(1989, 1, 7)),
    Era("平成", "H", "4", dt.date(1989, 1, 8), dt.date(2019, 4, 30)),
    Era("令和", "R", "5", dt.date(2019, 5, 1), dt.date.max),
)
_ERA_BY_SIGN = {
    sign: era for era in ERAS for sign in (era.name, era.name[0], era.letter, era.digit)
}


# ---- the present day, and counting days -------------------------------------


def today() -> dt.date:
    """The day it is at the office (Asia/Tokyo)."""
    return timezone.localdate()


def fiscal_year(day: dt.date) -> int:
    """年度 (地方自治法208条: 4月1日から翌年3月31日まで)."""
    return day.year if day.month >= 4 else day.year - 1


def add_months(day: dt.date, months: int) -> dt.date:
    """The corresponding day n months on; the month's last day if there is none.

    1月31日 + 1か月 = 2月28日 (29日). Months may be negative.
    """
    return _corresponding(day, months) or _last_of_month(*_shifted(day, months))


def months_end(start: dt.date, months: int) -> dt.date:
    """The last day, inclusive, of a period of n months from ``start``.

    民法143条2項: the day before the corresponding day; where the last month has no
    corresponding day, that month's last day. 12月15日から6か月 = 6月14日まで,
    8月31日から6か月 = 2月28日 (29日) まで.
    """
    corresponding = _corresponding(start, months)
    if corresponding is None:
        return _last_of_month(*_shifted(start, months))
    return corresponding - dt.timedelta(days=1)


def age_on(birth: dt.date, on: dt.date) -> int:
    """満年齢 as an office counts it: one year older from the birthday on.

    年齢計算ニ関スル法律 counts from the day of birth, so a year is full when the day
    before the birthday ends. Born on 2月29日: the year is full at the end of
    2月28日 in any year, hence one year older from 2月29日, or from 3月1日 where
    there is no 29th. Negative before birth.
    """
    had_birthday = (on.month, on.day) >= (birth.month, birth.day)
    return on.year - birth.year - (0 if had_birthday else 1)


@lru_cache(maxsize=4096)  # half a millisecond each, and a calendar asks for forty days
def is_holiday(day: dt.date) -> bool:
    """国民の祝日に関する法律 (振替休日・国民の休日 included). Weekends are not meant."""
    return bool(jpholiday.is_holiday(day))


@lru_cache(maxsize=4096)
def holiday_name(day: dt.date) -> str:
    """勤労感謝の日; "" on any other day."""
    return str(jpholiday.is_holiday_name(day) or "")


def is_closed_day(day: dt.date) -> bool:
    """休日 of a local office: 土曜, 日曜, 祝日, 12月29日から1月3日 (地方自治法4条の2)."""
    year_end = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() >= SATURDAY or year_end or is_holiday(day)


def distance(day: dt.date, on: dt.date | None = None) -> str:
    """あと7日, 今日, 3日過ぎ."""
    days = (day - (on or today())).days
    if days == 0:
        return "今日"
    return f"あと{days}日" if days > 0 else f"{-days}日過ぎ"


def moment(at: dt.datetime) -> str:
    """A moment as people say it: 14:32, 昨日 16:40, 11月19日 16:40, 2025年11月19日 16:40."""
    here = timezone.localtime(at)
    day, clock = here.date(), f"{here.hour}:{here.minute:02}"
    if day == today():
        return clock
    if day == today() - dt.timedelta(days=1):
        return f"昨日 {clock}"
    year = "" if day.year == today().year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日 {clock}"


def _shifted(day: dt.date, months: int) -> tuple[int, int]:
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1


def _corresponding(day: dt.date, months: int) -> dt.date | None:
    year, month = _shifted(day, months)
    return _date_or_none(year, month, day.day)


def _last_of_month(year: int, month: int) -> dt.date:
    return dt.date(year, month, monthrange(year, month)[1])


def _date_or_none(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


# ---- writing ----------------------------------------------------------------


def era_of(day: dt.date) -> Era:
    """The era a day belongs to (the later one on the day of change)."""
    for era in reversed(ERAS):
        if day >= era.first:
            return era
    return ERAS[0]


def era_year(day: dt.date) -> str:
    """令和8年, 令和元年."""
    era = era_of(day)
    year = era.year_of(day.year)
    return f"{era.name}{'元' if year == 1 else year}年"


def wareki(day: dt.date) -> str:
    """令和8年11月20日: the way dates stand on paper."""
    return f"{era_year(day)}{day.month}月{day.day}日"


def wareki_short(day: dt.date) -> str:
    """R8.11.20: the way dates stand in boxes and narrow columns."""
    era = era_of(day)
    return f"{era.letter}{era.year_of(day.year)}.{day.month}.{day.day}"


def weekday(day: dt.date) -> str:
    """金."""
    return WEEKDAYS[day.weekday()]


def both(day: dt.date) -> str:
    """2026年11月20日（令和8年・金）: both calendars and the day of the week."""
    return f"{day.year}年{day.month}月{day.day}日（{era_year(day)}・{weekday(day)}）"


# ---- dates of which only a part is known --------------------------------------


@dataclass(frozen=True)
class PartialDate:
    """A date known to the year, the month or the day, perhaps only roughly (頃).

    Stored as text, which sorts: ``1948``, ``1948-02``, ``1948-02-28``, each with
    ``~`` at the end for 頃. ``str(value)`` writes it, ``from_stored`` reads it.
    """

    year: int
    month: int | None = None
    day: int | None = None
    approximate: bool = False

    @classmethod
    def from_stored(cls, text: str) -> "PartialDate":
        match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(~?)", text)
        if match is None:
            raise ValueError(f"not a stored date: {text!r}")
        year, month, day = (int(part) if part else None for part in match.groups()[:3])
        value = cls(year or 0, month, day, approximate=bool(match[4]))
        if _date_or_none(value.year, month or 1, day or 1) is None:
            raise ValueError(f"not a day of the calendar: {text!r}")
        return value

    def __str__(self) -> str:
        known = f"{self.year:04d}"
        if self.month:
            known += f"-{self.month:02d}"
        if self.day:
            known += f"-{self.day:02d}"
        return known + ("~" if self.approximate else "")

    @property
    def precision(self) -> Precision:
        return "day" if self.day else "month" if self.month else "year"

    @property
    def exact(self) -> dt.date | None:
        """The date, if it is known to the day and not only roughly."""
        return None if self.approximate or not self.day else self.first_day

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> dt.date:
        if self.day:
            return self.first_day
        return _last_of_month(self.year, self.month or 12)

    def wareki(self) -> str:
        """昭和23年2月頃; in a year of two eras both: 昭和64年・平成元年."""
        return self._eras() + self._rest()

    def wareki_short(self) -> str:
        """What a box shows and reads back: S23.2.28, S23.2, 昭和23年, with 頃."""
        day = self.first_day
        era = era_of(day)
        known = f"{era.letter}{era.year_of(day.year)}"
        rest = f".{self.month}.{self.day}" if self.day else f".{self.month}"
        known = known + rest if self.month else f"{self.year}年"
        return known + ("頃" if self.approximate else "")

    def both(self) -> str:
        """1948年2月（昭和23年）頃; with the weekday where the day is known."""
        if self.day:
            return both(self.first_day) + ("頃" if self.approximate else "")
        month = f"{self.month}月" if self.month else ""
        return f"{self.year}年{month}（{self._eras()}）{'頃' if self.approximate else ''}"

    def age_on(self, on: dt.date) -> str:
        """78歳, or 77〜78歳 while the birthday is not known, くらい for 頃."""
        oldest, youngest = age_on(self.first_day, on), age_on(self.last_day, on)
        years = f"{oldest}歳" if oldest == youngest else f"{youngest}〜{oldest}歳"
        return years + ("くらい" if self.approximate else "")

    def _eras(self) -> str:
        first, last = era_year(self.first_day), era_year(self.last_day)
        return first if first == last else f"{first}・{last}"

    def _rest(self) -> str:
        month = f"{self.month}月" if self.month else ""
        day = f"{self.day}日" if self.day else ""
        return month + day + ("頃" if self.approximate else "")


# ---- reading ------------------------------------------------------------------


class DateError(Refused):
    """What was typed is no date we can take; ``read`` is how far it could be read."""

    def __init__(self, refusal: Refusal, read: str = "") -> None:
        super().__init__(refusal)
        self.refusal = refusal
        self.read = read


@dataclass(frozen=True)
class ParsedDate:
    """What was read: ``date`` if the day is known, ``value`` always."""

    date: dt.date | None
    precision: Precision
    note: str
    value: PartialDate


_ERA = r"(?:(?P<era>明治|大正|昭和|平成|令和|[明大昭平令MTSHR])\.?)?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        _ERA + r"(?P<year>[0-9]{1,4})[年./-](?P<month>[0-9]{1,2})[月./-](?P<day>[0-9]{1,2})日?",
        _ERA + r"(?P<year>[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<era>[0-9])(?P<year>[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<month>[0-9]{1,2})[月./-](?P<day>[0-9]{1,2})日?",
        _ERA + r"(?P<year>[0-9]{1,4})[年./-](?P<month>[0-9]{1,2})月?",
        _ERA + r"(?P<year>[0-9]{1,4})年?",
    )
)
_SEPARATORS = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full width
        **dict.fromkeys("。・,、．", "."),
        **dict.fromkeys("‐‑‒–—―−ー", "-"),
        **{"ｰ": "-", "｡": ".", "､": ".", "･": "."},
        **{"㍾": "明治", "㍽": "大正", "㍼": "昭和", "㍻": "平成", "㋿": "令和"},
    }
)
_TAIL = re.compile(
    r"\((?:(?P<era>明治|大正|昭和|平成|令和)(?P<year>[0-9]{1,2})年)?\.?"
    r"(?:(?P<weekday>[月火水木金土日])(?:曜日?)?)?\)$|(?P<bare>[月火水木金土日])曜日?$"
)
_APPROXIMATE = re.compile(r"(?:頃|ごろ|ころ|くらい|ぐらい)$")
_BORN = re.compile(r"生(?:まれ)?$")
_KANJI_NUMBER = re.compile(
    r"(?:(?P<tens>[一二三四五六七八九]?)十(?P<ones>[一二三四五六七八九]?)|[〇零一二三四五六七八九]+)"
    r"(?=[年月日])"
)
_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_UNKNOWN_REST = re.compile(r"(?:月日|月|日)?(?:不詳|不明)$")


def parse_date(
    text: str,
    today: dt.date | None = None,
    *,
    item: str = "日付",
    past_only: bool = False,
    partial: bool = True,
    near: bool = True,
) -> ParsedDate:
    """Read a date in any notation of the office, or raise ``DateError``.

    ``S50.4.1``, ``昭和50年4月1日``, ``1975/4/1``, ``19750401``, full width, 元年,
    昭和五十年, a weekday or 生まれ behind it; 7 digits with the era's JIS code first (``4050401`` =
    平成5年4月1日, always with a note); ``11/20`` for the nearest such day (with
    ``past_only`` the last such day; refused unless ``near``); a year or a month
    alone, 頃, 不詳 (refused unless ``partial``). A day outside its era is kept and
    renamed with a note. ``past_only`` refuses a future day with E-35.
    """
    on = today or timezone.localdate()
    return _Reader(text, on, item, past_only, partial, near).read()


@dataclass(frozen=True)
class _Reader:
    """One reading of one text."""

    typed: str
    today: dt.date
    item: str
    past_only: bool
    partial: bool
    near: bool

    def read(self) -> ParsedDate:
        known, tail, approximate = self._peeled()
        for pattern in _PATTERNS:
            match = pattern.fullmatch(known)
            if match:
                value, note = self._understood(match, approximate)
                self._check(value)
                notes = [note, *self._contradictions(value, tail)]
                return ParsedDate(
                    value.exact, value.precision, "。".join(filter(None, notes)), value
                )
        raise self._no_such_date(NOTATIONS)

    def _peeled(self) -> tuple[str, re.Match[str] | None, bool]:
        """The bare date, what stood behind it (weekday, second calendar), and 頃."""
        known = self.typed.strip().translate(_SEPARATORS).upper()
        known = re.sub(r"(?<=[0-9])\s+(?=[0-9])", ".", known)
        known = re.sub(r"\s+", "", known).removeprefix("西暦")
        known = re.sub(r"元(?=[年./-])", "1", _BORN.sub("", known))
        known = _KANJI_NUMBER.sub(_in_digits, known)
        approximate = bool(_APPROXIMATE.search(known))
        known = _UNKNOWN_REST.sub("", _APPROXIMATE.sub("", known))
        tail = _TAIL.search(known)
        return (known[: tail.start()] if tail else known), tail, approximate

    def _understood(self, match: re.Match[str], approximate: bool) -> tuple[PartialDate, str]:
        part = match.groupdict()
        if "year" not in part:
            return self._nearest(int(part["month"]), int(part["day"]), approximate)
        month = int(part["month"]) if part.get("month") else None
        day = int(part["day"]) if part.get("day") else None
        year, sign = int(part["year"]), part.get("era")
        if not sign:
            if len(part["year"]) != 4:
                raise self._no_such_date(
                    "元号か、4桁の西暦をつけてください（例 S50.4.1、1975/4/1）。"
                )
            return self._existing(year, month, day, approximate), ""
        era = _ERA_BY_SIGN.get(sign)
        if era is None or year == 0 or len(part["year"]) > 2:
            raise self._no_such_date(f"{SEVEN_DIGITS}です。" if sign.isdigit() else NOTATIONS)
        value = self._existing(era.western(year), month, day, approximate, era)
        note = self._outside(era, value)
        return value, self._seven_digits(era, value, note) if sign.isdigit() else note

    def _existing(
        self,
        year: int,
        month: int | None,
        day: int | None,
        approximate: bool,
        era: Era | None = None,
    ) -> PartialDate:
        """The value, if the calendar has such a day (E-36)."""
        if not FIRST_DAY.year <= year <= LAST_DAY.year:
            first, last = f"{FIRST_DAY.year}年（明治6年）", f"{LAST_DAY.year}年"
            raise DateError(refuse("E-21", item=f"{self.item}の年", minimum=first, maximum=last))
        if month is not None and not 1 <= month <= 12:
            raise self._no_such_date("月は1から12までです。", PartialDate(year))
        if month is not None and day is not None and not _date_or_none(year, month, day):
            name = f"{era.name}{era.year_of(year)}年" if era else f"{year}年"
            raise self._beyond_month(PartialDate(year, month), f"{name}{month}月")
        return PartialDate(year, month, day, approximate)

    def _beyond_month(self, month: PartialDate, name: str) -> DateError:
        remedy = f"{name}は{month.last_day.day}日までです。"
        if self.partial:
            remedy += f"日がわからなければ「{name}」だけで入れてください。"
        return self._no_such_date(remedy, month)

    def _nearest(self, month: int, day: int, approximate: bool) -> tuple[PartialDate, str]:
        """11/20: the nearest 11月20日; only where the form says dates are near."""
        if not self.near:
            raise self._no_such_date("年も入れてください（例 S50.4.1、1975/4/1）。")
        years = range(self.today.year - 1, self.today.year + 2)
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(LEAP_YEAR, month)[1]:
            raise self._no_such_date(NOTATIONS)
        days = [found for year in years if (found := _date_or_none(year, month, day))]
        if self.past_only:
            days = [found for found in days if found <= self.today]
        if not days:
            raise self._no_such_date("年も入れてください（例 R6.2.29、2024/2/29）。")
        nearest = min(days, key=lambda found: abs(found - self.today))
        note = "" if nearest.year == self.today.year else f"{wareki(nearest)}にしました"
        return PartialDate(nearest.year, month, day, approximate), note

    def _seven_digits(self, era: Era, value: PartialDate, note: str) -> str:
        """Say what the first digit was taken for; two number systems are in use.

        日本年金機構 writes 3大正 5昭和 7平成 9令和, JIS X 0301 and the towns' own
        systems 1明治 … 5令和. We read JIS. A 5 that would lie far ahead is the other
        system, 7 and 9 exist only there, and 明治95年 is a western year with a digit
        lost: refused, not guessed.
        """
        if value.year > min(self.today.year + YEARS_AHEAD, era.last.year):
            raise self._no_such_date(f"{SEVEN_DIGITS}です。")
        return note or f"{value.wareki()}と読みました（{SEVEN_DIGITS}）"

    def _outside(self, era: Era, value: PartialDate) -> str:
        """昭和64年1月8日 is 平成元年1月8日: paper really says so; rename, and tell."""
        if value.first_day > era.last:
            border = f"{era.name}は{_without_era(era, era.last)}まで"
        elif value.last_day < era.first:
            border = f"{era.name}は{_without_era(era, era.first)}から"
        else:
            return ""
        return f"{value.wareki()}にしました（{border}）"

    def _contradictions(self, value: PartialDate, tail: re.Match[str] | None) -> Iterator[str]:
        """A weekday or a second calendar behind the date that does not fit it."""
        if tail is None:
            return
        day = value.first_day
        name = tail["weekday"] or tail["bare"]
        if name and value.day and name != weekday(day):
            yield f"{wareki(day)}は{weekday(day)}曜日です"
        if tail["era"]:
            year = _ERA_BY_SIGN[tail["era"]].western(int(tail["year"]))
            if year != value.year:
                yield f"{value.year}年は{value._eras()}です"

    def _check(self, value: PartialDate) -> None:
        if self.past_only and value.first_day > self.today:
            raise DateError(refuse("E-35", item=self.item), value.both())
        if self.partial:
            return
        if value.approximate:
            raise self._no_such_date("この項目では「頃」や「不詳」は使えません。", value)
        if not value.day:
            missing = "日" if value.month else "月と日"
            raise DateError(
                refuse("E-01", item=f"{self.item}の{missing}"), f"{value.both()}まで読み取れました"
            )

    def _no_such_date(self, remedy: str, upto: PartialDate | None = None) -> DateError:
        read = f"{upto.both()}まで読み取れました" if upto else ""
        return DateError(refuse("E-36", remedy=remedy, typed=_shortened(self.typed)), read)


def _shortened(typed: str) -> str:
    typed = " ".join(typed.split())
    return typed if len(typed) <= LONGEST_ECHO else typed[:LONGEST_ECHO] + "…"


def _in_digits(number: re.Match[str]) -> str:
    """五十 and 一九七五 in digits."""
    if number["ones"] is None:
        return number[0].translate(_KANJI_DIGITS)
    tens, ones = number["tens"].translate(_KANJI_DIGITS), number["ones"].translate(_KANJI_DIGITS)
    return f"{tens or 1}{ones or 0}"


def _without_era(era: Era, day: dt.date) -> str:
    year = era.year_of(day.year)
    return f"{'元' if year == 1 else year}年{day.month}月{day.day}日"


# ---- the answer beside the box ------------------------------------------------


@dataclass(frozen=True)
class Echo:
    """What the line under a date box says while it is being filled in."""

    text: str = ""
    note: str = ""
    error: str = ""


def echo(text: str, flags: str = "", on: dt.date | None = None) -> Echo:
    """How a typed date was read: ``2026年11月20日（令和8年・金）　今日``.

    ``flags`` is the box's ``data-era``: the words ``partial`` (a year or a month is
    enough, the year is needed), ``past`` (not in the future), ``age`` (add the age).
    """
    if not text.strip():
        return Echo()
    words, day = flags.split(), on or today()
    partial = "partial" in words
    try:
        parsed = parse_date(text, day, past_only="past" in words, partial=partial, near=not partial)
    except DateError as error:
        return Echo(text=error.read, error=error.refusal.text + error.refusal.remedy)
    parts = [parsed.value.both()]
    if parsed.date in (nearby := _nearby(day)):
        parts.append(nearby[parsed.date])
    if "age" in words and parsed.value.first_day <= day:
        parts.append(parsed.value.age_on(day))
    return Echo("　".join(parts), parsed.note)


def _nearby(day: dt.date) -> dict[dt.date | None, str]:
    return {
        day + dt.timedelta(days=n): word for n, word in ((-1, "昨日"), (0, "今日"), (1, "明日"))
    }
