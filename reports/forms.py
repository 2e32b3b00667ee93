"""The name of a 保存した見方."""

from django import forms

from rules.fields import LineField, NotedForm


class ViewForm(NotedForm, forms.Form):
    use_required_attribute = False
    name = LineField(
        label="名前",
        max_length=30,
        help_text="ケース一覧の上に、この名前で出ます。自分だけに見えます。",
    )
