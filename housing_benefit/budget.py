"""家計の前と後: what moving changes, from the rows of the 台帳; nothing is typed again."""

from dataclasses import dataclass

from housing_benefit.models import BenefitApplication
from rules.calendar import today
from rules.choices import choices, entries, label

HOUSING = "housing"


@dataclass(frozen=True)
class BudgetChange:
    """One item of a month in yen: as it was, and as it is planned after moving."""

    label: str
    before: int | None = None
    after: int | None = None


def budget_of(row: BenefitApplication) -> tuple[BudgetChange, ...]:
    """The expenses of the newest month that has both, item by item, their sum at the end.

    Nothing where no month up to that of the application has been planned.
    """
    until = row.applied_on or today()
    lines = row.case.budget.filter(yen__isnull=False, month__lte=until)
    planned = lines.filter(is_planned=True).values("month")
    newest = lines.filter(is_planned=False, month__in=planned).order_by("-month").first()
    if newest is None:
        return ()
    spent = {choice.code for choice in entries("budget_items") if choice.group == "expense"}
    found: dict[str, dict[bool, int]] = {}
    for line in lines.filter(month=newest.month, item__in=spent):
        found.setdefault(line.item, {})[line.is_planned] = line.yen
    items = [code for code, _words in choices("budget_items", on=newest.month) if code in found]
    rows = [
        BudgetChange(
            label("budget_items", code, newest.month),
            found[code].get(False),
            found[code].get(True),
        )
        for code in items
    ]
    sums = (sum(one.get(when, 0) for one in found.values()) for when in (False, True))
    return (*rows, BudgetChange("支出の合計", *sums))
