"""What every screen shares: the error summary, dates in words, the difference of two texts."""

from difflib import SequenceMatcher
from functools import lru_cache

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm, BaseFormSet, CheckboxSelectMultiple, RadioSelect
from django.template.loader import get_template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from rules import calendar

register = template.Library()

DRAWN = 16_384  # entries and links kept: those of some hundred cases
SHORTEST_SAME = 4  # fewer equal characters between two changes are not worth showing apart


@register.filter
def anchor(field):
    """The id of the first control of a field: radios and checkboxes count from 0."""
    many = isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)
    return f"{field.auto_id}_0" if many else field.auto_id


@register.filter
def is_era(field):
    """Is this a date box that says how it was read?"""
    return "data-era" in field.field.widget.attrs


@register.filter
def need(field):
    """※必須, ※任意 or the field's own word behind its label; nothing where a form says so."""
    if getattr(field.form, "mark_need", True) is False:
        return ""
    word = getattr(field.field, "need_word", "")
    return format_html(
        '<span class="need">{}</span>', word or ("※必須" if field.field.required else "※任意")
    )


@register.filter(expects_localtime=True)
def day(value):
    """``11月27日（金）``; with the era where the year is not this one."""
    if not value:
        return ""
    near = value.year == calendar.today().year
    words = f"{value.month}月{value.day}日" if near else calendar.wareki(value)
    return f"{words}（{calendar.weekday(value)}）"


@register.filter
def moment(value):
    """``14:32``, ``昨日 16:40``."""
    return calendar.moment(value)


@register.filter
def distance(value):
    """``あと7日``, ``今日``, ``3日過ぎ``."""
    return calendar.distance(value) if value else ""


@register.filter
def is_past(value):
    """Has this date gone by? For the one red word of a deadline."""
    return bool(value) and value < calendar.today()


@register.filter
def has_come(value):
    """Is this day today, or gone by?"""
    return bool(value) and value <= calendar.today()


@register.filter
def differing(text, other):
    """The text with what the other one does not have in ``<ins>``, in pieces worth reading."""
    text, other = str(text), str(other)
    pieces = []
    for kind, _a, _b, start, end in SequenceMatcher(None, other, text, False).get_opcodes():
        piece = conditional_escape(text[start:end])
        inner_crumb = end - start < SHORTEST_SAME and start > 0 and end < len(text)
        same = kind == "equal" and not inner_crumb
        pieces.append(piece if same or not piece else f"<ins>{piece}</ins>")
    return mark_safe("".join(pieces).replace("</ins><ins>", ""))  # every piece was escaped above


@register.inclusion_tag("components/refusals.html")
def error_summary(*sources):
    """Everything to be put right, in one list with links to the fields.

    ``sources`` are forms, formsets and lists of ``Refusal``; empty ones and None do
    not matter. A form that says ``summary_elsewhere = True`` leaves its summary to
    the page.
    """
    items = []
    for source in sources:
        if isinstance(source, BaseFormSet):
            items += _of_formset(source)
        elif isinstance(source, BaseForm):
            items += _of_form(source)
        else:
            items += [_of_refusal(refusal) for refusal in source or ()]
    return {"items": items, "places": len({item["href"] or item["text"] for item in items})}


def _of_form(form, row=""):
    for name, errors in form.errors.as_data().items():
        field = None if name == NON_FIELD_ERRORS else form[name]
        shown = field is not None and not field.is_hidden
        href = f"#{anchor(field)}" if shown else ""
        for error in errors:
            code = error.code if str(error.code or "").startswith("E-") else ""
            for words in error.messages:
                text = _located(words, str(field.label) if shown else "", row)
                yield {"text": text, "href": href, "code": code, "remedy": "", "url": ""}


def _located(error, label, row):
    """The sentence with its place in front, unless the sentence names the field itself."""
    named = not label or f"「{label}」" in error
    place = row if named else f"{row}の{label}" if row else label
    return f"{place}：{error}" if place else error


def _of_formset(formset):
    for error in formset.non_form_errors():
        yield {"text": str(error), "href": "", "code": "", "remedy": "", "url": ""}
    for number, form in enumerate(formset.forms, start=1):
        yield from _of_form(form, row=f"{number}行目")


def _of_refusal(refusal):
    return {
        "text": refusal.text,
        "href": f"#id_{refusal.field}" if refusal.field else "",
        "code": refusal.code,
        "remedy": refusal.remedy,
        "url": refusal.url,
    }


@register.filter
def waited(day):
    """For how many days something has been waiting."""
    days = (calendar.today() - day).days
    return f"{days}日待ち" if days > 0 else "今日届きました"


SPOKEN = ("さん", "さま", "様", "方", "ちゃん", "くん")


@register.filter
def san(name):
    """A name as one speaks of people: with さん, unless it was typed with it (電話の方)."""
    return (
        name
        if str(name).endswith(("さん", "さま", "様", "方", "ちゃん", "くん"))
        else f"{name}さん"
    )


@register.simple_tag
def drawn(template_name, entry):
    """The template with this entry, a dict of plain words; the same words are drawn once.

    A case is read again after each saving, and of thirty entries one is new. What is kept
    hangs on nothing but the words (and on which of them are safe HTML, hence ``typed``).
    """
    return _drawn(template_name, tuple(entry), *entry.values())


@lru_cache(maxsize=DRAWN, typed=True)
def _drawn(template_name, names, *values):
    return get_template(template_name).render(dict(zip(names, values, strict=True)))
