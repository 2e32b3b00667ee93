"""変更の履歴 of アセスメント and of the rows of the 台帳: who changed what, in words."""

from itertools import pairwise

from cases.models import (
    AssessmentSection,
    BudgetLine,
    Debt,
    HouseholdIncome,
    HouseholdMember,
    WorkHistory,
)
from cases.models.assessment import answer_text
from cases.questions import section
from rules.calendar import PartialDate
from rules.choices import label

SILENT = {"id", "case", "version", "created_at", "updated_at", "linked_case"}
LISTS = {"relation": "household_relations", "employment": "work_types"}
PARTIAL = ("birth", "since", "until")
YEN = ("savings", "balance", "monthly", "arrears", "yen")


def assessment_changes(case):
    """Answers of every revision, and 世帯・収入・家計・債務・職歴; unsorted."""
    rows = answer_changes(case)
    for model in (HouseholdMember, Debt, WorkHistory):
        rows += row_changes(model, case)
    return [*rows, *income_changes(case), *budget_changes(case)]


def versions_of(history):
    """The versions of each row, in their order."""
    found = {}
    rows = history.select_related("history_user").order_by("history_date", "history_id")
    for version in rows:
        found.setdefault(version.id, []).append(version)
    return found


def change(version, field, before, now):
    return {
        "at": version.history_date,
        "by": version.history_user,
        "field": field,
        "before": before,
        "now": now,
    }


# ---- answers -----------------------------------------------------------------------


def answer_changes(case):
    """One line per question whose answer, or reason for none, a saving changed."""
    history = AssessmentSection.history.filter(assessment__episode__case=case)
    rows = []
    for versions in versions_of(history.select_related("assessment")).values():
        table = section(versions[0].code)
        assessment = versions[0].assessment
        place = f"アセスメント第{assessment.number}回　"
        for old, new in pairwise(versions):
            for question in table.questions if table else ():
                before, now = (
                    answer_text(
                        question,
                        version.answers.get(question.key),
                        version.standings.get(question.key, ""),
                        assessment.started_on,
                    )
                    for version in (old, new)
                )
                if before != now:
                    rows.append(change(new, place + question.label, before, now))
    return rows


# ---- rows --------------------------------------------------------------------------


def row_changes(model, case):
    """A row that was added, changed, removed or brought back."""
    rows = []
    for versions in versions_of(model.history.filter(case=case)).values():
        first, kind = versions[0], model._meta.verbose_name
        rows.append(change(first, str(kind), "", f"「{name_of(first)}」を加えました"))
        for old, new in pairwise(versions):
            rows += differences(model, old, new)
    return rows


def name_of(version):
    return str(version.history_object)


def differences(model, old, new):
    place = f"{model._meta.verbose_name}「{name_of(old)}」"
    if bool(old.removed_at) != bool(new.removed_at):
        done = "消しました" if new.removed_at else "元に戻しました"
        return [change(new, place, "", done)]
    return [
        change(
            new, f"{place}　{field.verbose_name}", said(model, field, old), said(model, field, new)
        )
        for field in model._meta.fields
        if field.name not in SILENT and getattr(old, field.attname) != getattr(new, field.attname)
    ]


def said(model, field, version):
    """A value as the screens say it."""
    value, name = getattr(version, field.attname), field.name
    if value is None or value == "":
        return ""
    if value is True or value is False:
        return "はい" if value else "いいえ"
    if name in YEN:
        return f"{value:,}円"
    if name in PARTIAL:
        return PartialDate.from_stored(value).both()
    choices = "debt_kinds" if model is Debt and name == "kind" else LISTS.get(name)
    return label(choices, value) if choices else str(value)


def income_changes(case):
    """収入 of a person by kind: what a month brings."""
    names = dict(HouseholdMember.objects.filter(case=case).values_list("pk", "name"))
    history = HouseholdIncome.history.filter(case=case)
    return [
        row
        for versions in versions_of(history).values()
        for row in amounts(
            versions,
            f"{names.get(versions[0].member_id, 'ご本人')}の収入　"
            + label("income_kinds", versions[0].kind),
        )
    ]


def budget_changes(case):
    """家計: one item of one month."""
    history = BudgetLine.history.filter(case=case)
    return [
        row
        for versions in versions_of(history).values()
        for row in amounts(versions, budget_place(versions[0]))
    ]


def budget_place(line):
    month = f"{line.month.year}年{line.month.month}月"
    planned = "計画" if line.is_planned else "実績"
    return f"家計 {month}（{planned}）　{label('budget_items', line.item)}"


def amounts(versions, place):
    """From no figure to the first, and on."""
    said = [None, *(version.yen for version in versions)]
    for version, (before, now) in zip(versions, pairwise(said), strict=True):
        if before != now:
            yield change(version, place, yen(before), yen(now))


def yen(amount):
    return "" if amount is None else f"{amount:,}円"
