"""Each text box of the product is one of ``rules.fields``: the one door for what is typed."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from django import forms

from rules.fields import LineField, NotedForm, SecretField

ROOMS = (
    "accounts",
    "documents",
    "network",
    "cases",
    "plans",
    "meetings",
    "housing_benefit",
    "incidents",
    "reports",
)
# Django's own form of the login: two boxes that are compared and never kept.
LOGIN = {("LoginForm", "username"), ("LoginForm", "password")}
# What is not kept: the hour of now, a month and a choice in the address bar; and passwords.
SILENT = {"HourForm", "VisitForm", "LoginForm", "PasswordForm", "MonthForm"}
BARE = ("CharField", "EmailField", "SlugField", "URLField", "RegexField", "JSONField", "Field")
ROOT = Path(__file__).parents[2]


def form_classes():
    """Every form of the rooms, wherever it is written."""
    for room in ROOMS:
        package = importlib.import_module(room)
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            if "migrations" not in found.name and "management" not in found.name:
                importlib.import_module(found.name)
    classes, waiting = set(), [forms.BaseForm]
    while waiting:
        for below in waiting.pop().__subclasses__():
            if below not in classes:
                classes.add(below)
                waiting.append(below)
    return [form for form in classes if form.__module__.split(".")[0] in ROOMS]


def test_no_form_has_a_text_box_of_its_own_kind():
    classes = form_classes()
    assert len(classes) > 60
    bare = {
        (form.__name__, name)
        for form in classes
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.CharField) and not isinstance(field, LineField | SecretField)
    }
    assert bare == LOGIN


def test_every_form_says_what_its_fields_changed():
    silent = {form.__name__ for form in form_classes() if not issubclass(form, NotedForm)}
    assert silent == SILENT


@pytest.mark.parametrize("room", ROOMS)
def test_no_form_makes_one_while_it_is_shown(room):
    """What ``__init__`` adds stands in no ``base_fields``: read in the source."""
    made = [
        (path.name, kind)
        for path in (ROOT / room).rglob("*.py")
        for kind in BARE
        if f"forms.{kind}(" in path.read_text()
    ]
    assert made == []
