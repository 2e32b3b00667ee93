"""What may be typed of スクリーニング, 就労, プラン前の支援, 予定 and フォロー."""

from django import forms

from accounts.compare import ComparedForm
from accounts.models import User
from cases.models import Consent
from network.models import Contact
from rules.calendar import today
from rules.choices import choices
from rules.fields import (
    ClockField,
    EraDateField,
    LineField,
    NotedForm,
    OneOfField,
    TextField,
    YenField,
    as_error,
)
from rules.refusals import refuse


def few(rows):
    return forms.Textarea(attrs={"rows": rows})


class ScreeningForm(NotedForm, forms.Form):
    """スクリーニング: one of five results, and what each of them needs."""

    use_required_attribute = False
    on = EraDateField(label="判断した日", past_only=True, initial=today)
    result = OneOfField("screening_results", label="スクリーニングの結果", unknown=False)
    reason = TextField(label="判断の理由", widget=few(3))
    given = TextField(
        label="提供した情報（情報提供のみで終えるとき）", required=False, widget=few(2)
    )
    contact = forms.ModelChoiceField(
        label="つなぎ先（つなぐとき）",
        queryset=Contact.objects.none(),
        required=False,
        empty_label="選んでください",
    )
    consent_method = forms.ChoiceField(
        label="このつなぎへのご本人の同意",
        choices=[("", "すでにある同意による"), *Consent.Method.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    next_on = EraDateField(label="つぎに話す日（同意に向けて取り組むとき）", required=False)

    MOVES = {
        "info": "screen_inform",
        "refer": "refer",
        "toward_consent": "screen_agree",
        "continue": "screen_continue",
        "stopped": "suspend",
    }
    NEEDED = {"info": ("given",), "refer": ("contact",), "toward_consent": ("next_on",)}

    def __init__(self, *args, contacts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contacts

    def clean(self):
        data = super().clean()
        for name in self.NEEDED.get(data.get("result"), ()):
            if not data.get(name) and name not in self.errors:
                item = str(self.fields[name].label).split("（")[0]
                self.add_error(name, as_error(refuse("E-01", item=item)))
        return data

    def move(self):
        """The move that this result makes, and its data."""
        data = dict(self.cleaned_data)
        name = self.MOVES[data.pop("result")]
        return name, {key: value for key, value in data.items() if value not in ("", None)}


class FollowForm(NotedForm, forms.Form):
    """フォローの結果."""

    use_required_attribute = False
    on = EraDateField(label="確かめた日", past_only=True, initial=today)
    findings = TextField(label="様子", widget=few(4))
    next_on = EraDateField(label="つぎのフォロー（続けるとき）", required=False)


class EarlySupportForm(ComparedForm):
    kind = OneOfField("early_supports", label="種類", unknown=False, widget=forms.Select)
    started_on = EraDateField(label="始めた日", past_only=True, initial=today)
    ended_on = EraDateField(label="終えた日", past_only=True, required=False)
    provider = LineField(label="実施機関", required=False, max_length=100)
    content = TextField(label="内容", widget=few(3))

    def __init__(self, *args, kinds, **kwargs):
        """``kinds``: what the 要綱 lets begin before the plan (P-17)."""
        super().__init__(*args, **kwargs)
        offered = choices("early_supports", on=today())
        self.fields["kind"].choices = [row for row in offered if row[0] in kinds]

    def clean(self):
        data = super().clean()
        start, end = data.get("started_on"), data.get("ended_on")
        if start and end and end < start:
            self.add_error(
                "ended_on", as_error(refuse("E-02", later="終えた日", earlier="始めた日"))
            )
        return data


class JobSearchForm(ComparedForm):
    on = EraDateField(label="日付", past_only=True, initial=today)
    kind = OneOfField("job_search_kinds", label="活動", unknown=False, widget=forms.Select)
    employer = LineField(label="応募先・窓口", required=False, max_length=100)
    result = TextField(label="結果・様子", widget=few(3))


class EmployerVisitForm(ComparedForm):
    on = EraDateField(label="日付", past_only=True, initial=today)
    employer = LineField(label="事業所", max_length=100)
    purpose = LineField(label="目的")
    result = TextField(label="結果", widget=few(3))


class JobStartForm(ComparedForm):
    on = EraDateField(label="就職日", past_only=True, initial=today)
    kind = OneOfField("job_start_kinds", label="就労の種類", unknown=False)
    employment_type = OneOfField(
        "employment_types", label="雇用形態", unknown=False, required=False, widget=forms.Select
    )
    employer = LineField(label="事業所", required=False, max_length=100)
    monthly_yen = YenField(label="月収", required=False)


class IncomeRiseForm(ComparedForm):
    on = EraDateField(label="増えた日", past_only=True, initial=today)
    before_yen = YenField(label="前の月収")
    after_yen = YenField(label="後の月収")
    reason = LineField(label="わけ", required=False)


class AppointmentForm(ComparedForm):
    on = EraDateField(label="日付")
    at = ClockField(label="時刻", required=False)
    kind = OneOfField("note_methods", label="方法", unknown=False, widget=forms.Select)
    place = LineField(label="場所", required=False, max_length=100)
    purpose = LineField(label="用件", required=False)
    staff = forms.ModelChoiceField(
        label="行く人", queryset=User.objects.none(), required=False, empty_label="自分"
    )
    companion = LineField(
        label="いっしょに会う人",
        required=False,
        max_length=100,
        help_text="2人で会うとき。家計改善支援の支援員など（手引き 第Ⅳ章1(5)）",
    )

    def __init__(self, *args, staff=None, **kwargs):
        super().__init__(*args, **kwargs)
        if staff is not None:
            self.fields["staff"].queryset = staff


def with_blank(form):
    """A select begins with nothing chosen."""
    for field in form.fields.values():
        if isinstance(field, OneOfField) and isinstance(field.widget, forms.Select):
            codes = {code for code, _words in field.choices} - {"none"}
            offered = [row for row in choices(field.list_name, on=today()) if row[0] in codes]
            field.choices = [("", "選んでください"), *offered]
    return form
