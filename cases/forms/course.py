"""What may be typed at 受付, at 振り分け and into a 支援経過."""

import datetime as dt
import re

from django import forms

from accounts.compare import ComparedForm
from cases.models import CityAccess, Consent, ConsultTopic
from rules.calendar import today, wareki_short
from rules.choices import OTHER, choices
from rules.fields import (
    ClockField,
    EraDateField,
    KanaField,
    LineField,
    NameField,
    NotedForm,
    OneOfField,
    PhoneField,
    PickField,
    PostalCodeField,
    SeveralOfField,
    TextField,
    as_error,
)
from rules.refusals import refuse

AUDIT = dt.timedelta(days=13)  # two weeks, today included


class ReceiveForm(NotedForm, forms.Form):
    """新規受付: four answers are enough (様式1 can follow)."""

    use_required_attribute = False
    PERSON = [
        "call_name",
        "name",
        "kana",
        "sex",
        "sex_other",
        "birth",
        "residence",
        "postal_code",
        "address",
        "tel_home",
        "tel_mobile",
    ]
    INTAKE = [
        "received_at",
        "channel",
        "channel_other",
        "words",
        "urgencies",
        "topic_other",
        "visitor_name",
        "visitor_tel",
        "visitor_relation",
        "visitor_relation_text",
    ]

    OTHERS = ("channel", "sex")  # その他（　）: each with its text

    received_on = EraDateField(label="受付日", past_only=True, initial=today)
    received_at = ClockField(label="受付時刻", required=False)
    channel = OneOfField("channels", label="相談の経路", unknown=False, widget=forms.Select)
    channel_other = LineField(label="経路（その他）の内容", max_length=100, required=False)
    call_name = NameField(
        label="お呼びする名前",
        help_text="名乗られないときは、呼びやすい名前を書きます（例 電話の方、コウさん）",
    )
    words = TextField(label="ご相談の内容", help_text="お話しになった言葉のまま書いてください")
    urgencies = SeveralOfField(
        "urgencies", label="急ぐことはありますか", unknown=False, required=False
    )
    name = NameField(label="氏名", required=False)
    kana = KanaField(label="ふりがな", required=False)
    sex = OneOfField("sexes", label="性別", required=False)
    sex_other = LineField(label="性別（その他）", max_length=40, required=False)
    birth = EraDateField(
        label="生年月日",
        precision="partial",
        past_only=True,
        age=True,
        required=False,
        help_text="S35.4.1 でも 1960/4/1 でも、年だけでも入ります",
    )
    residence = OneOfField("residence_kinds", label="住まい", required=False)
    postal_code = PostalCodeField(label="郵便番号", required=False)
    address = LineField(label="住所", required=False)
    tel_home = PhoneField(label="電話（自宅）", required=False)
    tel_mobile = PhoneField(label="電話（携帯）", required=False)
    visitor_name = NameField(label="来談者の氏名（ご本人以外のとき）", required=False)
    visitor_tel = PhoneField(label="来談者の電話", required=False)
    visitor_relation = OneOfField(
        "visitor_relations", label="ご本人との関係", unknown=False, required=False
    )
    visitor_relation_text = LineField(label="続柄・関係", max_length=60, required=False)
    topics = SeveralOfField(
        "consult_topics", label="お困りのこと（○）", unknown=False, required=False
    )
    topic_other = LineField(label="その他のお困りごと", max_length=40, required=False)
    most = OneOfField(
        "consult_topics",
        label="いちばん困っていること（◎は1つ）",
        unknown=False,
        required=False,
        widget=forms.Select,
    )

    different_reason = LineField(
        label="別の人である理由",
        help_text="同じ人なら、新しく受け付けず、その台帳を開いて続けます",
        required=False,
    )

    def __init__(self, *args, visible=None, channels=(), **kwargs):
        """``channels``: the ways in that the 要綱 names; they come first (P-11)."""
        super().__init__(*args, **kwargs)
        self.visible, self.resembling = visible, []
        ways = sorted(choices("channels", on=today()), key=lambda row: row[0] not in channels)
        self.fields["channel"].choices = [("", "選んでください"), *ways]
        topics = choices("consult_topics", on=today())
        self.fields["most"].choices = [("", "選ばない"), *topics]

    def clean(self):
        data = super().clean()
        for choice in self.OTHERS:
            self.only_with_other(choice, f"{choice}_other")
        if data.get("visitor_name") and not data.get("visitor_relation_text"):
            self.add_error("visitor_relation_text", as_error(refuse("E-01", item="続柄・関係")))
        if self.visible is not None:
            found = self.visible.resembling(data.get("kana"), data.get("birth"))
            self.resembling = list(found.for_list()[:5])
        if self.resembling and not data.get("different_reason"):
            self.add_error("different_reason", as_error(refuse("E-26")))
        return data

    def leave_out_person(self):
        """再相談: the person is known, so nothing about them is asked again."""
        for name in (*self.PERSON, "different_reason"):
            del self.fields[name]

    def person(self):
        return {name: self.cleaned_data[name] for name in self.PERSON}

    def intake(self):
        return {name: self.cleaned_data[name] for name in self.INTAKE}

    def marks(self):
        """The pairs (code, mark): ◎ for the one chosen as most, ○ for the others."""
        most = self.cleaned_data["most"]
        some = [code for code in self.cleaned_data["topics"] if code != most]
        if self.cleaned_data["topic_other"] and OTHER not in (*some, most):
            some.append(OTHER)  # who says what it is has named it
        pairs = [(code, ConsultTopic.Mark.SOME) for code in some]
        return [(most, ConsultTopic.Mark.MOST), *pairs] if most else pairs


