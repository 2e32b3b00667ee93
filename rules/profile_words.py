"""A version of a 要綱 in words, and two of them side by side.

The words stand in ``profile_words.toml``, one line for each field and each code of the
tables; the shape comes from the dataclasses themselves, so a new field needs no program.
"""

import dataclasses
import datetime as dt
import tomllib
import types
import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from rules.calendar import era_year, wareki
from rules.profile import Profile, Year, Yen, registered_tables

FEW = 3  # with more fields than that, each row of a list is told on a line of its own


@dataclasses.dataclass(frozen=True)
class Row:
    """One field in words; ``key`` is its place in the file, whatever it is called there."""

    key: tuple[str, ...]
    label: str
    text: str
    group: str = ""


@dataclasses.dataclass(frozen=True)
class Section:
    """One table of the profile; ``note`` says how to read it."""

    name: str
    label: str
    rows: tuple[Row, ...]
    note: str = ""

    @property
    def told(self) -> list[Row]:
        """Its rows but those of a catalogue of which nothing is said."""
        return [row for row in self.rows if row.text or not row.group]


@dataclasses.dataclass(frozen=True)
class Pair:
    """The same place in two versions."""

    label: str
    group: str
    old: str
    new: str

    @property
    def difference(self) -> str:
        """What became of it, in a word; "" where nothing did."""
        if self.old == self.new:
            return ""
        if not self.old:
            return "加わった"
        return "変わった" if self.new else "なくなった"


@cache
def words() -> dict[str, Any]:
    """The table of words."""
    path = Path(__file__).with_suffix(".toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def label_of(schema: Any, name: str) -> str:
    """What a field is called."""
    return str(words()["fields"][schema.__name__][name])


def word_for(place: str, code: str) -> str:
    """The word for a code of a field; a free text as it is."""
    found = words()["words"].get(place, {}).get(code)
    return str(words()["common"].get(code, code) if found is None else found)


def is_hidden(schema: Any, name: str) -> bool:
    return f"{schema.__name__}.{name}" in words()["hidden"]["fields"]


def sections(profile: Profile) -> list[Section]:
    """Every table of a version, in the order people read them."""
    schemas = registered_tables()
    found = []
    for name, label in words()["tables"].items():
        schema, table = schemas[name], profile.table(name)
        if typing.get_origin(schema) is dict:
            kind = typing.get_args(schema)[1]
            rows = tuple(
                row for key, item in table.items() for row in _rows(kind, item, key, item.label)
            )
        else:
            rows = tuple(_rows(schema, table))
        found.append(Section(name, label, rows, words()["notes"].get(name, "")))
    return found


def compared(old: Profile, new: Profile) -> list[tuple[Section, list[Pair]]]:
    """Every place of two versions, in the order of the newer; what went comes last."""
    before = {section.name: section for section in sections(old)}
    return [(section, _pairs(before[section.name], section)) for section in sections(new)]


def _pairs(old: Section, new: Section) -> list[Pair]:
    was = {row.key: row for row in old.rows}
    pairs = [
        Pair(row.label, row.group, was[row.key].text if row.key in was else "", row.text)
        for row in new.rows
    ]
    kept = {row.key for row in new.rows}
    gone = [Pair(row.label, row.group, row.text, "") for row in old.rows if row.key not in kept]
    return pairs + gone


def _fields(schema: Any) -> Iterator[tuple[str, Any]]:
    """(name, type) of what a file may say, in the order of the words."""
    hints = typing.get_type_hints(schema)
    derived = {row.name for row in dataclasses.fields(schema) if "derived" in row.metadata}
    for name in words()["fields"][schema.__name__]:
        if name not in derived and not is_hidden(schema, name):
            yield name, _plain(hints[name])


def _plain(hint: Any) -> Any:
    """``X | None`` is an X that may be missing."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next(arg for arg in typing.get_args(hint) if arg is not type(None))
    return hint


def _rows(schema: Any, value: Any, place: str = "", group: str = "") -> Iterator[Row]:
    """The fields of a table; each row of a long list is a row."""
    for name, hint in _fields(schema):
        item, label = getattr(value, name), label_of(schema, name)
        key = (place, name)
        if _is_long_list(hint):
            for number, part in enumerate(item, start=1):
                heading = f"{label}　{getattr(part, 'label', number)}"
                said = "\n".join(_facts(part, without="label"))
                yield Row((*key, getattr(part, "code", str(number))), heading, said, group)
        else:
            said = _say(hint, item, f"{schema.__name__}.{name}")
            yield Row(key, label, said + _mark(value, name), group)


def _mark(table: Any, name: str) -> str:
    """How sure a setting is, where its table says so."""
    mark = getattr(table, "marks", {}).get(name)
    return f"（{word_for(f'{type(table).__name__}.marks', mark)}）" if mark else ""


def _is_long_list(hint: Any) -> bool:
    if typing.get_origin(hint) is not tuple:
        return False
    part = typing.get_args(hint)[0]
    return dataclasses.is_dataclass(part) and len(list(_fields(part))) > FEW


def _facts(value: Any, without: str = "") -> list[str]:
    """What is said of a row of a list, field by field; what is not said is left out."""
    schema = type(value)
    facts = []
    for name, hint in _fields(schema):
        item = getattr(value, name)
        text = _say(hint, item, f"{schema.__name__}.{name}") if item is not False else ""
        if text and name != without:
            said = text.replace("\n", "、")
            facts.append(f"{label_of(schema, name)}：{said}")
    return facts


def _line(value: Any) -> str:
    """A short row in one line: what it is called, then the rest with its names."""
    schema = type(value)
    first, hint = next(_fields(schema))
    head = _say(hint, getattr(value, first), f"{schema.__name__}.{first}")
    return "　".join([head, *_facts(value, without=first)])


def _say(hint: Any, value: Any, place: str) -> str:
    """A value in words; "" where the 要綱 says nothing."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if isinstance(value, bool):
        return word_for(place, str(value).lower())
    if not value:
        return ""
    if dataclasses.is_dataclass(hint):
        return "\n".join(_facts(value))
    if origin is tuple:
        return _list(args[0], value, place)
    if origin is dict:
        return "\n".join(
            f"{word_for(place, key)}：{_entry(args[1], row, place)}" for key, row in value.items()
        )
    if origin is typing.Literal:
        return word_for(place, value)
    if isinstance(value, dt.date):
        return wareki(value)
    if isinstance(value, dt.time):
        return f"{value:%-H:%M}"
    if hint is Yen:
        return f"{value:,}円"
    if hint is Year:
        return f"{era_year(dt.date(value, 5, 1))}度"
    return f"{value}{words()['units'].get(place, '')}"


def _entry(hint: Any, value: Any, place: str) -> str:
    return _line(value) if dataclasses.is_dataclass(hint) else _say(hint, value, place)


def _list(hint: Any, value: tuple[Any, ...], place: str) -> str:
    """A list: rows and sentences below each other, words and figures in a line."""
    if typing.get_origin(hint) is tuple:  # words that belong together
        inner = typing.get_args(hint)[0]
        return "、".join("と".join(_say(inner, word, place) for word in row) for row in value)
    between = "\n" if hint is str or dataclasses.is_dataclass(hint) else "、"
    return between.join(_entry(hint, row, place) for row in value)
