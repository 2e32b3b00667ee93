"""引き継ぎ: who takes over each case of somebody who leaves."""

from django import forms

from rules.fields import NotedForm, as_error
from rules.refusals import refuse


class HandOverForm(NotedForm, forms.Form):
    """One colleague for all of them, or another for this one or that one."""

    use_required_attribute = False
    everyone = forms.ModelChoiceField(
        label="すべてを引き継ぐ人", queryset=None, required=False, empty_label="1件ずつ決める"
    )

    def __init__(self, *args, episodes, staff, **kwargs):
        super().__init__(*args, **kwargs)
        self.episodes = list(episodes)
        self.fields["everyone"].queryset = staff
        offered = [("", "上で選んだ人"), *((person.pk, str(person)) for person in staff)]
        for episode in self.episodes:
            name = f"case_{episode.case_id}"
            self.fields[name] = forms.ModelChoiceField(
                label=f"{episode.case.number}を引き継ぐ人",
                queryset=staff,
                required=False,
            )
            self.fields[name].choices = offered  # read once for all rows
            self.fields[name].episode = episode

    def rows(self):
        """(consultation, the box of its receiver) in the order of the page."""
        return [(one, self[f"case_{one.case_id}"]) for one in self.episodes]

    def clean(self):
        data = super().clean()
        for episode in self.episodes:
            name = f"case_{episode.case_id}"
            if not (data.get(name) or data.get("everyone")) and name not in self.errors:
                item = f"{episode.case.number}を引き継ぐ人"
                self.add_error(name, as_error(refuse("E-01", item=item)))
        return data

    def receivers(self):
        data = self.cleaned_data
        return {one: data[f"case_{one.case_id}"] or data["everyone"] for one in self.episodes}
