"""What a municipality's 要綱 says of its papers: the table ``papers`` of the profile (D27)."""

from dataclasses import dataclass, field
from typing import Literal

from rules.profile import register_table


@dataclass(frozen=True)
class Papers:
    """How the forms are numbered and marked, and the sign before a 文書番号.

    ``numbers`` has an entry per form that bears a number (様式１, 様式第1号); a form
    without one bears its title only.
    """

    numbers: dict[str, str] = field(default_factory=dict)
    mark: Literal["square", "tick"] = "square"
    sign: str = ""


register_table("papers", Papers, replaces=True)
