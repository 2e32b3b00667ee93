"""What a municipality's 要綱 says of 受付 and つなぎ (P-04 to P-17), and of every 期限 (P-38)."""

from dataclasses import dataclass

from rules.due import DueRule
from rules.profile import Profile, register_table


@dataclass(frozen=True)
class CaseRules:
    """What the office calls things, and whom it may entrust."""

    triage: str
    welfare_office: str
    hellowork: str
    staff: str
    entrustable: tuple[str, ...]


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

    def __post_init__(self) -> None:
        if not self.evaluation.months:
            raise ValueError("evaluation の months を1つ以上書きます")
        if not (self.triage.counts and self.acceptance.counts and self.after_referral.counts):
            raise ValueError("triage・acceptance・after_referral は days か months を書きます")


register_table("cases", CaseRules)
register_table("deadlines", DueRules)


def due_rule(profile: Profile, name: str) -> DueRule:
    """The row of a 期限. Raises ``AttributeError`` for one the course does not know."""
    rule = getattr(profile.table("deadlines"), name)
    assert isinstance(rule, DueRule)
    return rule
