"""To hand a paper out, and to say why one that was numbered never left."""

from django import forms

from rules.fields import EraDateField, LineField, NotedForm


class IssueForm(NotedForm, forms.Form):
    use_required_attribute = False
    on = EraDateField(label="発行日", past_only=True)
    recipient = LineField(label="渡す先", max_length=200)


class VoidForm(NotedForm, forms.Form):
    use_required_attribute = False
    reason = LineField(label="欠番にするわけ", max_length=200)
