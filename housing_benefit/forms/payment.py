"""What may be typed of a 支払い一覧, and of another 口座."""

import datetime as dt

from django import forms

from rules.calendar import era_year, today
from rules.fields import EraDateField, LineField, NotedForm, PickField


class PaymentForm(NotedForm, forms.Form):
    """A 支払い一覧: up to which month."""

    use_required_attribute = False
    month = PickField(label="どの月まで")

    def __init__(self, *args, months, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [
            (str(day), f"{era_year(day)}{day.month}月分まで") for day in months
        ]

    def clean_month(self):
        return dt.date.fromisoformat(self.cleaned_data["month"])


class AccountForm(NotedForm, forms.Form):
    """口座の変更: the new one, and why."""

    use_required_attribute = False
    on = EraDateField(label="申し出た日", past_only=True, initial=today)
    account = LineField(label="新しい口座", max_length=200)
    reason = LineField(label="変えるわけ", max_length=200)
