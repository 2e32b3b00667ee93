"""世帯, 債務, 職歴 and 家計 in words: the tables of their pages and the lines of the hub."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.urls import reverse

from accounts.compare import ComparedForm
from cases.forms.household import DebtForm, MemberForm, WorkForm
from cases.models import Case, Debt, HouseholdMember, WorkHistory
from cases.models.household import household_now, monthly_income
from rules.calendar import PartialDate, today
from rules.choices import entries, label


def yen(amount):
    return "" if amount is None else f"{amount:,}円"


def when(stored):
    return PartialDate.from_stored(stored).wareki() if stored else ""


def known(value, yes, no):
    return "未確認" if value is None else yes if value else no


def member_cells(row):
    age = PartialDate.from_stored(row.birth).age_on(today()) if row.birth else ""
    figures = [income.yen for income in row.incomes.all() if income.yen is not None]
    gone = f"離れた日 {when(row.ended_on.isoformat())}" if row.ended_on else ""
    return [
        label("household_relations", row.relation) if row.relation else "",
        age,
        gone or known(row.lives_together, "同居", "別居"),
        known(row.shares_budget, "同じ", "別"),
        row.occupation,
        yen(sum(figures)) if figures else "未確認",
    ]


def debt_cells(row):
    ended = f"（{when(row.settled_on.isoformat())}に終わり）" if row.settled_on else ""
    return [
        (label("debt_kinds", row.kind) if row.kind else "未確認") + ended,
        when(row.since),
        yen(row.arrears),
        yen(row.monthly),
        yen(row.balance),
    ]


def work_cells(row):
    period = f"{when(row.since)}〜{when(row.until)}" if row.since or row.until else ""
    return [
        period,
        row.job,
        label("work_types", row.employment) if row.employment else "",
        row.reason_left,
    ]


@dataclass(frozen=True)
class Kind:
    """One kind of row: its words, its form, and how a row is told in a table.

    The last ``figures`` columns are amounts.
    """

    code: str
    title: str
    lead: str
    add: str
    heads: tuple[str, ...]
    figures: int
    model: type[Any]
    form: type[ComparedForm]
    cells: Callable[[Any], list[str]]

    def rows(self, case):
        found = self.model.objects.filter(case=case)
        return found.prefetch_related("incomes") if self.model is HouseholdMember else found


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "household",
            "世帯と収入",
            "一人ずつ書きます。名前だけでも保存できます。人数に決まりはありません。",
            "世帯の人を加える",
            ("氏名", "続柄", "年齢", "同居", "生計", "仕事・学校", "月の収入"),
            1,
            HouseholdMember,
            MemberForm,
            member_cells,
        ),
        Kind(
            "debts",
            "債務・滞納",
            "借入や滞納を1件ずつ書きます。わからない額は空けておけます。",
            "債務・滞納を加える",
            ("借入先・滞納先", "種類", "いつから", "滞納額", "月の返済", "残高"),
            3,
            Debt,
            DebtForm,
            debt_cells,
        ),
        Kind(
            "works",
            "職歴",
            "主な仕事を1つずつ書きます。年だけでも入ります。",
            "職歴を加える",
            ("勤務先", "期間", "職種", "雇用形態", "離職の理由"),
            0,
            WorkHistory,
            WorkForm,
            work_cells,
        ),
    )
}


def table_of(case, kind, user, *, with_links=False, open_pk=None):
    """The rows as ``cases/row_table.html`` shows them."""
    current_rows = list(kind.rows(case).kept())
    own = own_cases(current_rows, user) if kind.code == "household" else {}
    lines = [
        {
            "head": str(current),
            "own_case": own.get(getattr(current, "linked_case_id", None)),
            "cells": kind.cells(current),
            "url": reverse("case_row", args=[case.pk, kind.code, current.pk]),
            "is_open": current.pk == open_pk,
        }
        for current in current_rows
    ]
    if kind.code == "household":
        lines.insert(0, person_line(case, open_pk))
    return {
        "kind": kind,
        "heads": [
            (name, place >= len(kind.heads) - kind.figures) for place, name in enumerate(kind.heads)
        ],
        "lines": [line | {"cells": marked(line["cells"], kind.figures)} for line in lines],
        "with_links": with_links,
        "url": reverse("case_rows", args=[case.pk, kind.code]),
    }


def marked(cells, figures):
    """Each cell with whether it is an amount."""
    return [(text, place >= len(cells) - figures) for place, text in enumerate(cells)]


def person_line(case, open_pk):
    """本人 heads the household: what is known of them stands on the 台帳."""
    figures = [row.yen for row in case.incomes.filter(member=None) if row.yen is not None]
    income = yen(sum(figures)) if figures else "未確認"
    return {
        "head": case.person.display_name,
        "cells": ["本人", case.person.age_on(today()), "―", "―", "", income],
        "url": reverse("own_income", args=[case.pk]),
        "is_open": open_pk == 0,
    }


def tables_of(case, codes, user):
    return [table_of(case, KINDS[code], user) for code in codes]


def own_cases(members, user):
    """The members' own 台帳, those this person may see; others show the typed name only (D33)."""
    linked = [row.linked_case_id for row in members if row.linked_case_id]
    return Case.objects.visible_to(user).in_bulk(linked) if linked else {}


