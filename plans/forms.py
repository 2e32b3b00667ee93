"""What may be typed into a plan, its examination, its monitoring and its evaluation."""

import datetime as dt
from dataclasses import dataclass

from django import forms

from accounts.compare import CHOOSE, ComparedForm, Unit
from network.models import Contact
from plans.models import Evaluation, PlanRevision, RequirementCheck
from plans.workflow.evaluation import REQUIRED
from plans.workflow.revision import NEEDED
from plans.workflow.ruling import GROUND
from plans.workflow.writing import named_again
from rules.calendar import months_end, today, wareki_short
from rules.choices import OTHER, choices
from rules.fields import (
    EraDateField,
    LineField,
    NotedForm,
    OneOfField,
    PickField,
    PickRowField,
    SeveralOfField,
    TextField,
    as_error,
)
from rules.refusals import refuse

YES_NO = (("yes", "はい"), ("no", "いいえ"))


def few(rows):
    return forms.Textarea(attrs={"rows": rows})


class PlanForm(ComparedForm):
    """The text of a version; everything may stay empty while it is a draft.

    ``tables`` are the rows of the page, prefix -> ``Table``: where two people saved, they
    are compared and chosen as a whole beside the text (D18).
    """

    issues = TextField(label="解決したい課題", required=False, widget=few(4))
    approach = TextField(
        label="支援方針", required=False, widget=few(3), help_text="どんな考えで支えていくか"
    )
    goal_long = TextField(label="長期目標", required=False, widget=few(2))
    goal_short = TextField(label="この期間の達成目標", required=False, widget=few(3))
    start_on = EraDateField(label="期間の始まり", required=False)
    end_on = EraDateField(label="期間の終わり", required=False)
    review_months = forms.TypedChoiceField(
        label="評価の時期", coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    evaluation_on = EraDateField(
        label="評価の日", required=False, help_text="月数で数えた日とちがう日に決めたとき"
    )
    next_monitoring_on = EraDateField(label="つぎのモニタリング", required=False)
    is_job_target = forms.TypedChoiceField(
        label="就労支援対象者",
        help_text="プランの期間のうちに一般就労を目標とする方",
        choices=(("True", "はい"), ("False", "いいえ")),
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    memo = TextField(label="備考（申し送り）", required=False, widget=few(2))

    def __init__(self, *args, months, tables=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.tables = tables or {}
        for name in NEEDED:
            self.fields[name].need_word = "※同意までに必須"
        self.fields["is_job_target"].need_word = "※同意までに必須"
        self.fields["review_months"].choices = [(n, f"始まりから{n}か月") for n in months]

    @staticmethod
    def initial_of(revision):
        """The version's own words, as the form shows them."""
        return {name: getattr(revision, name) for name in PlanRevision.TEXTS}

    def units(self):
        whole = [Unit(name, table.label, (name,)) for name, table in self.tables.items()]
        return super().units() + whole

    def differs(self, name):
        table = self.tables.get(name)
        return table.mine != table.stored if table else super().differs(name)

    def words(self, unit, values):
        table = self.tables.get(unit.name)
        if table is None:
            return super().words(unit, values)
        return table.words(table.stored if values is self.initial else table.mine)

    def chosen(self):
        """What was typed, with their rows in place of mine where that was chosen."""
        data = super().chosen()
        for prefix, table in self.tables.items():
            if data.get(f"{CHOOSE}{prefix}") == "theirs":
                for name in [key for key in data if key.startswith(f"{prefix}-")]:
                    del data[name]
                data.update(table.as_typed(prefix))
        return data

    def raw(self, name):
        return [] if name in self.tables else super().raw(name)

    def clean(self):
        data = super().clean()
        start, end = data.get("start_on"), data.get("end_on")
        if start and not end and data.get("review_months"):
            data["end_on"] = months_end(start, data["review_months"])
        if start and end and end < start:
            error = refuse("E-02", later="期間の終わり", earlier="期間の始まり")
            self.add_error("end_on", as_error(error))
        for name in ("next_monitoring_on", "evaluation_on"):
            day = data.get(name)
            if start and day and day < start:
                later = self.fields[name].label
                self.add_error(name, as_error(refuse("E-02", later=later, earlier="期間の始まり")))
        return data


@dataclass(frozen=True)
class Table:
    """The rows of one table of the page: those typed here and those stored meanwhile."""

    label: str
    mine: list
    stored: list
    names: tuple

    def words(self, rows):
        return "\n".join("　".join(self.said(row)) for row in rows)

    def said(self, row):
        for name in self.names:
            value = row.get(name)
            if isinstance(value, dt.date):
                yield wareki_short(value)
            elif value and value is not True:
                yield str(value)

    def as_typed(self, prefix):
        """The stored rows as a browser would send them."""
        sent = {f"{prefix}-TOTAL_FORMS": str(len(self.stored)), f"{prefix}-INITIAL_FORMS": "0"}
        for number, row in enumerate(self.stored):
            for name in self.names:
                value = row.get(name)
                if isinstance(value, dt.date):
                    value = wareki_short(value)
                if value:
                    sent[f"{prefix}-{number}-{name}"] = "on" if value is True else str(value)
        return sent


class ItemForm(NotedForm, forms.Form):
    """支援の内容の1行."""

    use_required_attribute = False
    mark_need = False
    goal = TextField(label="課題・達成目標", required=False, widget=few(2))
    by_person = TextField(label="本人（家族）が行うこと", required=False, widget=few(2))
    by_support = TextField(label="機関が行うこと", required=False, widget=few(2))
    who = LineField(label="だれが", required=False)
    period = LineField(label="いつまで・頻度", required=False, max_length=100)
    is_employment = forms.BooleanField(label="就労支援の行", required=False)
    is_informal = forms.BooleanField(label="地域の支え（インフォーマルな支援）", required=False)


class LineForm(NotedForm, forms.Form):
    """利用する事業の1つ."""

    use_required_attribute = False
    mark_need = False
    key = forms.ChoiceField(label="事業", required=False)
    content = TextField(label="支援の内容", required=False, widget=few(2))
    provider = LineField(label="実施機関", required=False)
    start_on = EraDateField(label="始まり", required=False)
    end_on = EraDateField(label="終わり", required=False)
    is_continued = forms.BooleanField(label="前から続いている", required=False)
    extension_reason = LineField(
        label="期間を延ばす理由（きまりより長いとき）", required=False, max_length=200
    )

    kind = forms.ChoiceField(label="型", required=False, widget=forms.RadioSelect)
    kind_person = TextField(label="型についての本人の意見", required=False, widget=few(2))
    kind_place = TextField(label="型についての受入先の意見", required=False, widget=few(2))
    kind_reason = TextField(label="その型と判断した理由", required=False, widget=few(2))
    OF_KIND = ("kind", "kind_person", "kind_place", "kind_reason")

    def __init__(self, *args, offered=(), profile="", kinds=None, **kwargs):
        """``kinds``: of the programmes that have some; for another it is not asked."""
        super().__init__(*args, **kwargs)
        of_this = (kinds or {}).get(self["key"].value(), ())
        self.fields["kind"].choices = [(words, words) for words in of_this]
        for name in () if of_this else self.OF_KIND:
            del self.fields[name]
        self.fields["key"].choices = [("", "選んでください"), *offered]
        not_offered = refuse("E-23", programme="%(value)s", profile=profile.replace("%", "%%"))
        self.fields["key"].error_messages["invalid_choice"] = str(not_offered)

    def clean(self):
        data = super().clean()
        typed = any(data.get(name) for name in ("content", "provider", "start_on", "end_on"))
        if typed and not data.get("key"):
            self.add_error("key", as_error(refuse("E-01", item="事業")))
        start, end = data.get("start_on"), data.get("end_on")
        if start and end and end < start:
            self.add_error("end_on", as_error(refuse("E-02", later="終わり", earlier="始まり")))
        return data


class LineFormSet(forms.BaseFormSet):
    def clean(self):
        """A programme stands in a plan once (E-32): said beside the row that repeats it."""
        said = [getattr(form, "cleaned_data", {}) for form in self.forms]
        keys = ["" if row.get("DELETE") else row.get("key", "") for row in said]
        labels = dict(self.form_kwargs["offered"])
        for place, refusal in named_again(keys, labels).items():
            self.forms[place].add_error("key", as_error(refusal))


ItemFormSet = forms.formset_factory(ItemForm, extra=0, can_delete=True, max_num=60)
LineFormSet = forms.formset_factory(
    LineForm, formset=LineFormSet, extra=0, can_delete=True, max_num=40
)


def kept(formset, wanted):
    """The rows of a formset that say something and were not struck out."""
    rows = [
        form.cleaned_data
        for form in formset.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]
    return [
        {name: value for name, value in row.items() if name != "DELETE"}
        for row in rows
        if wanted(row)
    ]


class AgreeForm(NotedForm, forms.Form):
    """本人同意 (兼 事業等利用申込)."""

    use_required_attribute = False
    on = EraDateField(label="本人同意日", past_only=True, initial=today)
    method = PickField(
        label="同意の方法",
        choices=PlanRevision.Method.choices,
        widget=forms.RadioSelect,
    )


class SubmitForm(NotedForm, forms.Form):
    """提出・報告: when and how; for a restricted case also who at the city may see it."""

    use_required_attribute = False
    on = EraDateField(label="日にち", past_only=True, initial=today)
    way = LineField(
        label="出し方", required=False, help_text="システムのほかに紙でも出すときに書きます"
    )
    named = forms.ModelMultipleChoiceField(
        label="この台帳を見てよい自治体の人",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, city_staff=None, **kwargs):
        super().__init__(*args, **kwargs)
        if city_staff is None:
            del self.fields["named"]
        else:
            self.fields["named"].queryset = city_staff


class CheckForm(ComparedForm):
    """利用要件の確認: yes, no, or not yet, each with its ground."""

    def __init__(self, *args, checks, programme, **kwargs):
        self.checks = list(checks)
        fit = "" if programme.is_fit is None else "yes" if programme.is_fit else "no"
        stored = {"is_fit": fit, "fitness": programme.fitness}
        for row in self.checks:
            stored |= {f"answer_{row.pk}": row.answer, f"ground_{row.pk}": row.ground}
        super().__init__(*args, initial=stored, **kwargs)
        for row in self.checks:
            self.fields[f"answer_{row.pk}"] = forms.ChoiceField(
                label=row.label,
                choices=RequirementCheck.Answer.choices,
                widget=forms.RadioSelect,
            )
            self.fields[f"ground_{row.pk}"] = LineField(label="根拠", required=False)
        self.fields["is_fit"] = forms.ChoiceField(
            label="プランは適切か", choices=YES_NO, required=False, widget=forms.RadioSelect
        )
        self.fields["fitness"] = TextField(label="そう考える理由", required=False, widget=few(3))

    def answers(self):
        """{pk: (answer, ground)} of the requirements."""
        data = self.cleaned_data
        return {row.pk: (data[f"answer_{row.pk}"], data[f"ground_{row.pk}"]) for row in self.checks}

    def fit(self):
        return {"yes": True, "no": False}.get(self.cleaned_data["is_fit"])


class DecideForm(NotedForm, forms.Form):
    """支援決定: the day, the period, and the reason where someone stands in (代決)."""

    use_required_attribute = False
    on = EraDateField(label="決定日", past_only=True, initial=today)
    start_on = EraDateField(label="支援の始まり", required=False)
    end_on = EraDateField(label="支援の終わり", required=False)
    programme_kind = forms.ChoiceField(label="型", required=False, widget=forms.RadioSelect)
    deputy_reason = LineField(label="代決の理由（代わりに決裁するとき）", required=False)

    def __init__(self, *args, kinds=(), **kwargs):
        """``kinds``: of this programme; what the agency judged stands chosen."""
        super().__init__(*args, **kwargs)
        self.fields["programme_kind"].choices = [(words, words) for words in kinds]
        if not kinds:
            del self.fields["programme_kind"]

    def clean(self):
        data = super().clean()
        start, end = data.get("start_on"), data.get("end_on")
        if start and end and end < start:
            error = refuse("E-02", later="支援の終わり", earlier="支援の始まり")
            self.add_error("end_on", as_error(error))
        return data


class RefuseForm(NotedForm, forms.Form):
    """決定できない: the city owes the agency its reason (6(3))."""

    use_required_attribute = False
    on = EraDateField(label="日にち", past_only=True, initial=today)
    reason = TextField(label="決定できない理由", required=False, widget=few(4))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].need_word = "※必須"


def ask_for_ground(form, grounds):
    """Where the 要綱 has grounds of its own for this ruling, one of them is chosen (D27)."""
    if grounds:
        offered = [(words, words) for words in grounds]
        form.fields["ground"] = forms.ChoiceField(
            label=GROUND,
            choices=offered,
            widget=forms.RadioSelect,
            error_messages={"required": str(refuse("E-01", item=GROUND))},
        )
        form.order_fields(["on", "ground"])
    return form


class HelloworkCheckForm(NotedForm, forms.Form):
    """支援要請の書類."""

    use_required_attribute = False
    on = EraDateField(label="日にち", past_only=True, initial=today)
    documents = forms.MultipleChoiceField(
        label="そろえた書類", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, papers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["documents"].choices = [(row.code, row.label) for row in papers]


class HelloworkSendForm(NotedForm, forms.Form):
    """ハローワークへの送付."""

    use_required_attribute = False
    on = EraDateField(label="送付した日", past_only=True, initial=today)
    contact = PickRowField(
        label="送付先",
        queryset=Contact.objects.none(),
        empty_label="選んでください",
    )
    way = LineField(
        label="送り方", max_length=100, required=False, help_text="例 持参、郵送（簡易書留）"
    )

    def __init__(self, *args, contacts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contacts


class StartForm(NotedForm, forms.Form):
    """提供の始まり."""

    use_required_attribute = False
    on = EraDateField(label="提供を始めた日", past_only=True, initial=today)


class EndForm(NotedForm, forms.Form):
    """提供の終わり."""

    use_required_attribute = False
    on = EraDateField(label="提供を終えた日", past_only=True, initial=today)
    next_step = TextField(label="終わったあとの支援", widget=few(3))


class WhyForm(NotedForm, forms.Form):
    """A reason, and the day."""

    use_required_attribute = False
    on = EraDateField(label="日にち", past_only=True, initial=today)
    why = TextField(label="理由", widget=few(3))


class MonitoringForm(NotedForm, forms.Form):
    """モニタリング."""

    use_required_attribute = False
    on = EraDateField(label="確かめた日", past_only=True, initial=today)
    method = OneOfField("note_methods", label="方法", unknown=False, widget=forms.Select)
    partner = LineField(label="相手", required=False, max_length=100)
    programme = forms.ModelChoiceField(
        label="どの事業のことか", queryset=None, required=False, empty_label="プラン全体"
    )
    findings = TextField(label="様子・進み具合", widget=few(5))
    next_on = EraDateField(label="つぎのモニタリング", required=False)

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = plan.programmes.exclude(state="dropped")
        self.fields["programme"].label_from_instance = lambda row: row.label
        self.fields["method"].choices = [
            ("", "選んでください"),
            *choices("note_methods", on=today()),
        ]


class EvaluationForm(ComparedForm):
    """評価シート: half-filled saves; the meeting wants all three contents (E-16)."""

    FIELDS = (
        "evaluated_on",
        "achievement_level",
        "achievement",
        "remaining",
        "wish",
        "opinion",
        "result",
        "result_reason",
        "after",
        "change_other",
        "reason_other",
    )
    evaluated_on = EraDateField(label="評価日", past_only=True, initial=today)
    achievement_level = forms.ChoiceField(
        label="達成の度合い",
        choices=Evaluation.Achievement.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    achievement = TextField(label="目標の達成状況", required=False, widget=few(4))
    changes = SeveralOfField("changes", label="見られた変化", unknown=False, required=False)
    change_other = LineField(label="その他の変化", max_length=40, required=False)
    remaining = TextField(label="現在の状況と残された課題", required=False, widget=few(4))
    wish = TextField(label="終結・継続についての本人の希望", required=False, widget=few(3))
    opinion = TextField(label="支援員の意見", required=False, widget=few(3))
    result = forms.ChoiceField(
        label="評価の結果（会議に出す案）",
        choices=(("close", "終結"), ("continue", "継続（再プラン）"), ("suspend", "中断")),
        required=False,
        widget=forms.RadioSelect,
    )
    result_reason = forms.ChoiceField(label="結果の区分", required=False)
    reason_other = LineField(
        label="区分が「その他」のとき、その内容", max_length=40, required=False
    )
    after = TextField(
        label="終結後の対応（つなぎ・見守り・フォロー）", required=False, widget=few(3)
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lists = (
            ("終結", "close_reasons"),
            ("継続", "continue_reasons"),
            ("中断", "suspend_reasons"),
        )
        for name in (*REQUIRED, "result"):
            self.fields[name].need_word = "※会議までに必須"
        self.fields["result_reason"].choices = [
            ("", "選ばない"),
            *((group, list(choices(name, on=today()))) for group, name in lists),
        ]

    def clean(self):
        data = super().clean()
        changes = data.get("changes")
        if data.get("change_other") and changes is not None and OTHER not in changes:
            changes.append(OTHER)  # who says what it is has named it
        return data
