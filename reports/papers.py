"""What 「この人のいま」 tells, on the screen and on the 引継書: plain values, no model."""

import datetime as dt
from dataclasses import dataclass

from cases.papers import NOBODY, Who


@dataclass(frozen=True)
class Fact:
    """A line with its label."""

    label: str
    words: str


@dataclass(frozen=True)
class GoalRow:
    """One row of the plan: what, by whom, until when."""

    goal: str
    by_person: str
    by_support: str
    who: str
    period: str


@dataclass(frozen=True)
class ProgrammeRow:
    """One programme of the plan with how it stands."""

    label: str
    state: str
    period: str
    provider: str


@dataclass(frozen=True)
class DueRow:
    """A deadline with its reason."""

    on: dt.date
    kind: str
    reason: str
    is_late: bool = False


@dataclass(frozen=True)
class MemberRow:
    """One of the household."""

    name: str
    relation: str
    age: str
    lives: str
    memo: str


@dataclass(frozen=True)
class OutsideRow:
    """Who outside the agency has a part in it."""

    who: str
    part: str
    contact: str


@dataclass(frozen=True)
class NoteRow:
    """One of the last notes."""

    on: dt.date
    at: dt.time | None
    title: str
    body: str
    by: str
    next_step: str = ""


@dataclass(frozen=True)
class NowPaper:
    """この人のいま: what whoever takes over, or sits in a meeting, has to know."""

    number: str = ""
    name: str = ""
    kana: str = ""
    age: str = ""
    who: tuple[Fact, ...] = ()
    stage: str = ""
    staff: str = ""
    words: str = ""
    will: str = ""
    summary: str = ""
    direction: str = ""
    turn: str = ""
    plan_state: str = ""
    plan_period: str = ""
    goal_long: str = ""
    goal_short: str = ""
    goals: tuple[GoalRow, ...] = ()
    programmes: tuple[ProgrammeRow, ...] = ()
    dues: tuple[DueRow, ...] = ()
    tasks: tuple[str, ...] = ()
    household: tuple[MemberRow, ...] = ()
    money: tuple[Fact, ...] = ()
    outside: tuple[OutsideRow, ...] = ()
    notes: tuple[NoteRow, ...] = ()


@dataclass(frozen=True)
class CaseLine:
    """One 台帳 on 支援ケース一覧."""

    number: str = ""
    name: str = ""
    sex: str = ""
    age: str = ""
    received_on: dt.date | None = None
    applied_on: dt.date | None = None
    topics: str = ""
    staff: str = ""
    screened_on: dt.date | None = None
    screened: str = ""
    turn: str = ""
    made_on: dt.date | None = None
    met_on: dt.date | None = None
    decided_on: dt.date | None = None
    programmes: str = ""
    is_job_target: bool = False
    ends_on: dt.date | None = None
    monitoring_on: dt.date | None = None
    evaluated_on: dt.date | None = None
    evaluated: str = ""
    reported_on: dt.date | None = None


@dataclass(frozen=True)
class CaseListPaper:
    """支援ケース一覧 (様式4): the list on the screen, with its conditions and its count."""

    agency: str = ""
    on: dt.date | None = None
    lines: tuple[CaseLine, ...] = ()
    conditions: tuple[str, ...] = ()
    with_names: bool = True


@dataclass(frozen=True)
class CourseLine:
    """One 相談 of a person, on the cover of the 支援台帳."""

    number: int = 0
    received_on: dt.date | None = None
    state: str = ""
    ended_on: dt.date | None = None
    staff: str = ""


@dataclass(frozen=True)
class LedgerPaper:
    """The cover of the 支援台帳."""

    who: Who = NOBODY
    address: str = ""
    tel: str = ""
    staff: str = ""
    old_numbers: tuple[str, ...] = ()
    courses: tuple[CourseLine, ...] = ()
    contents: tuple[str, ...] = ()
