"""What may be typed of an application, of its terms, and into the what-if beside it."""

from django import forms

from accounts.compare import ComparedForm
from cases.forms.course import MoveForm
from housing_benefit.models import BenefitApplication, BenefitPayee
from housing_benefit.workflow.paying import rules_of
from housing_benefit.workflow.writing import needed_documents, terms_of
from rules.calendar import today
from rules.choices import choices, entries
from rules.fields import (
    EraDateField,
    LineField,
    NotedForm,
    NumberField,
    OneOfField,
    PickField,
    SeveralOfField,
    TextField,
    YenField,
)
from rules.housing_benefit import ELIGIBLE_COSTS

COST = "cost-"
TWO_CHANGE = "口座は「口座を変える」で、2人で変えます"
FINDINGS = {
    "is_breadwinner": ("主たる生計維持者", "本人が支えている（いた）", "本人ではない"),
    "seeks_work": ("求職活動", "誠実に行う", "行わない"),
    "is_gang": ("世帯に暴力団員", "いる", "いない"),
    "has_similar": ("似た給付", "受けている", "受けていない"),
}


def listed(name: str, label: str, **words) -> OneOfField:
    return OneOfField(name, label=label, unknown=False, required=False, **words)


class Found(forms.NullBooleanField):
    """Yes, no, or not yet asked."""

    widget = forms.RadioSelect

    def __init__(self, label: str, yes: str, no: str) -> None:
        super().__init__(label=label, required=False)
        self.widget.choices = [("True", yes), ("False", no), ("", "まだ確かめていない")]

    def prepare_value(self, value):
        return "" if value is None else value


class StartForm(NotedForm, forms.Form):
    """Which benefit, and why: the rest follows."""

    use_required_attribute = False
    kind = OneOfField("benefit_kinds", label="給付の種類", unknown=False)
    route = OneOfField("benefit_routes", label="申請のわけ", unknown=False)


