"""関係機関を登録する."""

from django import forms

from network.models import Contact
from rules.fields import LineField, NotedForm, OneOfField, PhoneField, TextField


class ContactForm(NotedForm, forms.ModelForm):
    use_required_attribute = False
    category = OneOfField("contact_categories", label="種別", unknown=False, widget=forms.Select)

    class Meta:
        model = Contact
        fields = ("category", "name", "section", "tel", "address", "hours", "memo")
        field_classes = {
            "name": LineField,
            "section": LineField,
            "tel": PhoneField,
            "address": LineField,
            "hours": LineField,
            "memo": TextField,
        }
