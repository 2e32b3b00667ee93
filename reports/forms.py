"""What may be asked of the pages that read across rooms, and the name of a 保存した見方."""

from django import forms

from accounts.models import User
from cases.models import Episode, Note
from documents.models import PrintBatch
from reports.print_centre import DAYS, NOBODY, RECEIVED, Choice
from reports.timeline import KINDS, Wanted
from rules.fields import EraDateField, LineField, NotedForm, PickField, PickSeveralField


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


class ChoiceForm(NotedForm, forms.Form):
    """Of the print centre: which 台帳. It stands in the address and changes nothing."""

    use_required_attribute = False
    mark_need = False
    q = LineField(label="台帳番号・氏名・ふりがな", max_length=80, required=False)
    state = forms.MultipleChoiceField(
        label="段階",
        choices=Episode.State.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    lead = forms.ChoiceField(label="担当", required=False)
    day = forms.ChoiceField(label="どの日", choices=list(DAYS.items()), required=False)
    since = EraDateField(label="この日から", required=False)
    until = EraDateField(label="この日まで", required=False)

    def __init__(self, data, *, staff):
        super().__init__(data)
        people = [(str(row.pk), row.name) for row in staff]
        self.fields["lead"].choices = [("", "すべて"), (NOBODY, "未定"), *people]

    def choice(self):
        """What was asked for; what cannot be read asks for nothing."""
        self.is_valid()
        data = self.cleaned_data
        return Choice(
            data.get("q", ""),
            tuple(data.get("state", ())),
            data.get("lead", ""),
            data.get("day") or RECEIVED,
            data.get("since"),
            data.get("until"),
        )


class OrderForm(NotedForm, forms.Form):
    """Of the print centre: which papers of the 台帳 that are ticked, and in what form."""

    use_required_attribute = False
    case = PickSeveralField(label="ケース", coerce=int)
    paper = PickSeveralField(label="様式", widget=forms.CheckboxSelectMultiple)
    form = PickField(
        label="受け取りかた",
        choices=PrintBatch.Form.choices,
        initial=PrintBatch.Form.PDF,
        widget=forms.RadioSelect,
    )
    with_gaps = forms.BooleanField(
        label="必須の項目がまだなくても刷る",
        required=False,
        help_text="署名をいただくための紙など。選ばなければ、足りない項目を知らせて、ほかを刷ります。",
    )

    def __init__(self, data, *, cases, papers):
        super().__init__(data)
        self.fields["case"].choices = [(row.pk, str(row)) for row in cases]
        self.fields["paper"].choices = papers
