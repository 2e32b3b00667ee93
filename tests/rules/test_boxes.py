"""The boxes of a form say what Django's own templates would say."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from rules.boxes import BOXES, Boxes

CHOICES = [("", "選んでください"), ("a", "<一>"), (2, "二 & 三")]
GROUPED = [("組", [("a", "一"), ("b", "二")]), ("c", "三")]
SAID = [None, "", '髙橋 <b>"太郎"</b> & 花', "二行\nある", 0, 2]
ATTRS = {"id": "id_x", "class": "w-10", "required": True, "disabled": False, "title": "<&>"}


def both(widget, value):
    return [
        widget.render("x", value, ATTRS, renderer=found()) for found in (Boxes, DjangoTemplates)
    ]


@pytest.mark.parametrize("value", SAID)
@pytest.mark.parametrize("widget", [forms.TextInput(), forms.Textarea({"rows": 7})])
def test_a_box_says_what_django_says(widget, value):
    ours, theirs = both(widget, value)
    assert parse_html(ours) == parse_html(theirs)
    assert "<b>" not in ours


@pytest.mark.parametrize("value", [None, "", "a", 2, "2", "none of them"])
@pytest.mark.parametrize("choices", [CHOICES, GROUPED])
def test_a_list_offers_what_django_offers(choices, value):
    ours, theirs = both(forms.Select(choices=choices), value)
    assert parse_html(ours) == parse_html(theirs)


def test_a_line_end_typed_first_stays():
    assert ">\n\n二行目" in both(forms.Textarea(), "\n二行目")[0]


def test_every_box_is_one_of_django():
    loader = DjangoTemplates()
    assert all(loader.get_template(name) for name in BOXES)
