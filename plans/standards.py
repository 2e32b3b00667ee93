"""What a municipality's 要綱 says of plans: the tables ``plans`` and ``programmes`` (D26, §3.1)."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Literal

from cases.standards import Item
from rules.due import DueRule
from rules.profile import NO_PROSE, Profile, Prose, register_table
from rules.refusals import Refused, refuse

Procedure = Literal["decision", "confirm", "report", "hellowork", "own", "none"]
# 手引き's programmes: the figures of the state count by these, whatever a city calls them.
ProgrammeKey = Literal[
    "own_support",
    "own_job_support",
    "housing_benefit",
    "work_preparation",
    "temporary_living",
    "household_budget",
    "work_training",
    "child_learning",
    "hellowork_program",
    "welfare_loan",
    "rescue",
    "other_public",
    "informal",
]
Act = Literal[
    "plan",
    "meeting",
    "decision",
    "report",
    "hellowork",
    "provision",
    "monitoring",
    "evaluation",
    "closing",
    "notice",
]
NoticeKind = Literal["decided", "refused", "changed", "revoked"]
GroundKind = Literal["refused", "revoked"]


@dataclass(frozen=True)
class Name:
    """What a programme is called from a day on (the law renames what the 要綱 still lists)."""

    label: str
    valid_from: dt.date


@dataclass(frozen=True)
class Paper:
    """A paper of one programme: its title, and its number as the 要綱 writes it (D27)."""

    title: str
    number: str = ""


@dataclass(frozen=True)
class Programme:
    """A programme of the catalogue: its letter in the 要綱, its procedure, its requirements.

    ``in_every_plan``: the 要綱 wants it in each plan, as where the consultation itself needs
    支援決定. ``application``: it is applied for on a paper of its own, with a day of its own;
    ``limit`` says until when the city rules on it. ``kinds``: 雇用型 or 非雇用型; the agency
    judges which, having heard the person and the place, and the city has the last word.
    ``basis``: the 要綱 and clause of its own that it rests on, where one city has several;
    ``consent``: what the person agrees to on that application, besides applying.
    ``grounds``: those of its own on which alone it is refused or ended; one is named each time.
    ``notices``: the papers that tell the person of each ruling; one 可否 paper is the same
    under ``decided`` and ``refused``.
    """

    label: str
    procedure: Procedure
    group: Literal["own", "law", "other"]
    letter: str = ""
    basis: str = ""
    original: str = ""
    names: tuple[Name, ...] = ()
    requirements: tuple[Item, ...] = ()
    kinds: tuple[str, ...] = ()
    longest_months: int | None = None
    extension_months: int = 0
    in_every_plan: bool = False
    application: Paper | None = None
    consent: Prose = NO_PROSE
    limit: DueRule | None = None
    notices: dict[NoticeKind, Paper] | None = None
    grounds: dict[GroundKind, tuple[str, ...]] | None = None
    key: str = field(default="", metadata={"derived": True})  # its place in the file

    def __post_init__(self) -> None:
        codes = [row.code for row in self.requirements]
        if len(codes) != len(set(codes)):
            raise ValueError("requirements に同じ code が2つあります")
        if self.longest_months == 0:
            raise ValueError("longest_months は1か月以上です")
        if self.extension_months and not self.longest_months:
            raise ValueError("extension_months は longest_months といっしょに書きます")
        if self.consent and not self.application:
            raise ValueError("consent は application といっしょに書きます")
        if self.limit and not self.limit.counts:
            raise ValueError("limit は days か months を書きます")

    def called_on(self, day: dt.date) -> str:
        """Its name on a day."""
        names = [row for row in self.names if row.valid_from <= day]
        return max(names, key=lambda row: row.valid_from).label if names else self.label


@dataclass(frozen=True)
class Step:
    """One step of the city's 決裁: the post and the role that signs."""

    label: str
    role: Literal["officer", "approver"]


@dataclass(frozen=True)
class ReviewRules:
    """Who must have been there when a meeting judges a plan (P-25, A3)."""

    outside_required: bool
    city_attendance: Literal["required_if_decision", "basic_always", "participates"]
    decision_needs_city: bool


@dataclass(frozen=True)
class PlanRules:
    """How a plan is reported and decided; which clause says so."""

    report_rule: Literal["contracted_only", "always", "never"]
    report_start: Literal["on_receipt", "on_report"]
    decided: Literal["listed", "all"]
    resubmission_meeting: Literal["if_list_changed", "always"]
    signed: Literal["before_meeting", "after_meeting"]
    hellowork_needs_approval: bool
    hellowork_documents: tuple[Item, ...]
    longest_plan_months: int
    approval_route: tuple[Step, ...]
    decision_scope: str
    authority: str
    addressee: str
    review: ReviewRules
    citations: dict[Act, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.approval_route or self.approval_route[-1].role != "approver":
            raise ValueError("決裁の最後は approver（決裁者）です")
        if self.longest_plan_months == 0:
            raise ValueError("longest_plan_months は1か月以上です")


register_table("plans", PlanRules)
register_table("programmes", dict[ProgrammeKey, Programme], replaces=True)


def plan_rules(profile: Profile) -> PlanRules:
    """The table ``plans`` of a version."""
    table = profile.table("plans")
    assert isinstance(table, PlanRules)
    return table


def programmes(profile: Profile) -> tuple[Programme, ...]:
    """The municipality's catalogue in its order, each programme by its name of the day.

    Where the 要綱 is read as deciding on all of a plan (A2), every programme that would only
    be confirmed or recorded is decided on; the agency's own support never is by this.
    """
    everything = plan_rules(profile).decided == "all"
    rows = []
    for key, row in profile.table("programmes").items():
        lesser = row.procedure in ("confirm", "none") and row.group != "own"
        procedure = "decision" if everything and lesser else row.procedure
        rows.append(replace(row, key=key, label=row.called_on(profile.on), procedure=procedure))
    return tuple(rows)


def programme(profile: Profile, key: str) -> Programme:
    """One programme of the catalogue, or ``Refused`` (E-23)."""
    for row in programmes(profile):
        if row.key == key:
            return row
    raise Refused(refuse("E-23", programme=key, profile=profile.label))


def citation(profile: Profile, act: str) -> str:
    """The clause of the 要綱 an act rests on, as people cite it (実施要領 4(3)ウ)."""
    return str(plan_rules(profile).citations.get(act, ""))
