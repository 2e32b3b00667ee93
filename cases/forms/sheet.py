"""様式1 after 受付, 移管, and the joining of two 台帳."""

from django import forms

from accounts.compare import ComparedForm
from accounts.models import Organisation
from cases.forms.course import AssignForm, ReceiveForm
from cases.models import ConsultTopic
from rules.calendar import today
from rules.choices import choices
from rules.fields import LineField, NotedForm, PickRowField, PickTypedField, TextField, as_error
from rules.refusals import refuse


class SheetForm(ComparedForm):
    """受付票・申込票: the fields of 受付 once more, with what stands in them."""

    PERSON = (*ReceiveForm.PERSON, "email", "contact_way", "caution")
    INTAKE = tuple(ReceiveForm.INTAKE)
    ASKED = "different_reason"  # of the act of saving: it is no part of the sheet

    contact_way = LineField(label="連絡のしかた", required=False, max_length=100)
    caution = LineField(
        label="訪問・連絡で気をつけること",
        required=False,
        help_text="訪問の準備の紙にも載ります（例 犬がいる、留守電に名のらない、2人で訪ねる）",
    )
    email = LineField(label="メール", required=False, max_length=100)

    def __init__(self, *args, others=None, **kwargs):
        """``others``: the 台帳 of other people that this person may see (E-26)."""
        super().__init__(*args, **kwargs)
        self.others, self.resembling = others, []
        own = self.fields
        base = ReceiveForm().fields
        names = [*ReceiveForm.PERSON, *self.INTAKE, "topics", "most", self.ASKED]
        self.fields = {name: base[name] for name in names} | own
        self.fields[self.ASKED].help_text = "同じ人なら、上の表からくらべて、1つにまとめます"
        for name, blank in (("channel", "選んでください"), ("most", "選ばない")):
            offered = choices("channels" if name == "channel" else "consult_topics", on=today())
            self.fields[name].choices = [("", blank), *offered]

    @classmethod
    def initial_of(cls, episode):
        """The sheet as it stands, in the shape of what is typed."""
        person, intake = episode.case.person, episode.intake
        marks = {row.code: row.mark for row in intake.topics.all()}
        most = [code for code, mark in marks.items() if mark == ConsultTopic.Mark.MOST]
        return (
            {name: getattr(person, name) for name in cls.PERSON}
            | {name: getattr(intake, name) for name in cls.INTAKE}
            | {"topics": [code for code in marks if code not in most]}
            | {"most": most[0] if most else ""}
        )

    def clean(self):
        data = super().clean()
        for choice in ReceiveForm.OTHERS:
            self.only_with_other(choice, f"{choice}_other")
        if data.get("visitor_name") and not data.get("visitor_relation_text"):
            self.add_error("visitor_relation_text", as_error(refuse("E-01", item="続柄・関係")))
        who = (data.get("kana"), data.get("birth"))
        if self.others is not None and who != (self.initial["kana"], self.initial["birth"]):
            self.resembling = list(self.others.resembling(*who).for_list()[:5])
        if self.resembling and not data.get(self.ASKED):
            self.add_error(self.ASKED, as_error(refuse("E-26")))
        return data

    def units(self):
        return [unit for unit in super().units() if unit.name != self.ASKED]

    def part(self, names):
        return {name: self.cleaned_data[name] for name in names}

    def marks(self):
        """The pairs (code, mark): ◎ for the one chosen as most, ○ for the others."""
        return ReceiveForm.marks(self)


class ManyForm(AssignForm):
    """担当 of many: what is left open stays as it is, so something must be chosen."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.empty_label = "いまのまま"

    def clean(self):
        data = super().clean()
        if not self.errors and not any(data.values()):
            self.add_error(None, as_error(refuse("E-01", item="担当・副担当・就労担当のどれか")))
        return data


class TransferForm(NotedForm, forms.Form):
    """移管の申し出."""

    use_required_attribute = False
    receiving = PickRowField(
        label="受ける機関",
        queryset=Organisation.objects.none(),
        empty_label="選んでください",
    )
    reason = TextField(label="移す理由", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["receiving"].queryset = agencies


class JoinForm(NotedForm, forms.Form):
    """同じ人の台帳を1つにまとめる: the other number; then which remains, and why."""

    use_required_attribute = False
    number = LineField(label="もう1つの台帳の番号", max_length=20)


class JoinedForm(JoinForm):
    """Both stand side by side: now it is chosen."""

    keep = PickTypedField(
        label="のこす台帳",
        help_text="経過・相談・プランは、のこす台帳から続けて読めます",
        coerce=int,
        widget=forms.RadioSelect,
    )
    reason = TextField(label="同じ人とわかった理由", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].widget = forms.HiddenInput()
        self.fields["keep"].choices = [
            (case.pk, f"{case.number}　{case.episode.get_state_display()}") for case in cases
        ]
