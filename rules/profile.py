"""自治体プロファイル: the 要綱 of a municipality as data, by the day it was in force (D26).

One folder per municipality under ``config/municipalities``, the national default under
every one: a city's file says only what differs. Tables merge key by key, lists and the
whole ``programmes`` table replace. Each room registers the dataclass of its own table;
nothing in the program asks for a municipality's name.
"""

import dataclasses
import datetime as dt
import tomllib
import types
import typing
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from rules.calendar import today, wareki
from rules.refusals import Refusal, refuse

FOLDER = Path(__file__).resolve().parents[1] / "config" / "municipalities"
NATIONAL = "000000"
FILE = "profile.toml"

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


@dataclasses.dataclass(frozen=True)
class Profile:
    """The rules of one municipality as they stood on a day."""

    code: str
    name: str
    valid_from: dt.date
    tables: Mapping[str, Any]

    @property
    def label(self) -> str:
        """長岡市…実施要領　令和2年10月1日施行: how a refusal names the version."""
        return f"{self.name}　{wareki(self.valid_from)}施行"

    def table(self, name: str) -> Any:
        """The table of a room, as its dataclass. Raises ``KeyError`` for an unknown one."""
        return self.tables[name]


def profile_for(code: str, on: dt.date | None = None) -> Profile:
    """The version in force on a day (today if none) of a municipality, by its 団体コード.

    A municipality without a folder works by the national default. A day before the
    first version is judged by the first.
    """
    day = on or today()
    versions = _versions(code if _folder(code) else NATIONAL)
    fitting = [row for row in versions if row.valid_from <= day]
    return fitting[-1] if fitting else versions[0]


def versions_of(code: str) -> tuple[Profile, ...]:
    """All versions of a municipality, oldest first."""
    return _versions(code if _folder(code) else NATIONAL)


def clear() -> None:
    """Forget what was read: a table was registered or a file changed."""
    _versions.cache_clear()


@cache
def _versions(code: str) -> tuple[Profile, ...]:
    path = _folder(code)
    if path is None:
        raise ProfileError([_fault(FOLDER / code, "", "フォルダがありません")])
    return read(path, code)


def _folder(code: str) -> Path | None:
    return next(iter(sorted(FOLDER.glob(f"{code}_*"))), None)


def read(folder: Path, code: str) -> tuple[Profile, ...]:
    """Read and check one municipality's folder; raises ``ProfileError`` with every fault."""
    path = folder / FILE
    own = _load(path)
    faults: list[Refusal] = []
    rows = own.get("version", [])
    if not isinstance(rows, list) or not rows:
        raise ProfileError([_fault(path, "version", "施行日ごとの [[version]] がありません")])
    base = {} if code == NATIONAL else _national()
    built: list[Profile] = []
    for number, row in enumerate(rows, start=1):
        place = f"version {number}"
        valid_from = row.get("valid_from")
        if not isinstance(valid_from, dt.date) or isinstance(valid_from, dt.datetime):
            faults.append(
                _fault(path, f"{place}.valid_from", "日付（例 2020-10-01）ではありません")
            )
            continue
        if built and valid_from <= built[-1].valid_from:
            faults.append(
                _fault(path, f"{place}.valid_from", "前の版と重なっています（古い順に書きます）")
            )
            continue
        base = _merged(base, {k: v for k, v in row.items() if k != "valid_from"})
        tables, wrong = _tables(path, place, base)
        faults.extend(wrong)
        name = base.get("name")
        if not isinstance(name, str) or not name:
            faults.append(_fault(path, f"{place}.name", "要綱の名がありません"))
            continue
        built.append(Profile(code, name, valid_from, types.MappingProxyType(tables)))
    extra = set(own) - {"version"}
    faults.extend(_fault(path, key, "知らない項目です") for key in sorted(extra))
    if faults:
        raise ProfileError(faults)
    return tuple(built)


def check_folders() -> list[Refusal]:
    """Every fault of every folder: what ``manage.py check`` says before the server starts."""
    faults: list[Refusal] = []
    for folder in sorted(path for path in FOLDER.iterdir() if path.is_dir()):
        faults.extend(check_folder(folder))
    return faults


