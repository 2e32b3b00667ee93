"""What every paper is built from: a box of free text, marks, dates to fill in by hand."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from documents.annex import Annex, beginning, squares
from rules import calendar
from rules.calendar import PartialDate

register = template.Library()

# 令和　年　月　日: gaps to write in.
OPEN_DAY = mark_safe("令和<i></i>年<i></i>月<i></i>日")  # our own constant
OPEN_MONTH = mark_safe("令和<i></i>年<i></i>月")  # our own constant


@register.simple_tag(takes_context=True)
def memo(
    context: template.Context,
    text: str,
    title: str,
    lines: int,
    columns: float = 24,
    points: float = 9,
    of: Any = "",
) -> SafeString:
    """A free text in a box of so many lines; what is too long goes on a 別紙 as a whole.

    ``of`` says which it is, where a paper has several boxes of that title.
    """
    shown, is_cut = beginning(text or "", lines, squares(columns, points))
    if not is_cut and "\n" not in shown and "  " not in shown:
        return format_html("{}", shown)  # needs no box of its own: a third less time
    box = format_html('<div class="text">{}</div>', shown)
    if not is_cut:
        return box
    annexes: list[Annex] = context["annexes"]
    number = len(annexes) + 1
    annexes.append(Annex(number, f"{title}（{of}）" if of else title, text))
    return format_html('{}<p class="more">（別紙{}へ続く）</p>', box, number)


@register.simple_tag
def on(value: Any, *codes: Any) -> SafeString:
    """``class="on"`` for a choice that is taken: ``value`` is one of the codes."""
    return mark_safe(' class="on"' if value in codes else "")  # our own constant


@register.simple_tag
def marked(is_on: bool) -> SafeString:
    """``class="on"`` if it is so."""
    return mark_safe(' class="on"' if is_on else "")  # our own constant


@register.filter
def day_or_open(value: dt.date | None) -> str:
    """令和8年11月20日, or the gaps for it."""
    return calendar.wareki(value) if value else OPEN_DAY


@register.filter
def month_or_open(value: dt.date | None) -> str:
    """令和8年11月, or the gaps for it."""
    if not value:
        return OPEN_MONTH
    return f"{calendar.era_year(value)}{value.month}月"


@register.filter
def month_and_day(value: dt.date | None) -> str:
    """R8.12.1; nothing for nothing."""
    return calendar.wareki_short(value) if value else ""


@register.filter
def era_name(value: PartialDate | None) -> str:
    """昭和: for the box of an era; nothing where the year has two or none is known."""
    if value is None:
        return ""
    first, last = calendar.era_of(value.first_day), calendar.era_of(value.last_day)
    return first.name if first == last else ""


@register.filter
def within_era(value: PartialDate | None) -> str:
    """52年2月9日: what stands behind the box of the era."""
    if value is None:
        return ""
    written, era = value.wareki(), era_name(value)
    return written.removeprefix(era)


@register.filter
def columns(rows: Sequence[Any], count: int) -> list[Sequence[Any]]:
    """The rows in so many columns, each filled from top to bottom."""
    height = -(-len(rows) // count)
    return [rows[at : at + height] for at in range(0, len(rows), height)]
