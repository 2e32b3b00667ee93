"""家計の前と後: what moving changes, from the rows of the 台帳; nothing is typed again."""

import datetime as dt
from dataclasses import dataclass
from typing import get_args

from cases.models import Case
from housing_benefit.models import BenefitApplication
from rules.calendar import today
from rules.choices import choices, entries, label
from rules.housing_benefit import Finding, finding_gaps

HOUSING = "housing"
TOTAL = "支出の合計"
FINDINGS = get_args(Finding)  # ア and イ


@dataclass(frozen=True)
class BudgetChange:
    """One item of a month in yen: as it was, and as it is planned after moving."""

    label: str
    before: int | None = None
    after: int | None = None


def changes_of(row: BenefitApplication) -> tuple[dt.date | None, dict[str, tuple]]:
    """The newest month that has both, and of each expense its yen before and after moving.

    None and nothing where no month up to that of the application has been planned.
    """
    until = row.applied_on or today()
    lines = row.case.budget.filter(yen__isnull=False, month__lte=until)
    planned = lines.filter(is_planned=True).values("month")
    newest = lines.filter(is_planned=False, month__in=planned).order_by("-month").first()
    if newest is None:
        return None, {}
    spent = {choice.code for choice in entries("budget_items") if choice.group == "expense"}
    found: dict[str, dict[bool, int]] = {}
    for line in lines.filter(month=newest.month, item__in=spent):
        found.setdefault(line.item, {})[line.is_planned] = line.yen
    order = [code for code, _words in choices("budget_items", on=newest.month) if code in found]
    return newest.month, {code: (found[code].get(False), found[code].get(True)) for code in order}


def budget_of(row: BenefitApplication) -> tuple[BudgetChange, ...]:
    """The expenses of that month, item by item, their sum at the end; nothing without one."""
    month, changes = changes_of(row)
    if month is None:
        return ()
    rows = [BudgetChange(label("budget_items", code, month), *yen) for code, yen in changes.items()]
    return (*rows, BudgetChange(TOTAL, *totals(changes)))


def totals(changes: dict[str, tuple]) -> tuple[int, int]:
    """All expenses before and after, what is not written being nothing."""
    before, after = zip(*changes.values(), strict=True) if changes else ((), ())
    return sum(filter(None, before)), sum(filter(None, after))


def housing_cost(case: Case) -> int | None:
    """What the person pays for the home they have, as the 家計 says it last."""
    lines = case.budget.filter(item=HOUSING, is_planned=False, yen__isnull=False)
    last = lines.order_by("-month").first()
    return last.yen if last else None


def doubts(row: BenefitApplication) -> list[str]:
    """What the 家計 of the 台帳 does not bear out of 家計改善支援's finding, in sentences.

    Nothing is refused for it: the finding is 家計改善支援's, the ruling is the city's.
    """
    if row.is_rent or row.finding not in FINDINGS:
        return []
    month, changes = changes_of(row)
    if month is None or None in changes.get(HOUSING, (None, None)):
        what = "支出" if month is None else label("budget_items", HOUSING, month)
        return [
            f"家計の表に、{what}のいまの額と計画がそろった月がありません。認定を確かめられません。"
        ]
    found = label("benefit_findings", row.finding, row.applied_on)
    figures = {"rent": changes[HOUSING], "total": totals(changes)}
    names = {"rent": label("budget_items", HOUSING, month), "total": TOTAL}
    said = [
        f"認定は「{found}」ですが、家計の表では{names[name]}が"
        f"{figures[name][0]:,}円から{figures[name][1]:,}円です。"
        for name in finding_gaps(row.finding, figures["rent"], figures["total"])
    ]
    if row.rent is not None and row.rent != changes[HOUSING][0]:
        said.append(
            f"申請の「現在の住まいの費用」は{row.rent:,}円、"
            f"家計の表の{names['rent']}は{changes[HOUSING][0]:,}円です。"
        )
    open_items = [code for code, yen in changes.items() if None in yen]
    if open_items:
        words = "、".join(label("budget_items", code, month) for code in open_items)
        said.append(f"{words}は、いまの額か計画がなく、0円と数えています。")
    return said