class MoveForm(NotedForm, forms.Form):
    """What a move of the case asks: its day, and what its row says it needs."""

    use_required_attribute = False
    on = EraDateField(label="日にち", past_only=True, initial=today)

    def __init__(self, data=None, *args, transition, **kwargs):
        # A button alone sends no day: it was pressed today. An emptied box is asked for.
        if data is not None and "on" not in data:
            data = data.copy()
            data["on"] = wareki_short(today())
        super().__init__(data, *args, **kwargs)
        for key, item in transition.needs.items():
            self.fields[key] = TextField(label=item, widget=forms.Textarea(attrs={"rows": 3}))


class GoOnForm(MoveForm):
    """継続して相談を受ける: with the 対象要件 of the 要綱, where it has some (P-15)."""

    def __init__(self, *args, targets, **kwargs):
        super().__init__(*args, **kwargs)
        self.target_codes = [row.code for row in targets]
        for row in targets:
            if field := target_field(row):
                self.fields[f"target_{row.code}"] = field
        if targets:
            self.fields["exception"] = LineField(
                label="要件にあたらないが、続ける理由", required=False, max_length=200
            )

    def targets(self):
        """The answers, as ``case_workflow`` takes them."""
        said = {code: self.cleaned_data.get(f"target_{code}") for code in self.target_codes}
        return {code: [row] if isinstance(row, str) else row or [] for code, row in said.items()}


def target_field(target):
    """The question of one 対象要件; an age is read from the birth date and not asked."""
    words = {"label": target.label, "help_text": target.clause, "required": False}
    if target.asks == "yes":
        choices = (("yes", "はい"), ("no", "いいえ"))
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **words)
    if target.asks == "any_of":
        choices = [(row.code, row.label) for row in target.options]
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **words
        )
    return None


class CheckReferralForm(MoveForm):
    """状況確認: and when to ask again."""

    next_on = EraDateField(
        label="つぎの状況確認", required=False, help_text="書かないと、きまりの日数で決めます"
    )


class ConsentForm(NotedForm, forms.Form):
    """利用申込・同意: the 規程 stands beside it, as it was shown."""

    use_required_attribute = False
    on = EraDateField(label="申込日（本人同意日）", past_only=True, initial=today)
    method = PickField(
        label="方法",
        choices=Consent.Method.choices,
        widget=forms.RadioSelect,
    )
    purposes = SeveralOfField("consent_purposes", label="利用目的", unknown=False)
    recipients = SeveralOfField("consent_recipients", label="提供先の種類", unknown=False)
    until = EraDateField(
        label="同意の期限（あるとき）",
        help_text="この日まで提供できます。なければ、撤回されるまでです",
        required=False,
    )

    def __init__(self, *args, policies=(), **kwargs):
        """``policies``: the versions of 様式7 a day may fall under, newest first."""
        super().__init__(*args, **kwargs)
        self.policies = policies
        if len(policies) > 1:
            said = [f"{wareki_short(row.valid_from)}から第{row.number}版" for row in policies]
            self.fields["on"].help_text = f"この日の規程の版で記録します（{'、'.join(said)}）"

    def clean(self):
        data = super().clean()
        on, until = data.get("on"), data.get("until")
        if on and until and until < on:
            refusal = refuse("E-02", later="同意の期限", earlier="申込日（本人同意日）")
            self.add_error("until", as_error(refusal))
        return data

    def clean_on(self):
        """Say it where the day is not of the version in force now."""
        day, field = self.cleaned_data["on"], self.fields["on"]
        of_day = next((row for row in self.policies if row.valid_from <= day), None)
        if of_day and of_day != self.policies[0]:
            said = f"この日の規程の第{of_day.number}版で記録しました"
            now = f"（いまは第{self.policies[0].number}版）"
            field.note = "。".join(filter(None, (field.note, said + now)))
        return day


