"""自治体プロファイル: the 要綱 of a municipality as data, by the day it was in force (D26).

One folder per municipality under ``config/municipalities``, the national default under
every one: a city's file says only what differs. Tables merge key by key, lists and the
whole ``programmes`` table replace. Each room registers the dataclass of its own table;
nothing in the program asks for a municipality's name.
"""

import dataclasses
import datetime as dt
import re
import tomllib
import types
import typing
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NewType

from rules.calendar import LAST_DAY, today, wareki
from rules.refusals import Refusal, refuse

FOLDER = Path(__file__).resolve().parents[1] / "config" / "municipalities"
NATIONAL = "000000"
FILE = "profile.toml"
DAYS = ("valid_from", "since")
TOO_LATE = "valid_from より後です"
LAW_IN_FORCE = dt.date(2015, 4, 1)  # 生活困窮者自立支援法 附則1: no 要綱 is older
LARGEST = 999  # days or months: more is a slip, and would leave the calendar
MOST_YEN = 99_999_999
LONGEST = 100  # characters of a name, a title, a number: what the columns and papers hold
LONGEST_PROSE = 4_000

Prose = NewType("Prose", str)  # sentences of the 要綱: they may be long, in several lines
Code = NewType("Code", str)  # stored in rows for ever: a short word of our own
Yen = NewType("Yen", int)
Year = NewType("Year", int)  # 年度
NO_PROSE = Prose("")
CODE = re.compile("[a-z0-9_]{1,20}")
IDEOGRAPHIC_SPACE = "　"  # what separates words here, and is not "printable" to Python

_TABLES: dict[str, Any] = {}
_REPLACED: set[str] = set()