def check_folder(folder: Path) -> list[Refusal]:
    """The faults of one folder; its name begins with the 団体コード."""
    code = folder.name.split("_")[0]
    if len(code) != 6 or not code.isdigit():
        return [_fault(folder, "", "フォルダの名は「団体コード6桁_名」です")]
    try:
        read(folder, code)
    except ProfileError as error:
        return error.faults
    return []


def _national() -> dict[str, Any]:
    """The national default's tables, under the first version of every city."""
    folder = _folder(NATIONAL)
    if folder is None:
        raise ProfileError([_fault(FOLDER, NATIONAL, "全国の既定がありません")])
    merged: dict[str, Any] = {}
    for row in _load(folder / FILE).get("version", []):
        merged = _merged(merged, {k: v for k, v in row.items() if k != "valid_from"})
    return merged


def _load(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise ProfileError([_fault(path, "", "読めません")]) from error
    except UnicodeDecodeError as error:
        raise ProfileError([_fault(path, "", "文字コードが UTF-8 ではありません")]) from error
    if not text.strip():
        raise ProfileError([_fault(path, "", "中身がありません")])
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError([_fault(path, "", f"書き方の誤り：{error}")]) from error


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


def _tables(path: Path, place: str, raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[Refusal]]:
    tables: dict[str, Any] = {}
    faults: list[Refusal] = []
    for key in raw:
        if key != "name" and key not in _TABLES:
            faults.append(_fault(path, f"{place}.{key}", "知らない表です"))
    for name, schema in _TABLES.items():
        try:
            tables[name] = _fit(schema, raw.get(name, {}), f"{place}.{name}")
        except _Wrong as wrong:
            faults.append(_fault(path, wrong.key, wrong.why))
    return tables, faults


class _Wrong(Exception):
    def __init__(self, key: str, why: str) -> None:
        self.key, self.why = key, why
        super().__init__(key, why)


def _build(schema: Any, value: Any, key: str) -> Any:
    """Turn TOML into the dataclass, field by field; what does not fit raises ``_Wrong``."""
    if not isinstance(value, dict):
        raise _Wrong(key, "表ではありません")
    hints = typing.get_type_hints(schema)
    fields = {field.name: field for field in dataclasses.fields(schema)}
    for name in value:
        if name not in fields:
            raise _Wrong(f"{key}.{name}", "知らない項目です")
    built = {}
    for name, field in fields.items():
        if name in value:
            built[name] = _fit(hints[name], value[name], f"{key}.{name}")
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise _Wrong(f"{key}.{name}", "書かれていません")
    try:
        return schema(**built)
    except ValueError as error:
        raise _Wrong(key, str(error)) from error


def _fit(hint: Any, value: Any, key: str) -> Any:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if dataclasses.is_dataclass(hint):
        return _build(hint, value, key)
    if origin is tuple:
        if not isinstance(value, list):
            raise _Wrong(key, "一覧 [ … ] ではありません")
        return tuple(_fit(args[0], row, f"{key}[{n}]") for n, row in enumerate(value))
    if origin in (dict, Mapping):
        if not isinstance(value, dict):
            raise _Wrong(key, "表ではありません")
        return {name: _fit(args[1], row, f"{key}.{name}") for name, row in value.items()}
    if origin is typing.Literal:
        if value not in args:
            raise _Wrong(key, f"「{value}」は使えません（{'・'.join(map(str, args))}）")
        return value
    if origin in (typing.Union, types.UnionType):
        return _fit(next(arg for arg in args if arg is not type(None)), value, key)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise _Wrong(key, f"{_NAMES.get(hint, hint)}ではありません")
    if hint is str and not value:
        raise _Wrong(key, "空です")
    return value


_NAMES = {str: "文字", int: "整数", bool: "true / false", dt.date: "日付"}


def _fault(path: Path, key: str, why: str) -> Refusal:
    place = "　".join(filter(None, (f"{path.parent.name}/{path.name}", key)))
    return refuse("E-29", place=place, reason=why)
