"""What the papers of a meeting are filled with: plain values, no model."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class AttendeeLine:
    """One of 出席者名簿."""

    organisation: str = ""
    name: str = ""
    post: str = ""
    part: str = ""
    was_there: bool | None = None


@dataclass(frozen=True)
class RoleLine:
    """One of 役割分担."""

    organisation: str
    task: str
    until: dt.date | None = None


@dataclass(frozen=True)
class ItemPaper:
    """One 議題, and what came of it."""

    number: int = 0
    case_number: str = ""
    name: str = ""
    kind: str = ""
    turn: str = ""
    staff: str = ""
    issues: str = ""
    goal: str = ""
    programmes: str = ""
    earlier: tuple[str, ...] = ()  # what was decided on this person before
    adjusted: tuple[str, ...] = ()
    outcome: str = ""
    reason: str = ""
    opinions: str = ""
    roles: tuple[RoleLine, ...] = ()
    gaps: tuple[str, ...] = ()
    withheld: str = ""  # why nothing of it is told to this recipient


@dataclass(frozen=True)
class MeetingPaper:
    """次第・出席者名簿・議事録 of one 支援調整会議, or of one person in it."""

    name: str = ""
    held_on: dt.date | None = None
    start_at: dt.time | None = None
    end_at: dt.time | None = None
    place: str = ""
    chair: str = ""
    attendees: tuple[AttendeeLine, ...] = ()
    items: tuple[ItemPaper, ...] = ()
    minutes: str = ""
    recipient: str = ""

    @property
    def open_rows(self) -> range:
        """Lines for names that are written in by hand."""
        return range(max(0, 8 - len(self.attendees)))