class ApplicationForm(ComparedForm):
    """支給申請書の内容; everything may stay open while it is prepared."""

    applied_on = EraDateField(label="申請日", past_only=True, required=False)
    route = PickField(label="申請のわけ", widget=forms.RadioSelect)
    ground = PickField(label="わけ", widget=forms.RadioSelect)
    event_on = EraDateField(
        label="離職・廃業・収入が減った日", required=False, help_text="減収の申請では書きません"
    )
    unable_days = NumberField(
        label="病気・育児などで、続けて求職できなかった日数",
        unit="日",
        max_value=2000,
        required=False,
    )
    unable_reason = LineField(label="求職できなかったわけ", required=False)
    members = NumberField(label="世帯の人数", unit="人", min_value=1, max_value=30)
    rent = YenField(
        label="家賃（月額）", min_value=0, required=False, help_text="共益費・管理費を除きます"
    )
    income = YenField(
        label="世帯の収入（申請月）",
        min_value=0,
        required=False,
        help_text="世帯の表の合計から。児童手当など特別の目的の手当は数えません",
    )
    assets = YenField(
        label="世帯の金融資産", min_value=0, required=False, help_text="預貯金・現金・株など"
    )
    housing = listed("benefit_housings", "住まいの状態")
    covered_until = EraDateField(
        label="初期費用でまかなった家賃の最後の月",
        required=False,
        help_text="住居を失っている方だけ。その月の日付（例 R8.9.30）",
    )
    landlord = LineField(label="家主・管理会社", max_length=100, required=False)
    payee = listed("benefit_payees", "支払い先")
    payee_reason = LineField(
        label="本人に支払うわけ",
        max_length=200,
        required=False,
        help_text="本人の口座に支払うときだけ。特に必要なわけ",
    )
    account = LineField(label="口座", required=False)
    destination = YenField(
        label="転居先の住宅扶助基準",
        min_value=0,
        required=False,
        help_text="転居先の市町村の、世帯の人数の額",
    )
    destination_source = LineField(label="その根拠", required=False)
    finding = listed("benefit_findings", "家計改善支援の認定")
    finding_reason = TextField(
        label="認定のわけ（家計の前と後）",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    support = listed("benefit_supports", "併せて行う就労支援")
    documents = SeveralOfField(
        "benefit_documents", label="受け取った書類", unknown=False, required=False
    )

    CHANGED = (
        "applied_on",
        "ground",
        "rent",
        "income",
        "landlord",
        "payee",
        "payee_reason",
        "account",
    )
    ONLY_NEW = ("event_on", "unable_days", "unable_reason", "housing", "covered_until")
    ONLY_RENT = ("unable_days", "unable_reason", "housing", "covered_until", "seeks_work")
    ONLY_MOVE = ("destination", "destination_source", "finding", "finding_reason")

    def __init__(self, *args, row: BenefitApplication, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept = row.documents
        unable = "{inability_days}日以上のとき、{within_years}年に加えます"
        self.fields["unable_days"].help_text = unable.format(**vars(rules_of(row)))
        for name, (label, yes, no) in FINDINGS.items():
            self.fields[name] = Found(label, yes, no)
        if row.kind == row.Kind.MOVE:
            self.fields["rent"].label = "現在の住まいの費用（月額）"
            self.fields["landlord"].label = row.payee_role
            for code, label in choices("benefit_costs", on=today()):
                self.fields[COST + code] = YenField(label=label, min_value=0, required=False)
        first = list(self.base_fields)
        self.order_fields(first[: first.index("housing")] + list(FINDINGS))
        left_out = set(self.ONLY_MOVE if row.is_rent else self.ONLY_RENT)
        if not row.is_new:
            left_out |= {*self.ONLY_NEW, "route"}
        if row.purpose == row.Purpose.CHANGE:
            left_out |= set(self.fields) - {*self.CHANGED, "documents"}
        reasons = [choice for choice in entries("benefit_grounds") if choice.group == row.purpose]
        if row.purpose in ("change", "again"):
            self.fields["ground"].label = f"{row.get_purpose_display()}のわけ"
            self.fields["ground"].choices = [(one.code, one.label) for one in reasons]
        else:
            left_out.add("ground")
        if row.account:
            left_out.add("account")
            self.fields["payee"].help_text = TWO_CHANGE
        for name in left_out:
            del self.fields[name]
        routes = [choice for choice in entries("benefit_routes") if choice.group == row.kind]
        if row.is_new:
            self.fields["route"].choices = [(choice.code, choice.label) for choice in routes]
        if "payee" in self.fields:
            self.fields["payee"].choices = payees(row)
        self.fields["documents"].choices = needed_documents(row)

    @staticmethod
    def initial_of(row: BenefitApplication) -> dict:
        """What is stored, as the form shows it."""
        names = [*ApplicationForm.base_fields, *FINDINGS]
        costs = {COST + code: yen for code, yen in row.costs.items()}
        # In the order of the boxes: a database keeps the keys of an object in its own.
        came = [code for code, _words in needed_documents(row) if code in row.documents]
        there = {"documents": came}
        return {name: getattr(row, name) for name in names} | costs | there

    def columns(self) -> dict:
        """The cleaned fields as columns of the row."""
        data = dict(self.cleaned_data)
        if "unable_days" in data:
            data["unable_days"] = data["unable_days"] or 0
        data["documents"] = {code: self.kept.get(code, {}) for code in data["documents"]}
        costs = {name: data.pop(name) for name in list(data) if name.startswith(COST)}
        return data | {
            "costs": {name.removeprefix(COST): yen for name, yen in costs.items() if yen}
        }


class PayeeForm(ComparedForm):
    """One more 支払い先 of 転居費用補助: who, and which of the costs; the 口座 once."""

    landlord = LineField(label=BenefitPayee.ROLE, max_length=100)
    payee = OneOfField("benefit_payees", label="支払い先", unknown=False)
    payee_reason = LineField(
        label="本人に支払うわけ",
        max_length=200,
        required=False,
        help_text="本人の口座に支払うときだけ。特に必要なわけ",
    )
    account = LineField(label="口座", max_length=200)
    costs = SeveralOfField(
        "benefit_costs",
        label="支払う費用",
        unknown=False,
        required=False,
        help_text="選んだ費用だけをこの相手に支払います。選ばない費用は、申請の支払い先に支払います",
    )

    def __init__(self, *args, row: BenefitApplication, one: BenefitPayee | None, **kwargs):
        initial = {name: getattr(one, name) for name in self.base_fields} if one else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["payee"].choices = payees(row)
        asked = set(row.costs) & set(ELIGIBLE_COSTS)
        words = choices("benefit_costs", on=row.applied_on)
        self.fields["costs"].choices = [one for one in words if one[0] in asked]
        if one and one.account:
            del self.fields["account"]
            self.fields["payee"].help_text = TWO_CHANGE


def payees(row: BenefitApplication) -> list[tuple[str, str]]:
    """Who may be paid by this kind of benefit, in this municipality."""
    never = () if rules_of(row).move_to_person == "individual" else ("person",)
    found = [one for one in entries("benefit_payees") if one.group in ("all", row.kind)]
    return [(one.code, one.label) for one in found if one.code not in never]


class RulingForm(MoveForm):
    """決裁: the day, and the reason where someone stands in (代決)."""

    deputy_reason = LineField(label="代決の理由（代わりに決裁するとき）", required=False)


class ExplainForm(NotedForm, forms.Form):
    """留意事項: each term by itself, who heard it when."""

    use_required_attribute = False
    on = EraDateField(label="説明した日", past_only=True, initial=today)
    agreed = forms.MultipleChoiceField(
        label="説明し、合意を得たこと", widget=forms.CheckboxSelectMultiple, required=False
    )
    signed_on = EraDateField(label="本人が署名した日", past_only=True, required=False)

    def __init__(self, *args, row: BenefitApplication, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agreed"].choices = list(terms_of(rules_of(row), row.is_rent).items())


class WhatIfForm(NotedForm, forms.Form):
    """もし〜なら: other figures beside the application's own; nothing is kept."""

    use_required_attribute = False
    applied_on = EraDateField(label="申請日")
    members = NumberField(label="世帯の人数", unit="人", min_value=1, max_value=30)
    rent = YenField(label="家賃（月額）", min_value=0)
    income = YenField(label="世帯の収入", min_value=0)
    assets = YenField(label="金融資産", min_value=0)
