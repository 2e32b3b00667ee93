"""What may be typed of a 中断, a 中止, a 徴収."""

from django import forms

from rules.calendar import today
from rules.choices import entries
from rules.fields import EraDateField, NotedForm, PickField, TextField, YenField

COLLECTED = "false"  # 徴収 follows 偽りの申請 alone


class OrderForm(NotedForm, forms.Form):
    """The ground, its day, and what was seen."""

    use_required_attribute = False
    ground = PickField(label="わけ", widget=forms.RadioSelect)
    happened_on = EraDateField(
        label="わけができた日・分かった日",
        past_only=True,
        help_text="支給しない月は、この日から数えます",
    )
    on = EraDateField(label="報告日", past_only=True, initial=today)
    yen = YenField(label="徴収する額", min_value=0)
    details = TextField(label="くわしいこと", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        if kind == "collect":
            rows = [row for row in entries("benefit_grounds") if row.code == COLLECTED]
        else:
            del self.fields["yen"]
            rows = [row for row in entries("benefit_grounds") if row.group == kind]
        self.fields["ground"].choices = [(row.code, row.label) for row in rows]
