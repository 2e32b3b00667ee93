"""The boxes of a form as HTML without a template for each attribute and option.

A section of an assessment shows a hundred boxes, the page of a case a dozen beside
thirty notes: rendered through Django's own widget templates they cost more than all
that is read for the page. What these functions do not know is rendered as Django does.
"""

import html
from collections.abc import Callable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString, mark_safe


def safe(value: Any) -> str:
    """Escaped, unless it is HTML already; ``format_html`` does thrice the work for each."""
    return value.__html__() if hasattr(value, "__html__") else html.escape(str(value))


def line(widget: dict[str, Any]) -> SafeString:
    value = widget["value"]
    shown = "" if value is None else f' value="{safe(value)}"'
    kind, name = widget["type"], safe(widget["name"])
    return mark_safe(f'<input type="{kind}" name="{name}"{shown}{attrs_of(widget)}>')


def text(widget: dict[str, Any]) -> SafeString:
    # A line end right after the tag is not part of the text; one that was typed there is.
    name, value = safe(widget["name"]), safe(widget["value"] or "")
    return mark_safe(f'<textarea name="{name}"{attrs_of(widget)}>\n{value}</textarea>')


def one_of(widget: dict[str, Any]) -> SafeString:
    options = "".join(
        f'<option value="{safe(row["value"])}"{attrs_of(row)}>{safe(row["label"])}</option>'
        for _group, rows, _index in widget["optgroups"]
        for row in rows
    )
    return mark_safe(f'<select name="{safe(widget["name"])}"{attrs_of(widget)}>{options}</select>')


def attrs_of(widget: dict[str, Any]) -> str:
    """As Django's own templates write them: ``False`` says nothing, ``True`` the name alone."""
    return "".join(
        f" {name}" if value is True else f' {name}="{safe(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False and value is not None
    )


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
