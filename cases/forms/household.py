"""One row of 世帯, 債務 or 職歴, and 家計 of one month."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.compare import ComparedForm
from cases.models import Case, HouseholdMember
from rules.calendar import PartialDate, today
from rules.choices import choices, entries
from rules.fields import (
    EraDateField,
    KanaField,
    LineField,
    NameField,
    OneOfField,
    TextField,
    YenField,
    as_error,
)
from rules.refusals import refuse

INCOME = "income-"
ACTUAL, PLANNED = "actual-", "planned-"


class Known(forms.NullBooleanField):
    """Yes, no, or 未確認."""

    widget = forms.RadioSelect

    def __init__(self, yes: str, no: str, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.choices = [("True", yes), ("False", no), ("", "未確認")]

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else value


def listed(name: str, label: str) -> OneOfField:
    """A short choice as a drop-down that may be left open."""
    field = OneOfField(name, label=label, unknown=False, required=False, widget=forms.Select)
    field.choices = lambda: [("", "未確認"), *choices(name, on=today())]
    return field


def small(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": str(rows)})


class IncomeBoxes(ComparedForm):
    """A box for each kind of income, yen a month."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in choices("income_kinds", on=today()):
            self.fields[INCOME + code] = YenField(label=name, min_value=0, required=False)

    def incomes(self) -> dict[str, int | None]:
        return {
            name.removeprefix(INCOME): value
            for name, value in self.cleaned_data.items()
            if name.startswith(INCOME)
        }

    def income_boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(INCOME)]

    def columns(self) -> dict[str, Any]:
        """The cleaned fields that are columns of the row."""
        return {
            name: value for name, value in self.cleaned_data.items() if not name.startswith(INCOME)
        }

    def plain_boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith(INCOME)]


class OwnIncomeForm(IncomeBoxes):
    """本人の収入: the person's other facts stand on the 台帳 already."""


