"""What a 要綱 says of 受付, 振り分け and つなぎ (P-04, P-11 to P-17), and of 期限 (P-38)."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from rules.due import DueRule
from rules.profile import Code, Profile, register_table

Channel = Literal["self_visit", "self_phone", "family_visit", "family_phone", "outreach"]
EarlyHelp = Literal["housing_benefit", "shelter", "job_support", "other", "none"]


@dataclass(frozen=True)
class Item:
    """A code with the words it stands for."""

    code: Code
    label: str


@dataclass(frozen=True)
class Target:
    """One 対象要件 judged at 振り分け (P-15, E-30).

    ``yes``: it is so or not. ``any_of``: at least one of ``options``. ``age``: between
    ``youngest`` and ``oldest``, read from the birth date. Whoever fails one is referred on,
    or goes on with a written reason (D12); ``clause`` says where it stands.
    """

    code: Code
    label: str
    asks: Literal["yes", "any_of", "age"]
    clause: str
    options: tuple[Item, ...] = ()
    youngest: int = 0
    oldest: int = 0

    def __post_init__(self) -> None:
        if (self.asks == "any_of") != bool(self.options):
            raise ValueError("options は any_of のときに（そのときだけ）書きます")
        if self.asks == "age" and not 0 < self.youngest <= self.oldest:
            raise ValueError("age には youngest と oldest を、小さい順に書きます")
        if self.asks != "age" and (self.youngest or self.oldest):
            raise ValueError("youngest と oldest は age のときだけ書きます")


@dataclass(frozen=True)
class Stage:
    """One stage of outreach, in their order (P-13): from the family's call to work.

    ``channels``: a 受付 that came this way stands at it by itself. ``is_intensive``: the
    person is reached, and supported intensively from here (集中的な支援, SAI-3-1).
    """

    code: Code
    label: str
    channels: tuple[Channel, ...] = ()
    is_intensive: bool = False

    def __post_init__(self) -> None:
        if self.is_intensive and self.channels:
            raise ValueError("is_intensive の段階に channels は書きません")


@dataclass(frozen=True)
class Hours:
    """The office hours: what is before, after or on a 休日 is counted by itself (P-12)."""

    opens: dt.time
    closes: dt.time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("closes は opens より後の時刻です")


@dataclass(frozen=True)
class CaseRules:
    """受付 and 振り分け: the ways in, the 福祉事務所, the 対象要件, help before the plan.

    ``family_outreach`` switches the ``stages``; who is supported intensively is met at least
    every ``contact_days``. ``off_hours`` switches the count by ``hours``. ``assessment``: the
    whole sheet must be made, or what the interview found is enough (D27).
    """

    channels: tuple[Channel, ...]
    is_accompanying: bool
    off_hours: bool
    family_outreach: bool
    early_supports: tuple[EarlyHelp, ...]
    after_job: str
    hours: Hours
    contact_days: int
    assessment: Literal["sheet", "interview"]
    stages: tuple[Stage, ...] = ()
    welfare_offices: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()

    def __post_init__(self) -> None:
        if not (self.channels and self.early_supports):
            raise ValueError("channels と early_supports を1つ以上書きます")
        if not self.contact_days:
            raise ValueError("contact_days は1日以上です")
        codes = [row.code for row in self.targets]
        if len(codes) != len(set(codes)):
            raise ValueError("targets に同じ code が2つあります")
        codes = [row.code for row in self.stages]
        if len(codes) != len(set(codes)):
            raise ValueError("stages に同じ code が2つあります")
        if self.family_outreach and not self.stages:
            raise ValueError("family_outreach = true には stages を書きます")


@dataclass(frozen=True)
class DueRules:
    """期限: every one of the course, in its order."""

    triage: DueRule
    consent: DueRule
    acceptance: DueRule
    after_referral: DueRule
    monitoring: DueRule
    evaluation: DueRule
    job: DueRule
    follow_up: DueRule
    ending: DueRule

    def __post_init__(self) -> None:
        if not self.evaluation.months:
            raise ValueError("evaluation の months を1つ以上書きます")
        if not (self.triage.counts and self.acceptance.counts and self.after_referral.counts):
            raise ValueError("triage・acceptance・after_referral は days か months を書きます")
        if not self.ending.before:
            raise ValueError("ending の before に、終わりの何日前かを書きます")


@dataclass(frozen=True)
class ViewingRules:
    """What stands out in the 閲覧の記録: so many people in one day who are not one's own, and
    what was opened outside these hours or on a 休日.
    """

    many_a_day: int
    hours: Hours

    def __post_init__(self) -> None:
        if not self.many_a_day:
            raise ValueError("many_a_day は1人以上です")


register_table("cases", CaseRules)
register_table("viewings", ViewingRules)
register_table("deadlines", DueRules)


def case_rules(profile: Profile) -> CaseRules:
    """The table ``cases`` of a version."""
    table = profile.table("cases")
    assert isinstance(table, CaseRules)
    return table


def viewing_rules(profile: Profile) -> ViewingRules:
    """The table ``viewings`` of a version."""
    table = profile.table("viewings")
    assert isinstance(table, ViewingRules)
    return table


def due_rule(profile: Profile, name: str) -> DueRule:
    """The row of a 期限. Raises ``AttributeError`` for one the course does not know."""
    rule = getattr(profile.table("deadlines"), name)
    assert isinstance(rule, DueRule)
    return rule
