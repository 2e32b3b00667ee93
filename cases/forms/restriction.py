"""Who alone sees a 台帳, and why."""

from django import forms

from accounts.compare import ComparedForm
from rules.fields import PickSeveralField, TextField


class RestrictionForm(ComparedForm):
    """The named; with nobody ticked the 台帳 is open to the agency again."""

    named = PickSeveralField(
        label="この台帳を見られる職員",
        help_text="だれも選ばないと、閲覧制限を解きます。主任を1人は選びます",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = TextField(
        label="理由",
        help_text="支援措置の申出など。選んだ職員だけが読めます",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=200,
    )

    def __init__(self, *args, staff, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["named"].choices = [(person.pk, person.name) for person in staff]
