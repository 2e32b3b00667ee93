"""関係機関を登録する."""

from django import forms

from accounts.compare import ComparedForm
from network.models import Contact
from rules.fields import LineField, OneOfField, PhoneField, TextField


class ContactForm(ComparedForm, forms.ModelForm):
    category = OneOfField("contact_categories", label="種別", unknown=False, widget=forms.Select)

    class Meta:
        model = Contact
        fields = (
            "category",
            "name",
            "section",
            "tel",
            "address",
            "hours",
            "sharing_method",
            "memo",
            "is_active",
        )
        field_classes = {
            "name": LineField,
            "section": LineField,
            "tel": PhoneField,
            "address": LineField,
            "hours": LineField,
            "sharing_method": LineField,
            "memo": TextField,
        }
        labels = {"is_active": "つなぎ先や出席者として選べる"}
        help_texts = {"sharing_method": "手渡し・郵送・FAX・暗号化メールなど、取り決めた方法"}
