"""Why one opens a 台帳 that is another's, and which openings one looks at."""

from django import forms

from accounts.models import User
from rules.choices import OTHER, label
from rules.fields import LineField, NotedForm, OneOfField


class PurposeForm(NotedForm, forms.Form):
    """見るわけ."""

    use_required_attribute = False
    purpose = OneOfField("view_purposes", label="見るわけ", unknown=False)
    text = LineField(label="その他の内容", required=False, max_length=150)

    def clean(self):
        data = super().clean()
        self.require_other("purpose", "text")
        self.only_with_other("purpose", "text")
        return data

    def words(self):
        """As the record keeps it."""
        code = self.cleaned_data["purpose"]
        return self.cleaned_data["text"] if code == OTHER else label("view_purposes", code)


class ViewingsForm(NotedForm, forms.Form):
    """Of whom, of which 台帳, and only what is not their own work."""

    use_required_attribute = False
    mark_need = False
    who = forms.ModelChoiceField(
        label="職員", queryset=User.objects.none(), required=False, empty_label="すべての職員"
    )
    number = LineField(label="台帳番号", required=False, max_length=20)
    others = forms.BooleanField(label="担当でないケースだけ", required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = people
