"""Why a case is a hard one."""

from django import forms

from rules.fields import LineField


class HardForm(forms.Form):
    """Why; left empty, the case is a hard one no more."""

    use_required_attribute = False
    reason = LineField(
        label="困難ケースとする理由",
        required=False,
        max_length=200,
        help_text="主任の「今日」に、担当・段階といっしょに出ます。外すときは空にします。",
    )
