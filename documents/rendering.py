"""From a record to PDF: template, then WeasyPrint (PDF/UA-1, fonts embedded, A4).

Nothing is fetched but our own files under ``static/documents``: no network, no file
outside, whatever a template or a typed text may say.
"""

import datetime as dt
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.conf import settings
from django.template.backends.django import DjangoTemplates
from django.utils import timezone
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from accounts.standards import labels_of
from documents.glyphs import GETA, in_words, without_font
from documents.register import Document, Sheet
from documents.standards import papers_of
from rules.calendar import today
from rules.profile import profile_for

STATIC = Path(settings.BASE_DIR) / "static" / "documents"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
UA = {"pdf_variant": "pdf/ua-1"}
LayOut = Callable[[str], Any]


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
    """Gives out what lies in ``static/documents`` and pictures written into the style."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        if url.startswith("data:image/"):
            return super().fetch(url, headers)
        parts = urlsplit(url)
        path = Path(url2pathname(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or STATIC.resolve() not in path.parents:
            raise ValueError("papers use our own files only")
        return super().fetch(url, headers)


class _Unknown(str):
    """A name the template knows and the paper does not: no paper is printed with a hole."""

    def __contains__(self, _key: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        raise KeyError(f"the paper has no {name}")


def render(
    document: Document,
    record: Any = None,
    on: dt.date | None = None,
    *,
    blank: bool = False,
    draft: bool = False,
    reissue: bool = False,
    kept: bool = False,
    agency: Any = None,
    by: str = "",
    number: str = "",
) -> bytes:
    """The paper as PDF: filled from a record, or ``blank`` for writing by hand.

    ``on`` is the day of printing; ``agency`` the organisation that hands out a blank
    form; ``by`` who prints; ``number`` its 文書番号. ``draft`` bears 案, ``reissue`` 再,
    and ``kept``, of a paper that leaves the house and was not issued, 控え.
    """
    day = on or today()
    sheet = blank_sheet(document, agency, day) if blank else document.sheet(record)
    marks: dict[str, Any] = {"draft": draft, "reissue": reissue, "kept": kept}
    return print_sheet(document, sheet, day, blank=blank, **marks, by=by, number=number)


def blank_sheet(document: Document, agency: Any, on: dt.date) -> Sheet:
    """The form without a record, for an agency or for none."""
    return Sheet(
        paper=document.blank(agency, on),
        agency=agency.name if agency else "",
        municipality=agency.municipality.code if agency else "",
        dated=on,
    )


def print_sheet(
    document: Document, sheet: Sheet, on: dt.date, lay: LayOut | None = None, **how: Any
) -> bytes:
    """A sheet as PDF; ``how`` are the words of ``html_of``.

    One paper alone is PDF/UA-1; with what is enclosed the pages stand in one file, which
    keeps text, titles and bookmarks. ``lay`` is a ``lay_out`` that remembers, where the same
    papers are enclosed again and again.
    """
    first, *rest = laid_out(document, sheet, on, lay, **how)
    if not rest:
        return bytes(first.write_pdf(**UA))
    pages = [page for paper in (first, *rest) for page in paper.pages]
    return bytes(first.copy(pages).write_pdf())


def laid_out(
    document: Document, sheet: Sheet, on: dt.date, lay: LayOut | None = None, **how: Any
) -> list[Any]:
    """The paper and what is enclosed with it, laid out one by one."""
    lay = lay or lay_out
    shared = {
        name: how[name] for name in ("by", "blank", "draft", "reissue", "kept") if name in how
    }
    enclosed = [html_of(*pair, on, **shared) for pair in sheet.enclosed]
    return list(map(lay, [html_of(document, sheet, on, **how), *enclosed]))


def lay_out(source: str) -> Any:
    """The pages of a paper with their boxes, before they are written as PDF."""
    fonts, style = _style()
    html = HTML(string=source, base_url=STATIC.as_uri() + "/", url_fetcher=OwnFilesOnly())
    return html.render(stylesheets=[style], font_config=fonts)


def html_of(
    document: Document,
    sheet: Sheet,
    on: dt.date,
    *,
    blank: bool = False,
    draft: bool = False,
    reissue: bool = False,
    kept: bool = False,
    by: str = "",
    number: str = "",
) -> str:
    """The page before it is laid out."""
    day = sheet.judged_on or sheet.dated or on
    wording = papers_of(sheet.municipality, day)
    profile = profile_for(sheet.municipality, day) if sheet.municipality else None
    printed_at = dt.datetime.combine(on, timezone.localtime().time()) if not blank else None
    context = {
        "document": document,
        "sheet": sheet,
        "paper": sheet.paper,
        "title": sheet.title or document.title,
        "form_number": sheet.form_number or document.number_among(wording.numbers),
        "labels": labels_of(sheet.municipality, day),
        "edition": profile.label if profile else "",
        "basis": f"根拠　{profile.table('texts').law}、{profile.name}" if profile else "",
        "seal": wording.seal,
        "tick": wording.mark == "tick",
        "on": sheet.dated or on,
        "printed_on": on,
        "printed_at": printed_at,
        "printed_by": by,
        "number": number,
        "blank": blank,
        "draft": draft or sheet.is_draft,
        "reissue": reissue,
        "kept": kept,
        "holes": "",
    }
    templates = _templates(_own_templates(sheet.municipality))
    template = templates.get_template(document.template_on(day))
    source = str(template.render(context | {"annexes": []}))
    if holes := without_font(source):
        source = str(template.render(context | {"annexes": [], "holes": in_words(holes)}))
        source = source.translate(dict.fromkeys(map(ord, holes), GETA))
    return source


def _own_templates(municipality: str) -> Path | None:
    """The municipality's own wordings: the same path under its ``templates/`` (D26)."""
    folders = Path(settings.MUNICIPALITIES_DIR).glob(f"{municipality}_*/templates")
    return next(iter(sorted(folders)), None) if municipality else None


@cache
def _templates(own: Path | None) -> DjangoTemplates:
    """Templates for paper, a city's own ones before ours."""
    return DjangoTemplates(
        {
            "NAME": f"papers {own.parent.name if own else ''}",
            "DIRS": [*([own] if own else []), TEMPLATES],
            "APP_DIRS": False,
            "OPTIONS": {"string_if_invalid": _Unknown("unknown")},
        }
    )


@cache
def _style() -> tuple[FontConfiguration, CSS]:
    """The fonts and the style of paper, read once per process."""
    fonts = FontConfiguration()
    path = STATIC / "print.css"
    style = CSS(filename=path, font_config=fonts, url_fetcher=OwnFilesOnly())
    return fonts, style
