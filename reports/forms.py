"""What may be asked of the pages that read across rooms, and the name of a 保存した見方."""

from django import forms

from accounts.models import User
from cases.models import Note
from reports.timeline import KINDS, Wanted
from rules.fields import EraDateField, LineField, NotedForm


class TimelineForm(NotedForm, forms.Form):
    """Of the timeline: which kind, whose, from when to when."""

    use_required_attribute = False
    kind = forms.ChoiceField(choices=[("", ""), *KINDS.items()], required=False)
    who = forms.ModelChoiceField(
        label="書いた人・行った人", queryset=User.objects.none(), required=False, empty_label="全員"
    )
    since = EraDateField(label="この日から", required=False)
    until = EraDateField(label="この日まで", required=False)

    def __init__(self, *args, files, **kwargs):
        super().__init__(*args, **kwargs)
        authors = Note.objects.filter(case__in=files).order_by().values("author")
        self.fields["who"].queryset = User.objects.filter(pk__in=authors).only("name")

    @property
    def is_open(self):
        """Is more asked for than a kind, or the boxes to ask for it?"""
        return any(self.data.get(name) for name in ("by", "who", "since", "until"))

    def wanted(self):
        """What was asked for; what cannot be read asks for nothing."""
        self.is_valid()
        data = self.cleaned_data
        who = data.get("who")
        return Wanted(
            data.get("kind") or "", who.pk if who else None, data.get("since"), data.get("until")
        )


class ViewForm(NotedForm, forms.Form):
    use_required_attribute = False
    name = LineField(
        label="名前",
        max_length=30,
        help_text="ケース一覧の上に、この名前で出ます。自分だけに見えます。",
    )
