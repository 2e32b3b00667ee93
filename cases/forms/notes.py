"""What may be typed into a 支援経過, and into the words an office begins one with."""

from django import forms
from django.utils import timezone

from accounts.compare import ComparedForm
from cases.forms.records import with_blank
from cases.models import NoteTemplate
from rules.calendar import today
from rules.choices import choices
from rules.fields import (
    ClockField,
    EraDateField,
    LineField,
    NotedForm,
    NumberField,
    OneOfField,
    TextField,
    as_error,
)
from rules.refusals import refuse

NEXT_KINDS = ("interview", "visit", "phone", "other")


def now():
    """This minute at the office."""
    return timezone.localtime().time().replace(second=0, microsecond=0)


class HourForm(forms.Form):
    """The one box of an empty note that is not the same in every case."""

    at = ClockField(label="時刻", required=False, initial=now)


class NoteForm(NotedForm, forms.Form):
    """支援経過を書く (様式3), in the order in which the paper of a visit asks for it."""

    use_required_attribute = False
    on = EraDateField(label="日にち", past_only=True, initial=today)
    at = ClockField(label="時刻", required=False)
    place = LineField(label="場所", max_length=100, required=False)
    method = OneOfField("note_methods", label="方法", unknown=False, widget=forms.Select)
    partner = LineField(label="相手", max_length=100, required=False)
    body = TextField(label="内容")
    next_step = LineField(label="つぎの予定", required=False, max_length=400)
    stage = forms.ChoiceField(label="アウトリーチの段階", required=False)
    is_accompanying = forms.BooleanField(label="伴走型の相談", required=False)

    def __init__(self, *args, stages=(), accompanies=False, **kwargs):
        """``stages``: those of the 要綱, where the agency does outreach (P-13).

        ``accompanies``: the 要綱 names 伴走型の相談, so a note says whether it was one (P-11).
        """
        super().__init__(*args, **kwargs)
        with_blank(self)
        if not accompanies:
            del self.fields["is_accompanying"]
        offered = [(row.code, row.label) for row in stages]
        if offered:
            self.fields["stage"].choices = [("", "変わりません"), *offered]
        else:
            del self.fields["stage"]
        self.fields["on"].widget.attrs["class"] = "w-6"
        self.fields["place"].widget.attrs["class"] = "w-10"
        self.fields["partner"].widget.attrs["class"] = "w-10"


class NewNoteForm(NoteForm):
    """A note as it is first written: now, with the person, and what was agreed for next time."""

    next_on = EraDateField(label="約束の日", required=False)
    next_at = ClockField(label="約束の時刻", required=False)
    next_kind = OneOfField(
        "note_methods", label="会い方", unknown=False, widget=forms.Select, required=False
    )
    next_place = LineField(label="約束の場所", max_length=100, required=False)
    ORDER = ("next_on", "next_at", "next_kind", "next_place", "next_step")  # after the rest

    def __init__(self, *args, **kwargs):
        first = {"at": now, "partner": "本人", "next_kind": NEXT_KINDS[0]}
        super().__init__(*args, initial=first | (kwargs.pop("initial", None) or {}), **kwargs)
        self.order_fields([name for name in self.fields if name not in self.ORDER] + [*self.ORDER])
        self.fields["method"].widget.attrs["data-key"] = "n"
        self.fields["body"].widget.attrs["rows"] = "7"
        self.fields["partner"].widget.attrs["list"] = "note-partners"
        for name in ("next_on", "next_place"):
            self.fields[name].widget.attrs["class"] = "w-6"
        self.fields["next_step"].label = "つぎにすること"
        self.fields["next_step"].max_length = 150
        offered = dict(choices("note_methods", on=today()))
        self.fields["next_kind"].choices = [(code, offered[code]) for code in NEXT_KINDS]

    def clean(self):
        data = super().clean()
        asked = data.get("next_at") or data.get("next_place")
        if asked and not data.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", as_error(refuse("E-01", item="約束の日")))
        if data.get("next_on") and data["next_on"] < today():
            words = {"later": "約束の日", "earlier": "今日"}
            self.add_error("next_on", as_error(refuse("E-02", **words)))
        return data

    def note(self):
        """The columns of the note; what was agreed is told in its つぎの予定 by the verb."""
        names = [name for name in NoteForm.base_fields if name in self.cleaned_data]
        return {name: self.cleaned_data[name] for name in names}

    def agreed(self):
        """The appointment that was agreed on, or None."""
        data = self.cleaned_data
        if not data.get("next_on"):
            return None
        return {
            "on": data["next_on"],
            "at": data["next_at"],
            "kind": data["next_kind"] or NEXT_KINDS[0],
            "place": data["next_place"],
            "purpose": data["next_step"],
        }


class NoteTemplateForm(ComparedForm, forms.ModelForm):
    """ひな型: a name to choose it by, and the words."""

    title = LineField(
        label="名前", max_length=40, help_text="選ぶときに出る名前です（例 初回面談）"
    )
    body = TextField(
        label="文",
        help_text="書きはじめの言葉を入れておきます。個人の名前は入れません",
        max_length=2000,
    )
    position = NumberField(label="並び順", required=False, max_value=999)

    class Meta:
        model = NoteTemplate
        fields = ("title", "body", "position")

    def clean_position(self):
        return self.cleaned_data["position"] or 0
