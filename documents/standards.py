"""What a municipality's 要綱 says of its papers: the table ``papers`` of the profile (D27)."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from documents.register import DOCUMENTS
from rules.profile import NATIONAL, NO_PROSE, Prose, profile_for, register_table

STANDARD_FORMS = {f"form{number}" for number in range(1, 9)}  # 標準様式, printed by us or not


@dataclass(frozen=True)
class Papers:
    """How the forms are numbered and marked, the sign before a 文書番号, the 教示文.

    ``numbers`` has an entry per form that bears a number (様式１, 様式第1号); a form
    without one bears its title only. ``seal``: 印 stands beside the person's signature.
    ``appeal`` is printed only where there is one.
    """

    numbers: dict[str, str] = field(default_factory=dict)
    mark: Literal["square", "tick"] = "square"
    seal: bool = False
    sign: str = ""
    appeal: Prose = NO_PROSE

    def __post_init__(self) -> None:
        for code in self.numbers:
            if code not in STANDARD_FORMS | set(DOCUMENTS):
                raise ValueError(f"numbers の「{code}」という様式はありません")


register_table("papers", Papers, replaces=True)


def papers_of(municipality: str, on: dt.date) -> Papers:
    """What the municipality says of its papers on a day; the national default for none."""
    table = profile_for(municipality or NATIONAL, on).table("papers")
    assert isinstance(table, Papers)
    return table
