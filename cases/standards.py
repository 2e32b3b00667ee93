"""What a municipality's 要綱 says of 受付 and つなぎ: the table ``cases`` (P-04 to P-17, P-38)."""

from dataclasses import dataclass

from rules.profile import register_table


@dataclass(frozen=True)
class CaseRules:
    """Labels, and after how many days something is due."""

    triage: str
    welfare_office: str
    hellowork: str
    staff: str
    entrustable: tuple[str, ...]
    triage_days: int
    acceptance_days: int
    referral_follow_up_days: int
    follow_up_months: tuple[int, ...]


register_table("cases", CaseRules)
