"""The form of one section, built from the table of questions; nothing is required to save it."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.compare import ComparedForm, Unit
from cases.models.assessment import AssessmentSection
from cases.questions import MUST, SHOULD, Question
from rules.calendar import PartialDate, today
from rules.choices import UNKNOWN, entries, label
from rules.fields import (
    EraDateField,
    LineField,
    NotedForm,
    NumberField,
    OneOfField,
    SeveralOfField,
    TextField,
    YenField,
    as_error,
)
from rules.refusals import refuse

STANDING = "standing-"
NEED = {MUST: "※必須", SHOULD: "※できれば"}


class StandingField(forms.MultipleChoiceField):
    """未確認 or 本人が答えない, beside a question; ticking it again takes it back."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > 1:
            raise ValidationError("「未確認」と「本人が答えない」は、どちらか1つにしてください。")


class SectionForm(ComparedForm):
    """One section of the assessment, in the words of the assessment's day (D25)."""

    def __init__(self, data: Any = None, *, section: AssessmentSection) -> None:
        self.section = section
        self.day = section.assessment.started_on
        initial = stored(section)
        super().__init__(data, initial=initial)
        for question in section.table.questions:
            field = field_for(question, self.day, initial.get(question.key))
            field.need_word = NEED.get(question.need, "※任意")
            self.fields[question.key] = field
            if question.standings and question.kind != "one" and question.kind != "yes_no":
                self.fields[STANDING + question.key] = StandingField(
                    label=f"{question.label}：答えがないとき",
                    choices=[(code, UNKNOWN[code]) for code in question.standings],
                    required=False,
                )
        memo = self.fields[section.table.memo.key]
        memo.widget.attrs |= {"form": "section", "rows": "12"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for question in self.section.table.questions:
            if question.kind == "many":
                self.refuse_contradiction(question, data.get(question.key) or [])
        return data

    def refuse_contradiction(self, question: Question, codes: list[str]) -> None:
        """なし stands alone."""
        for row in entries(question.choices):
            if row.is_exclusive and row.code in codes and len(codes) > 1:
                words = f"「{question.label}」の「{row.label}」は、ほかのものと一緒に選べません。"
                self.add_error(question.key, ValidationError(words, code="exclusive"))

    def units(self) -> list[Unit]:
        """An answer and its standing are chosen together."""
        return [
            Unit(
                question.key,
                question.label,
                tuple(
                    name for name in (question.key, STANDING + question.key) if name in self.fields
                ),
                question.kind == "text",
            )
            for question in self.section.table.questions
        ]

    def blocks(self) -> list[dict[str, Any]]:
        """The questions under their headings, for the page; the memo stands apart."""
        blocks: list[dict[str, Any]] = []
        for question in self.section.table.questions[:-1]:
            if not blocks or blocks[-1]["title"] != question.group:
                blocks.append({"title": question.group, "asked": []})
            standing = STANDING + question.key
            blocks[-1]["asked"].append(
                {
                    "key": question.key,
                    "is_short": question.is_short,
                    "field": self[question.key],
                    "standing": self[standing] if standing in self.fields else None,
                }
            )
        return blocks

    @property
    def memo(self) -> forms.BoundField:
        return self[self.section.table.memo.key]

    def answers(self) -> dict[str, Any]:
        """The answers there are, by question."""
        return {
            question.key: value
            for question in self.section.table.questions
            if (value := self.cleaned_data.get(question.key)) not in (None, "", [])
            and not self.is_standing(question, value)
        }

    def standings(self) -> dict[str, str]:
        """未確認 and 本人が答えない, by question."""
        said = {}
        for question in self.section.table.questions:
            value = self.cleaned_data.get(question.key)
            ticked = self.cleaned_data.get(STANDING + question.key)
            if self.is_standing(question, value):
                said[question.key] = value
            elif ticked:
                said[question.key] = ticked[0]
        return said

    @staticmethod
    def is_standing(question: Question, value: Any) -> bool:
        """Radio buttons offer 未確認 among the answers."""
        return question.kind in ("one", "yes_no") and value in UNKNOWN


def stored(section: AssessmentSection) -> dict[str, Any]:
    """What is stored, in the shape of the form's cleaned data."""
    values: dict[str, Any] = {}
    for question in section.table.questions:
        answer, standing = section.answers.get(question.key), section.standings.get(question.key)
        if question.kind in ("one", "yes_no"):
            values[question.key] = answer or standing or ""
        else:
            values[question.key] = answer
            values[STANDING + question.key] = [standing] if standing else []
    return values


def field_for(question: Question, day: dt.date, value: Any) -> forms.Field:
    """The box for a question; nothing in a section is required for saving it."""
    common: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help,
        "required": False,
    }
    if question.kind == "text":
        rows = forms.Textarea(attrs={"rows": str(question.rows)})
        return TextField(widget=rows, **common)
    if question.kind == "yen":
        return YenField(**common)
    if question.kind == "number":
        return NumberField(unit=question.unit, max_value=question.highest or None, **common)
    if question.kind == "date":
        return EraDateField(precision="partial", **common)
    if question.kind == "line":
        return LineField(**common)
    return choice_field(question, day, value, common)


def choice_field(
    question: Question, day: dt.date, value: Any, common: dict[str, Any]
) -> forms.Field:
    """Radio buttons or boxes; a code that is stored stays on offer for ever."""
    several = question.kind == "many"
    field_class = SeveralOfField if several else OneOfField
    field = field_class(question.choices, unknown=False, **common)
    offered = [(row.code, row.label) for row in entries(question.choices) if row.holds_on(day)]
    held = [value] if isinstance(value, str) else list(value or ())
    known = {*dict(offered), *UNKNOWN, ""}
    offered += [(code, label(question.choices, code, day)) for code in held if code not in known]
    if not several:
        offered += [(code, UNKNOWN[code]) for code in question.standings]
    field.choices = offered
    return field


class DayForm(NotedForm, forms.Form):
    """The day on which an assessment is begun or finished."""

    use_required_attribute = False
    mark_need = False
    on = EraDateField(label="日にち", past_only=True, initial=today)


class MonthForm(forms.Form):
    """The month whose 家計 is wanted: R8.11 and 2026/11 are read."""

    use_required_attribute = False
    mark_need = False
    month = EraDateField(label="ほかの月", precision="partial")

    def clean_month(self) -> dt.date:
        month = PartialDate.from_stored(self.cleaned_data["month"])
        if month.precision == "year":
            raise as_error(refuse("E-01", item="月", remedy="R8.11 のように入れてください。"))
        return month.first_day.replace(day=1)
