"""What is asked before something leaves without a consent."""

from django import forms
from django.forms.widgets import RadioSelect

from accounts.models import User
from cases.models import Exemption
from rules.calendar import today
from rules.fields import EraDateField, NotedForm, PickField, PickRowField, TextField

LINES = {"rows": 3}
ASKED = ("recipient", "ground", "reason", "judged_by")  # by the verb


class ExemptionForm(NotedForm, forms.Form):
    """例外による提供: what is missing is said by the verb, all of it at once (E-07)."""

    use_required_attribute = False
    on = EraDateField(label="判断した日", past_only=True, initial=today)
    recipient = PickField(label="提供先", required=False)
    ground = PickField(
        label="例外事由",
        choices=Exemption.Ground.choices,
        widget=RadioSelect,
        required=False,
    )
    reason = TextField(
        label="提供が要る理由（①は根拠の法令も）",
        widget=forms.Textarea(attrs=LINES),
        required=False,
    )
    no_consent = TextField(
        label="同意を得られない理由",
        widget=forms.Textarea(attrs=LINES),
        required=False,
    )
    judged_by = PickRowField(
        label="判断者",
        queryset=User.objects.none(),
        empty_label="選んでください",
        required=False,
    )

    def __init__(self, *args, recipients, staff, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(name, name) for name in recipients]
        self.fields["recipient"].choices = [("", "選んでください"), *names]
        self.fields["judged_by"].queryset = staff
        for name in ASKED:
            self.fields[name].need_word = "※必須"
        self.fields["no_consent"].need_word = "※①のほかは必須"
