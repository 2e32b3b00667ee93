"""How often the meeting is held by the 要綱: the next day, and what is missing (P-24, S)."""

import datetime as dt

from accounts.models import Organisation
from meetings.models import PlanMeeting
from meetings.standards import MeetingRules
from rules.calendar import add_months

ONE_DAY = dt.timedelta(days=1)


def regular(agency: Organisation):
    """The 定例の会議 of an agency that were or will be held."""
    rows = PlanMeeting.objects.filter(agency=agency, is_regular=True)
    return rows.exclude(state=PlanMeeting.State.CANCELLED).order_by("-held_on")


def next_meeting(agency: Organisation, rules: MeetingRules) -> dt.date | None:
    """The day to propose: so many months or weeks after the last one; None without either."""
    last = regular(agency).values_list("held_on", flat=True).first()
    if last is None:
        return None
    if rules.every_months:
        return add_months(last, rules.every_months)
    return last + rules.every_weeks * 7 * ONE_DAY if rules.every_weeks else None


def notes_of(agency: Organisation, rules: MeetingRules, on: dt.date) -> list[str]:
    """Where a monthly meeting is expected: the month without one, the month with two."""
    days = list(regular(agency).values_list("held_on", flat=True))
    if rules.every_months != 1 or not days:
        return []
    held = [(day.year, day.month) for day in days]
    first, months = min(held), []
    for back in range(1, 13):
        month = add_months(on.replace(day=1), -back)
        if (month.year, month.month) > first and (month.year, month.month) not in held:
            months.append(f"{agency}：{month.year}年{month.month}月の定例の会議がありません。")
    doubled = sorted({month for month in held if held.count(month) > 1})
    return months[::-1] + [
        f"{agency}：{year}年{month}月に定例の会議が2つ以上あります。"
        for year, month in doubled[-3:]
    ]
