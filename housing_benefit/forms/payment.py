"""What may be typed of a 支払い一覧, and of another 口座."""

import datetime as dt

from django import forms

from housing_benefit.models import BenefitPayee
from rules.calendar import era_year, today
from rules.fields import EraDateField, LineField, NotedForm, PickField, PickRowField


class PaymentForm(NotedForm, forms.Form):
    """A 支払い一覧: up to which month; of which city, for whoever works for several."""

    use_required_attribute = False
    office = PickRowField(label="どの自治体の一覧か", queryset=None)
    month = PickField(label="どの月まで")

    def __init__(self, *args, offices, months, **kwargs):
        super().__init__(*args, **kwargs)
        self.offices = offices
        self.fields["office"].queryset = offices
        if len(offices) < 2:
            del self.fields["office"]
        self.fields["month"].choices = [
            (str(day), f"{era_year(day)}{day.month}月分まで") for day in months
        ]

    def clean_month(self):
        return dt.date.fromisoformat(self.cleaned_data["month"])

    def clean(self):
        return {"office": self.offices.first()} | super().clean()


class AccountForm(NotedForm, forms.Form):
    """口座の変更: the new one, and why; whose it is, where several are paid."""

    use_required_attribute = False
    of = PickField(label="だれの口座か", widget=forms.RadioSelect)
    on = EraDateField(label="申し出た日", past_only=True, initial=today)
    account = LineField(label="新しい口座", max_length=200)
    reason = LineField(label="変えるわけ", max_length=200)

    def __init__(self, *args, stored, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored = {str(number): one for number, one in enumerate(stored, start=1)}
        self.fields["of"].choices = [
            (number, f"{one.landlord}　{one.account}") for number, one in self.stored.items()
        ]
        if len(stored) == 1:
            del self.fields["of"]

    def clean(self):
        """``of``: the further 支払い先, or None where it is that of the application."""
        data = super().clean()
        one = self.stored.get(data.get("of", "1"))
        return data | {"of": one if isinstance(one, BenefitPayee) else None}
