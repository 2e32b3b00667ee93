"""The boxes of a form as HTML without a template for each attribute and option.

A section of an assessment shows a hundred boxes, the page of a case a dozen beside
thirty notes: rendered through Django's own widget templates they cost more than all
that is read for the page. What these functions do not know is rendered as Django does.
"""

from collections.abc import Callable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def line(widget: dict[str, Any]) -> SafeString:
    value = widget["value"]
    shown = "" if value is None else format_html(' value="{}"', value)
    kind, name = widget["type"], widget["name"]
    return format_html('<input type="{}" name="{}"{}{}>', kind, name, shown, attrs_of(widget))


def text(widget: dict[str, Any]) -> SafeString:
    # A line end right after the tag is not part of the text; one that was typed there is.
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>',
        widget["name"],
        attrs_of(widget),
        widget["value"] or "",
    )


def one_of(widget: dict[str, Any]) -> SafeString:
    rows = [
        (row["value"], attrs_of(row), row["label"])
        for _group, rows, _index in widget["optgroups"]
        for row in rows
    ]
    options = format_html_join("", '<option value="{}"{}>{}</option>', rows)
    return format_html('<select name="{}"{}>{}</select>', widget["name"], attrs_of(widget), options)


def attrs_of(widget: dict[str, Any]) -> SafeString:
    """As Django's own templates write them: ``False`` says nothing, ``True`` the name alone."""
    return flatatt({name: value for name, value in widget["attrs"].items() if value is not False})


BOXES: dict[str, Callable[[dict[str, Any]], SafeString]] = {
    "django/forms/widgets/text.html": line,
    "django/forms/widgets/textarea.html": text,
    "django/forms/widgets/select.html": one_of,
}


class Boxes(DjangoTemplates):
    """The renderer of every form (``FORM_RENDERER``)."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        box = BOXES.get(template_name)
        widget = context.get("widget", {})
        if box is None or any(group for group, *_rest in widget.get("optgroups", ())):
            return super().render(template_name, context, request)
        return box(widget)
