"""What may be typed of a month that is paid, and of work that was found."""

from django import forms

from accounts.compare import ComparedForm
from housing_benefit.workflow.suspended import IN_TOUCH
from rules.calendar import today
from rules.fields import (
    EraDateField,
    LineField,
    NotedForm,
    NumberField,
    OneOfField,
    TextField,
    YenField,
)

COUNT = "count-"


class MonthReportForm(ComparedForm):
    """求職活動等状況報告書 of one month: a count for each duty of its track."""

    submitted_on = EraDateField(label="報告を受けた日", past_only=True, initial=today)
    income = YenField(
        label="世帯の収入（その月）",
        min_value=0,
        required=False,
        help_text="常用就職届を受けたあとは、毎月書きます",
    )
    guidance = TextField(
        label="指導したこと",
        required=False,
        help_text="足りない活動があるときは、かならず書きます",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, done, **kwargs):
        super().__init__(*args, **kwargs)
        for row in done:
            self.fields[COUNT + row.duty.code] = NumberField(
                label=row.duty.label,
                unit="回",
                max_value=99,
                help_text=f"{row.asked}回以上",
            )
        self.order_fields(["submitted_on", *(COUNT + row.duty.code for row in done)])

    def said(self):
        """The cleaned fields as ``report_month`` takes them."""
        data = dict(self.cleaned_data)
        names = [name for name in data if name.startswith(COUNT)]
        return data | {"counts": {name.removeprefix(COUNT): data.pop(name) for name in names}}


class ContactForm(NotedForm, forms.Form):
    """中断中の連絡: when, how, and how it stands."""

    use_required_attribute = False
    on = EraDateField(label="連絡した日", past_only=True, initial=today)
    method = OneOfField("note_methods", label="連絡のしかた", unknown=False)
    said = TextField(
        label="いまの様子",
        help_text="病気・けがの具合、求職に戻れる見込み、住まいのこと。自治体も読みます",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = self.fields["method"].choices
        self.fields["method"].choices = [one for one in found if one[0] in IN_TOUCH]


class JobForm(NotedForm, forms.Form):
    """常用就職届."""

    use_required_attribute = False
    reported_on = EraDateField(label="届を受けた日", past_only=True, initial=today)
    on = EraDateField(label="働きはじめた日", past_only=True)
    employer = LineField(label="勤め先", max_length=100)
    employment_type = OneOfField(
        "employment_types", label="雇用形態", unknown=False, required=False, widget=forms.Select
    )
    contract_months = NumberField(
        label="契約の月数",
        unit="か月",
        max_value=600,
        required=False,
        help_text="期間の定めがなければ、書きません",
    )
    monthly_yen = YenField(label="月収の見込み", min_value=0, required=False)
