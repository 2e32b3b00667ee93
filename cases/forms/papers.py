"""To hand a paper out, and to say why one that was numbered never left."""

from django import forms

from cases.excerpt import IDENTITY, digest, free_lines
from cases.models import Attachment
from cases.sharing import SUPPORT, council
from rules.calendar import both
from rules.fields import (
    EraDateField,
    LineField,
    NotedForm,
    OneOfField,
    PickField,
    PickSeveralField,
    SeveralOfField,
    as_error,
)
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


ELSE = "outside"  # who stands in no list: they are named by hand


class AddressedForm(NotedForm, forms.Form):
    """Whom a paper goes to: the person, the offices in charge, or somebody outside.

    The name is that of who was picked, and need not be typed; ``written_to`` is the name on a
    paper that is itself addressed to who is picked first. A name typed for another is told
    (E-43), also one typed for 「ほかの人・機関」 that stands in the list: the gate asks for what
    was picked.
    """

    use_required_attribute = False
    goes_to = PickField(
        label="渡す先", help_text="機関の外へ渡すには、その相手への同意か例外の判断が要ります"
    )
    recipient = LineField(
        label="宛名",
        max_length=200,
        required=False,
        help_text="空けておくと、渡す先の名になります。「ほかの人・機関」のときは入れてください",
    )

    def __init__(self, *args, case, contacts, written_to="", **kwargs):
        super().__init__(*args, **kwargs)
        agency = case.agency
        self.names = {
            "person": [case.person.display_name, "ご本人", "本人"],
            "city": [agency.municipality.name],
            "agency": [agency.name],
            "council": [council().name, "支援調整会議"],
            **{str(row.pk): [str(row), row.name] for row in contacts},
        }
        if (first := self.initial.get("goes_to")) in self.names and written_to:
            self.names[first].insert(0, written_to)
        elif written_to:
            self.initial["recipient"] = written_to
        inside = [
            ("person", f"ご本人（{case.person.display_name}）"),
            ("city", agency.municipality.name),
            ("agency", agency.name),
        ]
        outside = [
            ("council", council().name),
            *((str(row.pk), row.with_method) for row in contacts),
        ]
        self.fields["goes_to"].choices = [
            ("", "選んでください"),
            *inside,
            ("機関の外", [*outside, (ELSE, "ほかの人・機関")]),
        ]

    def clean(self):
        data = super().clean()
        to, typed = data.get("goes_to"), data.get("recipient", "")
        if not to or "recipient" in self.errors:
            return data
        if not typed and to != ELSE:
            data["recipient"] = self.names[to][0]
        elif not typed:
            self.add_error("recipient", as_error(refuse("E-01", item="宛名")))
        elif self.is_of_another(to, plain(typed)):
            self.add_error("recipient", as_error(self.contradiction(to, typed)))
        return data

    def is_of_another(self, to, typed):
        """Was another named than was picked? More than the name may stand there, or less."""
        if to == ELSE:
            return any(typed == plain(name) for names in self.names.values() for name in names)
        names = [plain(name) for name in self.names[to]]
        return not any(name in typed or (len(typed) > 1 and typed in name) for name in names)

    def contradiction(self, to, typed):
        chosen = "ほかの人・機関" if to == ELSE else self.names[to][0]
        remedy = "渡す先を選びなおすか、宛名を空けてください。"
        return refuse("E-43", chosen=chosen, typed=typed, remedy=remedy)


def plain(name):
    """A name as it is compared: without spaces and 様・殿・御中."""
    return "".join(name.split()).removesuffix("御中").rstrip("様殿")


class IssueForm(AddressedForm):
    on = EraDateField(label="発行日", past_only=True)
    field_order = ("on", "goes_to", "recipient")


class ExcerptForm(AddressedForm):
    """抜粋. Without a name the texts in someone's own words are shown first, one by one.

    ``waits``: they were not shown yet as they are now; ``seen`` is what is shown.
    """

    purpose = OneOfField("consent_purposes", label="目的", unknown=False)
    categories = SeveralOfField("data_categories", label="入れる情報", unknown=False)
    field_order = ("purpose", "categories", "goes_to", "recipient")

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.names["person"].insert(0, "ご本人")  # the paper may be one that names nobody
        self.waits, self.seen = False, ""
        if not self.is_bound or self.data.get("purpose") == SUPPORT:
            return
        asked = [code for code in self.data.getlist("categories") if code != IDENTITY]
        if lines := free_lines(case, asked):
            self.seen = digest(lines)
            self.waits = self.data.get("seen") != self.seen
            self.fields["texts"] = PickSeveralField(
                label="読んで、だれのことか分かる言葉がない文だけを選ぶ",
                choices=[(line.key, f"{line.label}：{line.value}") for line in lines],
                help_text="選ばない文は載りません",
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


class VoidForm(NotedForm, forms.Form):
    use_required_attribute = False
    reason = LineField(label="欠番にするわけ", max_length=200)
