"""合同研修 as the 主任 or the 管理者 plans it."""

from django import forms

from accounts.compare import ComparedForm
from rules.fields import EraDateField, LineField, OneOfField, TextField


class TrainingForm(ComparedForm):
    """Its day, one of five themes and of three ways (手引き 第Ⅵ章4), and what came of it."""

    title = LineField(label="題", max_length=100)
    theme = OneOfField("training_themes", label="主題", unknown=False)
    way = OneOfField("training_ways", label="方法", unknown=False)
    on = EraDateField(label="開催日")
    place = LineField(label="場所", max_length=100, required=False)
    partners = LineField(label="いっしょに開く機関", required=False)
    is_wide = forms.BooleanField(label="広域（都道府県など）の研修", required=False)
    people = LineField(label="出る人", required=False)
    report = TextField(
        label="学んだこと",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="終わってから書きます。相談した方の名前は書きません",
    )
    cancelled_reason = LineField(label="取りやめた理由", required=False)
