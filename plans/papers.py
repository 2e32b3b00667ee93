"""What the papers of this room are filled with: plain values, no model.

Each has a default for everything: the paper with nothing known is the blank form.
Dates are dates, texts are as typed; marks and words of the form are the template's.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from cases.papers import NOBODY, UNSENT, Box, Letter, Who


@dataclass(frozen=True)
class PlanRow:
    """One row of ■プラン（実施内容）(様式5 5.3)."""

    number: int
    goal: str = ""
    by_person: str = ""
    by_support: str = ""
    organisation: str = ""
    period: str = ""


@dataclass(frozen=True)
class ServiceRow:
    """One programme of the catalogue, used or not (様式5 5.4)."""

    label: str
    procedure: str
    is_used: bool = False
    content: str = ""
    start_on: dt.date | None = None
    end_on: dt.date | None = None
    is_continued: bool | None = None


@dataclass(frozen=True)
class ReviewBox:
    """支援調整会議: when, with what result, who took part."""

    held_on: dt.date | None = None
    outcome: Literal["", "approved", "amended", "returned"] = ""
    attendance: str = ""


@dataclass(frozen=True)
class DecisionBox:
    """自治体 支援決定・確認: which of the three, when, why not."""

    kind: Literal["", "decided", "confirmed", "refused"] = ""
    decided_on: dt.date | None = None
    reason: str = ""


@dataclass(frozen=True)
class PlanPaper:
    """プラン兼事業等利用申込書 (様式5)."""

    who: Who = NOBODY
    turn: int = 0  # 0 not known, 1 初回, n + 1 再プラン n 回目
    made_on: dt.date | None = None
    staff: str = ""
    agency: str = ""
    contact: str = ""
    issues: str = ""
    approach: str = ""
    goal_long: str = ""
    goal_short: str = ""
    rows: tuple[PlanRow, ...] = ()
    services: tuple[ServiceRow, ...] = ()
    start_on: dt.date | None = None
    end_on: dt.date | None = None
    is_job_target: bool | None = None
    next_monitoring_on: dt.date | None = None
    memo: str = ""
    addressee: str = ""
    signed_on: dt.date | None = None
    oral_on: dt.date | None = None  # agreed to by word of mouth: the signature comes later
    review: ReviewBox = ReviewBox()
    decision: DecisionBox = DecisionBox()

    @property
    def again(self) -> int | None:
        """Which 再プラン this is; None for 初回 or where it is not known."""
        return self.turn - 1 if self.turn > 1 else None

    @property
    def open_rows(self) -> range:
        """Empty rows, so that the table of a short plan can be carried on by hand."""
        return range(max(0, 5 - len(self.rows)))


@dataclass(frozen=True)
class EvaluationPaper:
    """評価シート (様式6)."""

    who: Who = NOBODY
    turn: int = 0
    made_on: dt.date | None = None
    start_on: dt.date | None = None
    end_on: dt.date | None = None
    evaluated_on: dt.date | None = None
    staff: str = ""
    goal: str = ""
    achievement: str = ""
    achievement_level: Literal["", "met", "partly", "unmet"] = ""
    changes: tuple[Box, ...] = ()
    job_started_on: dt.date | None = None
    job_kind: str = ""
    income_before: int | None = None
    income_after: int | None = None
    remaining: str = ""
    wish: str = ""
    opinion: str = ""
    result: Literal["", "close", "continue", "suspend"] = ""
    close_reasons: tuple[Box, ...] = ()
    continue_reasons: tuple[Box, ...] = ()
    suspend_reasons: tuple[Box, ...] = ()
    after: str = ""
    follow_up_on: dt.date | None = None
    meeting_on: dt.date | None = None
    meeting_outcome: Literal["", "approved", "amended", "returned"] = ""
    signed_on: dt.date | None = None
    confirmed_on: dt.date | None = None
    confirmed_by: str = ""

    @property
    def again(self) -> int | None:
        """Which 再プラン was evaluated; None for 初回 or where it is not known."""
        return self.turn - 1 if self.turn > 1 else None


@dataclass(frozen=True)
class DecidedRow:
    """One decided programme of a notice."""

    label: str
    content: str = ""
    start_on: dt.date | None = None
    end_on: dt.date | None = None
    provider: str = ""
    contact: str = ""


@dataclass(frozen=True)
class RulingPaper:
    """A notice of one programme alone: 決定, 却下, 可否, 変更, 中止 (D27)."""

    who: Who = NOBODY
    kind: Literal["", "decided", "refused", "changed", "revoked"] = ""
    number: str = ""  # 文書番号
    noticed_on: dt.date | None = None
    postal_code: str = ""
    address: str = ""
    sender: str = ""
    applied_on: dt.date | None = None
    decided_on: dt.date | None = None
    programme: str = ""
    basis: str = ""  # the 要綱 of its own it is offered under
    content: str = ""
    start_on: dt.date | None = None
    end_on: dt.date | None = None
    provider: str = ""
    contact: str = ""
    reason: str = ""
    appeal: str = ""
    office: str = ""
    office_tel: str = ""


@dataclass(frozen=True)
class ApplicationPaper:
    """The application for one programme, where the 要綱 wants one beside the plan (D27)."""

    who: Who = NOBODY
    postal_code: str = ""
    address: str = ""
    tel: str = ""
    addressee: str = ""
    applied_on: dt.date | None = None
    programme: str = ""
    content: str = ""
    start_on: dt.date | None = None
    end_on: dt.date | None = None
    provider: str = ""
    wishes: str = ""
    basis: str = ""  # the 要綱 of its own it is offered under
    consent: str = ""  # what is agreed to besides


@dataclass(frozen=True)
class NoticePaper:
    """支援提供（変更）通知書 (様式8): from the authority to the person, after 支援決定."""

    who: Who = NOBODY
    is_change: bool | None = None
    number: str = ""  # 文書番号
    noticed_on: dt.date | None = None
    postal_code: str = ""
    address: str = ""
    sender: str = ""  # 職氏名
    applied_on: dt.date | None = None
    turn: str = ""  # 初回（令和8年11月20日作成）
    decided_on: dt.date | None = None
    rows: tuple[DecidedRow, ...] = ()
    before: str = ""
    after: str = ""
    reason: str = ""
    memo: str = ""
    appeal: str = ""  # 教示文: the municipality's own; nothing is printed without one
    office: str = ""
    office_tel: str = ""


@dataclass(frozen=True)
class SubmissionPaper:
    """プラン提出書 or 報告書: from the agency to the authority (4(2)オ)."""

    letter: Letter = UNSENT
    who: Who = NOBODY
    is_report: bool | None = None
    number: int = 0  # how often this plan went out
    turn: str = ""
    made_on: dt.date | None = None
    start_on: dt.date | None = None
    end_on: dt.date | None = None
    agreed_on: dt.date | None = None
    review: ReviewBox = ReviewBox()
    rows: tuple[ServiceRow, ...] = ()
    basis: str = ""
    way: str = ""
    enclosures: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReasonPaper:
    """理由報告（連絡）書: the city tells the agency why it cannot decide (6(3))."""

    letter: Letter = UNSENT
    who: Who = NOBODY
    turn: str = ""
    made_on: dt.date | None = None
    submitted_on: dt.date | None = None
    decided_on: dt.date | None = None
    programme: str = ""
    reason: str = ""


@dataclass(frozen=True)
class HelloworkPaper:
    """ハローワークへの支援要請書: with the plan's copy behind it (4(2)カ)."""

    letter: Letter = UNSENT
    who: Who = NOBODY
    address: str = ""
    tel: str = ""
    turn: str = ""
    made_on: dt.date | None = None
    wishes: str = ""
    jobs: tuple[str, ...] = ()
    licences: str = ""
    health: str = ""
    housing: str = ""
    consented_on: dt.date | None = None
    approved_on: dt.date | None = None
    received_on: dt.date | None = None
    enclosures: tuple[Box, ...] = ()
    basis: str = ""
