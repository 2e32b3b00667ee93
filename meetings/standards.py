"""What a municipality's 要綱 says of the 支援調整会議: the table ``meetings`` (P-24 to P-27)."""

from dataclasses import dataclass
from typing import Literal

from rules.profile import Profile, register_table


@dataclass(frozen=True)
class MeetingRules:
    """Who chairs the meeting and comes to it, how often it is held.

    ``every_months`` and ``every_weeks``: from the last meeting to the next, where the 要綱
    says so. ``called``: all members each time, or for each item those it concerns.
    ``minutes``: one 議事録 of the whole meeting, or one of each person (D27).
    """

    chair: str
    cadence: str
    called: Literal["all", "needed"]
    invites_person: bool
    pre_adjustment_with: str
    gap_purpose: str
    minutes: Literal["meeting", "person"]
    deputy: str = ""
    every_months: int | None = None
    every_weeks: int | None = None

    def __post_init__(self) -> None:
        if 0 in (self.every_months, self.every_weeks):
            raise ValueError("every_months・every_weeks は1以上です")
        if self.every_months and self.every_weeks:
            raise ValueError("every_months と every_weeks はどちらか一方を書きます")


register_table("meetings", MeetingRules)


def meeting_rules(profile: Profile) -> MeetingRules:
    """The table ``meetings`` of a version."""
    table = profile.table("meetings")
    assert isinstance(table, MeetingRules)
    return table