def budget_totals(case, month):
    """収入, 支出 and what is left, for 実績 and 計画; no words where nothing was written."""
    group = {row.code: row.group for row in entries("budget_items")}
    sums = {(kind, planned): None for kind in ("income", "expense") for planned in (False, True)}
    for line in case.budget.filter(month=month, yen__isnull=False):
        place = group.get(line.item, "expense"), line.is_planned
        sums[place] = (sums[place] or 0) + line.yen
    return {
        "income": [yen(sums["income", planned]) for planned in (False, True)],
        "expense": [yen(sums["expense", planned]) for planned in (False, True)],
        "rest": [rest(sums["income", planned], sums["expense", planned]) for planned in (0, 1)],
    }


def rest(income, expense):
    return "" if income is None and expense is None else yen((income or 0) - (expense or 0))


def block_links(case):
    """世帯, 家計, 債務 and 職歴 in one line each, for the hub."""
    return [
        {
            "title": KINDS["household"].title,
            "url": reverse("case_rows", args=[case.pk, "household"]),
            "what": household_words(case),
        },
        {
            "title": "家計（月の収支）",
            "url": reverse("case_budget", args=[case.pk]),
            "what": budget_words(case),
        },
        {
            "title": KINDS["debts"].title,
            "url": reverse("case_rows", args=[case.pk, "debts"]),
            "what": debt_words(case),
        },
        {
            "title": KINDS["works"].title,
            "url": reverse("case_rows", args=[case.pk, "works"]),
            "what": work_words(case),
        },
    ]


def household_words(case):
    members = list(household_now(case))
    incomes = monthly_income(case)
    if not members and not incomes:
        return ""
    together = 1 + sum(row.lives_together is True for row in members)
    income = f"、収入の合計 月{sum(incomes.values()):,}円" if incomes else "、収入は未確認"
    return f"同居 {together}人（ご本人を含む）{income}"


def budget_words(case):
    """The newest month with a figure: what was, or if there is none yet, what is planned."""
    last = case.budget.filter(yen__isnull=False).order_by("-month").first()
    if last is None:
        return ""
    totals = budget_totals(case, last.month)
    place, word = (0, "実績") if totals["rest"][0] else (1, "計画")
    said = [
        f"{name} {totals[kind][place]}"
        for kind, name in (("income", "収入"), ("expense", "支出"), ("rest", "差引"))
        if totals[kind][place]
    ]
    return f"{last.month.year}年{last.month.month}月の{word}　" + "、".join(said)


def debt_words(case):
    debts = case.debts.kept().filter(settled_on__isnull=True)
    number = debts.count()
    if not number:
        return ""
    sums = debts.aggregate(balance=Sum("balance"), arrears=Sum("arrears"))
    said = [f"残高 {yen(sums['balance'])}"] if sums["balance"] is not None else []
    said += [f"滞納 {yen(sums['arrears'])}"] if sums["arrears"] is not None else []
    return "、".join([f"{number}件", *said])


def work_words(case):
    works = list(case.works.kept()[:2])
    return "、".join(row.employer for row in works)
