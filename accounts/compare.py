"""Two people, one form: nothing is overwritten (D18).

What each typed is shown field by field, until someone has chosen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from rules.calendar import PartialDate, wareki
from rules.fields import EraDateField, NotedForm, TextField, YenField
from rules.refusals import Refused
from rules.text import number_in

CHOOSE, BOTH = "choose-", "both-"
OWN = ("csrfmiddlewaretoken", "version", "conflict")


@dataclass(frozen=True)
class Unit:
    """What is chosen as one: one field, or an answer together with its standing."""

    name: str
    label: str
    fields: tuple[str, ...]
    is_long: bool = False


class ComparedForm(NotedForm, forms.Form):
    """A form whose ``initial`` is what is stored now, in the shape of its cleaned data."""

    use_required_attribute = False

    def units(self) -> list[Unit]:
        return [
            Unit(name, str(field.label), (name,), isinstance(field, TextField))
            for name, field in self.fields.items()
        ]

    def differing(self) -> list[Unit]:
        """Where what was typed is not what is stored."""
        return [unit for unit in self.units() if any(map(self.differs, unit.fields))]

    def differs(self, name: str) -> bool:
        return normal(self.cleaned_data.get(name)) != normal(self.initial.get(name))

    def words(self, unit: Unit, values: dict[str, Any]) -> str:
        said = (field_words(self.fields[name], values.get(name)) for name in unit.fields)
        return "　".join(filter(None, said))

    def conflict(self, *, by: str, at: Any, me: str, version: int, url: str) -> dict[str, Any]:
        """The context of ``components/conflict.html``."""
        typed = {name: self.data.getlist(name) for name in self.data}
        return {
            "by": by,
            "at": at,
            "me": me,
            "version": version,
            "url": url,
            "fields": [
                {
                    "name": unit.name,
                    "label": unit.label,
                    "theirs": self.words(unit, self.initial),
                    "mine": self.words(unit, self.cleaned_data),
                    "long": unit.is_long,
                }
                for unit in self.differing()
            ],
            "kept": [
                (name, value)
                for name, values in typed.items()
                if name not in OWN and not name.startswith((CHOOSE, BOTH))
                for value in values
            ],
        }

    def chosen(self) -> QueryDict:
        """What was typed, with theirs, mine or both put in as it was chosen."""
        data = self.data.copy()
        for unit in self.units():
            choice = data.get(f"{CHOOSE}{unit.name}")
            if choice == "theirs":
                for name in unit.fields:
                    data.setlist(name, self.raw(name))
            elif choice == "both" and unit.is_long:
                data.setlist(unit.fields[0], [data.get(f"{BOTH}{unit.name}", "")])
        return data

    def raw(self, name: str) -> list[str]:
        """What is stored, as a browser would send it."""
        value = self.fields[name].prepare_value(self.initial.get(name))
        if isinstance(value, list | tuple):
            return list(value)
        return [] if value in (None, "") else [str(value)]

    def undecided(self) -> list[Unit]:
        """The differing units for which nothing was chosen yet."""
        return [unit for unit in self.differing() if not self.data.get(f"{CHOOSE}{unit.name}")]


def normal(value: Any) -> Any:
    """Nothing is nothing, however a field says it; the order of ticks does not matter."""
    if value in (None, "", [], ()):
        return None
    return sorted(value) if isinstance(value, list | tuple) else value


def field_words(field: forms.Field, value: Any) -> str:
    """A value in the words of its field."""
    if isinstance(field, forms.MultipleChoiceField):
        return "、".join(str(name) for code, name in options(field) if code in (value or ()))
    if isinstance(field, forms.BooleanField):
        return "はい" if value else "いいえ"
    if hasattr(field.widget, "choices"):
        said = "" if value is None else str(value)
        return next((str(name) for code, name in options(field) if str(code) == said), said)
    if value in (None, ""):
        return ""
    if isinstance(field, YenField):
        return f"{value:,}円"
    if isinstance(field, EraDateField):
        return PartialDate.from_stored(value).both() if field.partial else wareki(value)
    return str(value)


def options(field: Any) -> Iterator[tuple[Any, Any]]:
    """The choices of a field's widget, one by one."""
    yield from field.widget.choices


def posted_version(request):
    """The version the person had before their eyes; nonsense is no version."""
    version = number_in(request.POST.get("version", ""))
    return -1 if version is None else version


def save_or_compare(request, build, save, *, version_now, history, url):
    """Try to save; answer ``(form, conflict)``.

    ``build(data)`` makes the form over what is stored at that moment, ``save(form,
    version)`` is the verb. A conflict is the context of ``components/conflict.html``;
    saved is a valid form without one.
    """
    form = build(request.POST)
    if "conflict" in request.POST and form.is_valid():
        if form.undecided():
            return form, conflict_of(request, form, version_now, history, url)
        form = build(form.chosen())
    if not form.is_valid():
        return form, None
    try:
        save(form, posted_version(request))
    except Refused as refused:
        if refused.status != 409 or version_now() == posted_version(request):
            raise
        form = build(form.data)
        if form.is_valid() and form.differing():
            return form, conflict_of(request, form, version_now, history, url)
    return form, None


def conflict_of(request, form, version_now, history, url):
    """Who saved first and when, from the history of what was saved."""
    last = history().select_related("history_user").first()
    return form.conflict(
        by=last.history_user.name if last and last.history_user else "ほかの人",
        at=timezone.localtime(last.history_date) if last else timezone.localtime(),
        me=request.user.name,
        version=version_now(),
        url=url,
    )
