"""What may be typed about 苦情, 事故・法違反 and ヒヤリハット."""

from django import forms

from accounts.compare import ComparedForm
from accounts.models import User
from cases.forms.course import MoveForm
from cases.models import Case
from incidents.workflow import handlers
from rules.calendar import fiscal_year, today
from rules.fields import (
    ClockField,
    EraDateField,
    LineField,
    NameField,
    NotedForm,
    OneOfField,
    PhoneField,
    PickRowField,
    PickTypedField,
    SeveralOfField,
    TextField,
    UnitInput,
    YenField,
    as_error,
)
from rules.refusals import refuse

YES_NO = (("yes", "公表する"), ("no", "公表しない"))


def few(rows):
    return forms.Textarea(attrs={"rows": rows})


class RowForm(ComparedForm):
    def fields_of_row(self):
        """What was typed, as the row keeps it."""
        return self.cleaned_data


class StepForm(MoveForm):
    """A step of one record."""

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = record


class OfCaseForm(RowForm):
    """A form with the number of a 台帳: of one that the person may see, of this agency."""

    number = LineField(label="ご本人の台帳番号", required=False, max_length=20)

    def __init__(self, *args, visible, **kwargs):
        super().__init__(*args, **kwargs)
        self.visible, self.case = visible, None

    def clean_number(self):
        number = self.cleaned_data["number"]
        self.case = self.visible.filter(number=number).first() if number else None
        if number and self.case is None:
            raise forms.ValidationError(
                f"台帳番号「{number}」は見つかりません。番号を見なおすか、空のまま進めてください。",
                code="unknown_number",
            )
        return number

    def fields_of_row(self):
        """What was typed, with the 台帳 in the place of its number."""
        data = {key: value for key, value in self.cleaned_data.items() if key != "number"}
        return data | {"case": self.case}


class ComplaintForm(OfCaseForm):
    """苦情を受ける: also unnamed, also about nobody by name."""

    received_on = EraDateField(label="受けた日", past_only=True, initial=today)
    way = OneOfField("complaint_ways", label="受けた方法", unknown=False, widget=forms.Select)
    kind = OneOfField("complaint_kinds", label="種類", unknown=False, widget=forms.Select)
    complainant = NameField(
        label="申し出た方", required=False, help_text="名のられないときは、空のままにします"
    )
    contact = LineField(label="連絡先", required=False)
    body = TextField(label="申出の内容", help_text="お話しになった言葉のまま書いてください")
    subjects = forms.ModelMultipleChoiceField(
        label="申出の対象となった職員",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="選んだ職員は対応者になれず、この苦情を見られなくなります",
    )
    field_order = (
        "received_on",
        "way",
        "kind",
        "complainant",
        "contact",
        "number",
        "body",
        "subjects",
    )

    def __init__(self, *args, agency, **kwargs):
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(memberships__organisation=agency).distinct()
        self.fields["subjects"].queryset = staff


class HandlerField(PickRowField):
    """One of the people who may handle it; who it is about is marked, and refused with E-27."""

    about: frozenset[int] = frozenset()

    def label_from_instance(self, user):
        return f"{user.name}（申出の対象）" if user.pk in self.about else user.name


