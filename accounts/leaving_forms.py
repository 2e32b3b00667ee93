"""What is asked when somebody leaves, and at the yearly look at the accounts."""

from django import forms

from rules.calendar import today
from rules.fields import EraDateField, NotedForm, PickField, TextField, as_error
from rules.refusals import refuse

WHEN = (("day", "日を決めて、その日まで使える"), ("now", "いますぐ使えなくする"))


class LeavingForm(NotedForm, forms.Form):
    """退職・異動: on a day, or at once."""

    use_required_attribute = False
    when = PickField(label="いつまで", choices=WHEN, widget=forms.RadioSelect, initial="day")
    until = EraDateField(label="最後の日", required=False, help_text="この日の終わりまで使えます")

    def clean(self):
        data = super().clean()
        if data.get("when") == "day" and not data.get("until") and "until" not in self.errors:
            self.add_error("until", as_error(refuse("E-01", item="最後の日")))
        if data.get("when") == "now":
            data["until"] = None
        return data


class ReviewForm(NotedForm, forms.Form):
    """利用者の点検."""

    use_required_attribute = False
    on = EraDateField(label="点検した日", past_only=True, initial=today)
    note = TextField(label="わかったこと・したこと", widget=forms.Textarea(attrs={"rows": 3}))
