"""What a municipality's 要綱 says of the 支援調整会議: the table ``meetings`` (P-24 to P-27)."""

from dataclasses import dataclass
from typing import Literal

from rules.profile import register_table


@dataclass(frozen=True)
class MeetingRules:
    """The meeting's name, who chairs and attends it, how often it is held."""

    name: str
    chair: str
    cadence: str
    outside_required: bool
    city_attendance: Literal["required_if_decision", "basic_always", "participates"]
    pre_adjustment_with: str
    invites_person: bool
    gap_purpose: str


register_table("meetings", MeetingRules)