class ProfileError(Exception):
    """A wrong profile: every fault with its file, key and reason (E-29)."""

    def __init__(self, faults: list[Refusal]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def register_table(name: str, schema: Any, *, replaces: bool = False) -> None:
    """Give the table ``name`` its shape: a frozen dataclass of the room that reads it, or
    ``dict[str, dataclass]`` for a catalogue. ``replaces``: a city's table stands instead
    of the one below it, not on top of it.
    """
    if name in _TABLES:
        raise ValueError(f"two rooms register the table {name}")
    _TABLES[name] = schema
    if replaces:
        _REPLACED.add(name)
    clear()


def registered_tables() -> dict[str, Any]:
    """The shape of every table, by its name."""
    return dict(_TABLES)


@dataclasses.dataclass(frozen=True)
class Profile:
    """The rules of one municipality as they stood on a day."""

    code: str
    name: str
    valid_from: dt.date
    tables: Mapping[str, Any]
    on: dt.date  # the day asked for: what the law renames within a version goes by it
    since: dt.date  # 施行日 of the 要綱 itself; a version may begin with another one beside it

    @property
    def label(self) -> str:
        """…実施要領　令和2年10月1日施行: how a refusal names the version."""
        return f"{self.name}　{wareki(self.since)}施行"

    def table(self, name: str) -> Any:
        """The table of a room, as its dataclass. Raises ``KeyError`` for an unknown one."""
        return self.tables[name]

    def lacks(self, key: str, why: str) -> Refusal:
        """E-29 for a value that an act needs and the file does not give: file, table, key."""
        return _fault((_folder(self.code) or FOLDER / self.code) / FILE, key, why)


def profile_for(code: str, on: dt.date | None = None) -> Profile:
    """The version in force on a day (today if none) of a municipality, by its 団体コード.

    A municipality without a folder works by the national default. A day before the
    first version is judged by the first.
    """
    day = on or today()
    versions = _versions(code if _folder(code) else NATIONAL)
    fitting = [row for row in versions if row.valid_from <= day]
    return dataclasses.replace(fitting[-1] if fitting else versions[0], on=day)


def codes() -> list[str]:
    """The 団体コード of every folder, the national default's among them."""
    return sorted(path.name.partition("_")[0] for path in FOLDER.glob("*_*") if path.is_dir())


def versions_of(code: str) -> tuple[Profile, ...]:
    """All versions of a municipality, oldest first."""
    return _versions(code if _folder(code) else NATIONAL)


def clear() -> None:
    """Forget what was read: a table was registered or a file changed."""
    _versions.cache_clear()
    _folder.cache_clear()


@cache
def _versions(code: str) -> tuple[Profile, ...]:
    path = _folder(code)
    if path is None:
        raise ProfileError([_fault(FOLDER / code, "", "フォルダがありません")])
    return read(path, code)


@cache
def _folder(code: str) -> Path | None:
    return next(iter(sorted(FOLDER.glob(f"{code}_*"))), None)


def read(folder: Path, code: str) -> tuple[Profile, ...]:
    """Read and check one municipality's folder; raises ``ProfileError`` with every fault."""
    path = folder / FILE
    own = _load(path)
    rows = own.get("version")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise ProfileError([_fault(path, "version", "施行日ごとの [[version]] がありません")])
    below = {} if code == NATIONAL else _national()
    faults = [(key, "知らない項目です") for key in sorted(set(own) - {"version"})]
    if "name" not in rows[0]:  # the national one is that of no city
        faults.append(("version 1.name", "書かれていません"))
    said: set[tuple[str, str]] = set()
    built: list[Profile] = []
    for number, row in enumerate(rows, start=1):
        place = f"version {number}"
        below = _merged(below, {key: row[key] for key in row if key not in DAYS})
        tables, wrong = _tables(below)
        # A version stands on those before it: a fault is said where it first appears.
        faults += [(f"{place}.{key}", why) for key, why in wrong if (key, why) not in said]
        said.update(wrong)
        valid_from = row.get("valid_from")
        since = row.get("since", valid_from)
        bad_day = _bad_day(valid_from, built[-1].valid_from if built else None)
        if bad_day:
            faults.append((f"{place}.valid_from", bad_day))
        elif bad_day := _bad_day(since) or ("" if since <= valid_from else TOO_LATE):
            faults.append((f"{place}.since", bad_day))
        else:
            name = tables.pop("name", "")
            frozen = types.MappingProxyType(tables)
            built.append(Profile(code, name, valid_from, frozen, on=valid_from, since=since))
    if faults:
        raise ProfileError([_fault(path, key, why) for key, why in faults])
    return tuple(built)


def check_folders() -> list[Refusal]:
    """Every fault of every folder: what the start says before it serves anyone."""
    folders = sorted(path for path in FOLDER.glob("*") if path.is_dir())
    faults = [] if _folder(NATIONAL) else [_fault(FOLDER, NATIONAL, "全国の既定がありません")]
    for folder in folders:
        faults.extend(check_folder(folder))
    codes = [folder.name.split("_")[0] for folder in folders]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        faults.append(_fault(FOLDER, code, "同じ団体コードのフォルダが2つ以上あります"))
    # A fault of the national default is a fault under every city: it is said once.
    return list(dict.fromkeys(faults))


def check_folder(folder: Path) -> list[Refusal]:
    """The faults of one folder; its name begins with the 団体コード."""
    code, _, name = folder.name.partition("_")
    if not (len(code) == 6 and code.isascii() and code.isdigit() and name):
        return [_fault(folder, "", "フォルダの名は「団体コード6桁_名」です")]
    if code != NATIONAL and not has_check_digit(code):
        return [_fault(folder, code, "団体コードの6桁目（検査数字）が合いません")]
    try:
        read(folder, code)
    except ProfileError as error:
        return error.faults
    return []


def has_check_digit(code: str) -> bool:
    """Does the sixth digit of a 団体コード follow from the five before it (総務省)?"""
    total = sum(int(digit) * weight for digit, weight in zip(code, range(6, 1, -1), strict=False))
    return int(code[5]) == (11 - total % 11) % 10


def refuse_to_start() -> None:
    """Raise ``ProfileError`` with every fault: a server has no ``manage.py check``."""
    faults = check_folders()
    if faults:
        raise ProfileError(faults)


def _bad_day(day: Any, earlier: dt.date | None = None) -> str:
    """Why this cannot be the 施行日 of a version that follows ``earlier``; "" if it can."""
    if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
        return "日付（例 2020-10-01）ではありません"
    if day < LAW_IN_FORCE:
        return f"法の施行日（{LAW_IN_FORCE}）より前です"
    if earlier and day <= earlier:
        return "前の版と重なっています（古い順に書きます）"
    return ""


def _national() -> dict[str, Any]:
    """The national default's tables, under the first version of every city.

    Read whole first, so that its own faults are said of its own file.
    """
    folder = _folder(NATIONAL)
    if folder is None:
        raise ProfileError([_fault(FOLDER, NATIONAL, "全国の既定がありません")])
    read(folder, NATIONAL)
    merged: dict[str, Any] = {}
    for row in _load(folder / FILE)["version"]:
        merged = _merged(merged, {key: row[key] for key in row if key not in DAYS})
    return merged


def _load(path: Path) -> dict[str, Any]:
    try:
        # A file saved by Windows may begin with a byte order mark.
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise ProfileError([_fault(path, "", "ファイルがありません")]) from error
    except OSError as error:
        raise ProfileError([_fault(path, "", "ファイルを読めません")]) from error
    except UnicodeDecodeError as error:
        raise ProfileError([_fault(path, "", "文字コードが UTF-8 ではありません")]) from error
    if not text.strip():
        raise ProfileError([_fault(path, "", "中身がありません")])
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProfileError([_fault(path, *_misspelt(text, error))]) from error


def _misspelt(text: str, error: Exception) -> tuple[str, str]:
    """The line that is no TOML and its words: the parser speaks English only."""
    at = re.search(r"at line (\d+)", str(error))
    if at is None:
        return "", "TOML として読めません（かっこや引用符の閉じ忘れ）"
    line = text.split("\n")[int(at[1]) - 1].strip()
    return (
        f"{at[1]}行目",
        f"「{line}」は TOML の書き方ではありません（ない日付、引用符、かっこ、二度書いた項目）",
    )


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Tables key by key; lists and everything else replace."""
    result = dict(base)
    for key, value in over.items():
        below = result.get(key)
        if isinstance(below, dict) and isinstance(value, dict) and key not in _REPLACED:
            result[key] = _merged(below, value)
        else:
            result[key] = value
    return result


def _tables(raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The name and every room's table, and (key, why) of what does not fit."""
    tables: dict[str, Any] = {}
    known = {"name": str, **_TABLES}
    faults = [(key, "知らない表です") for key in raw if key not in known]
    for name, schema in known.items():
        if typing.get_origin(schema) is dict and raw.get(name) == {}:
            faults.append((name, "1つも書かれていません"))
            continue
        try:
            tables[name] = _fit(schema, raw.get(name, "" if name == "name" else {}), name)
        except _Wrong as wrong:
            faults.extend(wrong.faults)
    return tables, faults


class _Wrong(Exception):
    """What does not fit a schema: (key, why) of each place."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        self.faults = faults
        super().__init__(*faults)


def _build(schema: Any, value: Any, key: str) -> Any:
    """Turn TOML into the dataclass, field by field; what does not fit raises ``_Wrong``."""
    if not isinstance(value, dict):
        raise _Wrong((key, "表ではありません"))
    hints = typing.get_type_hints(schema)
    fields = {
        field.name: field for field in dataclasses.fields(schema) if "derived" not in field.metadata
    }
    faults = [(f"{key}.{name}", "知らない項目です") for name in value if name not in fields]
    faults += [
        (f"{key}.{name}", "書かれていません")
        for name, field in fields.items()
        if name not in value
        and field.default is dataclasses.MISSING
        and field.default_factory is dataclasses.MISSING
    ]
    names = [name for name in fields if name in value]
    parts = [(hints[name], value[name], f"{key}.{name}") for name in names]
    built = dict(zip(names, _fit_each(parts, faults), strict=True))
    try:
        return schema(**built)
    except ValueError as error:
        raise _Wrong((key, str(error))) from error


def _fit_each(
    parts: Iterable[tuple[Any, Any, str]], faults: Iterable[tuple[str, str]] = ()
) -> list[Any]:
    """Fit every part; raises one ``_Wrong`` with the faults of all, after those known."""
    fitted, wrong = [], list(faults)
    for hint, value, key in parts:
        try:
            fitted.append(_fit(hint, value, key))
        except _Wrong as error:
            wrong.extend(error.faults)
    if wrong:
        raise _Wrong(*wrong)
    return fitted


def _fit(hint: Any, value: Any, key: str) -> Any:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if dataclasses.is_dataclass(hint):
        return _build(hint, value, key)
    if origin is tuple:
        if not isinstance(value, list):
            raise _Wrong((key, "一覧 [ … ] ではありません"))
        fitted = _fit_each((args[0], row, f"{key}[{n}]") for n, row in enumerate(value, 1))
        twice = [
            (f"{key}[{n + 1}]", "同じものが前にあります")
            for n, row in enumerate(fitted)
            if row in fitted[:n]
        ]
        if twice:
            raise _Wrong(*twice)
        return tuple(fitted)
    if origin is dict:
        if not isinstance(value, dict):
            raise _Wrong((key, "表ではありません"))
        names = [(args[0], name, f"{key}.{name}") for name in value]
        rows = [(args[1], row, f"{key}.{name}") for name, row in value.items()]
        fitted = _fit_each(names + rows)
        return dict(zip(fitted[: len(names)], fitted[len(names) :], strict=True))
    if origin is typing.Literal:
        if value not in args:
            raise _Wrong((key, f"「{value}」は使えません（{'・'.join(map(str, args))}）"))
        return value
    if origin in (typing.Union, types.UnionType):
        return _fit(next(arg for arg in args if arg is not type(None)), value, key)
    if hint in (str, Prose, Code):
        return _words(hint, value, key)
    if hint is Yen:
        return _plain(int, value, key, most=MOST_YEN)
    if hint is Year:
        return _plain(int, value, key, least=LAW_IN_FORCE.year, most=LAST_DAY.year)
    return _plain(hint, value, key)


def _words(hint: Any, value: Any, key: str) -> str:
    """Words: of a column's length, in one line; sentences may be long and have several."""
    text: str = _plain(str, value, key)
    if not text.strip():
        raise _Wrong((key, "空です"))
    if hint is Code and not CODE.fullmatch(text):
        raise _Wrong((key, "20字までの英小文字・数字・_ ではありません"))
    lines = text.split("\n") if hint is Prose else [text]
    if any(not char.isprintable() and char != IDEOGRAPHIC_SPACE for char in "".join(lines)):
        raise _Wrong((key, "見えない文字（改行など）があります"))
    longest = LONGEST_PROSE if hint is Prose else LONGEST
    if len(text) > longest:
        raise _Wrong((key, f"{longest}字より長いです"))
    return text


def _plain(hint: type, value: Any, key: str, *, least: int = 0, most: int = LARGEST) -> Any:
    """Words, a whole number, yes or no, a day, an hour."""
    is_other = isinstance(value, {int: bool, dt.date: dt.datetime}.get(hint, ()))
    if not isinstance(value, hint) or is_other:
        raise _Wrong((key, f"{_NAMES[hint]}ではありません"))
    if isinstance(value, int) and not least <= value <= most:
        raise _Wrong((key, f"{least}～{most}の整数ではありません"))
    return value


_NAMES = {
    str: "文字",
    int: "整数",
    bool: "true / false",
    dt.date: "日付（例 2020-10-01）",
    dt.time: "時刻（例 08:30:00）",
}


def _fault(path: Path, key: str, why: str) -> Refusal:
    place = "　".join(filter(None, (f"{path.parent.name}/{path.name}", key)))
    return refuse("E-29", place=place, reason=why)
