"""延長: until when it can be asked for stands on the desk of who is in charge (規則12条)."""

import datetime as dt

from cases.workflow.deadlines import set_deadline, settle
from housing_benefit.judging import months_of
from housing_benefit.models import BenefitApplication
from housing_benefit.standards import benefit_rules
from rules.calendar import era_year
from rules.housing_benefit import last_day_to_extend, months_left
from rules.profile import profile_for


def key_of(row: BenefitApplication) -> str:
    return f"benefit_{row.base.pk}"


def remind(row: BenefitApplication) -> None:
    """The last day to ask for an 延長, while there are months left to ask for."""
    base, months = row.base, months_of(row)
    base.refresh_from_db(fields=["state"])
    if not (base.is_rent and months and base.state == base.State.GRANTED):
        return
    profile = profile_for(base.agency.municipality.code, base.applied_on)
    rules = benefit_rules(profile)
    if not months_left(rules, len(months)):
        return
    last = max(months)
    set_deadline(
        base.case,
        key=key_of(base),
        kind="住居確保給付金の延長の申請",
        due_on=last_day_to_extend(last),
        reason=f"最後の支給月 {era_year(last)}{last.month}月の末日",
        clause=rules.articles["period"],
        edition=profile.label,
    )


def settle_reminder(row: BenefitApplication, *, on: dt.date) -> None:
    """It was asked for."""
    settle(row.case, key_of(row), on=on)
