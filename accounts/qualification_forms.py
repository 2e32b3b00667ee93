"""資格・経験 and 配置の理由 as the 管理者 writes them down."""

from django import forms

from accounts.compare import ComparedForm
from accounts.models import Qualification
from rules.fields import (
    EraDateField,
    LineField,
    NameField,
    NumberField,
    PickField,
    TextField,
    as_error,
)
from rules.refusals import refuse

Kind = Qualification.Kind
MOST_YEARS = 60

# The boxes of each kind: the column, what it is called there, whether it must be filled.
BOXES: dict[str, tuple[tuple[str, str, bool], ...]] = {
    Kind.CERTIFICATE: (
        ("name", "どの養成研修か", True),
        ("number", "修了証の番号", True),
        ("obtained_on", "修了した日", True),
        ("seen_on", "修了証を見て確かめた日", False),
    ),
    Kind.LICENCE: (
        ("name", "資格", True),
        ("number", "登録番号", False),
        ("obtained_on", "登録した日", False),
        ("seen_on", "登録証を見て確かめた日", False),
    ),
    Kind.EXPERIENCE: (
        ("name", "どんな業務か", True),
        ("years", "満の年数", True),
        ("note", "勤め先と期間", False),
    ),
    Kind.TRAINING: (
        ("name", "研修", True),
        ("obtained_on", "受講した日", True),
        ("seen_on", "受講の証を見て確かめた日", False),
        ("note", "主催・内容", False),
    ),
    Kind.JUDGED: (
        ("name", "どの要件か", True),
        ("judged_by", "判断した人", True),
        ("obtained_on", "判断した日", True),
        ("note", "あたると判断した理由", True),
    ),
    Kind.CORE: (
        ("name", "どの中核人材か", True),
        ("obtained_on", "そうなった日", True),
        ("note", "だれに育成されたか、何を受けもつか", False),
    ),
}


def box(column, label, required, names):
    """The field of one column."""
    if column == "name":
        return PickField(
            label=label,
            choices=names,
            widget=forms.RadioSelect,
        )
    if column == "years":
        return NumberField(label=label, unit="年", max_value=MOST_YEARS, required=required)
    if column in ("obtained_on", "seen_on"):
        return EraDateField(label=label, past_only=True, required=required)
    if column == "note":
        return TextField(label=label, widget=forms.Textarea(attrs={"rows": 3}), required=required)
    if column == "judged_by":
        return NameField(label=label, required=required)
    return LineField(label=label, max_length=60, required=required)


class QualificationForm(ComparedForm):
    """One fact about a person; what is offered is what the 要綱 names."""

    def __init__(self, *args, kind, names, **kwargs):
        super().__init__(*args, **kwargs)
        kept = self.initial.get("name")
        if kept and kept not in dict(names):
            names = [(kept, kept), *names]  # an older 要綱 named it
        for column, label, required in BOXES[kind]:
            self.fields[column] = box(column, label, required, names)

    def clean(self):
        data = super().clean()
        seen, obtained = data.get("seen_on"), data.get("obtained_on")
        if seen and obtained and seen < obtained:
            labels = {name: self.fields[name].label for name in ("seen_on", "obtained_on")}
            error = refuse("E-02", later=labels["seen_on"], earlier=labels["obtained_on"])
            self.add_error("seen_on", as_error(error))
        return data


class ReasonForm(ComparedForm):
    """Why a post is held without what the 要綱 asks for."""

    reason = TextField(label="理由", widget=forms.Textarea(attrs={"rows": 4}))
    train_by = EraDateField(label="養成研修を受ける期限", required=False)

    def __init__(self, *args, is_of_one_post, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_of_one_post:
            del self.fields["train_by"]