class AssignForm(StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = handlers(self.record.agency)
        field = HandlerField(label="対応者", queryset=people, empty_label="選んでください")
        field.about = frozenset(self.record.subjects.values_list("user", flat=True))
        self.fields["handler"] = field
        self.fields["answer_by"] = EraDateField(label="回答の期限")


class AnswerForm(StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer_way"] = OneOfField(
            "complaint_ways", label="回答の方法", unknown=False, widget=forms.Select
        )


class IncidentForm(RowForm):
    """事故・法違反を記録する: what one knows in the first minute."""

    kind = OneOfField("incident_kinds", label="種類", unknown=False, widget=forms.Select)
    is_suspected = forms.BooleanField(label="まだ、おそれの段階", required=False)
    found_on = EraDateField(label="わかった日", past_only=True, initial=today)
    found_at = ClockField(label="わかった時刻", required=False)
    body = TextField(label="何が起きたか")


class FoundForm(IncidentForm):
    """The same later on: with what has been written since."""

    KEPT = ("facts", "scope", "cause", "measure")

    def __init__(self, *args, kept, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {
            "facts": "調べた事実",
            "scope": "影響の範囲",
            "cause": "原因",
            "measure": "再発防止策",
        }
        for name in kept:
            self.fields[name] = TextField(label=labels[name], widget=few(3))


class ReportForm(StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reported_at"] = ClockField(label="報告した時刻")
        self.fields["reported_to"] = LineField(label="報告した相手", max_length=100)


class InstructForm(StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instructor"] = LineField(label="指示した人", max_length=100)


class ScopeForm(StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["data_kinds"] = SeveralOfField(
            "data_categories", label="どの情報に及んだか", unknown=False, required=False
        )
        self.fields["nobody_reason"] = LineField(
            label="影響の及んだ人がいないわけ",
            required=False,
            help_text="及んだ人は、事故・法違反の画面で1人ずつ加えます",
        )


class PreventForm(StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure_by"] = EraDateField(label="再発防止策の期限")


class JudgeForm(StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_published"] = PickTypedField(
            label="公表するか",
            choices=YES_NO,
            coerce=lambda code: code == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
        )


class PersonForm(OfCaseForm):
    """影響の及んだ人: by the number of the 台帳 or by name; told, or why not."""

    name = NameField(label="氏名（台帳のない方）", required=False, max_length=100)
    informed_on = EraDateField(label="本人に知らせた日", required=False, past_only=True)
    informed_way = LineField(label="知らせた方法", required=False)
    not_informed_reason = LineField(label="知らせないわけ", required=False)

    def clean(self):
        data = super().clean()
        if "number" not in self.errors and not data.get("number") and not data.get("name"):
            self.add_error("name", as_error(refuse("E-01", item="氏名か台帳番号")))
        return data


class ProcedureForm(NotedForm, forms.Form):
    """苦情の手順: with the four things every person is told."""

    use_required_attribute = False
    valid_from = EraDateField(label="いつから", initial=today)
    desk = LineField(label="担当名", max_length=100)
    address = LineField(label="住所", max_length=200)
    tel = PhoneField(label="電話")
    email = LineField(label="メール", max_length=100)
    body = TextField(
        label="手順", help_text="受けた人がすること、対応する人、回答までの日数、記録のしかた"
    )


class TellForm(NotedForm, forms.Form):
    """An agency was told of it."""

    use_required_attribute = False
    contact = PickRowField(label="関係機関", queryset=None, empty_label="選んでください")
    on = EraDateField(label="伝えた日", past_only=True, initial=today)
    way = LineField(label="方法", max_length=100, required=False)

    def __init__(self, *args, contacts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contacts


class StatementForm(RowForm):
    """運営情報 of a 年度: 理念・活動・財務; the numbers are counted."""

    mission = TextField(label="理念", widget=few(4))
    activities = TextField(
        label="活動", help_text="相談などの件数は、台帳から数えて載せます", widget=few(6)
    )
    income = YenField(label="収入の計", widget=UnitInput("円", {"class": "w-10"}))
    expense = YenField(label="支出の計", widget=UnitInput("円", {"class": "w-10"}))
    finance = TextField(label="財務の説明", required=False, widget=few(3))
    published_on = EraDateField(label="公表した日", required=False, past_only=True)
    published_how = LineField(
        label="公表のしかた", required=False, help_text="窓口の掲示、ホームページ、広報など"
    )


class NewStatementForm(StatementForm):
    year = PickTypedField(label="年度", choices=[], coerce=int, empty_value=None)
    field_order = ("year",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        this = fiscal_year(today())
        self.fields["year"].choices = [
            ("", "選んでください"),
            *((year, f"{year}年度") for year in range(this, this - 5, -1)),
        ]


class NearMissForm(RowForm):
    """ヒヤリハット: written in a minute, unnamed if one likes."""

    on = EraDateField(label="あった日", past_only=True, initial=today)
    kind = OneOfField("near_miss_kinds", label="種類", unknown=False, widget=forms.Select)
    place = LineField(label="場所", required=False, max_length=100)
    body = TextField(
        label="ヒヤリとしたこと", help_text="相談した方の名前は書きません", widget=few(4)
    )
    guess = TextField(label="なぜ起きたと思うか", required=False, widget=few(3))


class NewNearMissForm(NearMissForm):
    is_unnamed = forms.BooleanField(
        label="名前を出さずに書く",
        required=False,
        help_text="だれが書いたかは、どこにも残りません。あとで直すのは主任だけになります",
    )


MOVE_FORMS = {
    ("complaint", "assign"): AssignForm,
    ("complaint", "answer"): AnswerForm,
    ("incident", "report"): ReportForm,
    ("incident", "instruct"): InstructForm,
    ("incident", "scope"): ScopeForm,
    ("incident", "prevent"): PreventForm,
    ("incident", "judge"): JudgeForm,
}


def cases_of(agency, user):
    """The 台帳 of an agency that a number may name."""
    return Case.objects.visible_to(user).filter(agency=agency)
