"""What may be typed of a 支払い一覧."""

import datetime as dt

from django import forms

from rules.calendar import era_year
from rules.fields import NotedForm, PickField


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
