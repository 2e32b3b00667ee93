"""What the papers of this room are filled with: plain values, no model.

Each has a default for everything: the paper with nothing known is the blank form.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.calendar import PartialDate


@dataclass(frozen=True)
class Who:
    """The head of a paper: copied from the 台帳, never typed again."""

    number: str = ""
    name: str = ""
    kana: str = ""
    sex: str = ""
    birth: str = ""
    age: str = ""


NOBODY = Who()


@dataclass(frozen=True)
class Box:
    """One choice of a list and whether it is taken."""

    label: str
    is_on: bool = False
    text: str = ""  # what was written in （　）
    is_open: bool = False  # has a （　）


@dataclass(frozen=True)
class Letter:
    """The head of a letter from office to office."""

    to: str = ""
    sent_on: dt.date | None = None
    sender: str = ""
    head: str = ""
    address: str = ""
    tel: str = ""
    staff: str = ""


UNSENT = Letter()


@dataclass(frozen=True)
class ReferralPaper:
    """つなぎの連絡票: who is handed on, why, on which consent, and the answer one waits for."""

    letter: Letter = UNSENT
    who: Who = NOBODY
    address: str = ""
    tel: str = ""
    contact_way: str = ""
    topics: str = ""
    purpose: str = ""
    way: str = ""
    consented_on: dt.date | None = None
    accepted_on: dt.date | None = None
    accepted_by: str = ""


@dataclass(frozen=True)
class Topic:
    """One of the 16 matters of 様式1 with its mark (○, ◎ or none)."""

    number: int
    label: str
    mark: str = ""


@dataclass(frozen=True)
class IntakePaper:
    """相談受付・申込票 (様式1)."""

    number: str = ""
    received_on: dt.date | None = None
    received_by: str = ""
    name: str = ""
    kana: str = ""
    sex: str = ""
    sex_other: str = ""
    birth: PartialDate | None = None
    age: str = ""
    postal_code: str = ""
    address: str = ""
    residence: str = ""
    tel_home: str = ""
    tel_mobile: str = ""
    email: str = ""
    visitor_name: str = ""
    visitor_tel: str = ""
    visitor_relation: str = ""
    visitor_relation_text: str = ""
    topics: tuple[tuple[Topic, Topic], ...] = ()
    topic_other: str = ""
    words: str = ""
    addressee: str = ""
    policy_on: dt.date | None = None
    signed_on: dt.date | None = None
    oral_on: dt.date | None = None  # agreed to by word of mouth: the signature comes later
    is_application: bool = True  # else it tells of a 相談 alone: nothing to agree to, or to sign


@dataclass(frozen=True)
class Member:
    """One line of 家族構成 (様式2の19)."""

    name: str = ""
    relation: str = ""
    age: str = ""
    lives: str = ""
    occupation: str = ""
    memo: str = ""


@dataclass(frozen=True)
class Job:
    """One line of 主な職歴 (様式2の44)."""

    period: str = ""
    employer: str = ""
    job: str = ""
    reason_left: str = ""


@dataclass(frozen=True)
class Extra:
    """What was asked and has no box of its own on the form."""

    label: str
    words: str


@dataclass(frozen=True)
class AssessmentPaper:
    """インテーク・アセスメントシート (様式2): its answers by the keys of ``sections.toml``.

    ``words`` are answers in words, ``boxes`` the choices of a list, ``said`` the code of a
    yes or no. What the 台帳 keeps as rows of its own stands beside them.
    """

    who: Who = NOBODY
    turn: int = 0
    received_on: dt.date | None = None
    started_on: dt.date | None = None
    updated_on: dt.date | None = None
    staff: str = ""
    birth: PartialDate | None = None
    address: str = ""
    tel: str = ""
    channels: tuple[Box, ...] = ()
    visitor: str = ""
    topics: tuple[tuple[Topic, ...], ...] = ()
    topic_other: str = ""
    heard: str = ""  # what was urgent at 受付
    helped: str = ""  # help before the plan, as it was recorded
    household_n: str = ""
    members: tuple[Member, ...] = ()
    members_on: dt.date | None = None
    income: str = ""
    household_income: str = ""
    arrears: str = ""
    debts: str = ""
    jobs: tuple[Job, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    boxes: Mapping[str, tuple[Box, ...]] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    extras: tuple[Extra, ...] = ()
    screened_on: dt.date | None = None
    screening: tuple[Box, ...] = ()
    referred_to: str = ""
    referred_how: str = ""
    applied_on: dt.date | None = None
    reason: str = ""
    checked: str = ""

    @property
    def open_members(self) -> range:
        """Empty lines, so that the family of a blank or short sheet can be carried on by hand."""
        return range(max(0, 6 - len(self.members)))

    @property
    def open_jobs(self) -> range:
        return range(max(0, 5 - len(self.jobs)))

    @property
    def drawing(self) -> int:
        """The height of the box for the 家族図 in mm: what the lines of the family leave of it."""
        return max(24, 58 - 7 * max(0, len(self.members) - 6))


@dataclass(frozen=True)
class NoteLine:
    """One 支援経過記録: a line of the 経過一覧, or a sheet of its own."""

    on: dt.date | None = None
    at: dt.time | None = None
    method: str = ""
    partner: str = ""
    place: str = ""
    author: str = ""
    body: str = ""
    next_step: str = ""
    is_corrected: bool = False
    struck: str = ""  # why it was struck out: it stays readable (D9)
    is_move: bool = False


@dataclass(frozen=True)
class NotesPaper:
    """支援経過記録シート（経過一覧）(様式3): every line of a period, the oldest first."""

    number: str = ""
    name: str = ""
    kana: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    notes: tuple[NoteLine, ...] = ()

    @property
    def count(self) -> int:
        """How many of them are 記録: a 手続 is no 支援実績."""
        return sum(not (note.is_move or note.struck) for note in self.notes)


@dataclass(frozen=True)
class NotePaper:
    """支援経過記録シート（入力用）(様式3): one note."""

    who: Who = NOBODY
    note: NoteLine = NoteLine()
    staff: tuple[Box, ...] = ()
    methods: tuple[Box, ...] = ()
    plan: str = ""


@dataclass(frozen=True)
class PolicyPaper:
    """個人情報に関する管理・取扱規程 (様式7): one version, as it is shown at the consent."""

    number: int | None = None
    valid_from: dt.date | None = None
    chapters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    agency: str = ""
    address: str = ""
    tel: str = ""
    officer: str = ""
    former: tuple[dt.date, ...] = ()


@dataclass(frozen=True)
class LastNote:
    """A 記録 of the last times, short enough for the paper of a visit."""

    on: dt.date
    title: str
    body: str
    next_step: str = ""


@dataclass(frozen=True)
class Due:
    """What comes next: a 期限, or an appointment."""

    on: dt.date
    what: str


@dataclass(frozen=True)
class VisitPaper:
    """訪問の準備: what one takes along, and lines to write on in the order of the note."""

    number: str = ""
    name: str = ""
    kana: str = ""
    age: str = ""
    stage: str = ""
    staff: str = ""
    address: str = ""
    tel: str = ""
    contact_way: str = ""
    caution: str = ""
    household: str = ""
    on: dt.date | None = None
    at: dt.time | None = None
    place: str = ""
    method: str = ""
    purpose: str = ""
    notes: tuple[LastNote, ...] = ()
    questions: tuple[str, ...] = ()
    dues: tuple[Due, ...] = ()
    methods: tuple[str, ...] = ()
    lines: int = 12