class ReferForm(NotedForm, forms.Form):
    """他機関へつなぐ: to whom, why, and the consent it rests on."""

    use_required_attribute = False
    on = EraDateField(label="日にち", past_only=True, initial=today)
    contact = forms.ModelChoiceField(
        label="つなぎ先",
        queryset=None,
        empty_label="選んでください",
        required=False,
    )
    to_welfare = forms.BooleanField(label="生活保護へつなぐ", required=False)
    office = forms.ChoiceField(label="生活保護のつなぎ先", required=False)
    reason = TextField(label="つなぐ理由", widget=forms.Textarea(attrs={"rows": 3}))
    consent_method = forms.ChoiceField(
        label="このつなぎへのご本人の同意",
        help_text="利用申込のときの同意でこのつなぎ先に出せるなら、選ばなくてかまいません",
        choices=[("", "すでにある同意による"), *Consent.Method.choices],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, contacts, offices=(), address="", labels=None, **kwargs):
        """``offices``: the 福祉事務所 of the 要綱; the one of the person's address comes first."""
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contacts.filter(is_active=True)
        self.fields["contact"].label_from_instance = lambda contact: contact.with_method
        self.fields["contact"].need_word = "※生活保護のほかは必須" if offices else "※必須"
        self.office_label = labels.welfare_office if labels else ""
        if not offices:
            del self.fields["to_welfare"], self.fields["office"]
            return
        field = self.fields["office"]
        field.label = f"生活保護のつなぎ先（{self.office_label}）"
        field.choices = [("", "選んでください"), *((row, row) for row in offices)]
        field.initial = office_of(offices, address)

    def clean(self):
        data = super().clean()
        if data.get("to_welfare"):
            data["contact"] = None
            if not data.get("office"):
                self.add_error("office", as_error(refuse("E-01", item=self.office_label)))
        elif not data.get("contact") and "contact" not in self.errors:
            self.add_error("contact", as_error(refuse("E-01", item="つなぎ先")))
        return data


def office_of(offices, address):
    """The only office there is, or the one whose 区 stands in the address; "" if neither."""
    if len(offices) == 1:
        return offices[0]
    wards = {row: re.match(r".+?[区市町村]", row) for row in offices}
    fitting = [row for row, ward in wards.items() if ward and ward[0] in address]
    return max(fitting, key=len, default="")


class WithdrawForm(NotedForm, forms.Form):
    """同意の撤回."""

    use_required_attribute = False
    on = EraDateField(label="撤回した日", past_only=True, initial=today)
    reason = LineField(label="撤回の理由")


class SignedForm(NotedForm, forms.Form):
    """口頭の同意に、あとから署名をいただいた日."""

    use_required_attribute = False
    on = EraDateField(label="署名をいただいた日", past_only=True, initial=today)


class ReasonForm(NotedForm, forms.Form):
    """One reason, for what is struck out or withdrawn."""

    use_required_attribute = False
    reason = LineField(label="理由")


class AuditForm(NotedForm, forms.Form):
    """監査: which 台帳, why, and until when."""

    use_required_attribute = False
    number = LineField(label="台帳番号", max_length=20)
    reason = TextField(
        label="監査のわけ",
        max_length=CityAccess._meta.get_field("reason").max_length - len("監査："),
        help_text="機関の人にも見えます。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    until = EraDateField(
        label="見終える日", initial=lambda: today() + AUDIT, help_text="この日まで開けます。"
    )


class AssignForm(ComparedForm):
    """担当, 副担当, 就労担当: colleagues of the agency."""

    lead = forms.ModelChoiceField(label="担当", queryset=None, required=False)
    deputy = forms.ModelChoiceField(label="副担当", queryset=None, required=False)
    employment = forms.ModelChoiceField(label="就労担当", queryset=None, required=False)

    def __init__(self, *args, staff, employment_staff, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("lead", "deputy"):
            self.fields[name].queryset = staff
        self.fields["employment"].queryset = employment_staff
        for field in self.fields.values():
            field.empty_label = "未定"
