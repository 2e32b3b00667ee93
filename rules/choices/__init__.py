"""Choice lists, versioned (D25): one TOML file per list; rows store the code only.

An entry is ``{code, label, valid_from, valid_until?, source}`` with source S (seen),
K (known) or G (guess). A label that changed is a second entry of the same code; screen
and paper show the one in force on the row's date (both ends inclusive).
"""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

UNKNOWN = {"unknown": "未確認", "declined": "本人が答えない"}
OTHER = "other"  # その他（　）, in every list that has it
BEGINNING = dt.date(2015, 4, 1)  # 法 in force


@dataclass(frozen=True)
class Choice:
    """One entry of a list and the days on which it may be chosen."""

    code: str
    label: str
    source: str
    valid_from: dt.date = BEGINNING
    valid_until: dt.date | None = None
    group: str = ""
    is_exclusive: bool = False

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@cache
def entries(name: str) -> tuple[Choice, ...]:
    """All entries of a list, in the order of the form."""
    path = Path(__file__).with_name(f"{name}.toml")
    rows = tuple(Choice(**row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["choice"])
    for row in rows:
        if row.source not in {"S", "K", "G"}:
            raise ValueError(f"{path.name}: {row.code}: source must be S, K or G")
    return rows


def names() -> list[str]:
    """The lists there are."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.toml"))


def choices(name: str, on: dt.date | None = None) -> list[tuple[str, str]]:
    """The pairs (code, label) to choose from on a day; without a day, the newest ones."""
    if on is None:
        return [(row.code, row.label) for row in entries(name) if row.valid_until is None]
    return [(row.code, row.label) for row in entries(name) if row.holds_on(max(on, BEGINNING))]


def label(name: str, code: str, on: dt.date | None = None) -> str:
    """The word for a code on a day (the newest word without a day); an unknown code as it is."""
    found = [row for row in entries(name) if row.code == code]
    if not found:
        return UNKNOWN.get(code, code)
    if on is not None:
        found = [row for row in found if row.holds_on(max(on, BEGINNING))] or found
    return found[-1].label
