"""To hand a paper out, and to say why one that was numbered never left."""

from django import forms

from cases.models import Attachment
from rules.calendar import both
from rules.fields import EraDateField, LineField, NotedForm, as_error
from rules.refusals import refuse

NOTES = 10  # of the newest notes a paper can belong to


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each as it came; none is an E-01."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        files = [file for file in data or () if file]
        if not files:
            raise as_error(refuse("E-01", item="ファイル"))
        return files


class AttachForm(NotedForm, forms.Form):
    """Papers that came in: which, when, 原本 or 写し, and what they belong to."""

    use_required_attribute = False
    files = FilesField(label="ファイル")
    title = LineField(
        label="書類の名", max_length=200, required=False, help_text="空けておくと、ファイルの名です"
    )
    received_on = EraDateField(label="受領日", past_only=True)
    form = forms.ChoiceField(
        label="原本・写し", choices=Attachment.Form.choices, widget=forms.RadioSelect
    )
    consent = forms.ModelChoiceField(
        label="どの同意・申込の書類ですか", queryset=None, required=False, empty_label="ない"
    )
    note = forms.ModelChoiceField(
        label="どの記録の書類ですか", queryset=None, required=False, empty_label="ない"
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png"
        consents = case.episode.consents.all()
        newest = case.notes.filter(kind="note", struck_reason="").values("pk")[:NOTES]
        notes = case.notes.filter(pk__in=list(newest.values_list("pk", flat=True)))
        for name, rows, day in (("consent", consents, "given_on"), ("note", notes, "on")):
            self.fields[name].queryset = rows
            self.fields[name].label_from_instance = lambda row, day=day: both(getattr(row, day))


class IssueForm(NotedForm, forms.Form):
    use_required_attribute = False
    on = EraDateField(label="発行日", past_only=True)
    recipient = LineField(label="渡す先", max_length=200)


class VoidForm(NotedForm, forms.Form):
    use_required_attribute = False
    reason = LineField(label="欠番にするわけ", max_length=200)