class MemberForm(IncomeBoxes):
    """世帯員: a name is enough."""

    name = NameField(label="氏名", help_text="わからないときは「長男」「妻の母」などでも")
    kana = KanaField(label="ふりがな", required=False)
    relation = listed("household_relations", "ご本人から見た続柄")
    birth = EraDateField(
        label="生年月日", precision="partial", past_only=True, age=True, required=False
    )
    occupation = LineField(label="仕事・学校", max_length=100, required=False)
    lives_together = Known("同居", "別居", label="同居")
    shares_budget = Known("同じ", "別", label="生計")
    savings = YenField(label="預貯金", required=False)
    ended_on = EraDateField(label="世帯を離れた日", past_only=True, required=False)
    link = LineField(
        label="この人自身の台帳番号",
        help_text="この人の台帳もあるときだけ（例 R8-0012）",
        max_length=20,
        required=False,
    )
    memo = TextField(label="備考", widget=small(), required=False)

    def __init__(self, *args: Any, case: Case, visible: Any, row: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.case, self.visible, self.row = case, visible, row
        if self.has_hidden_link():
            del self.fields["link"]

    def has_hidden_link(self) -> bool:
        """A link to a 台帳 this person may not see shows nothing and stays (D33)."""
        linked = self.row.linked_case_id if self.row else None
        return bool(linked) and not self.visible.filter(pk=linked).exists()

    def clean_link(self) -> str:
        number = self.cleaned_data["link"]
        if number and self.linked(number) is None:
            raise ValidationError("その番号の台帳は見つかりません。番号をたしかめてください。")
        return str(number)

    def linked(self, number: str) -> Case | None:
        """The 台帳 of a number, if this person may see it; never the person's own."""
        found: Case | None = (
            self.visible.filter(number=number, agency=self.case.agency_id)
            .exclude(pk=self.case.pk)
            .first()
        )
        return found

    def columns(self) -> dict[str, Any]:
        fields = super().columns()
        if "link" in fields:
            fields["linked_case"] = self.linked(fields.pop("link"))
        return fields


class SpanForm(ComparedForm):
    """A row that lasted from one partly known date to another (E-02)."""

    span = ("since", "until")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = (data.get(name) for name in self.span)
        if first and last and begins(first) > ends(last):
            labels = [str(self.fields[name].label) for name in self.span]
            words = {"later": f"「{labels[1]}」", "earlier": f"「{labels[0]}」"}
            self.add_error(self.span[1], as_error(refuse("E-02", **words)))
        return data


def begins(value: str | dt.date) -> dt.date:
    return value if isinstance(value, dt.date) else PartialDate.from_stored(value).first_day


def ends(value: str | dt.date) -> dt.date:
    return value if isinstance(value, dt.date) else PartialDate.from_stored(value).last_day


class DebtForm(SpanForm):
    """債務・滞納の1件."""

    span = ("since", "settled_on")
    lender = LineField(label="借入先・滞納先", max_length=100)
    kind = listed("debt_kinds", "種類")
    balance = YenField(label="残高", min_value=0, required=False)
    monthly = YenField(label="月の返済額", min_value=0, required=False)
    arrears = YenField(label="滞納している額", min_value=0, required=False)
    since = EraDateField(label="いつから", precision="partial", past_only=True, required=False)
    settled_on = EraDateField(label="終わった日", past_only=True, required=False)
    memo = TextField(label="備考", widget=small(), required=False)

    def columns(self) -> dict[str, Any]:
        return self.cleaned_data


class WorkForm(SpanForm):
    """職歴の1件."""

    employer = LineField(label="勤務先", max_length=100)
    job = LineField(label="職種", max_length=100, required=False)
    employment = listed("work_types", "雇用形態")
    since = EraDateField(label="いつから", precision="partial", past_only=True, required=False)
    until = EraDateField(label="いつまで", precision="partial", past_only=True, required=False)
    reason_left = LineField(label="離職の理由", required=False)
    memo = TextField(label="備考", widget=small(), required=False)

    def columns(self) -> dict[str, Any]:
        return self.cleaned_data


class BudgetForm(ComparedForm):
    """家計 of one month: each item as it was and as it is planned (D22)."""

    def __init__(self, *args: Any, month: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = [row for row in entries("budget_items") if row.holds_on(month)]
        for row in self.items:
            for prefix, word in ((ACTUAL, "実績"), (PLANNED, "計画")):
                self.fields[prefix + row.code] = YenField(
                    label=f"{row.label}（{word}）", min_value=0, required=False
                )

    def lines(self) -> dict[str, list[dict[str, Any]]]:
        """The boxes as the page's tables show them: 収入, then 支出."""
        rows: dict[str, list[dict[str, Any]]] = {"income": [], "expense": []}
        for row in self.items:
            boxes = [self[ACTUAL + row.code], self[PLANNED + row.code]]
            rows[row.group].append({"label": row.label, "boxes": boxes})
        return rows

    def amounts(self, prefix: str) -> dict[str, int | None]:
        return {row.code: self.cleaned_data.get(prefix + row.code) for row in self.items}


def stored_incomes(rows: Any) -> dict[str, int | None]:
    return {INCOME + row.kind: row.yen for row in rows}


def stored_member(row: HouseholdMember, visible: Any) -> dict[str, Any]:
    """What is stored of a member, in the shape of ``MemberForm``'s cleaned data."""
    names = [name for name in MemberForm.base_fields if name != "link"]
    shown = visible.filter(pk=row.linked_case_id).first() if row.linked_case_id else None
    return {
        **{name: getattr(row, name) for name in names},
        "link": shown.number if shown else "",
        **stored_incomes(row.incomes.all()),
    }


def stored_row(row: Any, form_class: type[ComparedForm]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form_class.base_fields}


def stored_budget(lines: Any) -> dict[str, int | None]:
    return {(PLANNED if row.is_planned else ACTUAL) + row.item: row.yen for row in lines}
