"""What a municipality's 要綱 says of plans: the tables ``plans`` and ``programmes`` (D26, §3.1)."""

from dataclasses import dataclass, field, replace
from typing import Literal

from rules.profile import Profile, register_table
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
]
Act = Literal[
    "triage",
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


@dataclass(frozen=True)
class Item:
    """A code with the words it stands for."""

    code: str
    label: str


@dataclass(frozen=True)
class Programme:
    """A programme of the catalogue: its letter in the 要綱, its procedure, its requirements."""

    label: str
    procedure: Procedure
    group: Literal["own", "law", "other"]
    letter: str = ""
    basis: str = ""
    requirements: tuple[Item, ...] = ()
    longest_months: int | None = None
    key: str = field(default="", metadata={"derived": True})  # its place in the file

    def __post_init__(self) -> None:
        codes = [row.code for row in self.requirements]
        if len(codes) != len(set(codes)):
            raise ValueError("requirements に同じ code が2つあります")
        if self.longest_months == 0:
            raise ValueError("longest_months は1か月以上です")


@dataclass(frozen=True)
class Step:
    """One step of the city's 決裁: the post and the role that signs."""

    label: str
    role: Literal["officer", "approver"]


@dataclass(frozen=True)
class PlanRules:
    """How a plan is reported and decided; which clause says so."""

    report_rule: Literal["contracted_only", "always", "never"]
    report_start: Literal["on_receipt", "on_report"]
    hellowork_needs_approval: bool
    hellowork_documents: tuple[Item, ...]
    longest_plan_months: int
    approval_label: str
    approval_route: tuple[Step, ...]
    refusal_verb: Literal["報告", "連絡"]
    decision_scope: str
    authority: str
    addressee: str
    citations: dict[Act, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.approval_route or self.approval_route[-1].role != "approver":
            raise ValueError("決裁の最後は approver（決裁者）です")
        if self.longest_plan_months == 0:
            raise ValueError("longest_plan_months は1か月以上です")


register_table("plans", PlanRules)
register_table("programmes", dict[ProgrammeKey, Programme], replaces=True)


def programmes(profile: Profile) -> tuple[Programme, ...]:
    """The municipality's catalogue in its order, each programme with its key."""
    rows = profile.table("programmes")
    return tuple(replace(row, key=key) for key, row in rows.items())


def programme(profile: Profile, key: str) -> Programme:
    """One programme of the catalogue, or ``Refused`` (E-23)."""
    for row in programmes(profile):
        if row.key == key:
            return row
    raise Refused(refuse("E-23", programme=key, profile=profile.label))


def citation(profile: Profile, act: str) -> str:
    """The clause of the 要綱 an act rests on, as people cite it (実施要領 4(3)ウ)."""
    return str(profile.table("plans").citations.get(act, ""))
